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
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.KnowsGroups;
import org.qingsheng.bot.notice.Alert;
import org.qingsheng.bot.notice.Notice;
import org.qingsheng.bot.people.Group;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("运维看的页面 · status pages")
class StatusPagesTest {
  private static final ChannelId QQ = new ChannelId("qq-groups");
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

  private Group inGroup(String conversation, String name, RegionCode region) {
    var group =
        new Group(
            QQ,
            new ConversationId(conversation),
            name,
            region,
            Group.TriggerMode.MENTION,
            List.of(),
            Group.Standing.JOINED);
    office.groups.save(group);
    return group;
  }

  @Test
  @DisplayName("渠道页列出它在哪些群里、多少人、归哪个地区、名单是几点的；别的地区的群只数不列，群名里的代码不会执行")
  void the_groups_of_a_channel_are_shown() {
    inGroup("g1", "连南青年之家", Town.LIANNAN);
    inGroup("g2", "", Town.LIANNAN);
    inGroup("g4", "外地的群", new RegionCode("530100"));
    office.moreChannels =
        List.of(
            new ToldGroups(
                QQ,
                List.of(
                    new KnowsGroups.Group(new ConversationId("g1"), "连南<b>青年</b>", 312),
                    new KnowsGroups.Group(new ConversationId("g2"), "返乡创业交流", 0),
                    new KnowsGroups.Group(new ConversationId("g3"), "刚拉进来的群", 8),
                    new KnowsGroups.Group(new ConversationId("g4"), "春城青年", 99)),
                Optional.of(office.clock.instant())));
    try (var operator = Browser.signedIn(office, "operator")) {
      var page = operator.get("/console/channels").body();

      assertThat(page)
          .contains("在 4 个群里", "名单取于 今天 ", "其中 1 个在别的地区")
          .contains("连南&lt;b&gt;青年", "312 人", "返乡创业交流", "还没人确认", "刚拉进来的群", "没登记")
          .doesNotContain("连南<b>", "春城青年", "99 人", "0 人");
      assertThat(page.split("<details class=\"fold flat\"", -1)).hasSize(2);
    }
  }
}
