package org.qingsheng.adapters.wechat.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The platform's patience: real, or turned by hand in a test. */
public interface FakeTime extends InstantSource {
  /**
   * Waits until {@code done} is done, in whatever way, or the time has passed.
   *
   * @return whether it is done
   */
  boolean await(CompletableFuture<?> done, Duration atMost);

  /** Waits as long as it says. */
  static FakeTime real() {
    var system = InstantSource.system();
    return new FakeTime() {
      @Override
      public Instant instant() {
        return system.instant();
      }

      @Override
      public boolean await(CompletableFuture<?> done, Duration atMost) {
        try {
          var _ = done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
          return true;
        } catch (ExecutionException e) {
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return done.isDone();
        }
      }
    };
  }
}
