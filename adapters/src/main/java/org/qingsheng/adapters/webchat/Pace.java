package org.qingsheng.adapters.webchat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;

/** How often each sender may do something: so many times in any minute. Thread-safe. */
final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int perMinute;
  private final InstantSource clock;
  private final Cache<String, ArrayDeque<Long>> recent =
      Caffeine.newBuilder().maximumSize(100_000).build();

  Pace(int perMinute, InstantSource clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Counts one more and tells whether it is within the limit; what is beyond does not count. */
  boolean allows(String sender) {
    long now = clock.millis();
    var allowed = new boolean[1];
    var _ =
        recent
            .asMap()
            .compute(
                sender,
                (_, before) -> {
                  var times = before == null ? new ArrayDeque<Long>() : before;
                  while (!times.isEmpty() && times.getFirst() <= now - MINUTE.toMillis()) {
                    times.removeFirst();
                  }
                  allowed[0] = times.size() < perMinute;
                  if (allowed[0]) {
                    times.addLast(now);
                  }
                  return times;
                });
    return allowed[0];
  }
}
