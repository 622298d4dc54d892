package org.qingsheng.bot.house;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process brings about, up to a deadline. */
final class Soon {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  private Soon() {}

  /** Waits until it holds; fails with {@code what} after half a minute. */
  static void holds(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /** Waits until there is one. */
  static <T> T comes(String what, Supplier<Optional<T>> source) {
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      var found = source.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
