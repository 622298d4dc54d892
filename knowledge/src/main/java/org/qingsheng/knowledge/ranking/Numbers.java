package org.qingsheng.knowledge.ranking;

import java.util.Arrays;

/**
 * Sets of numbers of many texts in one array, one behind the other: texts that are read together
 * lie together in memory. Immutable.
 */
final class Numbers {
  private final int[] all;
  private final int[] from;

  private Numbers(int[] all, int[] from) {
    this.all = all;
    this.from = from;
  }

  interface Source {
    int[] of(int text);
  }

  static Numbers of(int texts, Source source) {
    int[] from = new int[texts + 1];
    for (int i = 0; i < texts; i++) {
      from[i + 1] = from[i] + source.of(i).length;
    }
    int[] all = new int[from[texts]];
    for (int i = 0; i < texts; i++) {
      int[] numbers = source.of(i);
      System.arraycopy(numbers, 0, all, from[i], numbers.length);
    }
    return new Numbers(all, from);
  }

  /** The same with more texts behind it. */
  Numbers with(int texts, Source source) {
    Numbers more = of(texts, source);
    int old = from.length - 1;
    int end = from[old];
    int[] joined = Arrays.copyOf(all, end + more.all.length);
    System.arraycopy(more.all, 0, joined, end, more.all.length);
    int[] begin = Arrays.copyOf(from, from.length + texts);
    for (int i = 1; i <= texts; i++) {
      begin[old + i] = end + more.from[i];
    }
    return new Numbers(joined, begin);
  }

  /** Numbers of one text. */
  int[] of(int text) {
    return Arrays.copyOfRange(all, from[text], from[text + 1]);
  }

  /** Weight of the heaviest number of a text that the question has not. */
  float heaviestUnmet(int text, Sought question, float[] weights) {
    float heaviest = 0;
    for (int i = from[text]; i < from[text + 1]; i++) {
      if (weights[all[i]] > heaviest && !question.has(all[i])) {
        heaviest = weights[all[i]];
      }
    }
    return heaviest;
  }

  /** Sums the weights of what a text shares with the question, and marks it there. */
  float shared(int text, Sought question) {
    float sum = 0;
    for (int i = from[text]; i < from[text + 1]; i++) {
      sum += question.weightOf(all[i]);
    }
    return sum;
  }

  /** The question's numbers with their weights, in a small open hash table. Used by one thread. */
  static final class Sought {
    private final int[] keys;
    private final float[] weights;
    private final byte[] places;
    private final int mask;

    /** Bit i is set when the i-th number (of the first 64) was met since it was cleared. */
    long met;

    Sought(int[] numbers, float[] weightOf) {
      int size = Integer.highestOneBit(Math.max(4, numbers.length)) * 4;
      this.keys = new int[size];
      this.weights = new float[size];
      this.places = new byte[size];
      this.mask = size - 1;
      Arrays.fill(keys, -1);
      for (int i = 0; i < numbers.length; i++) {
        int slot = slot(numbers[i]);
        keys[slot] = numbers[i];
        weights[slot] = weightOf[numbers[i]];
        places[slot] = (byte) Math.min(i, Long.SIZE);
      }
    }

    private int slot(int number) {
      int slot = ((number * 0x9E3779B1) >>> 8) & mask;
      while (keys[slot] != number && keys[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private boolean has(int number) {
      return keys[slot(number)] == number;
    }

    private float weightOf(int number) {
      int slot = slot(number);
      if (keys[slot] != number) {
        return 0;
      }
      if (places[slot] < Long.SIZE) {
        met |= 1L << places[slot];
      }
      return weights[slot];
    }
  }
}
