package org.qingsheng.adapters.wecom;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.tencent.Timer;

/** A clock that moves when a test moves it, and rings what is due then. */
final class HandTime implements InstantSource, Timer {
  private final List<Alarm> alarms = new ArrayList<>();
  private Instant now;

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
    notifyAll();
    return () -> forget(alarm);
  }

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

  /** Waits until an alarm is set that rings within the time given. */
  synchronized void awaitAlarmWithin(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (alarms.stream().noneMatch(alarm -> !alarm.due.isAfter(now.plus(time)))) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("no alarm was set");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Waits until so many alarms are set at the same time. */
  synchronized void awaitAlarms(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (alarms.size() < count) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("expected %d alarms, saw %d".formatted(count, alarms.size()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private synchronized void forget(Alarm alarm) {
    alarms.remove(alarm);
  }
}
