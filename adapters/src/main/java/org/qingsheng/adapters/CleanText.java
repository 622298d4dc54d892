package org.qingsheng.adapters;

/**
 * Makes text from outside safe to store: what no database or page can carry is replaced, nothing
 * else.
 */
public final class CleanText {
  private CleanText() {}

  /**
   * Replaces NUL and lone surrogates by U+FFFD; everything else is kept as it came.
   *
   * @return the same instance when nothing had to be replaced
   */
  public static String of(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(raw);
      }
    }
    return raw;
  }

  private static String replaced(String raw) {
    var out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < raw.length()
          && Character.isLowSurrogate(raw.charAt(i + 1))) {
        out.append(c).append(raw.charAt(++i));
      } else if (c == 0 || Character.isSurrogate(c)) {
        out.append('\uFFFD');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
