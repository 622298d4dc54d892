package org.qingsheng.adapters.tencent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls back later; a test turns it by hand. */
@FunctionalInterface
public interface Timer {
  /**
   * @param action short, never throws
   * @return forgets the action if it has not run yet
   */
  Runnable after(Duration delay, Runnable action);

  /**
   * @param due runs the actions, so that a slow one does not delay the others
   */
  static Timer of(ScheduledExecutorService clockwork, Executor due) {
    return (delay, action) -> {
      var waiting =
          clockwork.schedule(() -> due.execute(action), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> waiting.cancel(false);
    };
  }
}
