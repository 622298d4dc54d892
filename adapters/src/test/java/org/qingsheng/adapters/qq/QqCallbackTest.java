package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Outcome;
import org.qingsheng.adapters.qq.fake.FakeSigner;

@DisplayName("QQ 机器人的回调 · webhook")
class QqCallbackTest {
  private static final Outcome REFUSED = new Outcome(401, "refused");
  private static final Outcome STORED = new Outcome(200, "{\"op\":12,\"d\":0}");
  private static final Outcome NOT_STORED = new Outcome(500, "{\"op\":12,\"d\":1}");
  private static final String TIMESTAMP = "1760000000";
  private static final String E1 =
      "{\"op\":0,\"id\":\"GROUP_AT_MESSAGE_CREATE:evt0001\",\"t\":\"GROUP_AT_MESSAGE_CREATE\",\"d\":{\"id\":\"ROBOT1.0_msg0001\",\"content\":\" 入团需要什么条件？\",\"timestamp\":\"2026-10-09T16:53:20+08:00\",\"author\":{\"id\":\"E4F4AEA33253A2797FB897C50B81D7ED\",\"member_openid\":\"E4F4AEA33253A2797FB897C50B81D7ED\"},\"group_id\":\"C9F778FE6ADF9D1D1DBE395BF744A33A\",\"group_openid\":\"C9F778FE6ADF9D1D1DBE395BF744A33A\"}}";
  private static final String E1_SIGNATURE =
      "eb086d173d38905346b989baecf17935dc48e56716fac4950746ca6803a5a033b6ccffe15dcb8eeb5a77be0b7d81c968708c9d2c40a75c6a8e9828da778e8609";
  private static final String LONG_SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

  private static Outcome post(Bench bench, String body, String timestamp, String signature) {
    return bench.platform.post(
        bench.callback,
        body.getBytes(StandardCharsets.UTF_8),
        List.of("X-Signature-Timestamp", timestamp, "X-Signature-Ed25519", signature));
  }

  private static Bench bench(String secret, Instant now) {
    return new Bench(secret, now, UnaryOperator.identity(), Duration.ofSeconds(10));
  }

  private static String check(String token, String at) {
    return "{\"d\":{\"plain_token\":\"%s\",\"event_ts\":\"%s\"},\"op\":13}".formatted(token, at);
  }

  @Test
  @DisplayName("E1：签名对的群消息入库后才确认，字段一个不少")
  void e1_a_signed_group_message_is_stored_then_acknowledged() throws Exception {
    try (var bench = new Bench()) {
      assertThat(post(bench, E1, TIMESTAMP, E1_SIGNATURE)).isEqualTo(STORED);

      assertThat(bench.nextEvent())
          .isEqualTo(
              new MessageReceived(
                  Bench.CHANNEL,
                  Bench.ASKED,
                  Bench.chat(Kind.GROUP, Bench.GROUP),
                  QqIds.asker(Bench.MEMBER),
                  "入团需要什么条件？",
                  List.of(),
                  Addressing.MENTION,
                  Optional.empty(),
                  Instant.parse("2026-10-09T08:53:20Z"),
                  false));
    }
  }

  @ParameterizedTest
  @CsvSource({
    Bench.SECRET
        + ", 1760000000, plainTok0001, 0705e6446c2ef9cd300766c150ad0475232b653ab079a55def0a17f8beb4a80a5e0b0e0db11edefa5365332c0b0b12a87153a37cceeb839932a10b39d9543400",
    "DG5g3B4j9X2KOErG, 1725442341, Arq0D5A61EgUu4OxUvOp, 87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d01bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706"
  })
  @DisplayName("E2、P1：验证回调地址时签出平台要的签名")
  void e2_p1_the_check_of_the_address(String secret, String at, String token, String signature) {
    try (var bench = bench(secret, Instant.ofEpochSecond(Long.parseLong(at)))) {
      assertThat(bench.platform.post(bench.callback, check(token, at)))
          .isEqualTo(
              new Outcome(
                  200,
                  "{\"plain_token\":\"%s\",\"signature\":\"%s\"}".formatted(token, signature)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    LONG_SECRET
        + ", 63be7f790039e30633b8fb63a4c648c1bf678f75e4688e4e2f07dab34f6b9d09860825aedf48fa3c7fe93a175465de2f6cbdbaf1f0583a00940f44a6a35dad07",
    "x, 971daf8709a4cec70a7d5bb06a9d7e09627538460772f31421fa8c0615fae452c60a8be5822242da1c696da7f2946bcc7eb7102915be55f7b1839505f84cf20d"
  })
  @DisplayName("E3、E4：密钥长于或短于 32 字节也验得出；没有 op 的对象回 200，不入库")
  void e3_e4_long_and_short_secrets(String secret, String signature) {
    try (var bench = bench(secret, Bench.NOW)) {
      assertThat(post(bench, "{}", TIMESTAMP, signature)).isEqualTo(new Outcome(200, "{}"));
      assertThat(post(bench, "{ }", TIMESTAMP, signature)).isEqualTo(REFUSED);
      assertThat(bench.events).isEmpty();
    }
  }

  @Test
  @DisplayName("P2：官方 SDK 单元测试里的签名通过验证")
  void p2_the_signature_of_the_vendors_own_test() {
    var body =
        "{\"id\":\"ROBOT1.0_veoihSEXDc8Q.g-6eLpNIa11bH8MisOjn-m-LKxCPntMk6exUXgcWCGpVO7L2QKTNZzjZzFFDSbiOFcqAPWyVA!!\",\"content\":\"哦一下\",\"timestamp\":\"2024-10-15T16:33:15+08:00\",\"author\":{\"id\":\"675860273\",\"user_openid\":\"675860273\"}}";
    var signature =
        "e949b5b94ef4103df903fb031d1d16e358db3db83e79e117edd404c8508be3ce8a76d7bad1bed353194c126a1a5915b4ad8b5288c1191cc53a12acffccd82004";
    try (var bench = bench("123456abcdef", Instant.ofEpochSecond(1_728_981_195))) {
      assertThat(post(bench, body, "1728981195", signature)).isEqualTo(new Outcome(200, "{}"));
      assertThat(post(bench, body + " ", "1728981195", signature)).isEqualTo(REFUSED);
    }
  }

  @Test
  @DisplayName("带缩进的 JSON 按原样验签，照样接受")
  void indented_json_is_accepted() throws Exception {
    try (var bench = new Bench()) {
      var indented = E1.replace(",\"", ",\n  \"").replace("{", "{\n ");

      assertThat(bench.platform.post(bench.callback, indented)).isEqualTo(STORED);

      assertThat(((MessageReceived) bench.nextEvent()).text()).isEqualTo("入团需要什么条件？");
    }
  }

  @Test
  @DisplayName("B9：没有签名、错的、全零的、改过一字节的、别的时间的、126 位的，一律同样拒绝，什么也不入库")
  void b9_every_forgery_is_refused_alike() {
    try (var bench = new Bench()) {
      var body = E1.getBytes(StandardCharsets.UTF_8);
      var flipped = E1.replace("evt0001", "evt0002");
      var otherSecret = new FakeSigner("another").sign(TIMESTAMP, body);
      var highBits = E1_SIGNATURE.substring(0, 126) + "ff";

      assertThat(
              List.of(
                  bench.platform.post(bench.callback, body, List.of()),
                  bench.platform.post(
                      bench.callback, body, List.of("X-Signature-Timestamp", TIMESTAMP)),
                  bench.platform.post(
                      bench.callback, body, List.of("X-Signature-Ed25519", E1_SIGNATURE)),
                  post(bench, E1, TIMESTAMP, "0".repeat(128)),
                  post(bench, E1, TIMESTAMP, otherSecret),
                  post(bench, E1, TIMESTAMP, highBits),
                  post(bench, E1, TIMESTAMP, E1_SIGNATURE.substring(2)),
                  post(bench, E1, TIMESTAMP, "zz" + E1_SIGNATURE.substring(2)),
                  post(bench, E1, "1760000001", E1_SIGNATURE),
                  post(bench, flipped, TIMESTAMP, E1_SIGNATURE),
                  post(bench, "", TIMESTAMP, E1_SIGNATURE)))
          .containsOnly(REFUSED);
      assertThat(bench.events).isEmpty();
    }
  }

  @Test
  @DisplayName("签名的头出现两次、机器人编号是别人的，拒绝")
  void doubled_headers_and_another_bot_are_refused() {
    try (var bench = new Bench()) {
      var body = E1.getBytes(StandardCharsets.UTF_8);
      var twice =
          List.of(
              "X-Signature-Timestamp", TIMESTAMP,
              "X-Signature-Ed25519", E1_SIGNATURE,
              "X-Signature-Ed25519", E1_SIGNATURE);
      var other =
          List.of(
              "X-Bot-Appid", "102000002",
              "X-Signature-Timestamp", TIMESTAMP,
              "X-Signature-Ed25519", E1_SIGNATURE);

      assertThat(bench.platform.post(bench.callback, body, twice)).isEqualTo(REFUSED);
      assertThat(bench.platform.post(bench.callback, body, other)).isEqualTo(REFUSED);
      assertThat(bench.events).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-3600, 401", "-601, 401", "-600, 200", "600, 200", "601, 401", "3600, 401"})
  @DisplayName("B9：签得对但与我们的时钟相差超过十分钟，拒绝")
  void b9_stale_and_future_calls_are_refused(long seconds, int status) {
    try (var bench = new Bench()) {
      var timestamp = Long.toString(Bench.NOW.getEpochSecond() + seconds);
      var signature =
          new FakeSigner(Bench.SECRET).sign(timestamp, E1.getBytes(StandardCharsets.UTF_8));

      assertThat(post(bench, E1, timestamp, signature).status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1760000000.5", "17600000000000000000000", "now", " 1760000000x"})
  @DisplayName("时间戳不是秒数，签得对也拒绝")
  void odd_timestamps_are_refused(String timestamp) {
    try (var bench = new Bench()) {
      var signature =
          new FakeSigner(Bench.SECRET).sign(timestamp, E1.getBytes(StandardCharsets.UTF_8));

      assertThat(post(bench, E1, timestamp, signature)).isEqualTo(REFUSED);
    }
  }

  @Test
  @DisplayName("B10：不拿验证地址当签名机：令牌像事件正文、为空、太长或时间不是数字，拒绝")
  void b10_the_check_is_no_signing_oracle() {
    try (var bench = new Bench()) {
      var event = "{\\\"op\\\":0,\\\"t\\\":\\\"GROUP_AT_MESSAGE_CREATE\\\",\\\"d\\\":{}}";

      assertThat(
              List.of(
                  bench.platform.post(bench.callback, check(event, TIMESTAMP)),
                  bench.platform.post(bench.callback, check("", TIMESTAMP)),
                  bench.platform.post(bench.callback, check("a".repeat(65), TIMESTAMP)),
                  bench.platform.post(bench.callback, check("tok en", TIMESTAMP)),
                  bench.platform.post(bench.callback, check("token", "")),
                  bench.platform.post(bench.callback, check("token", "17600x")),
                  bench.platform.post(bench.callback, "{\"op\":13}"),
                  post(bench, check("plainTok0001", TIMESTAMP), TIMESTAMP, "0".repeat(128))))
          .containsOnly(REFUSED);
      assertThat(bench.platform.post(bench.callback, check("a".repeat(64), TIMESTAMP)).status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "\"text\"", "[]", "{\"op\":0", "{\"op\":0} {}", "null", "not json"})
  @DisplayName("签得对但不是一个 JSON 对象，同样拒绝")
  void what_is_no_json_object_is_refused(String body) {
    try (var bench = new Bench()) {
      assertThat(bench.platform.post(bench.callback, body)).isEqualTo(REFUSED);
    }
  }

  @Test
  @DisplayName("超过大小的请求拒绝，刚好的接受")
  void oversized_bodies_are_refused() {
    try (var bench = new Bench()) {
      var empty = "{\"op\":1,\"d\":\"\"}";
      var most = QqCallback.MAX_BODY_BYTES - empty.length();

      assertThat(
              bench
                  .platform
                  .post(bench.callback, "{\"op\":5,\"d\":\"" + "a".repeat(most) + "\"}")
                  .status())
          .isEqualTo(200);
      assertThat(
              bench.platform.post(
                  bench.callback, "{\"op\":5,\"d\":\"" + "a".repeat(most + 1) + "\"}"))
          .isEqualTo(REFUSED);
    }
  }

  @Test
  @DisplayName("心跳原样带回 d；不认识的 op 回 200；不认识的事件回 200 并计数")
  void heartbeats_and_unknown_things() throws Exception {
    try (var bench = new Bench()) {
      assertThat(bench.platform.post(bench.callback, "{\"op\":1,\"d\":42}"))
          .isEqualTo(new Outcome(200, "{\"op\":11,\"d\":42}"));
      assertThat(bench.platform.post(bench.callback, "{\"op\":1}"))
          .isEqualTo(new Outcome(200, "{\"op\":11,\"d\":null}"));
      assertThat(bench.platform.post(bench.callback, "{\"op\":99}"))
          .isEqualTo(new Outcome(200, "{}"));
      assertThat(bench.events).isEmpty();

      assertThat(bench.platform.push(bench.callback, "SOMETHING_NEW", "x:1", "{}"))
          .isEqualTo(STORED);
      assertThat(bench.nextEvent())
          .isEqualTo(new Unsupported(Bench.CHANNEL, "SOMETHING_NEW", Bench.NOW));
    }
  }

  @Test
  @DisplayName("没存下来就不确认，平台再推一次时才确认")
  void what_is_not_stored_is_not_acknowledged() {
    try (var bench = new Bench()) {
      bench.bot = _ -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
      assertThat(bench.asks("m1", "一")).isEqualTo(NOT_STORED);
      bench.bot =
          _ -> {
            throw new IllegalStateException("gone");
          };
      assertThat(bench.asks("m1", "一")).isEqualTo(NOT_STORED);

      bench.bot = _ -> CompletableFuture.completedFuture(Bench.STORED);
      assertThat(bench.asks("m1", "一")).isEqualTo(STORED);
      assertThat(bench.events)
          .extracting(event -> ((MessageReceived) event).id().value())
          .containsExactly("m1", "m1", "m1");
    }
  }

  @Test
  @DisplayName("存下来之前，平台等不到回答")
  void the_answer_waits_for_the_receipt() throws Exception {
    try (var bench = new Bench()) {
      var receipt = new CompletableFuture<Receipt>();
      bench.bot = _ -> receipt;
      var answered =
          CompletableFuture.supplyAsync(() -> bench.asks("m1", "一"), Thread::startVirtualThread);
      var _ = bench.nextEvent();
      assertThat(answered).isNotDone();

      receipt.complete(Bench.STORED);

      assertThat(answered.get(20, TimeUnit.SECONDS)).isEqualTo(STORED);
    }
  }

  @Test
  @DisplayName("停下以后不再收，留给平台再推")
  void after_the_end_nothing_is_taken() {
    try (var bench = new Bench()) {
      bench.adapter.close();

      assertThat(bench.asks("m1", "一")).isEqualTo(NOT_STORED);
      assertThat(bench.events).isEmpty();
    }
  }
}
