package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text into messages (分段): at paragraph or sentence ends, otherwise at a comma, never
 * inside a number, a word or a link. Pure.
 */
public final class TextSplit {
  private static final String SENTENCE_ENDS = "。！？!?；;\n";
  private static final String PAUSES = "，、,：: ）)」』”";

  private TextSplit() {}

  /**
   * The parts in order; together they say the text, blanks at the cuts aside.
   *
   * @param longest characters (code points) in a part
   */
  public static List<String> parts(String text, int longest) {
    var parts = new ArrayList<String>();
    var left = text.strip();
    while (left.codePointCount(0, left.length()) > longest) {
      int limit = left.offsetByCodePoints(0, longest);
      int cut = cut(left, limit);
      parts.add(left.substring(0, cut).strip());
      left = left.substring(cut).strip();
    }
    if (!left.isEmpty()) {
      parts.add(left);
    }
    return parts;
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
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }

  /** Whether the characters left and right of the place do not belong together. */
  private static boolean mayCut(String text, int at) {
    if (at >= text.length()) {
      return true;
    }
    return !(joins(text.charAt(at - 1)) && joins(text.charAt(at)));
  }

  private static boolean joins(char c) {
    return (c < 0x3000 && c > ' ' && c != ';' && c != '!')
        || Character.isSurrogate(c)
        || "万亿元年月日号〔〕".indexOf(c) >= 0
        || (c >= '０' && c <= '９');
  }
}
