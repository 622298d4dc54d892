package org.qingsheng.bot.cadres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.cadres.CadreBook.Told;
import org.qingsheng.bot.cadres.CadreMessage.Kind;

@DisplayName("通知的节奏 · when a cadre is told")
class PacingTest {
  private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

  private static CadreMessage message(int id, Kind kind, boolean urgent, Instant planned) {
    return new CadreMessage(
        "m" + id,
        new ChannelId("app"),
        new AskerId("wang"),
        kind,
        Optional.empty(),
        "",
        urgent,
        1,
        planned);
  }

  private static List<CadreMessage> notices(int count, Instant planned) {
    return IntStream.range(0, count).mapToObj(i -> message(i, Kind.NEW, false, planned)).toList();
  }

  @Test
  @DisplayName("三条以内各自当场发")
  void tells_three_at_once() {
    var plan = Pacing.of(notices(3, NOW), List.of(), NOW);

    assertThat(plan.now()).hasSize(3);
    assertThat(plan.later()).isEmpty();
    assertThat(plan.when()).isEmpty();
  }

  @Test
  @DisplayName("第四条起等满一分钟，到时并成一条")
  void keeps_the_fourth_for_a_minute() {
    var told = new Told(Kind.NEW, NOW.minusSeconds(20));

    var plan = Pacing.of(notices(4, NOW), List.of(told, told), NOW);
    assertThat(plan.now()).hasSize(1);
    assertThat(plan.later()).hasSize(3);
    assertThat(plan.when()).contains(NOW.plusSeconds(60));

    var then = Pacing.of(plan.later(), List.of(told, told, told), NOW.plusSeconds(60));
    assertThat(then.together()).hasSize(3);
    assertThat(then.now()).isEmpty();
  }

  @Test
  @DisplayName("危机和对团干自己的回话不等、不并")
  void never_keeps_a_crisis_or_a_reply() {
    var due = new ArrayList<>(notices(5, NOW));
    due.add(message(10, Kind.NEW, true, NOW));
    due.add(message(11, Kind.TEXT, false, NOW));

    var plan = Pacing.of(due, List.of(), NOW);

    assertThat(plan.now()).extracting(CadreMessage::id).contains("m10", "m11").hasSize(5);
    assertThat(plan.later()).hasSize(2);
  }

  @Test
  @DisplayName("乱来一万次：任何一分钟都不超过三十条、单独的通知不超过三条，一条不丢，没有等不到头的")
  void keeps_to_the_limits_whatever_comes() {
    var random = new Random(20_261_120);
    for (int round = 0; round < 300; round++) {
      var waiting = new ArrayList<CadreMessage>();
      var told = new ArrayList<Told>();
      var delivered = new ArrayList<String>();
      int planned = 0;
      var now = NOW;
      for (int step = 0; step < 400 || !waiting.isEmpty(); step++) {
        assertThat(step).isLessThan(2_000);
        now = now.plusSeconds(1);
        for (int i = random.nextInt(4); step < 200 && i > 0; i--) {
          var kind = random.nextInt(4) == 0 ? Kind.TEXT : Kind.NEW;
          waiting.add(message(planned++, kind, random.nextInt(50) == 0, now));
        }
        if (waiting.isEmpty()) {
          continue;
        }
        var from = now.minus(Duration.ofMinutes(1));
        var recent = told.stream().filter(each -> each.at().isAfter(from)).toList();
        var plan = Pacing.of(List.copyOf(waiting), recent, now);
        for (var each : plan.now()) {
          told.add(new Told(each.kind(), now));
          delivered.add(each.id());
        }
        if (!plan.together().isEmpty()) {
          told.add(new Told(Kind.DIGEST, now));
          plan.together().forEach(each -> delivered.add(each.id()));
        }
        waiting.clear();
        waiting.addAll(plan.later());
        assertThat(told.stream().filter(each -> each.at().isAfter(from)))
            .hasSizeLessThanOrEqualTo(30);
        assertThat(plan.later().isEmpty()).isEqualTo(plan.when().isEmpty());
      }
      assertThat(delivered).doesNotHaveDuplicates().hasSize(planned);
    }
  }
}
