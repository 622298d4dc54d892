package org.qingsheng.adapters.wechat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Our text → what WeChat is sent. Pure.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html">被动回复用户消息</a>
 */
final class WeChatEncoder {
  /** Longest text, in UTF-8 bytes, of a passive reply and of a customer-service message. */
  static final int MAX_TEXT_BYTES = 2048;

  private WeChatEncoder() {}

  /**
   * Text that WeChat shows as it is. A {@code <} would begin markup ({@code <a href>}) and becomes
   * its full-width twin; line ends become line feeds; what XML cannot carry becomes U+FFFD.
   */
  static String shown(String text) {
    var out = new StringBuilder(text.length());
    text.replace("\r\n", "\n").codePoints().map(WeChatEncoder::shown).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static int shown(int c) {
    return switch (c) {
      case '<' -> '＜';
      case '\r', '\u2028', '\u2029' -> '\n';
      case '\n', '\t' -> c;
      default -> c < ' ' || isSurrogate(c) || (c & 0xfffe) == 0xfffe ? '\uFFFD' : c;
    };
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /**
   * @param shown as {@link #shown(String)} gives it
   */
  static boolean fits(String shown) {
    return !shown.isBlank() && shown.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
  }

  /**
   * The reply inside the exchange.
   *
   * @param shown as {@link #shown(String)} gives it
   */
  static String passiveReply(String openid, String account, Instant at, String shown) {
    return "<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>%s</Content></xml>"
        .formatted(cdata(openid), cdata(account), at.getEpochSecond(), cdata(shown));
  }

  /** Text as CDATA; the terminator inside is split between two sections. */
  private static String cdata(String text) {
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
  }
}
