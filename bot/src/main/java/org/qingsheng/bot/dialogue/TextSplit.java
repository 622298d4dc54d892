package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Cuts a long text into messages (分段): at paragraph or sentence ends, otherwise at a comma, never
 * inside a number, a word or a link. Pure.
 */
public final class TextSplit {
  private static final String SENTENCE_ENDS = "。！？!?；;\n";
  private static final String PAUSES = "，、,：: ）)」』”";

  /** What platforms take for markup, and get in full width instead. */
  private static final String MARKUP = "<>*~#`(@";

  private TextSplit() {}

  /**
   * The parts in order; together they say the text, blanks at the cuts aside.
   *
   * @param longest characters (code points) in a part
   */
  public static List<String> parts(String text, int longest) {
    return parts(text, longest, _ -> 1);
  }

  /**
   * The same by what a part may take on the wire.
   *
   * @param longest bytes in a part, as {@link #bytes} counts
   */
  public static List<String> inBytes(String text, int longest) {
    return parts(text, longest, TextSplit::bytes);
  }

  /**
   * Most bytes that platforms are sent for a text: UTF-8, with room for the full-width twins of
   * what would be markup there, and for U+FFFD in place of control characters.
   */
  public static int bytes(String text) {
    return text.codePoints().map(TextSplit::bytes).sum();
  }

  private static int bytes(int c) {
    if (c < 0x80) {
      boolean grows = MARKUP.indexOf(c) >= 0 || (c < ' ' && c != '\n' && c != '\t');
      return grows ? 3 : 1;
    }
    return c < 0x800 ? 2 : c < 0x1_0000 ? 3 : 4;
  }

  private static List<String> parts(String text, int longest, IntUnaryOperator weight) {
    var parts = new ArrayList<String>();
    var left = text.strip();
    for (int limit = limit(left, longest, weight);
        limit < left.length();
        limit = limit(left, longest, weight)) {
      int cut = cut(left, limit);
      parts.add(left.substring(0, cut).strip());
      left = left.substring(cut).strip();
    }
    if (!left.isEmpty()) {
      parts.add(left);
    }
    return parts;
  }

  /** How far into the text one part can go: behind a whole character, and behind one at least. */
  private static int limit(String text, int longest, IntUnaryOperator weight) {
    int left = longest;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      left -= weight.applyAsInt(c);
      if (left < 0 && at > 0) {
        return at;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private static int cut(String text, int limit) {
    int earliest = limit / 3;
    for (var ends : List.of(SENTENCE_ENDS, PAUSES)) {
      for (int i = limit; i > earliest; i--) {
        if (ends.indexOf(text.charAt(i - 1)) >= 0 && mayCut(text, i)) {
          return i;
        }
      }
    }
    for (int i = limit; i > earliest; i--) {
      if (mayCut(text, i)) {
        return i;
      }
    }
    return limit;
  }

  /** Whether the characters left and right of the place do not belong together. */
  private static boolean mayCut(String text, int at) {
    if (at >= text.length()) {
      return true;
    }
    return !(joins(text.charAt(at - 1)) && joins(text.charAt(at)));
  }

  private static boolean joins(char c) {
    return (c < 0x3000 && c > ' ') // 12;34, a link's ?b=1;c=2
        || Character.isSurrogate(c)
        || c == '\uE000' // a number to come, ItemNumber.TO_COME
        || "万亿元年月日号〔〕".indexOf(c) >= 0
        || (c >= '０' && c <= '９');
  }
}
