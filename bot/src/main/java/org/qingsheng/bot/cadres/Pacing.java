package org.qingsheng.bot.cadres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.cadres.CadreBook.Told;

/**
 * Decides what a cadre is told now: three notices a minute alone, more of them together; never so
 * much that the platform drops it. Pure.
 *
 * @param now told now, each by itself
 * @param together told now, all in one
 * @param later not before {@code when}
 */
record Pacing(
    List<CadreMessage> now,
    List<CadreMessage> together,
    List<CadreMessage> later,
    Optional<Instant> when) {
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** How many notices come alone within a minute. */
  static final int ALONE = 3;

  /**
   * What one member can be told within a minute; what is more is dropped by WeCom.
   *
   * @see <a href="https://developer.work.weixin.qq.com/document/path/90454">频率限制</a>
   */
  static final int MOST = 30;

  Pacing {
    now = List.copyOf(now);
    together = List.copyOf(together);
    later = List.copyOf(later);
  }

  /**
   * @param due oldest first
   * @param told within the last minute, oldest first
   */
  static Pacing of(List<CadreMessage> due, List<Told> told, Instant at) {
    var alone = new ArrayList<CadreMessage>();
    var notices = new ArrayList<CadreMessage>();
    for (var message : due) {
      (message.kind().isNotice() && !message.urgent() ? notices : alone).add(message);
    }
    int told3 = (int) told.stream().filter(each -> each.kind().isNotice()).count();
    int room = Math.max(0, ALONE - told3);
    if (notices.size() <= room) {
      alone.addAll(notices);
      return limited(alone, List.of(), List.of(), told, at);
    }
    if (!notices.getFirst().plannedAt().plus(MINUTE).isAfter(at)) {
      return limited(alone, notices, List.of(), told, at);
    }
    alone.addAll(notices.subList(0, room));
    return limited(alone, List.of(), notices.subList(room, notices.size()), told, at);
  }

  private static Pacing limited(
      List<CadreMessage> alone,
      List<CadreMessage> together,
      List<CadreMessage> waiting,
      List<Told> told,
      Instant at) {
    int room = MOST - told.size();
    boolean digest = !together.isEmpty() && room > 0;
    int singles = Math.min(alone.size(), Math.max(0, digest ? room - 1 : room));
    var later = new ArrayList<>(alone.subList(singles, alone.size()));
    if (!digest) {
      later.addAll(together);
    }
    Optional<Instant> when;
    if (later.isEmpty() && waiting.isEmpty()) {
      when = Optional.empty();
    } else if (later.isEmpty()) {
      when = Optional.of(waiting.getFirst().plannedAt().plus(MINUTE));
    } else {
      when = Optional.of(told.isEmpty() ? at.plusSeconds(1) : told.getFirst().at().plus(MINUTE));
    }
    later.addAll(waiting);
    return new Pacing(alone.subList(0, singles), digest ? together : List.of(), later, when);
  }
}
