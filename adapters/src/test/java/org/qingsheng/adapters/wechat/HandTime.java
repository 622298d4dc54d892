package org.qingsheng.adapters.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.tencent.Timer;
import org.qingsheng.adapters.wechat.fake.FakeTime;

/** One clock for the adapter and the platform, which moves when a test moves it. */
final class HandTime implements FakeTime, Timer {
  private final List<Alarm> alarms = new ArrayList<>();
  private Instant now;
  private int set;

  HandTime(Instant start) {
    now = start;
  }

  private record Alarm(Instant due, Runnable action) {}

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized Runnable after(Duration delay, Runnable action) {
    var alarm = new Alarm(now.plus(delay), action);
    alarms.add(alarm);
    set++;
    notifyAll();
    return () -> forget(alarm);
  }

  @Override
  public boolean await(CompletableFuture<?> done, Duration atMost) {
    var either = new CountDownLatch(1);
    var forget = after(atMost, either::countDown);
    var _ = done.whenComplete((_, _) -> either.countDown());
    try {
      if (!either.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody moved the clock");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forget.run();
    return done.isDone();
  }

  /** Moves the clock and rings what is due on the way, in order. */
  void advance(Duration by) {
    var due = new ArrayList<Alarm>();
    synchronized (this) {
      now = now.plus(by);
      alarms.stream()
          .filter(alarm -> !alarm.due.isAfter(now))
          .sorted(Comparator.comparing(Alarm::due))
          .forEach(due::add);
      alarms.removeAll(due);
    }
    due.forEach(alarm -> alarm.action.run());
  }

  /**
   * Waits until so many alarms have been set since the beginning: then everybody is where the test
   * wants them. A call that waits for its reply sets one, the platform one while it is patient and
   * one more before it calls again.
   */
  synchronized void awaitAlarmsSet(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (set < count) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("expected %d alarms, saw %d".formatted(count, set));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private synchronized void forget(Alarm alarm) {
    alarms.remove(alarm);
  }
}
