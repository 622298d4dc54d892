package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.qq.QqIds.Chat;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.QqIds.Origin;

/**
 * Our text → what QQ is sent. Pure.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/server-inter/message/send-receive/send.html">发送消息</a>
 */
final class QqEncoder {
  /** Stands where a link was taken out, so that the sentence around it still makes sense. */
  static final String LINK_LEFT_OUT = "（网址略）";

  /** What QQ takes for a link: an address with a scheme, or a host name of a usual kind. */
  private static final Pattern LINK =
      Pattern.compile(
          "(?i)(?:[a-z][a-z0-9+.-]{0,15}://[!-~]++"
              + "|(?<![a-z0-9@._-])(?:[a-z0-9-]{1,63}\\.){1,6}"
              + "(?:com|cn|net|org|gov|edu|info|top|vip|xyz|io|cc|me|tv|app|site|link)"
              + "(?![a-z0-9-])(?:[:/?#][!-~]*+)?)");

  private static final Pattern SCHEME = Pattern.compile("(?i)^[a-z][a-z0-9+.-]{0,15}://");
  private static final Pattern NOT_HOST = Pattern.compile("[/?#:\\\\]");

  private QqEncoder() {}

  /**
   * Text that QQ shows as it is. A {@code <} would begin markup ({@code <@id>}) and becomes its
   * full-width twin, and so does the {@code @} that would call everyone; line ends become line
   * feeds; control characters and lone surrogates become U+FFFD.
   */
  static String shown(String text) {
    var out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .replace("@everyone", "＠everyone")
        .replace("@全体成员", "＠全体成员")
        .codePoints()
        .map(QqEncoder::shown)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static int shown(int c) {
    return switch (c) {
      case '<' -> '＜';
      case '\r', '\u2028', '\u2029' -> '\n';
      case '\n', '\t' -> c;
      default ->
          c < ' ' || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '\uFFFD' : c;
    };
  }

  /** Whether QQ can be expected to take a text of that size. */
  static boolean fits(String shown, int maxBytes) {
    return !shown.isBlank() && shown.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
  }

  /**
   * The text with every link taken out that does not lead to a registered host or below one.
   *
   * @param hosts in lower case; empty takes out every link
   */
  static String withoutLinks(String text, Set<String> hosts) {
    return LINK.matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                isRegistered(found.group(), hosts) ? found.group() : LINK_LEFT_OUT));
  }

  /** An address with a user name in it is never a registered one: it shows one host for another. */
  private static boolean isRegistered(String link, Set<String> hosts) {
    var rest = SCHEME.matcher(link).replaceFirst("");
    var authority = NOT_HOST.split(rest, 2)[0].toLowerCase(Locale.ROOT);
    return !rest.contains("@")
        && hosts.stream()
            .anyMatch(host -> authority.equals(host) || authority.endsWith("." + host));
  }

  /**
   * The body of one answer.
   *
   * @param shown as {@link #shown(String)} and {@link #withoutLinks} give it
   * @param number {@code msg_seq}, where answers are numbered
   */
  static ObjectNode answer(Chat chat, Origin origin, OptionalInt number, String shown) {
    var body = QqJson.object();
    if (chat.kind() == Kind.GROUP || chat.kind() == Kind.PERSON) {
      body.put("msg_type", 0);
    }
    body.put("content", shown);
    body.put(origin.field(), origin.id());
    number.ifPresent(n -> body.put("msg_seq", n));
    return body;
  }

  /**
   * Names the asker where plain text can; in groups QQ would show the markup as it is written.
   *
   * @param shown as {@link #shown(String)} gives it
   */
  static String addressed(Chat chat, AskerId asker, String shown) {
    return chat.kind() == Kind.GUILD_CHANNEL && QqIds.isOpenid(asker.value())
        ? "<@!" + asker.value() + "> " + shown
        : shown;
  }
}
