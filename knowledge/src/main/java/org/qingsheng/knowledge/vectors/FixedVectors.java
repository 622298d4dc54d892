package org.qingsheng.knowledge.vectors;

import java.util.Arrays;

/**
 * Many vectors of length 1 in 16-bit fixed point, two numbers to an {@code int}: half as much to
 * fetch as floats, and sums of integers may be taken in any order, so that the compiler multiplies
 * eight numbers at once where it must add floats one by one. What is lost lies below 1/10,000 of a
 * cosine. Immutable but for {@link #set}.
 */
public final class FixedVectors {
  private static final int WIDTH = GramVectors.WIDTH;
  private static final int HALF = WIDTH / 2;
  private static final float ONE = Short.MAX_VALUE;

  /** Added before what follows the point is cut off: rounding that compiles to plain additions. */
  private static final int ABOVE = 1 << 16;

  /** Those of the last full build, shared by all that follow it. */
  private final int[] settled;

  private final int split;
  private final int[] recent;

  /** Zeros for so many vectors. */
  public FixedVectors(int count) {
    this(new int[count * HALF], count, new int[0]);
  }

  private FixedVectors(int[] settled, int split, int[] recent) {
    this.settled = settled;
    this.split = split;
    this.recent = recent;
  }

  /** With room for so many more behind those there are, which are shared; the new ones are 0. */
  public FixedVectors grown(int count) {
    return new FixedVectors(settled, split, Arrays.copyOf(recent, (count - split) * HALF));
  }

  private int[] of(int number) {
    return number < split ? settled : recent;
  }

  private int at(int number) {
    return (number < split ? number : number - split) * HALF;
  }

  /** Keeps a vector of length 1 (or 0) that begins at {@code from}. */
  public void set(int number, float[] vectors, int from) {
    int[] all = of(number);
    int at = at(number);
    for (int d = 0; d < HALF; d++) {
      int low = Math.round(vectors[from + d] * ONE);
      int high = Math.round(vectors[from + HALF + d] * ONE);
      all[at + d] = (high << 16) | (low & 0xFFFF);
    }
  }

  /** Adds a vector to floats. */
  public void addTo(float[] sum, int into, int number) {
    int[] all = of(number);
    int at = at(number);
    for (int d = 0; d < HALF; d++) {
      sum[into + d] += (short) all[at + d] / ONE;
      sum[into + HALF + d] += (all[at + d] >> 16) / ONE;
    }
  }

  /**
   * Cosine with one of the vectors.
   *
   * @param one as {@link #fixed} makes it
   */
  public float dot(int[] one, int number) {
    int[] all = of(number);
    int at = at(number);
    int sum = 0;
    for (int d = 0; d < HALF; d++) {
      int both = all[at + d];
      sum += ((both << 16) >> 16) * one[d] + (both >> 16) * one[HALF + d];
    }
    return sum / (ONE * ONE);
  }

  /** The vector of length 1 that begins at {@code from}, one number to an {@code int}. */
  public static void fixed(float[] vectors, int from, int[] to, int into) {
    for (int d = 0; d < WIDTH; d++) {
      to[into + d] = (int) (vectors[from + d] * ONE + (ABOVE + 0.5f)) - ABOVE;
    }
  }

  /** Cosine of two of {@link #fixed}. */
  public static float dot(int[] some, int from, int[] others, int at) {
    int sum = 0;
    for (int d = 0; d < WIDTH; d++) {
      sum += some[from + d] * others[at + d];
    }
    return sum / (ONE * ONE);
  }
}
