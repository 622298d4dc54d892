package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.notice.Alert;
import org.qingsheng.bot.notice.Notice;

@DisplayName("运维看的页面 · status pages")
class StatusPagesTest {
  private static final String WORDS = "渠道 qq-groups 已经 12 分钟不正常：QQ 账号已掉线。<b>";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Office office;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
  }

  @AfterEach
  void close() {
    office.close();
  }

  private Alert raise() {
    var alert =
        new Alert(
            "a1", Alert.Kind.QUEUE, "qq-groups", WORDS, office.clock.instant(), Optional.empty());
    assertThat(office.alerts.raise(alert, office.clock.instant(), List.of())).isTrue();
    return alert;
  }

  @Test
  @DisplayName("告警未恢复：运维在每一页顶上看到，团干部看不到；恢复后红条没了，“渠道”页留有记录")
  void an_open_outage_stands_above_every_page() {
    var alert = raise();
    try (var operator = Browser.signedIn(office, "operator");
        var cadre = Browser.signedIn(office, "wang")) {
      assertThat(operator.get("/console/channels").body())
          .contains("role=\"alert\"", "QQ 账号已掉线。&lt;b", "未恢复");
      assertThat(cadre.get("/console").body()).doesNotContain("role=\"alert\"", "QQ 账号已掉线");

      office.alerts.resolve(alert, office.clock.instant().plusSeconds(60), List.of());

      assertThat(operator.get("/console/channels").body())
          .contains("QQ 账号已掉线", "已恢复")
          .doesNotContain("role=\"alert\"", "未恢复");
    }
  }

  @Test
  @DisplayName("没有采用的配置：“渠道”页和 /health 都说明，服务照样就绪")
  void refused_settings_are_told() {
    office.remarks = List.of("改过的配置有错，没有采用，仍按原来的运行：话术（wording.yaml）：缺少话术 greeting");
    try (var operator = Browser.signedIn(office, "operator")) {
      assertThat(operator.get("/console/channels").body()).contains("缺少话术 greeting");
      for (var address : List.of("/health", "/health/ready")) {
        var health = operator.get(address);
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"ready\":true", "缺少话术 greeting");
      }
    }
  }

  @Test
  @DisplayName("放弃了的对外通知列出来，点“重新通知”就再送；点两次不会出错，只说已处理过")
  void a_notice_given_up_can_be_sent_again() {
    var notice = new Notice("oa-7", "oa", "lane", 1, Optional.empty(), "{}", 0);
    office.notices.plan("oa", 1, List.of(notice), office.clock.instant());
    office.notices.dead(notice, "对方回应 HTTP 500", office.clock.instant());
    try (var operator = Browser.signedIn(office, "operator")) {
      assertThat(operator.get("/console/channels").body())
          .contains("没有送到的对外通知", "对方回应 HTTP 500", "重新通知");

      var again = operator.post("/console/notices/oa-7/again");
      var twice = operator.post("/console/notices/oa-7/again");

      assertThat(again.statusCode()).isEqualTo(303);
      assertThat(twice.statusCode()).isEqualTo(404);
      assertThat(twice.body()).contains("已经处理过");
      assertThat(office.notices.backlog().waiting()).isEqualTo(1);
    }
  }
}
