package org.qingsheng.knowledge.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text made comparable: width and case folded, Simplified script, no control or zero-width
 * characters, no emoji, punctuation and spaces collapsed, polite and urgent phrases stripped from
 * its ends. The same for index and query. Immutable.
 *
 * <p>The original is never changed; {@link #originOf} leads from a normalised character back to it.
 * Any input is accepted and bounded: reading stops once {@value #MAX_LENGTH} characters are made.
 */
public final class Normalization {
  /** Characters kept; a question of a young person has 13 on average, a long complaint 500. */
  public static final int MAX_LENGTH = 600;

  /** Characters kept of an answer. */
  public static final int MAX_LONG = 4_000;

  /** Combining marks kept after one character; text in use has at most two or three. */
  private static final int MAX_MARKS = 4;

  private final String original;
  private final String text;
  private final int[] origins;

  private Normalization(String original, String text, int[] origins) {
    this.original = original;
    this.text = text;
    this.origins = origins;
  }

  public static Normalization of(String original) {
    var maker = new Maker(original, MAX_LENGTH);
    maker.read();
    ScriptFolding.fold(maker.out);
    Numerals.repairScript(maker.out);
    int[] kept = Fillers.strip(maker.out);
    return new Normalization(
        original,
        maker.out.substring(kept[0], kept[1]),
        Arrays.copyOfRange(maker.origins, kept[0], kept[1]));
  }

  /**
   * The same for a whole answer or document of up to {@value #MAX_LONG} characters; no filler is
   * stripped.
   */
  public static Normalization ofLong(String original) {
    var maker = new Maker(original, MAX_LONG);
    maker.read();
    ScriptFolding.fold(maker.out);
    Numerals.repairScript(maker.out);
    return new Normalization(
        original, maker.out.toString(), Arrays.copyOf(maker.origins, maker.out.length()));
  }

  /** As it was handed in. */
  public String original() {
    return original;
  }

  /** Normalised text, punctuation included. */
  public String text() {
    return text;
  }

  /** Index in {@link #original()} of the character that became {@code text().charAt(index)}. */
  public int originOf(int index) {
    return origins[index];
  }

  /** Letters and digits only: two wordings with the same key are the same wording. */
  public String key() {
    var key = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Characters.isContent(c)) {
        key.append(c);
      }
    }
    return key.toString();
  }

  /** How many letters, digits and ideographs there are. */
  public int contentLength() {
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      if (Characters.isContent(text.charAt(i)) && !Character.isLowSurrogate(text.charAt(i))) {
        n++;
      }
    }
    return n;
  }

  @Override
  public String toString() {
    return text;
  }

  /** Reads code points and writes clean characters with their origins. */
  private static final class Maker {
    private final String in;
    private final int limit;
    private final StringBuilder out;
    private int[] origins;
    private int marks;

    Maker(String in, int limit) {
      this.in = in;
      this.limit = limit;
      int size = Math.min(in.length(), limit) + 8;
      this.out = new StringBuilder(size);
      this.origins = new int[size];
    }

    void read() {
      int i = 0;
      while (i < in.length() && out.length() < limit) {
        int c = in.codePointAt(i);
        int next = i + Character.charCount(c);
        if (Characters.isPlain(c)) {
          marks = 0;
          put((char) (c >= 'A' && c <= 'Z' ? c + 32 : c), i);
        } else if (isMark(c)) {
          mark(c, i);
        } else if (isSpace(c)) {
          space(i);
        } else if (!Characters.isRemoved(c)) {
          marks = 0;
          other(c, i);
        }
        i = next;
      }
      while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
        out.setLength(out.length() - 1);
      }
    }

    private static boolean isSpace(int c) {
      return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isMark(int c) {
      int type = Character.getType(c);
      return (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK)
          && !Characters.isRemoved(c);
    }

    private void mark(int c, int at) {
      if (out.isEmpty() || marks >= MAX_MARKS) {
        return;
      }
      marks++;
      String joined =
          Normalizer.normalize(
              out.charAt(out.length() - 1) + Character.toString(c), Normalizer.Form.NFKC);
      if (joined.length() == 1) {
        out.setCharAt(out.length() - 1, joined.charAt(0));
      } else if (Characters.isContent(out.charAt(out.length() - 1))) {
        for (int k = 1; k < joined.length(); k++) {
          append(joined.charAt(k), at);
        }
      }
    }

    private void space(int at) {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        append(' ', at);
      }
    }

    private void other(int c, int at) {
      String folded =
          Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
              .toLowerCase(Locale.ROOT);
      for (int k = 0; k < folded.length(); k++) {
        char ch = folded.charAt(k);
        if (isSpace(ch)) {
          space(at);
        } else {
          put(ch, at);
        }
      }
    }

    /** Appends unless it only repeats the punctuation before it. */
    private void put(char c, int at) {
      if (c == ' ') {
        space(at);
        return;
      }
      char unified = Characters.punctuation(c);
      if (!Characters.isContent(unified)
          && !out.isEmpty()
          && Characters.repeats(out.charAt(out.length() - 1), unified)) {
        return;
      }
      append(unified, at);
    }

    private void append(char c, int at) {
      if (out.length() == origins.length) {
        origins = Arrays.copyOf(origins, origins.length * 2);
      }
      origins[out.length()] = at;
      out.append(c);
    }
  }
}
