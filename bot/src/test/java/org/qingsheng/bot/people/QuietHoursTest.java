package org.qingsheng.bot.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("免打扰时段 · quiet hours")
class QuietHoursTest {
  private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30));
  private static final QuietHours DAY = new QuietHours(LocalTime.of(8, 0), LocalTime.of(15, 0));

  @ParameterizedTest
  @DisplayName("跨零点的夜里：22:00 起，07:30 止，按北京时间，不看服务器在哪里")
  @CsvSource({
    "2026-11-20T13:59:59Z, false, 2026-11-20T13:59:59Z",
    "2026-11-20T14:00:00Z, true, 2026-11-20T23:30:00Z",
    "2026-11-20T16:00:00Z, true, 2026-11-20T23:30:00Z",
    "2026-11-20T23:29:59Z, true, 2026-11-20T23:30:00Z",
    "2026-11-20T23:30:00Z, false, 2026-11-20T23:30:00Z"
  })
  void spans_midnight(Instant at, boolean quiet, Instant end) {
    assertThat(NIGHT.contains(at)).isEqualTo(quiet);
    assertThat(NIGHT.endAfter(at)).isEqualTo(end);
  }

  @Test
  @DisplayName("起止相同就是不设")
  void may_be_none() {
    assertThat(QuietHours.NEVER.contains(Instant.parse("2026-11-20T16:00:00Z"))).isFalse();
    assertThat(QuietHours.NEVER).hasToString("不设");
    assertThat(NIGHT).hasToString("22:00–07:30");
  }

  @Test
  @DisplayName("群要静夜、人要补觉：两个都过了才算过")
  void two_kinds_of_quiet_are_both_kept() {
    var atNight = Instant.parse("2026-11-20T16:00:00Z");
    var atEight = Instant.parse("2026-11-21T00:00:00Z");

    assertThat(QuietHours.endAfter(List.of(NIGHT, DAY), atNight))
        .isEqualTo(Instant.parse("2026-11-20T23:30:00Z"));
    assertThat(QuietHours.endAfter(List.of(NIGHT, DAY), atEight))
        .isEqualTo(Instant.parse("2026-11-21T07:00:00Z"));
    var adjoining = new QuietHours(LocalTime.of(7, 30), LocalTime.of(9, 0));
    assertThat(QuietHours.endAfter(List.of(adjoining, NIGHT), atNight))
        .isEqualTo(Instant.parse("2026-11-21T01:00:00Z"));
  }
}
