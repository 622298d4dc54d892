package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeCaller.Call;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;

@DisplayName("企业微信回调的校验 · what the XML callback lets in")
class WeComXmlCallbackTest {
  private static final String V4 =
      "4j/AuRx71kQlxVlzbpsMWM4Atc1WjRtq07ciWzQbn9jfZuTuoZUI2BR8gJAlNMQTHTTswNYhCPPeqgQ3Tv1H7A==";
  private static final Call V4_CALL =
      new Call("045428faf8d8460eb41feba55a179b1c86675b1d", "1760000002", "n0nce43", V4);

  @Test
  @DisplayName("网址校验（向量 V4）回显明文，前后什么也没有")
  void echoes_vector_v4() {
    try (var bench = new KfBench()) {
      var answer = bench.caller.check(bench.callback, V4_CALL);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("8273649105");
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    }
  }

  @Test
  @DisplayName("代理把加号变成空格，网址校验照样通过")
  void takes_a_blank_for_a_plus() {
    try (var bench = new KfBench()) {
      int number = 0;
      var call = bench.caller.sealed("回显 0");
      while (!call.encrypt().contains("+")) {
        call = bench.caller.sealed("回显 " + ++number);
      }

      var answer =
          bench.caller.check(bench.callback, call.encrypting(call.encrypt().replace('+', ' ')));

      assertThat(answer.body()).isEqualTo("回显 " + number);
    }
  }

  @Test
  @DisplayName("签名不对的网址校验和消息都被拒绝，不说原因，也不惊动拉取")
  void refuses_a_bad_signature_on_get_and_post() throws Exception {
    try (var bench = new KfBench().started()) {
      var bad = "0".repeat(40);

      var get = bench.caller.check(bench.callback, V4_CALL.signedWith(bad));
      var post =
          bench.caller.postXml(
              bench.callback, bench.caller.sealed(KfBench.wakeUp("T")).signedWith(bad));

      assertThat(get.statusCode()).isEqualTo(403);
      assertThat(post.statusCode()).isEqualTo(403);
      assertThat(get.body()).isEqualTo(post.body()).isEqualTo("refused");
      assertThat(bench.platform.calls(KfBench.SYNC)).hasSize(1);
    }
  }

  @Test
  @DisplayName("给别的企业的消息，即使密钥和签名相同也被拒绝")
  void refuses_another_corporation() {
    try (var bench = new KfBench()) {
      var encrypt =
          new WxCryptUtil(FakeCaller.TOKEN, FakeCaller.KEY, "ww0000000000000000")
              .encrypt("0123456789abcdef", KfBench.wakeUp("T"));
      var call = bench.caller.sealed("").encrypting(encrypt);

      var answer = bench.caller.postXml(bench.callback, call.signedWith(signature(call)));

      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  @DisplayName("信封属于我们而内文写着别的企业，也被拒绝")
  void refuses_another_addressee_inside() {
    try (var bench = new KfBench()) {
      var inside = KfBench.wakeUp("T").replace(FakeWeCom.CORP_ID, "ww0000000000000000");

      var answer = bench.caller.postXml(bench.callback, bench.caller.sealed(inside));

      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-601, 601, 86_400})
  @DisplayName("时间戳差出十分钟的消息被拒绝")
  void refuses_an_old_timestamp(long seconds) {
    try (var bench = new KfBench()) {
      var call = bench.caller.sealed(KfBench.wakeUp("T"));
      bench.time.advance(Duration.ofSeconds(seconds));

      assertThat(bench.caller.postXml(bench.callback, call).statusCode()).isEqualTo(403);
    }
  }

  @Test
  @DisplayName("没有加密的消息被拒绝")
  void refuses_plain_content() {
    try (var bench = new KfBench()) {
      var call = bench.caller.sealed("x");

      var answer = bench.caller.post(bench.callback, call, KfBench.wakeUp("T"));

      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.qingsheng.adapters.tencent.FlatXmlTest#hostile")
  @DisplayName("恶意的 XML 在信封外或信封内都被拒绝")
  void refuses_hostile_xml(String what, String xml) {
    try (var bench = new KfBench()) {
      var outside = bench.caller.post(bench.callback, bench.caller.sealed("x"), xml);
      assertThat(outside.statusCode()).as(what).isIn(400, 403, 413);
      if (xml.length() < 100_000) {
        var inside = bench.caller.postXml(bench.callback, bench.caller.sealed(xml));
        assertThat(inside.statusCode()).as(what).isIn(400, 403);
      }
    }
  }

  private static String signature(Call call) {
    return SHA1.gen(FakeCaller.TOKEN, call.timestamp(), call.nonce(), call.encrypt());
  }
}
