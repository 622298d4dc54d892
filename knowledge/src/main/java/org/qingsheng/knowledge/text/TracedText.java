package org.qingsheng.knowledge.text;

import java.util.Arrays;

/**
 * A text being rewritten in which each character remembers the place in the original that it came
 * from. For one thread.
 */
final class TracedText {
  final StringBuilder chars;
  private int[] origins;

  TracedText(int capacity) {
    this.chars = new StringBuilder(capacity);
    this.origins = new int[capacity];
  }

  /** A copy of {@code text}, to be rewritten further. */
  TracedText(String text, int[] origins) {
    this.chars = new StringBuilder(text);
    this.origins = origins.clone();
  }

  int length() {
    return chars.length();
  }

  void append(char c, int origin) {
    reserve(chars.length() + 1);
    origins[chars.length()] = origin;
    chars.append(c);
  }

  /**
   * Puts {@code by} in the place of {@code [from, to)}. Its characters come from those replaced,
   * one by one; where it is longer, the rest come from the last of them.
   */
  void replace(int from, int to, String by) {
    int grown = by.length() - (to - from);
    reserve(chars.length() + grown);
    int last = origins[to - 1];
    int[] before = Arrays.copyOfRange(origins, from, to);
    System.arraycopy(origins, to, origins, to + grown, chars.length() - to);
    for (int k = 0; k < by.length(); k++) {
      origins[from + k] = k < before.length ? before[k] : last;
    }
    chars.replace(from, to, by);
  }

  private void reserve(int length) {
    if (length > origins.length) {
      origins = Arrays.copyOf(origins, Math.max(length, origins.length * 2));
    }
  }

  /** Origins of {@code [from, to)}. */
  int[] origins(int from, int to) {
    return Arrays.copyOfRange(origins, from, to);
  }
}
