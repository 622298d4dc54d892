package org.qingsheng.bot.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The expected days are the offices' own: notices 国办发明电〔2024〕12号 (for 2025) and 国办发明电〔2025〕7号 (for
 * 2026), written here as the spans those notices name, not as the file lists them.
 */
@DisplayName("工作日历 · working calendar")
class WorkingCalendarTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final WorkingCalendar CALENDAR =
      WorkingCalendar.load(
          Path.of(System.getProperty("qingsheng.root")).resolve("config/calendar.yaml"));

  @TempDir Path folder;

  private static Instant at(String time) {
    return LocalDateTime.parse(time).atZone(ZONE).toInstant();
  }

  private static String after(String from, Duration working) {
    return CALENDAR.after(at(from), working).atZone(ZONE).toLocalDateTime().toString();
  }

  private static Stream<LocalDate> days(String from, String to) {
    return LocalDate.parse(from).datesUntil(LocalDate.parse(to).plusDays(1));
  }

  @ParameterizedTest(name = "{0} 至 {1}")
  @DisplayName("放假的每一天都不是工作日")
  @CsvSource({
    "2025-01-01,2025-01-01", "2025-01-28,2025-02-04", "2025-04-04,2025-04-06",
    "2025-05-01,2025-05-05", "2025-05-31,2025-06-02", "2025-10-01,2025-10-08",
    "2026-01-01,2026-01-03", "2026-02-15,2026-02-23", "2026-04-04,2026-04-06",
    "2026-05-01,2026-05-05", "2026-06-19,2026-06-21", "2026-09-25,2026-09-27",
    "2026-10-01,2026-10-07"
  })
  void holidays_are_free(String from, String to) {
    assertThat(days(from, to)).noneMatch(CALENDAR::isWorkday);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("调休的周末要上班")
  @CsvSource({
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10"
  })
  void exchanged_weekends_are_worked(String day) {
    assertThat(CALENDAR.isWorkday(LocalDate.parse(day))).isTrue();
  }

  @Test
  @DisplayName("全年工作日数正好：2025 年 248 天，2026 年 248 天，没有多列一天或漏列一天")
  void the_years_have_the_right_number_of_workdays() {
    // 365 days less 104 days of weekends less 13 statutory holidays (全国年节及纪念日放假办法, 2025 起).
    assertThat(days("2025-01-01", "2025-12-31").filter(CALENDAR::isWorkday)).hasSize(248);
    assertThat(days("2026-01-01", "2026-12-31").filter(CALENDAR::isWorkday)).hasSize(248);
  }

  @Test
  @DisplayName("没列出的年份按周一到周五")
  void unknown_years_fall_back_to_the_week() {
    assertThat(CALENDAR.isWorkday(LocalDate.parse("2030-01-01"))).isTrue();
    assertThat(CALENDAR.isWorkday(LocalDate.parse("2030-01-05"))).isFalse();
  }

  @ParameterizedTest(name = "{0} 起 {1} 分钟 → {2}")
  @DisplayName("办理时限只数工作时间：跳过午休、下班、周末和节假日")
  @CsvSource({
    "2026-11-20T09:00,60,2026-11-20T10:00", // a Friday morning
    "2026-11-20T11:30,60,2026-11-20T14:30", // over lunch
    "2026-11-20T12:30,30,2026-11-20T14:30", // asked during lunch
    "2026-11-20T11:30,30,2026-11-20T12:00", // to the last minute of the morning
    "2026-11-20T17:00,60,2026-11-23T09:00", // over the weekend
    "2026-11-20T20:00,30,2026-11-23T09:00", // after hours
    "2026-11-20T06:00,30,2026-11-20T09:00", // before hours
    "2026-11-20T09:00,480,2026-11-23T10:00", // eight hours: this day had six and a half left
    "2026-02-14T17:00,60,2026-02-24T09:00", // a worked Saturday before nine days off
    "2026-09-30T17:00,60,2026-10-08T09:00", // over National Day
    "2026-10-09T17:00,60,2026-10-10T09:00", // into a worked Saturday
    "2026-11-21T10:00,0,2026-11-23T08:30" // no time at all: when work begins
  })
  void counts_working_time_only(String from, int minutes, String expected) {
    assertThat(after(from, Duration.ofMinutes(minutes))).isEqualTo(expected);
  }

  @Test
  @DisplayName("往回数和往前数一致：到现在够了那么多工作时间，当且仅当开始得不晚于往回数的那一刻")
  void counts_backwards_as_it_counts_forwards() {
    var start = at("2026-09-24T00:00");
    for (int working : new int[] {1, 30, 209, 210, 211, 480}) {
      var length = Duration.ofMinutes(working);
      for (int step = 0; step < 20 * 24 * 4; step += 7) {
        var now = start.plus(Duration.ofMinutes(15L * step));
        var edge = CALENDAR.before(now, length);

        assertThat(CALENDAR.after(edge, length)).isBeforeOrEqualTo(now);
        assertThat(CALENDAR.after(edge.plusMillis(1), length)).isAfter(now);
      }
    }
  }

  @Test
  @DisplayName("两个时刻之间有多少工作时间：跳过午休、晚上和周末")
  void measures_working_time_between() {
    assertThat(CALENDAR.between(at("2026-11-20T11:00"), at("2026-11-20T14:30")))
        .isEqualTo(Duration.ofMinutes(90));
    assertThat(CALENDAR.between(at("2026-11-20T17:00"), at("2026-11-23T09:00")))
        .isEqualTo(Duration.ofMinutes(60));
    assertThat(CALENDAR.between(at("2026-11-20T10:00"), at("2026-11-20T09:00")))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  @DisplayName("写错的文件说得出哪里错")
  void explains_a_bad_file() throws IOException {
    assertThatThrownBy(() -> load("2026: {holidays: [2026-01-01]}"))
        .hasMessageContaining("calendar.yaml")
        .hasMessageContaining("hours");
    assertThatThrownBy(() -> load("hours: [\"17:30-08:30\"]")).hasMessageContaining("17:30-08:30");
    assertThatThrownBy(() -> load("hours: [\"08:30-12:00\"]\n2026: {holidays: [2026-02-30]}"))
        .hasMessageContaining("2026-02-30");
  }

  private WorkingCalendar load(String text) throws IOException {
    return WorkingCalendar.load(Files.writeString(folder.resolve("calendar.yaml"), text));
  }

  @Test
  @DisplayName("从12月1日起提醒补下一年的放假通知，当年没有的一直提醒")
  void a_year_without_notice_is_missed() throws IOException {
    var file = folder.resolve("calendar.yaml");
    Files.writeString(
        file,
        """
        zone: Asia/Shanghai
        hours: ["09:00-17:00"]
        2026:
          holidays: [2026-01-01]
        2027:
          announced: false
          holidays: [2027-01-01]
        """);
    var calendar = WorkingCalendar.load(file);

    assertThat(calendar.missing(at("2026-11-30T23:59"))).isEmpty();
    assertThat(calendar.missing(at("2026-12-01T00:00")).orElseThrow()).contains("2027");
    assertThat(calendar.missing(at("2027-03-01T12:00")).orElseThrow()).contains("2027");
    assertThat(calendar.missing(at("2025-06-01T12:00")).orElseThrow()).contains("2025");
    assertThat(calendar.isWorkday(LocalDate.parse("2027-01-01"))).isFalse();
  }
}
