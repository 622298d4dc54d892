package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: twice as long after every failure, up to a minute, and
 * up to half of it left out at random, so that many servers do not come back at the same moment.
 * Thread-safe.
 */
final class BackOff {
  static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Duration first;
  private final RandomGenerator jitter;
  private Duration pause;

  BackOff(Duration first, RandomGenerator jitter) {
    this.first = first;
    this.jitter = jitter;
    this.pause = first;
  }

  /** After a failure. */
  synchronized Duration next() {
    long millis = pause.toMillis();
    pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    return Duration.ofMillis(millis - jitter.nextLong(millis / 2 + 1));
  }

  /** After a success. */
  synchronized void reset() {
    pause = first;
  }
}
