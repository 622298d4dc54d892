package org.qingsheng.bot.endurance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for real time to pass: the server under test lives in real time. */
final class Pause {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private Pause() {}

  static void of(Duration time) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /**
   * Looks again and again.
   *
   * @return false if it did not come true in time
   */
  static boolean until(BooleanSupplier condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      of(LOOK_AGAIN);
    }
    return true;
  }
}
