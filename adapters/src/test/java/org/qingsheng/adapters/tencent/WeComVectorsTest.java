package org.qingsheng.adapters.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("企业微信的公开向量 · vectors of WeCom")
class WeComVectorsTest {
  private static final String TOKEN = MessageCipherTest.TOKEN;
  private static final String KEY = MessageCipherTest.KEY;
  private static final String CORP_ID = "ww1234567890abcdef";

  private static final String V2 =
      "4j/AuRx71kQlxVlzbpsMWPQ1oGnV9iIvyMVCFgMtllmI+1VpAMnFv8d7drI1VbdgXSUtx7wIzNL0u0dybHdG18EB3xSuytoxdRzHl1kFcxS2YyBzHgj5qmvpHzZBsDUB9LnNCzZLGumIjzL+XdfjbX4HFBSA1OxOQ9aPyoRIvX24eTOFEfswW8+TZPJ+389UqQA3ciJZTGU0t38LD/42egwMYLSUtklkgUAuLEV/lWIo2SpphxY1VFBrolSkCpM9+ELimmo+3gpLc2TvR9liUpbhjvH1ORjDYXpVK8W4+oA+mjrJp1V6l/kblpCmH0PWaB+qWgMa/YzUT+hqpWAiSa1xqsNc19AEZvzFzxyzrGs7WYOa461Tn5YwSSk4vjSZGiFRRm2KvjTuRPrhi8dpOLwkg78mLFyFoPikTVch+e8lRY3UyrbzquqjD+I3ItVxVct/ypiXG9rh1/NWXutObg==";
  private static final String V2_PLAIN =
      "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[团费怎么交]]></Content><MsgId>7024521457612345678</MsgId><AgentID>1000002</AgentID></xml>";
  private static final String V3 =
      "4j/AuRx71kQlxVlzbpsMWNlWUxQjJdPIXkRoQNRkq2P3F0SAF4fcZbyWKHul8+eZPjVnV5pXz+19LCHu4yx2ffBM59OlD+yBaFHiHA3IKcYH9MD5xEOa8kyOfIDf/0IlJNtEymzXp6kXMiZSjpbBlpkXlgVDNwtxw3pZPSNYG4/njEdVzn1qCdiDZNjxKfnbZ1K1bAzokxGPVaOvbIBJobCFmOmxEvX2ULh6/enWrOTOSQ6UWAbOnOKrJMvUo2jF/ApCqfN4X86Q5f+bVdmCCFDr4sJ27/rYBTM70ErhtMGIvTvtkfomTvUb4t/duXyKqVJzuH1IrdStCqoLudfuTxBPGw1gyPCekB94r5FPcHd5dctOHNWRG1/vskv8FwYR4Y/nqt9bQrB+ITsI0yXAw4SSrpFJ0y38lPcnhBEXYFk=";
  private static final String V3_PLAIN =
      "{\"msgid\":\"CAIQ16HMjQYY0001\",\"aibotid\":\"aibQNZS01\",\"chatid\":\"wrCHAT0001\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"response_url\":\"http://127.0.0.1:9/cgi-bin/aibot/response?response_code=RC1\",\"msgtype\":\"text\",\"text\":{\"content\":\"@团小青 团员证丢了怎么补办？\"}}";
  private static final String V4 =
      "4j/AuRx71kQlxVlzbpsMWM4Atc1WjRtq07ciWzQbn9jfZuTuoZUI2BR8gJAlNMQTHTTswNYhCPPeqgQ3Tv1H7A==";

  static Stream<Arguments> vectors() {
    return Stream.of(
        arguments(
            "V2", CORP_ID, V2, V2_PLAIN, "805689ea072a1804806d2a21b2edee6861993dfe", "1", "42"),
        arguments("V3", "", V3, V3_PLAIN, "3e92ef7a319b2dacb91764a90d5ad31f791c78b9", "1", "42"),
        arguments(
            "V4",
            CORP_ID,
            V4,
            "8273649105",
            "045428faf8d8460eb41feba55a179b1c86675b1d",
            "2",
            "43"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  @DisplayName("向量的签名相符，解出原文")
  void opens(
      String name, String id, String encrypt, String plain, String signature, String t, String n)
      throws ForgedMessageException {
    var opened = cipher(id).open(encrypt, signature, "176000000" + t, "n0nce" + n);

    assertThat(new String(opened, StandardCharsets.UTF_8)).as(name).isEqualTo(plain);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  @DisplayName("随机数固定时，我们加密签名得到同样的密文")
  void seals(
      String name, String id, String encrypt, String plain, String signature, String t, String n) {
    var sealed = cipher(id).sealed(plain, "176000000" + t, "n0nce" + n);

    assertThat(sealed.encrypt()).as(name).isEqualTo(encrypt);
    assertThat(sealed.signature()).isEqualTo(signature);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "V2 aa21aea3a3412d22efce7f5fd98d6c7fc4bb5906b39438e3f9ee4fd119e7b608",
        "V3 dc4540cdc0765f12d5677e5f9d4650f0022f6f1df49559c066407c1d7d21ca1d"
      })
  @DisplayName("密文摘要与公布的一致")
  void has_the_published_digest(String digest) throws Exception {
    var encrypt = digest.startsWith("V2") ? V2 : V3;

    assertThat(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(Base64.getDecoder().decode(encrypt))))
        .isEqualTo(digest.substring(3));
  }

  @ParameterizedTest(name = "我们是 \"{0}\"")
  @ValueSource(strings = {"", "ww1234567890abcdee", "ww1234567890abcde", "ww1234567890abcdef0"})
  @DisplayName("签名正确但尾部编号是别人的，被拒绝")
  void refuses_another_trailing_id(String ours) {
    assertThatThrownBy(() ->
            cipher(ours)
                .open(V2, "805689ea072a1804806d2a21b2edee6861993dfe", "1760000001", "n0nce42"))
        .isInstanceOf(ForgedMessageException.class)
        .hasMessage("trailing id");
  }

  @ParameterizedTest(name = "尾部 \"{0}\"")
  @ValueSource(strings = {"x", "ww1234567890abcdef"})
  @DisplayName("智能机器人的消息尾部必须是空的")
  void refuses_any_trailing_id_where_there_is_none(String theirs) {
    var encrypt = new WxCryptUtil(TOKEN, KEY, theirs).encrypt("0123456789abcdef", "{}");

    assertThatThrownBy(() -> cipher("").open(encrypt, SHA1.gen(TOKEN, "1", "n", encrypt), "1", "n"))
        .isInstanceOf(ForgedMessageException.class)
        .hasMessage("trailing id");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 12, 13, 2048})
  @DisplayName("尾部为空时，WxJava 也解得出我们加密的内容")
  void seals_what_wxjava_opens_without_trailing_id(int length) {
    var text = "青".repeat(length);

    var sealed = cipher("").sealed(text, "1");

    assertThat(new WxCryptUtil(TOKEN, KEY, "").decrypt(sealed.encrypt())).isEqualTo(text);
    assertThat(sealed.signature())
        .isEqualTo(SHA1.gen(TOKEN, "1", sealed.nonce(), sealed.encrypt()));
  }

  private static MessageCipher cipher(String id) {
    return new MessageCipher(TOKEN, KEY, id, new PinnedRandom());
  }

  /** The random prefix all vectors were made with. */
  private static final class PinnedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy("0123456789abcdef".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 16);
    }

    @Override
    public long nextLong() {
      return 42;
    }
  }
}
