package org.qingsheng.bot.house;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.qingsheng.adapters.wechat.fake.FakeTime;

/**
 * A clock that begins at a given time, walks on as real time passes, and leaps when a test says so:
 * for whole servers, whose timers must go on by themselves. Thread-safe.
 */
final class WalkingClock implements FakeTime {
  private final Instant start;
  private final long begun = System.nanoTime();
  private final AtomicLong leapt = new AtomicLong();

  WalkingClock(Instant start) {
    this.start = start;
  }

  /** Friday, 20 November 2026, 09:00 in Shanghai: people are at work. */
  static WalkingClock atNine() {
    return new WalkingClock(TestClock.NINE_AM);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - begun + leapt.get());
  }

  void leap(Duration time) {
    leapt.addAndGet(time.toNanos());
  }

  @Override
  public boolean await(CompletableFuture<?> done, Duration atMost) {
    try {
      var _ = done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException _) {
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return done.isDone();
    }
  }
}
