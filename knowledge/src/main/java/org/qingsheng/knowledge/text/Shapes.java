package org.qingsheng.knowledge.text;

import java.util.HashMap;
import java.util.Map;

/**
 * Characters that are taken for one another by the eye (形近字): 己已巳, 未末, 贷货. Only for finding what
 * may have been meant; no text is changed by it.
 */
public final class Shapes {
  private static final char[] FIRST = new char[Character.MAX_VALUE + 1];

  private static final Map<Character, String> GROUPS = new HashMap<>();

  static {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      FIRST[c] = (char) c;
    }
    for (String group : Tables.rows("lookalikes.csv")) {
      GROUPS.merge(FIRST[group.charAt(0)], group, String::concat);
      for (int i = 0; i < group.length(); i++) {
        if (FIRST[group.charAt(i)] == group.charAt(i)) {
          FIRST[group.charAt(i)] = FIRST[group.charAt(0)];
        }
      }
    }
  }

  private Shapes() {}

  /** The character that stands for all that look like this one; most stand for themselves. */
  public static char of(char c) {
    return FIRST[c];
  }

  /** All that look like this one, itself included; empty when it is like no other. */
  public static String group(char c) {
    return GROUPS.getOrDefault(FIRST[c], "");
  }

  /** A text with each character replaced by {@link #of(char)}. */
  public static String of(String text) {
    var result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append(FIRST[text.charAt(i)]);
    }
    return result.toString();
  }

  /** Whether two different characters look alike. */
  public static boolean alike(char one, char other) {
    return one != other && FIRST[one] == FIRST[other];
  }
}
