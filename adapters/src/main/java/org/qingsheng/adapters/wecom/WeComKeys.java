package org.qingsheng.adapters.wecom;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.regex.Pattern;
import org.qingsheng.adapters.tencent.MessageCipher;

/**
 * What WeCom's console shows under 接收消息 → 设置API接收.
 *
 * @param token 1 to 32 letters and digits; never printed
 * @param aesKey EncodingAESKey, 43 characters; never printed
 * @param timestampTolerance how far a callback's timestamp may be from our clock, either way
 */
public record WeComKeys(String token, String aesKey, Duration timestampTolerance) {
  /**
   * How old a signed callback may be. Ours, not WeCom's: long enough for a retry and a clock that
   * runs wrong by minutes, short enough that an address seen in some log is soon worthless.
   */
  public static final Duration TIMESTAMP_TOLERANCE = Duration.ofMinutes(10);

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{1,32}");
  private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");

  public WeComKeys {
    require(TOKEN.matcher(token).matches(), "token", "1 to 32 letters and digits");
    require(AES_KEY.matcher(aesKey).matches(), "aesKey", "the 43 characters of EncodingAESKey");
    require(timestampTolerance.isPositive(), "timestampTolerance", "more than 0");
  }

  /** With the default tolerance. */
  public static WeComKeys of(String token, String aesKey) {
    return new WeComKeys(token, aesKey, TIMESTAMP_TOLERANCE);
  }

  MessageCipher cipher(String trailingId) {
    return new MessageCipher(token, aesKey, trailingId, new SecureRandom());
  }

  /** Without token and key. */
  @Override
  public String toString() {
    return "WeComKeys[***]";
  }

  static void require(boolean holds, String key, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: expected %s".formatted(key, expected));
    }
  }

  static void requireHttp(URI address, String key) {
    require(
        address.getHost() != null
            && ("https".equals(address.getScheme()) || "http".equals(address.getScheme())),
        key,
        "an http or https address");
  }
}
