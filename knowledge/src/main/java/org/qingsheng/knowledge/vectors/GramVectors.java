package org.qingsheng.knowledge.vectors;

import java.util.Random;
import org.qingsheng.knowledge.text.Tokens;

/**
 * One vector for each n-gram of a base; a text is the sum of its grams' vectors at length 1. Grams
 * the base never had share a pool of random ones: the same gram on both sides still counts. Kept in
 * 16 bits a number with one factor for each row, half of what the training takes; what is lost lies
 * below 1/30,000 of the greatest number of a row. Immutable.
 */
public final class GramVectors {
  /** Width of a vector. */
  public static final int WIDTH = 96;

  /** Rows for grams that were never seen. */
  static final int POOL = 4096;

  private final GramTable table;
  private final short[] rows;

  /** What a number of a row is worth. */
  private final float[] worth;

  /**
   * @param trained {@link #WIDTH} numbers for each row of the table and of the pool
   */
  GramVectors(GramTable table, float[] trained) {
    this.table = table;
    this.rows = new short[trained.length];
    this.worth = new float[trained.length / WIDTH];
    for (int row = 0; row < worth.length; row++) {
      int from = row * WIDTH;
      float greatest = 0;
      for (int d = 0; d < WIDTH; d++) {
        greatest = Math.max(greatest, Math.abs(trained[from + d]));
      }
      worth[row] = greatest / Short.MAX_VALUE;
      for (int d = 0; greatest > 0 && d < WIDTH; d++) {
        rows[from + d] = (short) Math.round(trained[from + d] / worth[row]);
      }
    }
  }

  /** Starts every gram at a random direction with its weight as length. */
  static float[] random(GramTable table, Random random) {
    float[] rows = new float[(table.size() + POOL) * WIDTH];
    for (int row = 0; row < table.size() + POOL; row++) {
      double square = 0;
      for (int d = 0; d < WIDTH; d++) {
        float value = (float) random.nextGaussian();
        rows[row * WIDTH + d] = value;
        square += (double) value * value;
      }
      float scale = (float) (table.weight(row) / Math.sqrt(square));
      for (int d = 0; d < WIDTH; d++) {
        rows[row * WIDTH + d] *= scale;
      }
    }
    return rows;
  }

  /** The text's vector, of length 1, or 0 for an empty text. */
  public float[] of(Tokens tokens) {
    float[] vector = new float[WIDTH];
    for (int row : table.rowsOf(Grams.of(tokens))) {
      add(row, 1, vector, 0);
    }
    normalize(vector, 0);
    return vector;
  }

  /** Hash of one unit, for {@link #add} and {@link #pair}. */
  public static long unit(String unit) {
    return Grams.single(Grams.unit(unit));
  }

  /** Gram of two neighbouring units. */
  public static long pair(long first, long second) {
    return Grams.pair(first, second);
  }

  /** Adds the vector of one unit or pair, as it was trained, times a factor. */
  public void add(long gram, float factor, float[] into, int at) {
    add(table.rowOf(gram), factor, into, at);
  }

  private void add(int row, float factor, float[] into, int at) {
    int from = row * WIDTH;
    float each = factor * worth[row];
    for (int d = 0; d < WIDTH; d++) {
      into[at + d] += each * rows[from + d];
    }
  }

  /** Brings {@code WIDTH} numbers to length 1; false when they are all 0. */
  public static boolean normalize(float[] vectors, int from) {
    float square = dot(vectors, from, vectors, from);
    if (square == 0) {
      return false;
    }
    float factor = 1 / (float) Math.sqrt(square);
    for (int d = 0; d < WIDTH; d++) {
      vectors[from + d] *= factor;
    }
    return true;
  }

  /** Inner product of {@code WIDTH} numbers of each; four sums, so that they need not wait. */
  public static float dot(float[] a, int fromA, float[] b, int fromB) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int d = 0; d < WIDTH; d += 4) {
      s0 += a[fromA + d] * b[fromB + d];
      s1 += a[fromA + d + 1] * b[fromB + d + 1];
      s2 += a[fromA + d + 2] * b[fromB + d + 2];
      s3 += a[fromA + d + 3] * b[fromB + d + 3];
    }
    return s0 + s1 + s2 + s3;
  }
}
