package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Outcome;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Request;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.SceneCode;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("公众号整条路 · the whole way of a WeChat question")
@Timeout(60)
class WeChatAcceptanceTest {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String OPENID = "oQNZS_user0001";
  private static final String SEND = "/cgi-bin/message/custom/send";
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");
  private static final Pattern CONTENT =
      Pattern.compile("<Content><!\\[CDATA\\[(.*)]]></Content>", Pattern.DOTALL);

  /** The published vector: protocol fact sheet, chapter 1, V1. */
  private static final Instant VECTOR_TIME = Instant.ofEpochSecond(1_760_000_001);

  private static final String VECTOR_QUERY =
      "signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&nonce=n0nce42";
  private static final String VECTOR_SIGNATURE = "a3e54c7eab1ae6de209987cabba6a09d2cbfcb9a";
  private static final String VECTOR_ENCRYPT =
      "4j/AuRx71kQlxVlzbpsMWC9QHR5YSgxlPRgu394Tuk7W+qHShs2D+S4gxkVBDaoF2pD6vOG+5i5mb2R9Qn08ovlVZIdMXuc+wEz79L603MP5tEkyZr6GCjv6fcCGxL3p4HWBWsbivdztXhlj+mBXeQy5MNYXjkC+xncL8Wrq/fcO6L3OQmBrjUKGWsCeys38XpGxQC55YGWW+nvLuhY1lc2IpJOUiPvTeuRYCT/Dha4KGwiW2Y6XDZrR1hG7OSKvLq+bUc6dszJTaKADwSlmPt/xd8Tyjd6N9FixoB0QZGznaYjKCZR9nlrQjUTfK4eSakJ0umzg4JH+yVqrf05gpTQ1/HGzckJ5OcgGMA9WAWl5dFJmorfe1oVXyEYfSQLkpsEakDUyCiJwW4RX4VLvH945Nr7RDFh1ZeDgFk0yjL4=";

  @TempDir Path folder;

  /** A server, the platform before it, and both ends of what goes between them. */
  private final class Line implements AutoCloseable {
    final WalkingClock clock;
    final FakeWeChatPlatform platform;
    final RunningServer running;
    final URI callback;

    Line(Mode mode, Instant start) {
      this(FakeAccount.in(mode), start);
    }

    Line(FakeAccount account, Instant start) {
      clock = new WalkingClock(start);
      platform = new FakeWeChatPlatform(account, clock);
      running = RunningServer.withWeChat(folder, clock, account, platform.apiBase(), true);
      callback = running.at("/channels/wechat-main");
    }

    Outcome says(String text) {
      return soon(platform.says(callback, OPENID, text));
    }

    /** An event of the person, and all that comes of it. */
    void taps(String event, String key) {
      sends(FakeMessage.event(platform.account(), OPENID, clock.instant(), event, key));
    }

    /** A message of any type, and all that comes of it. */
    void sends(String type, String elements) {
      sends(FakeMessage.message(platform.account(), OPENID, clock.instant(), type, elements));
    }

    private void sends(FakeMessage message) {
      clock.leap(Duration.ofSeconds(1));
      var _ = soon(platform.sender().deliver(callback, message));
      running.rests();
    }

    HttpResponse<String> sends(Request request) {
      return soon(platform.sender().send(request));
    }

    @Override
    public void close() {
      running.close();
      platform.close();
    }
  }

  private static <T> T soon(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static Request vector(URI callback, String encrypt, String msgSignature) {
    return new Request(
        callback,
        VECTOR_QUERY + "&openid=" + OPENID + "&encrypt_type=aes" + msgSignature,
        "<xml><ToUserName><![CDATA[gh_5a1b2c3d4e5f]]></ToUserName><Encrypt><![CDATA["
            + encrypt
            + "]]></Encrypt></xml>");
  }

  private static Request vector(URI callback) {
    return vector(callback, VECTOR_ENCRYPT, "&msg_signature=" + VECTOR_SIGNATURE);
  }

  @Test
  @DisplayName("公开向量：网址校验原样回显，V1 解开、记下、加密答复，微信解得开")
  void answers_the_published_vectors() throws Exception {
    try (var line = new Line(Mode.SECURE, VECTOR_TIME);
        var http = HttpClient.newHttpClient()) {
      var check =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(line.callback + "?" + VECTOR_QUERY + "&echostr=5837397"))
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              BodyHandlers.ofString());
      assertThat(check.statusCode()).isEqualTo(200);
      assertThat(check.body()).isEqualTo("5837397");

      var answer = line.sends(vector(line.callback));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(opened(line.platform.account(), answer.body()))
          .contains("<ToUserName><![CDATA[" + OPENID + "]]>");
      assertThat(line.running.texts("SELECT text FROM heard")).containsExactly("入团需要什么条件？");
      assertThat(line.running.count("SELECT count(*) FROM item")).isEqualTo(1);
    }
  }

  private static String opened(FakeAccount account, String envelope) {
    var encrypt = Pattern.compile("<Encrypt><!\\[CDATA\\[(.*?)]]>").matcher(envelope);
    assertThat(encrypt.find()).as(envelope).isTrue();
    return new WxCryptUtil(account.token(), account.aesKey(), account.appId())
        .decrypt(encrypt.group(1));
  }

  @Test
  @DisplayName("改一个字节、缺 msg_signature、签名错、明文降级：一律 403，什么都不记")
  void refuses_what_was_tampered_with() {
    try (var line = new Line(Mode.SECURE, VECTOR_TIME)) {
      var flipped = VECTOR_ENCRYPT.replace("4j/AuRx7", "4j/AuRx8");
      var plain =
          new Request(
              line.callback,
              VECTOR_QUERY,
              FakeMessage.text(line.platform.account(), OPENID, VECTOR_TIME, "怎么入团").xml());

      assertThat(
              line.sends(vector(line.callback, flipped, "&msg_signature=" + VECTOR_SIGNATURE))
                  .statusCode())
          .isEqualTo(403);
      assertThat(line.sends(vector(line.callback, VECTOR_ENCRYPT, "")).statusCode()).isEqualTo(403);
      assertThat(
              line.sends(vector(line.callback).replacing("signature=358c", "signature=358d"))
                  .statusCode())
          .isEqualTo(403);
      assertThat(line.sends(plain).statusCode()).isEqualTo(403);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isZero();
    }
  }

  @Test
  @DisplayName("密钥相同、appid 是别家的，V1 被拒绝")
  void refuses_the_vector_for_another_account() {
    var own = FakeAccount.in(Mode.SECURE);
    var other =
        new FakeAccount(
            "wx0000000000000000",
            own.secret(),
            own.token(),
            own.aesKey(),
            own.originalId(),
            own.mode());
    try (var line = new Line(other, VECTOR_TIME)) {
      assertThat(line.sends(vector(line.callback)).statusCode()).isEqualTo(403);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isZero();
    }
  }

  @Test
  @DisplayName("同一 MsgId 重试，马上或两分钟后，得到同一句答复，不多记一条")
  void gives_a_retry_the_same_reply() {
    try (var line = new Line(Mode.PLAIN, TestClock.NINE_AM)) {
      var message = FakeMessage.text(line.platform.account(), OPENID, line.clock.instant(), LOAN);
      var sender = line.platform.sender();

      var first = content(line.sends(sender.request(line.callback, message)));
      var retry = content(line.sends(sender.request(line.callback, message)));
      line.running.rests();
      line.clock.leap(Duration.ofMinutes(2));
      var late = content(line.sends(sender.request(line.callback, message)));

      assertThat(first).contains("30万元", "财金〔2023〕75号");
      assertThat(retry).isEqualTo(first);
      assertThat(late).isEqualTo(first);
      line.running.rests();
      assertThat(line.running.count("SELECT count(*) FROM item")).isEqualTo(1);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isEqualTo(1);
      assertThat(line.platform.calls(SEND)).isEmpty();
    }
  }

  private static String content(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    var found = CONTENT.matcher(answer.body());
    assertThat(found.find()).as(answer.body()).isTrue();
    return found.group(1);
  }

  @Test
  @DisplayName("第一次的答复丢在路上，微信再来，用户只看到一次答复")
  void answers_once_when_the_first_answer_is_lost() {
    try (var line = new Line(Mode.SECURE, TestClock.NINE_AM)) {
      line.platform.sender().patience(Duration.ofMillis(2_500));
      line.platform.sender().loseAnswers(1);

      var outcome = line.says(LOAN);

      assertThat(outcome.calls()).isBetween(2, 3);
      assertThat(outcome.reply()).hasValueSatisfying(text -> assertThat(text).contains("30万元"));
      line.running.rests();
      assertThat(line.platform.heard(OPENID)).hasSize(1);
      assertThat(line.running.count("SELECT count(*) FROM item")).isEqualTo(1);
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("团干两小时后答复，微信接口收到一条内容正确的客服消息")
  void sends_a_cadres_answer_as_a_customer_service_message() throws Exception {
    try (var line = new Line(Mode.SECURE, TestClock.NINE_AM)) {
      line.running.hire("jia", Role.CADRE);
      var number = numberIn(line.says("转人工 我的助学贷款合同找不到了怎么办").reply().orElseThrow());
      line.clock.leap(Duration.ofHours(2));

      answer(line, number, "带身份证到县资助中心可以补打合同 <b>]]></b>。");

      line.platform.awaitCalls(SEND, 1);
      line.running.rests();
      assertThat(line.platform.calls(SEND)).hasSize(1);
      var call = line.platform.calls(SEND).getFirst();
      assertThat(call.query()).isEqualTo("access_token=" + line.platform.currentToken());
      var body = new JsonMapper().readTree(call.body());
      assertThat(body.path("touser").asText()).isEqualTo(OPENID);
      assertThat(body.path("msgtype").asText()).isEqualTo("text");
      assertThat(body.path("text").path("content").asText()).contains(number, "可以补打合同");
      assertThat(line.running.texts("SELECT state FROM item WHERE number = '" + number + "'"))
          .containsExactly("ANSWERED");
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("过了 48 小时不打接口，答复留着，下次来信一起交到")
  void holds_an_answer_when_the_window_is_closed() {
    try (var line = new Line(Mode.SECURE, TestClock.NINE_AM)) {
      line.running.hire("jia", Role.CADRE);
      var number = numberIn(line.says("转人工 我的助学贷款合同找不到了怎么办").reply().orElseThrow());
      line.clock.leap(Duration.ofHours(49));

      answer(line, number, "带身份证到县资助中心可以补打合同。");
      line.running.rests();

      assertThat(line.platform.calls(SEND)).isEmpty();
      assertThat(line.running.count("SELECT count(*) FROM outbound WHERE state = 'HELD'"))
          .isEqualTo(1);
      assertThat(line.running.texts("SELECT reason FROM outbound WHERE state = 'HELD'"))
          .first()
          .asString()
          .isNotBlank();
      assertThat(line.says("你好").reply())
          .hasValueSatisfying(text -> assertThat(text).contains("可以补打合同"));
      line.running.rests();
      assertThat(line.platform.calls(SEND)).isEmpty();
      assertThat(line.running.texts("SELECT state FROM item WHERE number = '" + number + "'"))
          .containsExactly("ANSWERED");
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("“请问”先等一等：有下文就合成一件一次答，没有下文也在五秒内的同一次回应里答")
  void words_that_wait_are_answered_within_the_exchange() {
    try (var line = new Line(Mode.PLAIN, TestClock.NINE_AM)) {
      var alone = line.says("请问");
      assertThat(alone.reply()).isPresent();
      assertThat(alone.fault()).isFalse();

      var opening = line.platform.says(line.callback, OPENID, "你好，请问一下");
      Soon.holds("recorded", () -> line.running.count("SELECT count(*) FROM heard") == 2);
      var whole = line.says(LOAN);

      assertThat(whole.reply()).hasValueSatisfying(text -> assertThat(text).contains("30万元"));
      soon(opening);
      assertThat(line.platform.heard(OPENID)).filteredOn(text -> text.contains("30万元")).hasSize(1);
      assertThat(line.running.count("SELECT count(*) FROM held_words")).isZero();
    }
  }

  @Test
  @DisplayName("数据库一时写不进去：不存好就不应答；能写了，答复随微信的重试或客服消息送到，只一次、只记一条")
  void acknowledges_nothing_before_it_is_stored() throws Exception {
    try (var line = new Line(Mode.PLAIN, TestClock.NINE_AM)) {
      var message = FakeMessage.text(line.platform.account(), OPENID, line.clock.instant(), LOAN);
      var sender = line.platform.sender();
      var database = line.running.house().database.file().orElseThrow();

      try (var other = DriverManager.getConnection("jdbc:sqlite:" + database);
          var lock = other.createStatement()) {
        lock.execute("BEGIN IMMEDIATE");
        var refused = line.sends(sender.request(line.callback, message));
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).doesNotContain("success");
        lock.execute("ROLLBACK");
      }
      var again = line.sends(sender.request(line.callback, message));
      line.running.rests();

      assertThat(again.statusCode()).isEqualTo(200);
      var seen = new ArrayList<>(line.platform.heard(OPENID));
      if (!again.body().equals("success")) {
        seen.add(content(again));
      }
      assertThat(seen).singleElement().asString().contains("30万元");
      assertThat(line.running.count("SELECT count(*) FROM item")).isEqualTo(1);
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  private static void answer(Line line, String number, String text) {
    try (var cadre = line.running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
      cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
      cadre.post("/api/v1/tickets/" + number + "/answer", Map.of("text", text)).ok();
    }
  }

  private static String numberIn(String reply) {
    var found = NUMBER.matcher(reply);
    assertThat(found.find()).as(reply).isTrue();
    return found.group();
  }

  @Test
  @DisplayName("菜单上点“转人工”“没用”等于说了；点菜单只打开一分钟三条，不算来信，后台手设的键照样问候")
  void takes_a_tap_on_the_menu_for_words() {
    try (var line = new Line(Mode.SECURE, TestClock.NINE_AM)) {
      line.taps("CLICK", "创业担保贷款个人最高能贷多少");
      assertThat(line.platform.heard(OPENID).getLast()).contains("30万元");
      assertThat(line.running.texts("SELECT opener FROM answer_window"))
          .containsExactly("MENU_TAP");
      line.taps("CLICK", "没用");
      assertThat(line.platform.heard(OPENID)).hasSizeGreaterThan(1);
      assertThat(line.running.texts("SELECT text FROM heard ORDER BY received_at"))
          .contains("创业担保贷款个人最高能贷多少", "没用");
      int said = line.platform.heard(OPENID).size();

      line.taps("CLICK", "V1001_OLD");

      assertThat(line.platform.heard(OPENID)).hasSize(said + 1);
      assertThat(line.running.count("SELECT count(*) FROM heard WHERE text LIKE 'V1001%'"))
          .isZero();
    }
  }

  @Test
  @DisplayName("扫地区二维码关注或再扫：记下在哪里，不再问；别的码、伪造的码不改；操作日志只记哪个码")
  void places_whoever_scans_a_code() {
    try (var line = new Line(Mode.SECURE, TestClock.NINE_AM)) {
      var system =
          new AuditEvent(
              "a1", line.clock.instant(), Optional.empty(), "code.create", "s-1", "做二维码");
      line.running
          .house()
          .codes
          .add(
              new SceneCode(
                  new ChannelId("wechat-main"),
                  "s-1",
                  "某中学团委群",
                  new RegionCode("360102"),
                  "http://weixin.qq.com/q/x"),
              new AccountId("tests"),
              line.clock.instant(),
              system);

      line.taps("subscribe", "qrscene_other");
      assertThat(line.running.texts("SELECT coalesce(region, '') FROM asker")).containsExactly("");
      line.taps("SCAN", "s-1");

      assertThat(line.running.texts("SELECT region FROM asker")).containsExactly("360102");
      assertThat(
              line.running.texts("SELECT subject FROM audit_event WHERE action = 'code.scanned'"))
          .containsExactly("s-1");
      line.taps("SCAN", "s-2");
      assertThat(line.running.texts("SELECT region FROM asker")).containsExactly("360102");
    }
  }

  @Test
  @DisplayName("语音带识别结果就按文字答；没有的、图片、表情都请对方用文字再说，从不沉默")
  void is_never_silent_to_voice_and_pictures() {
    try (var line = new Line(Mode.SECURE, TestClock.NINE_AM)) {
      line.sends(
          "voice",
          "<MediaId>m</MediaId><Format>amr</Format><Recognition>创业担保贷款个人最高能贷多少</Recognition>");
      assertThat(line.platform.heard(OPENID).getLast()).contains("30万元");
      for (var kind : List.of("voice", "image", "video", "shortvideo")) {
        int before = line.platform.heard(OPENID).size();
        line.sends(kind, "<MediaId>m</MediaId><PicUrl>http://x</PicUrl>");
        assertThat(line.platform.heard(OPENID)).as(kind).hasSizeGreaterThan(before);
        assertThat(line.platform.heard(OPENID).getLast()).as(kind).contains("打出来");
      }
    }
  }
}
