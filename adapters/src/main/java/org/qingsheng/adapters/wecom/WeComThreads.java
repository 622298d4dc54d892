package org.qingsheng.adapters.wecom;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.qingsheng.adapters.tencent.Timer;

/** One adapter's threads: a clockwork, and a virtual thread for each thing to do. */
final class WeComThreads implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clockwork;
  private final ExecutorService working;

  /**
   * @param name of the threads
   */
  WeComThreads(String name) {
    clockwork =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-clockwork").factory());
    clockwork.setRemoveOnCancelPolicy(true);
    clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    working = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  Timer timer() {
    return Timer.of(clockwork, working);
  }

  Executor executor() {
    return working;
  }

  /** Ends the clockwork, then waits for what is being done; calls end by their own timeouts. */
  @Override
  public void close() {
    clockwork.shutdownNow();
    working.close();
  }
}
