package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Outcome;
import org.qingsheng.bot.people.Role;

@DisplayName("QQ 官方机器人整条路 · the whole way of a QQ question")
@Timeout(120)
class QqAcceptanceTest {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String APP_ID = "102000001";

  /** The secret of the published vectors E1 and E2. */
  private static final String SECRET = "QnzsBotSecret0001";

  private static final String GROUP = "C9F778FE6ADF9D1D1DBE395BF744A33A";
  private static final String MEMBER = "E4F4AEA33253A2797FB897C50B81D7ED";
  private static final String GROUP_PATH = "/v2/groups/" + GROUP + "/messages";
  private static final String USER_PATH = "/v2/users/" + MEMBER + "/messages";
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  /** Protocol fact sheet, chapter 3.3. */
  private static final Instant VECTOR_TIME = Instant.ofEpochSecond(1_760_000_000);

  private static final String E1 =
      "{\"op\":0,\"id\":\"GROUP_AT_MESSAGE_CREATE:evt0001\",\"t\":\"GROUP_AT_MESSAGE_CREATE\",\"d\":{\"id\":\"ROBOT1.0_msg0001\",\"content\":\" 入团需要什么条件？\",\"timestamp\":\"2026-10-09T16:53:20+08:00\",\"author\":{\"id\":\"E4F4AEA33253A2797FB897C50B81D7ED\",\"member_openid\":\"E4F4AEA33253A2797FB897C50B81D7ED\"},\"group_id\":\"C9F778FE6ADF9D1D1DBE395BF744A33A\",\"group_openid\":\"C9F778FE6ADF9D1D1DBE395BF744A33A\"}}";
  private static final String E1_SIGNATURE =
      "eb086d173d38905346b989baecf17935dc48e56716fac4950746ca6803a5a033b6ccffe15dcb8eeb5a77be0b7d81c968708c9d2c40a75c6a8e9828da778e8609";
  private static final String E2_ANSWER =
      "0705e6446c2ef9cd300766c150ad0475232b653ab079a55def0a17f8beb4a80a5e0b0e0db11edefa5365332c0b0b12a87153a37cceeb839932a10b39d9543400";

  @TempDir Path folder;

  /** A server and the platform before it. */
  private final class Line implements AutoCloseable {
    final WalkingClock clock;
    final FakeQqPlatform platform;
    RunningServer running;

    Line(Instant start, String transport) {
      clock = new WalkingClock(start);
      platform = new FakeQqPlatform(APP_ID, SECRET, clock);
      channels =
          """
            - id: qq-main
              type: qq
              appId: "%s"
              secret: %s
              transport: %s
              apiBase: %s
              tokenBase: %s
          """
              .formatted(APP_ID, SECRET, transport, platform.base(), platform.base());
      running = RunningServer.withChannels(folder, clock, channels);
    }

    private final String channels;

    URI callback() {
      return running.at("/channels/qq-main");
    }

    /** A member names the bot in the group. */
    void asks(String id, String text) {
      var outcome =
          platform.push(
              callback(),
              "GROUP_AT_MESSAGE_CREATE",
              "GROUP_AT_MESSAGE_CREATE:" + id,
              said(
                  id,
                  text,
                  "\"member_openid\":\"" + MEMBER + "\"",
                  ",\"group_openid\":\"" + GROUP + "\""));
      assertThat(outcome).isEqualTo(new Outcome(200, "{\"op\":12,\"d\":0}"));
      running.rests();
    }

    void asksAlone(String id, String text) {
      platform.push(
          callback(),
          "C2C_MESSAGE_CREATE",
          "C2C_MESSAGE_CREATE:" + id,
          said(id, text, "\"user_openid\":\"" + MEMBER + "\"", ""));
      running.rests();
    }

    private String said(String id, String text, String author, String chat) {
      return "{\"id\":\"%s\",\"content\":\" %s\",\"timestamp\":\"%s\",\"author\":{%s}%s}"
          .formatted(id, text, clock.instant(), author, chat);
    }

    List<String> heard(String path) {
      return platform.heard().stream()
          .filter(heard -> heard.path().equals(path))
          .map(FakeQqPlatform.Heard::text)
          .toList();
    }

    List<Integer> numbers() {
      return platform.calls(GROUP_PATH).stream()
          .map(call -> call.body().path("msg_seq").asInt())
          .toList();
    }

    /** A cadre takes the item and answers it. */
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
      platform.close();
    }
  }

  private Line line() {
    return new Line(TestClock.NINE_AM, "webhook");
  }

  private static String numberIn(String reply) {
    var found = NUMBER.matcher(reply);
    assertThat(found.find()).as(reply).isTrue();
    return found.group();
  }

  private static Outcome post(Line line, String body, String timestamp, String signature) {
    return line.platform.post(
        line.callback(),
        body.getBytes(StandardCharsets.UTF_8),
        List.of("X-Signature-Timestamp", timestamp, "X-Signature-Ed25519", signature));
  }

  @Test
  @DisplayName("公开向量：E1 记下并确认，E2 地址校验签得对；改一个字节、换时间、缺签名，一律拒收且什么都不记")
  void answers_the_published_vectors() {
    try (var line = new Line(VECTOR_TIME, "webhook")) {
      assertThat(post(line, E1.replace("入团", "入党"), "1760000000", E1_SIGNATURE).status())
          .isEqualTo(401);
      assertThat(post(line, E1, "1760000001", E1_SIGNATURE).status()).isEqualTo(401);
      assertThat(post(line, E1, "1760000000", E1_SIGNATURE.substring(2)).status()).isEqualTo(401);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isZero();

      assertThat(post(line, E1, "1760000000", E1_SIGNATURE).status()).isEqualTo(200);
      assertThat(line.running.texts("SELECT text FROM heard")).containsExactly("入团需要什么条件？");

      var check =
          line.platform.post(
              line.callback(),
              "{\"d\":{\"plain_token\":\"plainTok0001\",\"event_ts\":\"1760000000\"},\"op\":13}");
      assertThat(check.status()).isEqualTo(200);
      assertThat(check.body()).contains("plainTok0001", E2_ANSWER);
    }
  }

  @Test
  @DisplayName("群里提问当场答复，平台重推同一条不多答、不多记")
  void answers_a_question_in_the_group_once() {
    try (var line = line()) {
      line.asks("m1", LOAN);
      line.asks("m1", LOAN);

      assertThat(line.heard(GROUP_PATH)).singleElement().asString().contains("30万元");
      assertThat(line.running.count("SELECT count(*) FROM item")).isEqualTo(1);
      assertThat(line.running.count("SELECT count(*) FROM heard")).isEqualTo(1);
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("转人工后团干四分钟内答复，送回原群原人，序号接着数；中间重启也一样")
  void brings_a_cadres_answer_back_within_the_window() {
    try (var line = line()) {
      line.running.hire("jia", Role.CADRE);
      line.asks("m1", "转人工 我的助学贷款合同找不到了怎么办");
      var number = numberIn(line.heard(GROUP_PATH).getFirst());
      line.clock.leap(Duration.ofMinutes(4));
      line.restart();

      line.answer(number, "带身份证到县资助中心可以补打合同。");

      assertThat(line.heard(GROUP_PATH)).hasSize(2);
      assertThat(line.heard(GROUP_PATH).getLast()).contains(number, "可以补打合同");
      assertThat(line.numbers()).containsExactly(1, 2);
      assertThat(line.running.texts("SELECT state FROM item")).containsExactly("ANSWERED");
      assertThat(line.running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("过了五分钟一次接口都不打，答复留着写明原因，对方再来信时送到")
  void holds_an_answer_when_five_minutes_are_over() {
    try (var line = line()) {
      line.running.hire("jia", Role.CADRE);
      line.asks("m1", "转人工 我的助学贷款合同找不到了怎么办");
      var number = numberIn(line.heard(GROUP_PATH).getFirst());
      line.clock.leap(Duration.ofMinutes(5));

      line.answer(number, "带身份证到县资助中心可以补打合同。");

      assertThat(line.platform.calls(GROUP_PATH)).hasSize(1);
      assertThat(line.running.texts("SELECT reason FROM outbound WHERE state = 'HELD'"))
          .singleElement()
          .asString()
          .contains("回复窗口");

      line.asks("m2", "你好");
      assertThat(line.heard(GROUP_PATH)).anyMatch(text -> text.contains("可以补打合同"));
      assertThat(line.running.texts("SELECT state FROM item WHERE number = '" + number + "'"))
          .containsExactly("ANSWERED");
    }
  }

  @Test
  @DisplayName("一条来信在群里至多答五条、在私聊里至多四条，再多就留着")
  void keeps_to_the_quota_of_each_kind_of_chat() {
    try (var line = line()) {
      line.asks("m1", LOAN);
      line.asksAlone("m2", LOAN);

      assertThat(
              line.running.texts(
                  "SELECT conversation || ' ' || remaining FROM answer_window ORDER BY conversation"))
          .containsExactly(
              "qqc:" + APP_ID + ":" + MEMBER + " 3", "qqg:" + APP_ID + ":" + GROUP + " 4");
    }
  }

  @Test
  @DisplayName("加好友凭事件问候一次；问候和以后的私聊是同一个会话")
  void greets_a_new_friend_in_the_chat_that_follows() {
    try (var line = line()) {
      line.platform.push(
          line.callback(),
          "FRIEND_ADD",
          "FRIEND_ADD:f1",
          "{\"openid\":\"" + MEMBER + "\",\"timestamp\":1784570534}");
      line.running.rests();
      line.asksAlone("m1", LOAN);

      var calls = line.platform.calls(USER_PATH);
      assertThat(calls.getFirst().body().path("event_id").asText()).isEqualTo("FRIEND_ADD:f1");
      assertThat(calls.getFirst().body().has("msg_id")).isFalse();
      assertThat(calls.get(1).body().path("msg_id").asText()).isEqualTo("m1");
      assertThat(line.heard(USER_PATH)).hasSize(2);
      assertThat(line.running.texts("SELECT DISTINCT conversation FROM outbound"))
          .containsExactly("qqc:" + APP_ID + ":" + MEMBER);
    }
  }

  @Test
  @DisplayName("接口断在半路，用同一个序号再发一次，群里只出现一次")
  void sends_again_under_the_same_number_when_the_line_broke() {
    try (var line = line()) {
      line.platform.nextSends(new FakeQqPlatform.Answer.Cut(true));
      line.asks("m1", LOAN);
      line.clock.leap(Duration.ofSeconds(11));

      Soon.holds(
          "accepted",
          () -> line.running.count("SELECT count(*) FROM outbound WHERE state = 'ACCEPTED'") == 1);
      assertThat(line.heard(GROUP_PATH)).hasSize(1);
      assertThat(line.numbers()).containsExactly(1, 1);
    }
  }

  @Test
  @DisplayName("没有公网地址时连网关：收得到提问，断了接着收，一样答复；回调地址不开")
  void answers_over_the_gateway() throws Exception {
    try (var line = new Line(TestClock.NINE_AM, "gateway")) {
      line.platform.gateway().awaitFrames(2, 1);
      Soon.holds(
          "connected",
          () ->
              line.running.house().adapters.values().stream()
                  .filter(adapter -> adapter.channel().value().equals("qq-main"))
                  .allMatch(adapter ->
                      adapter.check().state() == org.qingsheng.adapters.Health.State.UP));
      line.platform
          .gateway()
          .publish(
              "GROUP_AT_MESSAGE_CREATE",
              line.said(
                  "m1",
                  LOAN,
                  "\"member_openid\":\"" + MEMBER + "\"",
                  ",\"group_openid\":\"" + GROUP + "\""));

      line.platform.awaitCalls(GROUP_PATH, 1);
      line.running.rests();
      assertThat(line.heard(GROUP_PATH)).singleElement().asString().contains("30万元");
      assertThat(line.platform.post(line.callback(), "{\"op\":13,\"d\":{}}").status())
          .isEqualTo(404);
    }
  }
}
