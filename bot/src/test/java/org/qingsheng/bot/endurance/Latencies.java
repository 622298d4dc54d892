package org.qingsheng.bot.endurance;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** From when a person asks until the person sees an answer. Thread-safe. */
final class Latencies {
  private final Map<String, Long> open = new ConcurrentHashMap<>();
  private final Queue<Long> measured = new ConcurrentLinkedQueue<>();
  private final LongAdder failures = new LongAdder();
  private volatile boolean measuring;

  /**
   * A person asks.
   *
   * @param at {@link System#nanoTime} at which the question was due, so that a driver that falls
   *     behind does not make the server look faster
   */
  void begin(String person, long at) {
    open.put(person, at);
  }

  /**
   * A person sees an answer.
   *
   * @return false if this person was not waiting
   */
  boolean end(String person) {
    var begun = open.remove(person);
    if (begun != null && measuring) {
      measured.add(System.nanoTime() - begun);
    }
    return begun != null;
  }

  /** An answer was none. */
  void failed() {
    failures.increment();
  }

  void measure(boolean on) {
    measuring = on;
  }

  /** Nanoseconds, in order. */
  long[] sorted() {
    return measured.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Milliseconds that so many in a hundred did not exceed; NaN if nothing was measured. */
  double millis(int percent) {
    return percentile(sorted(), percent);
  }

  static double percentile(long[] sorted, int percent) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1_000_000.0;
  }

  /** Forgets what was measured. */
  void restart() {
    measured.clear();
  }

  int waiting() {
    return open.size();
  }

  long failures() {
    return failures.sum();
  }
}
