package org.qingsheng.bot.dialogue;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pattern as an admin writes it into a rule file: letters and ideographs as they are, {@code *}
 * for a gap of a few characters, {@code ^} for the beginning and {@code $} for the end of what was
 * said. Compared with {@link #bare} text. Immutable.
 */
final class SpokenPattern {
  /** Longest gap a {@code *} may span; a sentence further on is about something else. */
  private static final int GAP = 12;

  private final Pattern pattern;

  SpokenPattern(String written) {
    var text = written.strip();
    var expression = new StringBuilder();
    if (text.startsWith("^")) {
      expression.append('^');
    }
    text.codePoints()
        .forEach(c -> {
          if (c == '*') {
            expression.append(".{0,").append(GAP).append('}');
          } else if (Character.isLetterOrDigit(c)) {
            expression.appendCodePoint(Character.toLowerCase(c));
          }
        });
    if (text.endsWith("$")) {
      expression.append('$');
    }
    if (bare(text).isEmpty()) {
      throw new IllegalArgumentException("“" + written + "”里没有字");
    }
    this.pattern = Pattern.compile(expression.toString());
  }

  /**
   * @param bare as {@link #bare} leaves it
   */
  boolean in(String bare) {
    return pattern.matcher(bare).find();
  }

  /** Letters, ideographs and digits only, in lower case: blanks and punctuation hide nothing. */
  static String bare(String said) {
    var bare = new StringBuilder(said.length());
    said.codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
    return bare.toString().toLowerCase(Locale.ROOT);
  }
}
