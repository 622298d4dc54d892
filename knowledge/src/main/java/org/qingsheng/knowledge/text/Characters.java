package org.qingsheng.knowledge.text;

/** What kind of character one is, answered from a table for the hot path. */
final class Characters {
  private static final byte CONTENT = 1;
  private static final byte PLAIN = 2;
  private static final byte RUN = 4;
  private static final byte[] KIND = new byte[Character.MAX_VALUE + 1];

  static {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      byte kind = 0;
      if (Character.isLetterOrDigit(c) || c == '%' || Character.isSurrogate((char) c)) {
        kind |= CONTENT;
      }
      if ((c >= 0x20 && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF)) {
        kind |= PLAIN;
      }
      if (Character.isLetterOrDigit(c) && c < 0x2E80) {
        kind |= RUN;
      }
      KIND[c] = kind;
    }
  }

  private Characters() {}

  /** Letters, digits, ideographs and the percent sign (surrogates stand for rare ideographs). */
  static boolean isContent(char c) {
    return (KIND[c] & CONTENT) != 0;
  }

  /** ASCII or a common ideograph: nothing to normalise but the case. */
  static boolean isPlain(int c) {
    return c <= Character.MAX_VALUE && (KIND[c] & PLAIN) != 0;
  }

  /** Letters and digits that are written in runs: Latin, Cyrillic, digits. */
  static boolean isRun(char c) {
    return (KIND[c] & RUN) != 0;
  }

  /** Controls, bidi marks, zero-width characters, lone surrogates, private use, emoji. */
  static boolean isRemoved(int c) {
    if ((c >= 0xFE00 && c <= 0xFE0F) || c >= 0xE0000 || c == 0x20E3) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.MODIFIER_SYMBOL ->
          true;
      case Character.OTHER_SYMBOL ->
          !(c >= 0x2460 && c <= 0x24FF)
              && !(c >= 0x3200 && c <= 0x33FF)
              && c != 0x2103
              && c != 0x2116;
      default -> false;
    };
  }

  /** One sign for each that is written in several ways. */
  static char punctuation(char c) {
    return switch (c) {
      case '。', '．', '｡' -> '.';
      case '，', '、', '､' -> ',';
      case '？' -> '?';
      case '！' -> '!';
      case '；' -> ';';
      case '：' -> ':';
      case '“', '”', '「', '」', '『', '』' -> '"';
      case '‘', '’' -> '\'';
      case '—', '–', '‐', '‑', '−' -> '-';
      case '【', '〔', '〖' -> '[';
      case '】', '〕', '〗' -> ']';
      case '～', '〜' -> '~';
      default -> c;
    };
  }

  /** Whether {@code next} adds nothing after {@code last}. */
  static boolean repeats(char last, char next) {
    return last == next || (isSentenceSign(last) && isSentenceSign(next));
  }

  private static boolean isSentenceSign(char c) {
    return c == '.' || c == '?' || c == '!' || c == ',' || c == '~' || c == ';';
  }
}
