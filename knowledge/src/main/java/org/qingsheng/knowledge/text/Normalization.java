package org.qingsheng.knowledge.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * A text made comparable: width and case folded, Simplified script, no control or zero-width
 * characters, no emoji, damage of machines repaired, Cantonese words in standard Chinese,
 * punctuation and spaces collapsed, polite and urgent phrases stripped from its ends. The same for
 * index and query. Immutable.
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
    TracedText text = folded(original, MAX_LENGTH);
    return of(original, text, Fillers.strip(text.chars));
  }

  private static Normalization of(String original, TracedText text, int[] kept) {
    return new Normalization(
        original, text.chars.substring(kept[0], kept[1]), text.origins(kept[0], kept[1]));
  }

  private static TracedText folded(String original, int limit) {
    var maker = new Maker(original, limit);
    maker.read();
    TracedText text = maker.out;
    ScriptFolding.fold(text.chars);
    Rewriting.DAMAGE.apply(text);
    Rewriting.CANTONESE.apply(text);
    Numerals.repairScript(text.chars);
    return text;
  }

  /**
   * The same for a whole answer or document of up to {@value #MAX_LONG} characters; no filler is
   * stripped.
   */
  public static Normalization ofLong(String original) {
    TracedText text = folded(original, MAX_LONG);
    return of(original, text, new int[] {0, text.length()});
  }

  /**
   * This text with other words in some places, as somebody who knows the base would have written
   * it; offsets still lead to the original.
   *
   * @param replacements of {@link #text()}, from left to right, not overlapping
   */
  public Normalization with(List<Replacement> replacements) {
    var changed = new TracedText(text, origins);
    for (Replacement each : replacements.reversed()) {
      changed.replace(each.start(), each.end(), each.by());
    }
    return of(original, changed, new int[] {0, changed.length()});
  }

  /** Other words for {@code [start, end)} of a normalised text; {@code end > start}. */
  public record Replacement(int start, int end, String by) {}

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
    private final TracedText out;
    private final StringBuilder chars;
    private int marks;

    Maker(String in, int limit) {
      this.in = in;
      this.limit = limit;
      this.out = new TracedText(Math.min(in.length(), limit) + 8);
      this.chars = out.chars;
    }

    void read() {
      int i = 0;
      while (i < in.length() && chars.length() < limit) {
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
      while (!chars.isEmpty() && chars.charAt(chars.length() - 1) == ' ') {
        chars.setLength(chars.length() - 1);
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
      if (chars.isEmpty() || marks >= MAX_MARKS) {
        return;
      }
      marks++;
      String joined =
          Normalizer.normalize(
              chars.charAt(chars.length() - 1) + Character.toString(c), Normalizer.Form.NFKC);
      if (joined.length() == 1) {
        chars.setCharAt(chars.length() - 1, joined.charAt(0));
      } else if (Characters.isContent(chars.charAt(chars.length() - 1))) {
        for (int k = 1; k < joined.length(); k++) {
          out.append(joined.charAt(k), at);
        }
      }
    }

    private void space(int at) {
      if (!chars.isEmpty() && chars.charAt(chars.length() - 1) != ' ') {
        out.append(' ', at);
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
          && !chars.isEmpty()
          && Characters.repeats(chars.charAt(chars.length() - 1), unified)) {
        return;
      }
      out.append(unified, at);
    }
  }
}
