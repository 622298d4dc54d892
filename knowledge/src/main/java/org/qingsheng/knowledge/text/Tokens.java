package org.qingsheng.knowledge.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The units of a normalised text: each ideograph alone, runs of Latin letters and digits whole.
 * Neighbouring units make bigrams; punctuation and spaces make none. At most {@value #MAX_UNITS}
 * units are kept. Immutable.
 */
public final class Tokens {
  /** A question that says more than this says several things; the rest would only cost time. */
  public static final int MAX_UNITS = 200;

  private static final String[] SINGLE = new String[Character.MAX_VALUE + 1];

  static {
    for (char c = 0x4E00; c < 0xA000; c++) {
      SINGLE[c] = String.valueOf(c);
    }
  }

  private final List<String> units;
  private final boolean[] joined;
  private final int[] starts;
  private final int[] ends;

  Tokens(List<String> units, boolean[] joined, int[] starts, int[] ends) {
    this.ends = ends;
    this.units = units;
    this.joined = joined;
    this.starts = starts;
  }

  public static Tokens of(Normalization normalized) {
    return of(normalized.text(), MAX_UNITS);
  }

  /**
   * @param limit units kept at most; answers are longer than questions
   */
  public static Tokens of(String normalized, int limit) {
    var units = new ArrayList<String>(Math.min(normalized.length(), limit));
    boolean[] joined = new boolean[Math.min(normalized.length(), limit)];
    int[] starts = new int[joined.length];
    int[] ends = new int[joined.length];
    boolean touches = false;
    int i = 0;
    while (i < normalized.length() && units.size() < limit) {
      int end = endOfUnit(normalized, i);
      if (end == i) {
        touches = false;
        i++;
        continue;
      }
      joined[units.size()] = touches;
      starts[units.size()] = i;
      ends[units.size()] = end;
      units.add(unit(normalized, i, end));
      touches = true;
      i = end;
    }
    return new Tokens(units, joined, starts, ends);
  }

  private static String unit(String text, int from, int to) {
    if (to == from + 1) {
      String single = SINGLE[text.charAt(from)];
      if (single != null) {
        return single;
      }
    }
    return text.substring(from, to);
  }

  /** Same as {@code from} when no unit starts there. */
  private static int endOfUnit(String text, int from) {
    char c = text.charAt(from);
    if (!Characters.isContent(c)) {
      return from;
    }
    if (Character.isHighSurrogate(c) && from + 1 < text.length()) {
      return from + 2;
    }
    int end = from + 1;
    if (Characters.isRun(c)) {
      while (end < text.length() && (Characters.isRun(text.charAt(end)) || isPoint(text, end))) {
        end++;
      }
    }
    return end;
  }

  private static boolean isPoint(String text, int at) {
    return text.charAt(at) == '.'
        && Character.isDigit(text.charAt(at - 1))
        && at + 1 < text.length()
        && Character.isDigit(text.charAt(at + 1));
  }

  public int size() {
    return units.size();
  }

  public String unit(int index) {
    return units.get(index);
  }

  /** Where unit {@code index} begins in the normalised text. */
  public int start(int index) {
    return starts[index];
  }

  /** Where it ends, exclusive. */
  public int end(int index) {
    return ends[index];
  }

  /** Whether unit {@code index} follows its predecessor without anything between. */
  public boolean joins(int index) {
    return joined[index];
  }

  /** The bigram ending at unit {@code index}; ask {@link #joins} first. */
  public String bigram(int index) {
    return units.get(index - 1).concat(units.get(index));
  }

  public List<String> units() {
    return List.copyOf(units);
  }
}
