package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something to be done after a while, unless the channel has ended by then. */
final class OneBotLater {
  private OneBotLater() {}

  static void run(ScheduledExecutorService timer, Duration delay, Runnable action) {
    try {
      var _ = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // The channel has ended, and with it what was to be done.
    }
  }
}
