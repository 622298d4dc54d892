package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.kit.Cable;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.bot.people.Role;

@DisplayName("换一种接法，整条路照样通 · the other transports, the whole way")
@Timeout(120)
class TransportsAcceptanceTest {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String SELF = "10001000";
  private static final String SECRET = "planted-channel-secret-51c7";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  @TempDir Path folder;
  private final WalkingClock clock = WalkingClock.atNine();
  private FakeOneBot qq;

  @BeforeEach
  void hold() {
    qq =
        new FakeOneBot(
            URI.create("ws://unused"), Dialect.NAPCAT, SELF, RunningServer.ONEBOT_TOKEN, clock);
    assertThat(qq.group("883001").isGroup()).isTrue();
  }

  @AfterEach
  void letGo() {
    qq.close();
  }

  private RunningServer server(String channel) {
    var running = RunningServer.withChannels(folder, clock, "  - " + channel + "\n");
    running.hire("jia", Role.CADRE);
    return running;
  }

  private String forward(int port) {
    return "{id: qq-groups, type: onebot, accessToken: \"%s\", transport: forward, address: \"ws://127.0.0.1:%d/\"}"
        .formatted(RunningServer.ONEBOT_TOKEN, port);
  }

  @Test
  @DisplayName("正向 WebSocket：问了就答；团干部后来的答复也到；网线剪断时问的话，连回来就答，谁也不重复")
  void the_forward_websocket_carries_a_conversation_through_cuts() {
    try (var cable = new Cable(qq.listens());
        var running = server(forward(cable.port()))) {
      Soon.holds("connected", qq::isConnected);
      var group = qq.group("883001");
      assertThat(replyTo(group.asks("2001", LOAN)).text()).contains("30万元");
      var handedOver = group.asks("2001", "转人工 村里篮球场晚上几点关灯");
      var number = numberIn(replyTo(handedOver).text());

      cable.plugged(false);
      answer(running, number, "晚上九点半关灯。"); // while nothing can be sent
      var meanwhile = group.asks("2002", LOAN);
      cable.plugged(true);

      assertThat(replyTo(meanwhile).text()).contains("30万元");
      assertThat(qq.awaitSent(said -> said.text().contains("九点半关灯"), SOON).mentions())
          .hasValue("2001");
      for (int i = 0; i < 3; i++) {
        int before = cable.carried();
        cable.cut();
        Soon.holds("connected again", () -> cable.carried() > before && qq.isConnected());
        assertThat(replyTo(group.asks("200" + (3 + i), LOAN)).text()).contains("30万元");
      }
      running.rests();
      assertThat(qq.sent()).hasSize(7);
      assertThat(running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("正向 WebSocket：青声先启动、客户端后到，不用重启")
  void the_client_may_come_later() {
    try (var cable = new Cable(qq.listens())) {
      cable.plugged(false);
      try (var running = server(forward(cable.port()))) {
        assertThat(running.house().adapters).hasSize(2);
        assertThat(qq.isConnected()).isFalse();
        cable.plugged(true);
        Soon.holds("connected", qq::isConnected);
        assertThat(replyTo(qq.group("883001").asks("2001", LOAN)).text()).contains("30万元");
      }
    }
  }

  @Test
  @DisplayName("HTTP 上报：签了名的提问收下并答，没签的不收；答复走客户端的 HTTP 接口")
  void posts_are_answered_over_the_http_api() {
    var channel =
        "{id: qq-groups, type: onebot, accessToken: \"%s\", transport: http, apiBase: \"http://127.0.0.1:%d\", secret: %s}"
            .formatted(RunningServer.ONEBOT_TOKEN, qq.listens(), SECRET);
    qq.servesHistory(false); // what is refused cannot come by catching up either
    try (var running = server(channel)) {
      var callback = running.at("/channels/qq-groups");
      qq.posts(callback, "not the secret");
      var forged = qq.group("883001").asks("2009", LOAN);
      qq.posts(callback, SECRET);
      var group = qq.group("883001");

      assertThat(replyTo(group.asks("2001", LOAN)).text()).contains("30万元");
      var number = numberIn(replyTo(group.asks("2001", "转人工 村里篮球场晚上几点关灯")).text());
      answer(running, number, "晚上九点半关灯。");

      assertThat(qq.awaitSent(said -> said.text().contains("九点半关灯"), SOON).mentions())
          .hasValue("2001");
      running.rests();
      assertThat(qq.repliesTo(forged)).isEmpty();
      assertThat(running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("HTTP 渠道：群里和私聊都问得到答；团干部的答复带同一个人；对方停机时留着，恢复后送一次")
  void another_system_is_answered_over_plain_http() {
    try (var portal = new Portal(SECRET, clock);
        var running =
            server(
                "{id: portal, type: http, secret: %s, deliverTo: \"%s\"}"
                    .formatted(SECRET, portal.deliverTo()))) {
      var callback = running.at("/channels/portal");

      assertThat(portal.posts(callback, said("m-1", "u-1", "class-1", LOAN))).isEqualTo(204);
      assertThat(portal.posts(callback, said("m-1", "u-1", "class-1", LOAN))).isEqualTo(204);
      assertThat(portal.posts(callback, said("m-2", "u-2", "", "转人工 村里篮球场晚上几点关灯"))).isEqualTo(204);
      Soon.holds("both were answered", () -> portal.shown().size() == 2);
      var loan = only(portal, "u-1");
      assertThat(loan.path("text").asText()).contains("30万元");
      assertThat(loan.path("group").asText()).isEqualTo("class-1");
      assertThat(loan.path("quotes").asText()).isEqualTo("m-1");

      portal.answersWith(503);
      answer(running, numberIn(only(portal, "u-2").path("text").asText()), "晚上九点半关灯。");
      portal.answersWith(200);
      Soon.holds("the answer came", () -> portal.shown().size() == 3);

      var answer = portal.shown().getLast();
      assertThat(answer.path("user").asText()).isEqualTo("u-2");
      assertThat(answer.path("text").asText()).contains("九点半关灯");
      running.rests();
      assertThat(portal.repeated()).isZero();
      assertThat(portal.forged()).isZero();
      assertThat(running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  private static JsonNode only(Portal portal, String user) {
    return portal.shown().stream()
        .filter(shown -> shown.path("user").asText().equals(user))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> said(String id, String user, String group, String text) {
    return Map.of("type", "message", "id", id, "user", user, "group", group, "text", text);
  }

  private Posted replyTo(Posted question) {
    qq.await(() -> !qq.repliesTo(question).isEmpty(), SOON);
    return qq.repliesTo(question).getFirst();
  }

  private static String numberIn(String text) {
    var found = NUMBER.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group();
  }

  private static void answer(RunningServer running, String number, String text) {
    try (var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
      cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
      cadre.post("/api/v1/tickets/" + number + "/answer", Map.of("text", text)).ok();
    }
  }
}
