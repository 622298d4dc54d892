package org.qingsheng.bot.people;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;

/**
 * Hours of the day in which nobody is to be disturbed (免打扰时段), in Shanghai time. They may span
 * midnight.
 *
 * @param from the first moment of quiet
 * @param until the first moment after it; the same as {@code from} for no quiet at all
 */
public record QuietHours(LocalTime from, LocalTime until) {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  /** Two kinds of quiet leave at most four edges in a day. */
  private static final int EDGES = 4;

  public static final QuietHours NEVER = new QuietHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

  /** How long it is quiet; zero for never. */
  public Duration length() {
    var length = Duration.between(from, until);
    return length.isNegative() ? length.plusDays(1) : length;
  }

  public boolean contains(Instant time) {
    var then = time.atZone(SHANGHAI).toLocalTime();
    return from.isBefore(until)
        ? !then.isBefore(from) && then.isBefore(until)
        : !from.equals(until) && (!then.isBefore(from) || then.isBefore(until));
  }

  /** When the quiet that {@code time} lies in ends; {@code time} itself outside. */
  public Instant endAfter(Instant time) {
    if (!contains(time)) {
      return time;
    }
    var then = time.atZone(SHANGHAI);
    var sameDay = then.toLocalDate().atTime(until).atZone(SHANGHAI);
    return (sameDay.isAfter(then) ? sameDay : sameDay.plusDays(1)).toInstant();
  }

  /** When none of them is quiet any more; {@code time} itself if none is. */
  public static Instant endAfter(Collection<QuietHours> all, Instant time) {
    var end = time;
    for (int i = 0; i < EDGES; i++) {
      for (var hours : all) {
        end = hours.endAfter(end);
      }
    }
    return end;
  }

  /** 22:00–07:30, or 不设. */
  @Override
  public String toString() {
    return from.equals(until) ? "不设" : from + "–" + until;
  }
}
