package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.qingsheng.adapters.Card;
import org.qingsheng.adapters.IdempotencyKey;

/** Our text → what WeCom is sent. Pure. */
final class WeComEncoder {
  /** Longest text of 微信客服, of an application and of a webhook, in UTF-8 bytes. */
  static final int MAX_TEXT_BYTES = 2048;

  /** Longest markdown of a webhook and of a response_url, in UTF-8 bytes. */
  static final int MAX_MARKDOWN_BYTES = 4096;

  /** Longest stream content of a 智能机器人, in UTF-8 bytes. */
  static final int MAX_STREAM_BYTES = 20_480;

  /**
   * Bits of a key's digest in a mark. With 64 of them, two keys among the ten thousand messages an
   * application may send a day have the same mark less than once in a hundred billion days.
   */
  private static final int MARK_BITS = 64;

  /** What is written for each value of {@link #BITS_A_SIGN} bits; none of it is shown or joins. */
  private static final char[] SIGNS = {'\u200B', '\u200C', '\u2060', '\u2061'};

  private static final int BITS_A_SIGN = 2;

  /** What {@link #marked} adds: every sign has 3 bytes. */
  static final int MARK_BYTES = MARK_BITS / BITS_A_SIGN * 3;

  /** Shows that there was more. */
  private static final String CUT = "……";

  private WeComEncoder() {}

  /**
   * Plain text that WeCom shows as it is: a {@code <} would begin a link and becomes its full-width
   * twin; line ends become line feeds; controls and lone surrogates become U+FFFD.
   */
  static String plain(String text) {
    var out = new StringBuilder(text.length());
    text.replace("\r\n", "\n").codePoints().map(WeComEncoder::plain).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static int plain(int c) {
    return switch (c) {
      case '<' -> '＜';
      case '\r', '\u2028', '\u2029' -> '\n';
      case '\n', '\t' -> c;
      default -> c < ' ' || (c >= 0xd800 && c <= 0xdfff) ? '\uFFFD' : c;
    };
  }

  /**
   * Text inside markdown that stays text: what begins emphasis, code, a link, a heading or a
   * quotation becomes its full-width twin. Underscores stay, because addresses have them.
   */
  static String markdown(String text) {
    var out = new StringBuilder(text.length());
    for (var line : plain(text).split("\n", -1)) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      out.append(markdownLine(line));
    }
    return out.toString();
  }

  private static String markdownLine(String line) {
    var inert = line.replace('*', '＊').replace('`', '｀').replace("](", "]（").replace('~', '～');
    int first = inert.length() - inert.stripLeading().length();
    if (first < inert.length()) {
      char c = inert.charAt(first);
      if (c == '#' || c == '>') {
        return inert.substring(0, first) + (c == '#' ? '＃' : '＞') + inert.substring(first + 1);
      }
    }
    return inert;
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The longest beginning of at most so many UTF-8 bytes that splits no character. */
  static String cut(String text, int maxBytes) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= maxBytes) {
      return text;
    }
    int end = maxBytes;
    while (end > 0 && (utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  /** The text and an invisible mark that is the same for the same key, and for no other. */
  static String marked(IdempotencyKey key, String text) {
    var out = new StringBuilder(text);
    long bits = WeComIds.number(key.value());
    for (int i = 0; i < MARK_BITS; i += BITS_A_SIGN) {
      out.append(SIGNS[(int) (bits >>> i & SIGNS.length - 1)]);
    }
    return out.toString();
  }

  /**
   * A card with buttons (按钮交互型模板卡片).
   *
   * @see <a href="https://developer.work.weixin.qq.com/document/path/90236">模板卡片消息</a>
   */
  static ObjectNode card(Card card) {
    var json = WeComHttp.JSON.createObjectNode();
    json.put("card_type", "button_interaction").put("task_id", card.id());
    json.putObject("main_title").put("title", plain(card.title()));
    json.put("sub_title_text", plain(card.text()));
    json.putObject("card_action").put("type", 1).put("url", card.link().toString());
    var list = json.putArray("button_list");
    int style = 1; // the first stands out
    for (var button : card.buttons()) {
      list.addObject().put("text", button.label()).put("style", style).put("key", button.says());
      style = 4;
    }
    return json;
  }

  /** Markdown for a stream, cut to its size where even that is too long. */
  static String streamed(String text) {
    var shown = markdown(text);
    return bytes(shown) <= MAX_STREAM_BYTES
        ? shown
        : cut(shown, MAX_STREAM_BYTES - bytes(CUT)) + CUT;
  }

  static ObjectNode kfText(WeComIds.Customer customer, String msgid, String shown) {
    var body = WeComHttp.JSON.createObjectNode();
    body.put("touser", customer.externalUserId())
        .put("open_kfid", customer.openKfId())
        .put("msgid", msgid)
        .put("msgtype", "text")
        .putObject("text")
        .put("content", shown);
    return body;
  }

  static ObjectNode kfWelcome(String code, String msgid, String shown) {
    var body = WeComHttp.JSON.createObjectNode();
    body.put("code", code)
        .put("msgid", msgid)
        .put("msgtype", "text")
        .putObject("text")
        .put("content", shown);
    return body;
  }
}
