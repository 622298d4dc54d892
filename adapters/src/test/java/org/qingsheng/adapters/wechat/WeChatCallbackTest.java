package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.qingsheng.adapters.wechat.Bench.OPENID;
import static org.qingsheng.adapters.wechat.Bench.soon;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.tencent.MessageCipherTest;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Request;

@DisplayName("公众号回调的校验 · what the callback lets in")
class WeChatCallbackTest {
  private static final String VECTOR_ADDRESS =
      "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&nonce=n0nce42";

  @Test
  @DisplayName("网址校验：签名对，原样返回 echostr")
  void echoes_on_the_published_vector() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var answer = get(bench, VECTOR_ADDRESS + "&echostr=5837397%3Cb%3E%2B%E5%9B%A2");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("5837397<b>+团");
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?echostr=SECRETECHO",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8611&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO",
        "?signature=358C45FD95F6C514587DC35B5348ABECD9AA8610&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO",
        "?signature=&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO",
        "?signature[]=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&nonce=n0nce42&echostr=SECRETECHO&echostr=SECRETECHO",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001&nonce=n0nce42",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=1760000001n0nce42&nonce=&echostr=SECRETECHO",
        "?signature=358c45fd95f6c514587dc35b5348abecd9aa8610&timestamp=176000000&nonce=1n0nce42&echostr=SECRETECHO"
      })
  @DisplayName("网址校验：签名不对、缺少、重复或写成数组，403 且不回显")
  void refuses_a_wrong_address_check(String query) throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var answer = get(bench, query.replace("[", "%5B").replace("]", "%5D"));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("SECRETECHO");
    }
  }

  @Test
  @DisplayName("向量 V1 经真实端口进来，解出的问题交给机器人")
  void takes_vector_v1() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      var body =
          "<xml><ToUserName><![CDATA[gh_5a1b2c3d4e5f]]></ToUserName><Encrypt><![CDATA["
              + MessageCipherTest.V1_ENCRYPT
              + "]]></Encrypt></xml>";
      var request =
          new Request(
              bench.callback,
              VECTOR_ADDRESS.substring(1)
                  + "&openid=oQNZS_user0001&encrypt_type=aes&msg_signature="
                  + MessageCipherTest.V1_SIGNATURE,
              body);

      var answer = soon(bench.platform.sender().send(request));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("success");
      var event = (MessageReceived) bench.nextEvent();
      assertThat(event.text()).isEqualTo("入团需要什么条件？");
      assertThat(event.id().value()).isEqualTo("24680135791113151");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("三种模式的消息都能收下，含 ]]> 与表情的问题一字不差")
  void takes_messages_in_every_mode(Mode mode) throws Exception {
    try (var bench = new Bench(mode)) {
      var outcome = soon(bench.platform.says(bench.callback, OPENID, "]]> <b>&amp; 🎓𠮷 怎么办？"));

      assertThat(outcome.calls()).isEqualTo(1);
      assertThat(outcome.fault()).isFalse();
      assertThat(((MessageReceived) bench.nextEvent()).text()).isEqualTo("]]> <b>&amp; 🎓𠮷 怎么办？");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, -601, 601})
  @DisplayName("时间戳相差超过十分钟，签名对也拒绝")
  void refuses_old_and_future_timestamps(long shift) throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var request = question(bench, bench.time.instant().getEpochSecond() + shift);

      assertThat(soon(bench.platform.sender().send(request)).statusCode()).isEqualTo(403);
      assertThat(bench.events).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-600, 600})
  @DisplayName("时间戳相差正好十分钟仍收下")
  void takes_timestamps_within_tolerance(long shift) throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var request = question(bench, bench.time.instant().getEpochSecond() + shift);

      assertThat(soon(bench.platform.sender().send(request)).statusCode()).isEqualTo(200);
    }
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        arguments("签名错一位", change(r -> r.replacing("signature=", "signature=0"))),
        arguments("没有签名", change(r -> r.replacing("signature=", "sig="))),
        arguments("签名写成数组", change(r -> r.replacing("signature=", "signature%5B%5D="))),
        arguments("签名给两次", change(r -> r.replacing("signature=", "signature=a&signature="))),
        arguments("时间戳给两次", change(r -> r.replacing("timestamp=", "timestamp=1&timestamp="))),
        arguments("随机串给两次", change(r -> r.replacing("nonce=", "nonce=1&nonce="))),
        arguments("时间戳不是数字", change(r -> r.replacing("timestamp=", "timestamp=x"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  @DisplayName("参数被动过手脚的消息被拒绝，机器人看不到")
  void refuses_tampered_parameters(String what, UnaryOperator<Request> tampering) throws Exception {
    for (var mode : Mode.values()) {
      try (var bench = new Bench(mode)) {
        var request = tampering.apply(question(bench, bench.time.instant().getEpochSecond()));

        assertThat(soon(bench.platform.sender().send(request)).statusCode())
            .as(what)
            .isEqualTo(403);
        assertThat(bench.events).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("明文模式：同一签名换了内容就是冒用，同样的内容再来是微信重试")
  void one_signature_is_good_for_one_content() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var sender = bench.platform.sender();
      var first = question(bench, bench.time.instant().getEpochSecond());
      var otherText = first.body(first.body().replace("怎么入团", "假问题"));
      var otherMessage =
          first.body(FakeMessage.text(bench.platform.account(), "o2", Bench.NOW, "别人的问题").xml());

      assertThat(soon(sender.send(first)).statusCode()).isEqualTo(200);
      assertThat(soon(sender.send(otherMessage)).statusCode()).isEqualTo(403);
      assertThat(soon(sender.send(otherText)).statusCode()).isEqualTo(403);
      assertThat(soon(sender.send(first)).statusCode()).isEqualTo(200);
      assertThat(bench.events).hasSize(2);
      bench.time.advance(Duration.ofMinutes(11));
      assertThat(soon(sender.send(first)).statusCode()).isEqualTo(403);
    }
  }

  static Stream<Arguments> forgeries() throws Exception {
    var key = MessageCipherTest.KEY;
    var foreign =
        new WxCryptUtil(MessageCipherTest.TOKEN, key, "wx0000000000000000")
            .encrypt("0123456789abcdef", MessageCipherTest.V1_XML);
    var otherKey =
        new WxCryptUtil(MessageCipherTest.TOKEN, key.replace('A', 'B'), MessageCipherTest.APP_ID)
            .encrypt("0123456789abcdef", MessageCipherTest.V1_XML);
    return Stream.of(
        arguments("不是 Base64", "!!!!"),
        arguments("太短", "AAAA"),
        arguments("不是整块", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        arguments("别的密钥", otherKey),
        arguments("别的 appid", foreign),
        arguments("补位 0", MessageCipherTest.encrypted(0, 4, MessageCipherTest.APP_ID)),
        arguments("补位 33", MessageCipherTest.encrypted(33, 4, MessageCipherTest.APP_ID)),
        arguments(
            "长度太大", MessageCipherTest.encrypted(32, Integer.MAX_VALUE, MessageCipherTest.APP_ID)),
        arguments("空的 Encrypt", " "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  @DisplayName("解不开的密文得到一模一样的拒绝，看不出错在哪一步")
  void every_forgery_gets_the_same_refusal(String what, String encrypt) throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      var sender = bench.platform.sender();
      var wrongSignature =
          sender
              .requestWith(bench.callback, MessageCipherTest.V1_ENCRYPT)
              .replacing("msg_signature=", "msg_signature=0");

      var forged = soon(sender.send(sender.requestWith(bench.callback, encrypt)));
      var unsigned = soon(sender.send(wrongSignature));

      assertThat(forged.statusCode()).as(what).isEqualTo(403);
      assertThat(look(forged)).isEqualTo(look(unsigned));
      assertThat(bench.events).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SECURE", "COMPATIBLE"})
  @DisplayName("配了密钥之后，没有 msg_signature 或没有密文的消息不再收（防降级）")
  void refuses_the_downgrade(Mode mode) throws Exception {
    try (var bench = new Bench(mode)) {
      var sender = bench.platform.sender();
      var encrypted = question(bench, bench.time.instant().getEpochSecond());
      var plainXml = FakeMessage.text(bench.platform.account(), OPENID, Bench.NOW, "明文").xml();
      var answers = new ArrayList<HttpResponse<String>>();

      answers.add(soon(sender.send(encrypted.replacing("msg_signature=", "x=").body(plainXml))));
      answers.add(soon(sender.send(encrypted.replacing("msg_signature=", "x="))));
      answers.add(
          soon(
              sender.send(encrypted.replacing("msg_signature=", "msg_signature=&msg_signature="))));
      answers.add(soon(sender.send(encrypted.body(plainXml))));

      assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(403));
      assertThat(bench.events).isEmpty();
    }
  }

  @Test
  @DisplayName("兼容模式：明文部分被改也没用，只认解密出来的内容")
  void compatible_mode_believes_the_encrypted_part_only() throws Exception {
    try (var bench = new Bench(Mode.COMPATIBLE)) {
      var request = question(bench, bench.time.instant().getEpochSecond());
      var changed = request.body(request.body().replace("怎么入团", "假问题"));

      assertThat(changed.body()).contains("假问题");
      assertThat(soon(bench.platform.sender().send(changed)).statusCode()).isEqualTo(200);
      assertThat(((MessageReceived) bench.nextEvent()).text()).isEqualTo("怎么入团");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("设了原始 ID 之后，发给别的公众号的消息不收")
  void refuses_messages_for_another_account(Mode mode) throws Exception {
    try (var other = new Bench(mode, settings -> settings.withOriginalId("gh_other"));
        var own = new Bench(mode, settings -> settings.withOriginalId("gh_5a1b2c3d4e5f"))) {
      var refused = soon(other.platform.sender().send(question(other, Bench.NOW.getEpochSecond())));
      var taken = soon(own.platform.sender().send(question(own, Bench.NOW.getEpochSecond())));

      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(other.events).isEmpty();
      assertThat(taken.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.qingsheng.adapters.tencent.FlatXmlTest#hostile")
  @DisplayName("恶意 XML 得到 400 或 413，服务照常，下一条好消息马上有回应")
  void hostile_xml_is_a_bad_request(String what, String xml) throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var sender = bench.platform.sender();
      var good = question(bench, Bench.NOW.getEpochSecond());

      var answer = soon(sender.send(question(bench, Bench.NOW.getEpochSecond()).body(xml)));

      boolean large = xml.length() > WeChatCallback.MAX_BODY_BYTES;
      assertThat(answer.statusCode()).as(what).isEqualTo(large ? 413 : 400);
      assertThat(soon(sender.send(good)).statusCode()).isEqualTo(200);
      assertThat(bench.events).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.qingsheng.adapters.tencent.FlatXmlTest#hostile")
  @DisplayName("恶意 XML 放在密文外壳的位置，得到的也是 400 或 413")
  void hostile_envelopes_are_bad_requests(String what, String xml) throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      var sender = bench.platform.sender();

      var answer = soon(sender.send(question(bench, Bench.NOW.getEpochSecond()).body(xml)));

      boolean large = xml.length() > WeChatCallback.MAX_BODY_BYTES;
      assertThat(answer.statusCode()).as(what).isEqualTo(large ? 413 : 400);
      assertThat(bench.events).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.qingsheng.adapters.tencent.FlatXmlTest#otherEncodings")
  @DisplayName("不是 UTF-8 的正文得到 400")
  void other_encodings_are_bad_requests(String what, byte[] body) throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var request = question(bench, Bench.NOW.getEpochSecond());

      assertThat(soon(bench.platform.sender().send(request.uri(), body)).statusCode())
          .as(what)
          .isEqualTo(400);
    }
  }

  @Test
  @DisplayName("正文超过 64 KiB 得到 413，不说长度（分块传送）也一样")
  void refuses_large_bodies() throws Exception {
    try (var bench = new Bench(Mode.PLAIN);
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var uri = question(bench, Bench.NOW.getEpochSecond()).uri();
      var large = "x".repeat(WeChatCallback.MAX_BODY_BYTES + 1).getBytes(StandardCharsets.UTF_8);
      var chunked =
          HttpRequest.newBuilder(uri)
              .timeout(Duration.ofSeconds(20))
              .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
              .build();

      assertThat(soon(bench.platform.sender().send(uri, large)).statusCode()).isEqualTo(413);
      assertThat(http.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }
  }

  @Test
  @DisplayName("签名不对时不看正文，先行拒绝")
  void the_signature_comes_before_the_body() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var uri = URI.create(bench.callback + "?signature=0&timestamp=1760000001&nonce=1");

      assertThat(soon(bench.platform.sender().send(uri, new byte[66_000])).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  @DisplayName("关停之后来的消息不作确认，微信会再送")
  void nothing_is_acknowledged_after_closing() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.adapter.close();

      var answer = soon(bench.platform.sender().send(question(bench, Bench.NOW.getEpochSecond())));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(bench.events).isEmpty();
    }
  }

  private static Request question(Bench bench, long timestamp) {
    var message = FakeMessage.text(bench.platform.account(), OPENID, Bench.NOW, "怎么入团");
    return bench.platform.sender().request(bench.callback, OPENID, message.xml(), timestamp);
  }

  private static UnaryOperator<Request> change(UnaryOperator<Request> tampering) {
    return tampering;
  }

  /** All an attacker can see of an answer. */
  private static String look(HttpResponse<String> answer) {
    var headers = new ArrayList<String>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Date")) {
            headers.add(name + values);
          }
        });
    return answer.statusCode() + headers.toString() + answer.body();
  }

  private static HttpResponse<String> get(Bench bench, String query) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(bench.callback + query))
              .timeout(Duration.ofSeconds(20))
              .build();
      return http.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  @DisplayName("测试平台的签名与公开向量一致")
  void the_fake_signs_as_the_vector_says() {
    assertThat(SHA1.gen("qnzsToken2026", "1760000001", "n0nce42"))
        .isEqualTo("358c45fd95f6c514587dc35b5348abecd9aa8610");
  }
}
