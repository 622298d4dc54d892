package org.qingsheng.adapters.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("腾讯系平台的签名与加解密 · signature and encryption")
public class MessageCipherTest {
  public static final String TOKEN = "qnzsToken2026";
  public static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  public static final String APP_ID = "wx1a2b3c4d5e6f7890";
  public static final String V1_XML =
      "<xml><ToUserName><![CDATA[gh_5a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oQNZS_user0001]]></FromUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[入团需要什么条件？]]></Content><MsgId>24680135791113151</MsgId></xml>";
  public static final String V1_ENCRYPT =
      "4j/AuRx71kQlxVlzbpsMWC9QHR5YSgxlPRgu394Tuk7W+qHShs2D+S4gxkVBDaoF2pD6vOG+5i5mb2R9Qn08ovlVZIdMXuc+wEz79L603MP5tEkyZr6GCjv6fcCGxL3p4HWBWsbivdztXhlj+mBXeQy5MNYXjkC+xncL8Wrq/fcO6L3OQmBrjUKGWsCeys38XpGxQC55YGWW+nvLuhY1lc2IpJOUiPvTeuRYCT/Dha4KGwiW2Y6XDZrR1hG7OSKvLq+bUc6dszJTaKADwSlmPt/xd8Tyjd6N9FixoB0QZGznaYjKCZR9nlrQjUTfK4eSakJ0umzg4JH+yVqrf05gpTQ1/HGzckJ5OcgGMA9WAWl5dFJmorfe1oVXyEYfSQLkpsEakDUyCiJwW4RX4VLvH945Nr7RDFh1ZeDgFk0yjL4=";
  public static final String V1_SIGNATURE = "a3e54c7eab1ae6de209987cabba6a09d2cbfcb9a";

  private final MessageCipher cipher = new MessageCipher(TOKEN, KEY, APP_ID, new SecureRandom());

  @Test
  @DisplayName("网址校验的签名与公开向量一致")
  void signs_the_address_check_as_the_vector_says() {
    assertThat(MessageCipher.sign(TOKEN, "1760000001", "n0nce42"))
        .isEqualTo("358c45fd95f6c514587dc35b5348abecd9aa8610");
  }

  @Test
  @DisplayName("向量 V1 解出原文")
  void opens_vector_v1() throws ForgedMessageException {
    var xml = cipher.open(V1_ENCRYPT, V1_SIGNATURE, "1760000001", "n0nce42");

    assertThat(new String(xml, StandardCharsets.UTF_8)).isEqualTo(V1_XML);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 100, 2048, 6000})
  @DisplayName("我们加密的回复，WxJava 验签并解出原文，各种长度都对")
  void seals_what_wxjava_opens(int length) throws Exception {
    var text = "x".repeat(length);

    var envelope =
        FlatXml.fields(cipher.sealed(text, "1760000002").xml().getBytes(StandardCharsets.UTF_8));

    var encrypt = part(envelope, "Encrypt");
    assertThat(part(envelope, "MsgSignature"))
        .isEqualTo(SHA1.gen(TOKEN, "1760000002", part(envelope, "Nonce"), encrypt));
    assertThat(new WxCryptUtil(TOKEN, KEY, APP_ID).decrypt(encrypt)).isEqualTo(text);
  }

  @Test
  @DisplayName("同一段话加密两次，密文不同")
  void never_seals_the_same_way_twice() {
    assertThat(cipher.sealed("<xml/>", "1")).isNotEqualTo(cipher.sealed("<xml/>", "1"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "补位 0, 0, 4, 0",
    "补位 33, 33, 4, 0",
    "补位 255, 255, 4, 0",
    "长度太大, 32, 2147483647, 0",
    "长度为负, 32, -1, 0",
    "长度吃掉 appid, 32, 10, 0",
    "别人的 appid, 32, 4, 1"
  })
  @DisplayName("签名正确而内容不对的密文被拒绝")
  void refuses_wrong_insides(String what, int pad, int length, int otherAppId) throws Exception {
    var appId = otherAppId == 1 ? "wx9999999999999999" : APP_ID;
    var encrypt = encrypted(pad, length, appId);

    assertThatThrownBy(() -> cipher.open(encrypt, SHA1.gen(TOKEN, "1", "n", encrypt), "1", "n"))
        .as(what)
        .isInstanceOf(ForgedMessageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "!!!!", "AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAAAA"})
  @DisplayName("签名正确但不是密文的内容被拒绝")
  void refuses_what_is_no_ciphertext(String encrypt) {
    assertThatThrownBy(() -> cipher.open(encrypt, SHA1.gen(TOKEN, "1", "n", encrypt), "1", "n"))
        .isInstanceOf(ForgedMessageException.class);
  }

  @Test
  @DisplayName("改动密文一个字符，签名就不对")
  void refuses_a_flipped_character() {
    var flipped = V1_ENCRYPT.replaceFirst("4j", "4k");

    assertThatThrownBy(() -> cipher.open(flipped, V1_SIGNATURE, "1760000001", "n0nce42"))
        .isInstanceOf(ForgedMessageException.class)
        .hasMessage("msg_signature");
  }

  /** What this account's key encrypts, with padding, length and address of choice. */
  public static String encrypted(int pad, int length, String appId) throws Exception {
    var key = Base64.getDecoder().decode(KEY + "=");
    var content =
        ByteBuffer.allocate(96)
            .put(new byte[16])
            .putInt(length)
            .put("<a/>".getBytes(StandardCharsets.UTF_8));
    content.put(appId.getBytes(StandardCharsets.UTF_8));
    int end = content.position();
    var bytes = Arrays.copyOf(content.array(), (end / 32 + 2) * 32);
    // The padding counts back to the end of the address, so that only the value under test is
    // wrong.
    if (pad >= 1 && pad <= 32) {
      bytes = Arrays.copyOf(bytes, end + 32 - end % 32);
      Arrays.fill(bytes, end, bytes.length, (byte) (bytes.length - end));
    } else {
      Arrays.fill(bytes, end, bytes.length, (byte) pad);
    }
    var aes = Cipher.getInstance("AES/CBC/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
    return Base64.getEncoder().encodeToString(aes.doFinal(bytes));
  }

  private static String part(Map<String, String> fields, String name) {
    var value = fields.get(name);
    assertThat(value).as(name).isNotNull();
    return Objects.requireNonNull(value);
  }
}
