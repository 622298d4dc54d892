package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sets of numbers of many texts in one array, one behind the other: texts that are read together
 * lie together in memory. Immutable.
 */
final class Numbers {
  private static final Numbers EMPTY = new Numbers(new int[0], new int[1], 0, null);

  private final int[] all;
  private final int[] from;

  /** Texts that stand in {@link #before}. */
  private final int split;

  private final @Nullable Numbers before;

  private Numbers(int[] all, int[] from, int split, @Nullable Numbers before) {
    this.all = all;
    this.from = from;
    this.split = split;
    this.before = before;
  }

  interface Source {
    int[] of(int text);
  }

  static Numbers of(int texts, Source source) {
    return of(0, texts, source, null);
  }

  /** The same with more texts; those of the last full build are shared. */
  Numbers with(int texts, Source source) {
    Numbers settled = before == null ? this : before;
    return of(settled.from.length - 1, texts, source, settled);
  }

  private static Numbers of(int split, int texts, Source source, @Nullable Numbers before) {
    if (split == texts && before == null) {
      return EMPTY;
    }
    int[] from = new int[texts - split + 1];
    for (int i = split; i < texts; i++) {
      from[i - split + 1] = from[i - split] + source.of(i).length;
    }
    int[] all = new int[from[texts - split]];
    for (int i = split; i < texts; i++) {
      int[] numbers = source.of(i);
      System.arraycopy(numbers, 0, all, from[i - split], numbers.length);
    }
    return new Numbers(all, from, split, before);
  }

  /** Numbers of one text. */
  int[] of(int text) {
    return before != null && text < split
        ? before.of(text)
        : Arrays.copyOfRange(all, from[text - split], from[text - split + 1]);
  }

  /** Weight of the heaviest number of a text that the question has not. */
  float heaviestUnmet(int text, Sought question, float[] weights) {
    if (before != null && text < split) {
      return before.heaviestUnmet(text, question, weights);
    }
    float heaviest = 0;
    for (int i = from[text - split], end = from[text - split + 1]; i < end; i++) {
      if (weights[all[i]] > heaviest && question.place(all[i]) == 0) {
        heaviest = weights[all[i]];
      }
    }
    return heaviest;
  }

  /** Sums the weights of what a text shares with the question, and marks it there. */
  float shared(int text, Sought question) {
    if (before != null && text < split) {
      return before.shared(text, question);
    }
    float sum = 0;
    long met = question.met;
    for (int i = from[text - split], end = from[text - split + 1]; i < end; i++) {
      int place = question.place(all[i]);
      sum += question.weights[place];
      met |= question.bits[place];
    }
    question.met = met;
    return sum;
  }

  /**
   * The question's numbers with their weights, in a hash table with room for two in each bucket,
   * where nobody had to move on: hits and misses come in no order a processor could guess, so
   * looking one up has no branch. Used by one thread.
   */
  static final class Sought {
    private static final int LEAST_BUCKETS = 64;

    /** Buckets for each number, so that hardly ever three want the same. */
    private static final int ROOM = 4;

    private static final int FACTOR = 0x9E3779B1;

    private int[] keys;
    private int[] places;
    private int shift;

    /** By place; at place 0 is what was not found. */
    private final float[] weights;

    /** One bit for each of the first 64 numbers. */
    private final long[] bits;

    /** Bit i is set when the i-th number (of the first 64) was met since it was cleared. */
    long met;

    /**
     * @param numbers distinct, none negative
     */
    Sought(int[] numbers, float[] weightOf) {
      this.weights = new float[numbers.length + 1];
      this.bits = new long[numbers.length + 1];
      for (int i = 0; i < numbers.length; i++) {
        weights[i + 1] = weightOf[numbers[i]];
        bits[i + 1] = i < Long.SIZE ? 1L << i : 0;
      }
      int buckets = Math.max(LEAST_BUCKETS, Integer.highestOneBit(ROOM * numbers.length + 1));
      do {
        this.keys = new int[2 * buckets];
        this.places = new int[2 * buckets];
        this.shift = Integer.numberOfLeadingZeros(buckets) + 1;
        buckets *= 2;
      } while (!isRoomFor(numbers));
    }

    private boolean isRoomFor(int[] numbers) {
      Arrays.fill(keys, -1);
      for (int i = 0; i < numbers.length; i++) {
        int at = bucket(numbers[i]);
        at += keys[at] < 0 ? 0 : 1;
        if (keys[at] >= 0) {
          return false;
        }
        keys[at] = numbers[i];
        places[at] = i + 1;
      }
      return true;
    }

    private int bucket(int number) {
      return ((number * FACTOR) >>> shift) << 1;
    }

    /** Where the number stands among the question's, from 1; 0 if it is none of them. */
    private int place(int number) {
      int at = bucket(number);
      int first = keys[at] == number ? places[at] : 0;
      return keys[at + 1] == number ? places[at + 1] : first;
    }
  }
}
