package org.qingsheng.bot.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.qingsheng.bot.console.page.Due;
import org.qingsheng.bot.ledger.Item;

/** Times as people say them, in Asia/Shanghai. Thread-safe. */
final class Phrases {
  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  /** From here on a due time is shown as near (yellow). */
  static final Duration SOON = Duration.ofHours(2);

  private static final DateTimeFormatter TIME = form("HH:mm");
  private static final DateTimeFormatter DAY = form("M月d日 HH:mm");
  private static final DateTimeFormatter YEAR = form("yyyy年M月d日 HH:mm");

  private static final DateTimeFormatter FULL_DAY = form("yyyy年M月d日");

  private final InstantSource clock;

  Phrases(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), SHANGHAI);
  }

  /** 今天 09:30, 昨天 18:02, 11月3日 09:30. */
  String at(Instant time) {
    var then = time.atZone(SHANGHAI);
    var today = today();
    if (then.toLocalDate().equals(today)) {
      return "今天 " + TIME.format(then);
    }
    if (then.toLocalDate().equals(today.minusDays(1))) {
      return "昨天 " + TIME.format(then);
    }
    if (then.toLocalDate().equals(today.plusDays(1))) {
      return "明天 " + TIME.format(then);
    }
    return (then.getYear() == today.getYear() ? DAY : YEAR).format(then);
  }

  /** 等了 3 小时 12 分. */
  String waited(Instant since) {
    return "等了 " + length(Duration.between(since, clock.instant()));
  }

  /** How an item stands against its promise; none for those nobody has to answer any more. */
  Due due(Item item) {
    return item.dueAt()
        .filter(_ -> item.state().isOpen())
        .map(this::due)
        .orElseGet(() -> new Due("", "", ""));
  }

  private Due due(Instant at) {
    var left = Duration.between(clock.instant(), at);
    if (left.isNegative()) {
      return new Due("red", "超时 " + length(left.negated()), at(at));
    }
    return new Due(left.compareTo(SOON) < 0 ? "yellow" : "green", "剩 " + length(left), at(at));
  }

  static String length(Duration length) {
    if (length.compareTo(Duration.ofMinutes(1)) < 0) {
      return "不到 1 分钟";
    }
    long days = length.toDays();
    int hours = length.toHoursPart();
    int minutes = length.toMinutesPart();
    if (days > 0) {
      return days + " 天" + (hours > 0 ? " " + hours + " 小时" : "");
    }
    if (hours > 0) {
      return hours + " 小时" + (minutes > 0 ? " " + minutes + " 分" : "");
    }
    return minutes + " 分钟";
  }

  /** Midnight in Shanghai at the beginning of the day. */
  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(SHANGHAI).toInstant();
  }

  static Optional<LocalDate> day(Optional<Instant> time) {
    return time.map(at -> LocalDate.ofInstant(at, SHANGHAI));
  }

  /** 2026年10月22日 至 2026年11月20日; 不限时间 without bounds. */
  static String days(Optional<LocalDate> from, Optional<LocalDate> to) {
    if (from.isEmpty() && to.isEmpty()) {
      return "不限时间";
    }
    return from.map(FULL_DAY::format).orElse("最早") + " 至 " + to.map(FULL_DAY::format).orElse("今天");
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }
}
