package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeCaller.Call;
import org.qingsheng.adapters.wecom.fake.FakeGateway;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.bot.people.Role;

@DisplayName("企业微信四条路 · the four ways of WeCom")
@Timeout(120)
class WeComAcceptanceTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String HELP = "转人工 我的助学贷款合同找不到了怎么办";
  private static final String ACCOUNT = "wkAJ2GCAAAZSfhHCt7";
  private static final String CUSTOMER = "wmAJ2GCAAAme1XQRC-NI";
  private static final String SEND = "/cgi-bin/kf/send_msg";
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  /** Protocol fact sheet, chapters 2.2 and 2.5: V2, V3, V4. */
  private static final Instant VECTOR_TIME = Instant.ofEpochSecond(1_760_000_001);

  private static final Call V2 =
      new Call(
          "805689ea072a1804806d2a21b2edee6861993dfe",
          "1760000001",
          "n0nce42",
          "4j/AuRx71kQlxVlzbpsMWPQ1oGnV9iIvyMVCFgMtllmI+1VpAMnFv8d7drI1VbdgXSUtx7wIzNL0u0dybHdG18EB3xSuytoxdRzHl1kFcxS2YyBzHgj5qmvpHzZBsDUB9LnNCzZLGumIjzL+XdfjbX4HFBSA1OxOQ9aPyoRIvX24eTOFEfswW8+TZPJ+389UqQA3ciJZTGU0t38LD/42egwMYLSUtklkgUAuLEV/lWIo2SpphxY1VFBrolSkCpM9+ELimmo+3gpLc2TvR9liUpbhjvH1ORjDYXpVK8W4+oA+mjrJp1V6l/kblpCmH0PWaB+qWgMa/YzUT+hqpWAiSa1xqsNc19AEZvzFzxyzrGs7WYOa461Tn5YwSSk4vjSZGiFRRm2KvjTuRPrhi8dpOLwkg78mLFyFoPikTVch+e8lRY3UyrbzquqjD+I3ItVxVct/ypiXG9rh1/NWXutObg==");
  private static final Call V3 =
      new Call(
          "3e92ef7a319b2dacb91764a90d5ad31f791c78b9",
          "1760000001",
          "n0nce42",
          "4j/AuRx71kQlxVlzbpsMWNlWUxQjJdPIXkRoQNRkq2P3F0SAF4fcZbyWKHul8+eZPjVnV5pXz+19LCHu4yx2ffBM59OlD+yBaFHiHA3IKcYH9MD5xEOa8kyOfIDf/0IlJNtEymzXp6kXMiZSjpbBlpkXlgVDNwtxw3pZPSNYG4/njEdVzn1qCdiDZNjxKfnbZ1K1bAzokxGPVaOvbIBJobCFmOmxEvX2ULh6/enWrOTOSQ6UWAbOnOKrJMvUo2jF/ApCqfN4X86Q5f+bVdmCCFDr4sJ27/rYBTM70ErhtMGIvTvtkfomTvUb4t/duXyKqVJzuH1IrdStCqoLudfuTxBPGw1gyPCekB94r5FPcHd5dctOHNWRG1/vskv8FwYR4Y/nqt9bQrB+ITsI0yXAw4SSrpFJ0y38lPcnhBEXYFk=");
  private static final Call V4 =
      new Call(
          "045428faf8d8460eb41feba55a179b1c86675b1d",
          "1760000002",
          "n0nce43",
          "4j/AuRx71kQlxVlzbpsMWM4Atc1WjRtq07ciWzQbn9jfZuTuoZUI2BR8gJAlNMQTHTTswNYhCPPeqgQ3Tv1H7A==");

  @TempDir Path folder;

  /** A server with every channel of WeCom, and the platform before it. */
  private final class Line implements AutoCloseable {
    final WalkingClock clock;
    final FakeWeCom platform = new FakeWeCom();
    final FakeGateway gateway = new FakeGateway();
    final FakeCaller corp;
    final FakeCaller robot;
    private final String channels;
    RunningServer running;

    Line(Instant start) {
      clock = new WalkingClock(start);
      corp = new FakeCaller(FakeWeCom.CORP_ID, clock);
      robot = new FakeCaller("", clock);
      var sealed = "token: " + FakeCaller.TOKEN + ", aesKey: " + FakeCaller.KEY;
      var api = "apiBase: " + platform.apiBase();
      var app = "corpId: " + FakeWeCom.CORP_ID + ", secret: " + FakeWeCom.SECRET;
      channels =
          """
            - {id: kf, type: wecom-kf, %2$s, %1$s, %3$s, accounts: [%4$s]}
            - {id: app, type: wecom-app, agentId: 1000002, %2$s, %1$s, %3$s}
            - {id: robot, type: wecom-bot, botId: aibQNZS01, name: 团小青, %1$s, %3$s}
            - {id: line, type: wecom-bot, transport: line, botId: aibQNZS01, name: 团小青, secret: %5$s, gateway: "%6$s"}
          """
              .formatted(sealed, app, api, ACCOUNT, FakeGateway.SECRET, gateway.address());
      running = RunningServer.withChannels(folder, clock, channels);
    }

    /** WeCom says that there is something to read. */
    void wake() {
      var event =
          "<xml><ToUserName><![CDATA[%s]]></ToUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENC7x]]></Token><OpenKfId><![CDATA[%s]]></OpenKfId></xml>"
              .formatted(FakeWeCom.CORP_ID, ACCOUNT);
      assertThat(corp.postXml(running.at("/channels/kf"), corp.sealed(event)).statusCode())
          .isEqualTo(200);
    }

    /** The customer writes and gets so many answers in all. */
    List<String> customerSays(String id, String text, int answers) {
      platform.customerSays(ACCOUNT, CUSTOMER, id, text);
      wake();
      Soon.holds(answers + " answers", () -> platform.heard(CUSTOMER).size() >= answers);
      running.rests();
      return platform.heard(CUSTOMER);
    }

    HttpResponse<String> member(String id, String text) {
      var xml =
          "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%s</MsgId><AgentID>1000002</AgentID></xml>"
              .formatted(FakeWeCom.CORP_ID, clock.instant().getEpochSecond(), text, id);
      return corp.postXml(running.at("/channels/app"), corp.sealed(xml));
    }

    HttpResponse<String> mentions(String id, String text) {
      var json =
          "{\"msgid\":\"%s\",\"aibotid\":\"aibQNZS01\",\"chatid\":\"wrCHAT0001\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"response_url\":\"%s/cgi-bin/aibot/response?response_code=%s\",\"msgtype\":\"text\",\"text\":{\"content\":\"@团小青 %s\"}}"
              .formatted(id, platform.apiBase(), id, text);
      return robot.postJson(running.at("/channels/robot"), robot.sealed(json));
    }

    /** Asks for the stream again, as WeCom does, until it is finished. */
    String finished(HttpResponse<String> first) throws IOException {
      var stream = stream(first);
      while (!stream.path("finish").asBoolean()) {
        var poll =
            "{\"msgid\":\"p1\",\"aibotid\":\"aibQNZS01\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"msgtype\":\"stream\",\"stream\":{\"id\":\"%s\"}}"
                .formatted(stream.path("id").asText());
        stream = stream(robot.postJson(running.at("/channels/robot"), robot.sealed(poll)));
      }
      return stream.path("content").asText();
    }

    private JsonNode stream(HttpResponse<String> answer) throws IOException {
      assertThat(answer.statusCode()).isEqualTo(200);
      var envelope = JSON.readTree(answer.body());
      return JSON.readTree(robot.opened(envelope.path("encrypt").asText())).path("stream");
    }

    void answer(String number, String text) {
      try (var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
        cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
        cadre.post("/api/v1/tickets/" + number + "/answer", Map.of("text", text)).ok();
      }
      running.rests();
    }

    void restart() {
      running.close();
      running = RunningServer.withChannels(folder, clock, channels);
    }

    @Override
    public void close() {
      running.close();
      corp.close();
      robot.close();
      gateway.close();
      platform.close();
    }
  }

  private static String numberIn(String reply) {
    var found = NUMBER.matcher(reply);
    assertThat(found.find()).as(reply).isTrue();
    return found.group();
  }

  @Test
  @DisplayName("公开向量：V4 地址校验、V2 应用来信、V3 智能机器人来信都解得开、记得下；签名错一位拒收")
  void answers_the_published_vectors() {
    try (var line = new Line(VECTOR_TIME)) {
      var app = line.running.at("/channels/app");
      assertThat(line.corp.check(app, V4).body()).isEqualTo("8273649105");
      assertThat(
              line.corp.check(app, V4.signedWith("1" + V4.signature().substring(1))).statusCode())
          .isEqualTo(403);
      assertThat(line.corp.postXml(app, V2.signedWith(V3.signature())).statusCode()).isEqualTo(403);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isZero();

      assertThat(line.corp.postXml(app, V2).statusCode()).isEqualTo(200);
      assertThat(line.robot.postJson(line.running.at("/channels/robot"), V3).statusCode())
          .isEqualTo(200);

      assertThat(line.running.texts("SELECT text FROM heard ORDER BY channel"))
          .containsExactly("团费怎么交", "团员证丢了怎么补办？");
    }
  }

  @Test
  @DisplayName("微信客服：提问得到答复，通知重复来不多答，重启后从记下的位置接着读")
  void answers_a_customer_once() {
    try (var line = new Line(TestClock.NINE_AM)) {
      assertThat(line.customerSays("m1", LOAN, 1).getFirst()).contains("30万元");
      line.wake();
      line.restart();
      line.wake();

      assertThat(line.customerSays("m2", "怎么入团", 2)).hasSize(2);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isEqualTo(2);
      assertThat(line.running.texts("SELECT reader FROM read_cursor")).containsExactly(ACCOUNT);
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("微信客服：团干次日答复送得到；过了 48 小时留着写明原因，再来信时送到")
  void keeps_to_the_window_of_48_hours() {
    try (var line = new Line(TestClock.NINE_AM)) {
      line.running.hire("jia", Role.CADRE);
      var first = numberIn(line.customerSays("m1", HELP, 1).getFirst());
      line.clock.leap(Duration.ofHours(25));
      line.answer(first, "带身份证到县资助中心可以补打合同。");
      assertThat(line.platform.heard(CUSTOMER)).hasSize(2);
      assertThat(line.platform.heard(CUSTOMER).getLast()).contains(first, "可以补打合同");

      var second = numberIn(line.customerSays("m2", "转人工 还有一件事想问", 3).getLast());
      line.clock.leap(Duration.ofHours(49));
      int calls = line.platform.calls(SEND).size();
      line.answer(second, "可以的，周一上午来。");
      assertThat(line.platform.calls(SEND)).hasSize(calls);
      assertThat(line.running.texts("SELECT reason FROM outbound WHERE state = 'HELD'"))
          .singleElement()
          .asString()
          .contains("回复窗口");

      assertThat(line.customerSays("m3", "你好", 4)).anyMatch(text -> text.contains("周一上午来"));
    }
  }

  @Test
  @DisplayName("微信客服：初次进入会话用欢迎语码问候一次；还在 48 小时内再进来，不占回复次数")
  void welcomes_whoever_comes_in_for_the_first_time() {
    try (var line = new Line(TestClock.NINE_AM)) {
      line.platform.kfElement(ACCOUNT, "e1", 4, entered(",\"welcome_code\":\"CODE1\""));
      line.wake();
      Soon.holds("welcomed", () -> !line.platform.heard("CODE1").isEmpty());

      assertThat(line.customerSays("m1", LOAN, 1)).hasSize(1);
      line.platform.kfElement(ACCOUNT, "e2", 4, entered(""));
      assertThat(line.customerSays("m2", "怎么入团", 2)).hasSize(2);
      assertThat(line.running.texts("SELECT DISTINCT conversation FROM outbound"))
          .containsExactly("kf:" + ACCOUNT + ":" + CUSTOMER);
    }
  }

  private static String entered(String more) {
    return "{\"event\":{\"event_type\":\"enter_session\",\"open_kfid\":\"%s\",\"external_userid\":\"%s\",\"scene\":\"123\"%s}}"
        .formatted(ACCOUNT, CUSTOMER, more);
  }

  @Test
  @DisplayName("自建应用：成员提问得到答复，重推不多答；团干随时答复都送得到")
  void serves_members_through_the_application() {
    try (var line = new Line(TestClock.NINE_AM)) {
      line.running.hire("jia", Role.CADRE);
      assertThat(line.member("7024521457612345678", HELP).statusCode()).isEqualTo(200);
      assertThat(line.member("7024521457612345678", HELP).statusCode()).isEqualTo(200);
      line.running.rests();
      var number = numberIn(line.platform.heard("zhangsan").getFirst());
      line.clock.leap(Duration.ofDays(4));
      line.answer(number, "带身份证到县资助中心可以补打合同。");

      assertThat(line.platform.heard("zhangsan")).hasSize(2);
      assertThat(line.platform.heard("zhangsan").getLast()).contains("可以补打合同");
      assertThat(line.running.count("SELECT count(*) FROM item")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("智能机器人回调：答复在流里当场给出；团干一小时内的答复走 response_url，只一次")
  void answers_in_the_stream_and_later_once() throws Exception {
    try (var line = new Line(TestClock.NINE_AM)) {
      line.running.hire("jia", Role.CADRE);
      assertThat(line.finished(line.mentions("q1", LOAN))).contains("30万元");

      var number = numberIn(line.finished(line.mentions("q2", HELP)));
      line.running.rests();
      line.clock.leap(Duration.ofMinutes(50));
      line.answer(number, "带身份证到县资助中心可以补打合同。");

      assertThat(line.platform.heard("response_code=q2"))
          .singleElement()
          .asString()
          .contains("可以补打合同");
    }
  }

  @Test
  @DisplayName("智能机器人长连接：不用公网地址，提问得到答复，团干次日答复主动送到群里")
  void serves_over_the_long_connection() throws Exception {
    try (var line = new Line(TestClock.NINE_AM)) {
      line.running.hire("jia", Role.CADRE);
      assertThat(line.gateway.next().path("cmd").asText()).isEqualTo("aibot_subscribe");
      line.gateway.says("r1", "l1", "@团小青 " + HELP);

      JsonNode frame = line.gateway.next();
      while (!frame.path("body").path("stream").path("finish").asBoolean()) {
        frame = line.gateway.next();
      }
      var number = numberIn(frame.path("body").path("stream").path("content").asText());
      line.running.rests();
      line.clock.leap(Duration.ofHours(24));
      line.answer(number, "带身份证到县资助中心可以补打合同。");

      var pushed = line.gateway.next();
      assertThat(pushed.path("cmd").asText()).isEqualTo("aibot_send_msg");
      assertThat(pushed.path("body").path("chatid").asText()).isEqualTo("wrCHAT0001");
      assertThat(pushed.path("body").path("markdown").path("content").asText())
          .contains(number, "可以补打合同");
    }
  }
}
