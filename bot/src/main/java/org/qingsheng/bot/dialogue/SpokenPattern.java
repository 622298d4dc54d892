package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A pattern as an admin writes it into a rule file: letters and ideographs as they are, {@code *}
 * for a gap of a few characters, {@code ^} for the beginning and {@code $} for the end of what was
 * said. Compared with {@link #bare} text. Immutable.
 *
 * <p>Every message is compared with all patterns of all rules, so a pattern is looked for letter by
 * letter rather than as a regular expression, and only where all its letters may occur at all.
 */
final class SpokenPattern {
  /** Longest gap a {@code *} may span; a sentence further on is about something else. */
  private static final int GAP = 12;

  /** What stands between the gaps. */
  private final List<String> parts;

  /** Characters there may be before each part, and behind the last. */
  private final int[] gaps;

  private final boolean first;
  private final boolean last;
  private final long letters;

  SpokenPattern(String written) {
    var text = written.strip();
    if (bare(text).isEmpty()) {
      throw new IllegalArgumentException("“" + written + "”里没有字");
    }
    this.first = text.startsWith("^");
    this.last = text.endsWith("$");
    var found = new ArrayList<String>();
    for (var stretch : text.split("\\*", -1)) {
      var part = new StringBuilder();
      stretch
          .codePoints()
          .filter(Character::isLetterOrDigit)
          .forEach(c -> part.appendCodePoint(Character.toLowerCase(c)));
      if (!part.isEmpty()) {
        found.add(part.toString());
      }
    }
    this.parts = List.copyOf(found);
    this.gaps = gaps(text, parts.size());
    this.letters = letters(String.join("", parts));
  }

  /** Counts the gaps before each part; several in a row add up. */
  private static int[] gaps(String text, int parts) {
    int[] gaps = new int[parts + 1];
    int part = 0;
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        part += inside ? 1 : 0;
        inside = false;
        gaps[part] += GAP;
      } else if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        inside = true;
      }
    }
    return gaps;
  }

  /**
   * @param bare as {@link #bare} leaves it
   */
  boolean in(String bare) {
    return in(bare, letters(bare));
  }

  /**
   * @param lettersOfBare its {@link #letters}, for who looks for many patterns in one text
   */
  boolean in(String bare, long lettersOfBare) {
    if ((letters & ~lettersOfBare) != 0) {
      return false;
    }
    var part = parts.getFirst();
    int latest = first ? Math.min(gaps[0], bare.length()) : bare.length();
    for (int at = bare.indexOf(part); at >= 0 && at <= latest; at = bare.indexOf(part, at + 1)) {
      if (continues(bare, 1, at + part.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean continues(String bare, int next, int from) {
    if (next == parts.size()) {
      return !last || bare.length() - from <= gaps[next];
    }
    var part = parts.get(next);
    for (int at = from; at <= from + gaps[next] && at <= bare.length() - part.length(); at++) {
      if (bare.startsWith(part, at) && continues(bare, next + 1, at + part.length())) {
        return true;
      }
    }
    return false;
  }

  /** One bit for each character of a text; different characters may share one. */
  static long letters(String text) {
    long letters = 0;
    for (int i = 0; i < text.length(); i++) {
      letters |= 1L << ((text.charAt(i) * 0x9E3779B1) >>> 26);
    }
    return letters;
  }

  /** Letters, ideographs and digits only, in lower case: blanks and punctuation hide nothing. */
  static String bare(String said) {
    for (int i = 0; i < said.length(); i++) {
      if (!isBare(said.charAt(i))) {
        return withoutRest(said);
      }
    }
    return said;
  }

  private static boolean isBare(char c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static String withoutRest(String said) {
    var bare = new StringBuilder(said.length());
    said.codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
    return bare.toString().toLowerCase(Locale.ROOT);
  }
}
