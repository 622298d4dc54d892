package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Health;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.store.FreshPostgres;

@DisplayName("两个节点共用一个 PostgreSQL · two nodes over one PostgreSQL")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class PostgresAcceptanceTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  private final WalkingClock clock = WalkingClock.atNine();
  private RunningServer one;
  private RunningServer other;

  @BeforeAll
  void start(@TempDir Path folder) {
    var url = FreshPostgres.url();
    one = RunningServer.withOneBotOver(url, folder.resolve("one"), clock);
    other = RunningServer.withOneBotOver(url, folder.resolve("other"), clock);
    one.hire("jia", Role.CADRE);
  }

  @AfterAll
  void balance() {
    try (var first = one;
        var second = other) {
      first.rests();
      second.rests();
      assertThat(first.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("每个节点都能答：起始条目只放进去一次，两边答得一样")
  void each_node_answers_from_the_same_base() {
    var question = "创业担保贷款个人最高能贷多少";
    try (var here = one.account("20001").connect();
        var there = other.account("20002").connect()) {
      here.group("881101").asks("3001", question);
      there.group("881102").asks("3002", question);

      var first = here.awaitSent(said -> said.text().contains("30万元"), SOON);
      var second = there.awaitSent(said -> said.text().contains("30万元"), SOON);

      assertThat(first.text()).isEqualTo(second.text());
      assertThat(
              one.count(
                  "SELECT count(*) FROM (SELECT 1 FROM entry_version GROUP BY entry_id, version HAVING count(*) > 1) twice"))
          .isZero();
    }
    Soon.holds(
        "the other node has noticed that its client left",
        SOON,
        () -> channel(other).check().state() != Health.State.UP);
  }

  private static ChannelAdapter channel(RunningServer node) {
    return Objects.requireNonNull(node.house().adapters.get(new ChannelId("qq-groups")));
  }

  @Test
  @DisplayName("在一个节点问，团干在另一个节点认领、答复，答复从连着那个群的节点送到，只送一次")
  void an_answer_given_at_one_node_leaves_through_the_other() {
    try (var qq = one.account("20003").connect()) {
      var group = qq.group("881103");
      group.asks("3003", "转人工 村里篮球场晚上几点关灯");
      var handed = qq.awaitSent(said -> NUMBER.matcher(said.text()).find(), SOON);
      var found = NUMBER.matcher(handed.text());
      assertThat(found.find()).isTrue();

      try (var cadre = other.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
        cadre.post("/api/v1/tickets/" + found.group() + "/claim", Map.of()).ok();
        cadre
            .post(
                "/api/v1/tickets/" + found.group() + "/answer",
                Map.of("text", "晚上九点半关灯。", "keep", false))
            .ok();
      }

      var answer = qq.awaitSent(said -> said.text().contains("九点半关灯"), SOON);
      assertThat(answer.chat()).isSameAs(group);
      one.rests();
      other.rests();
      assertThat(qq.sent()).filteredOn(said -> said.text().contains("九点半关灯")).hasSize(1);
    }
  }
}
