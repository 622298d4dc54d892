package org.qingsheng.knowledge.vectors;

import java.util.Arrays;

/**
 * One batch of training: vectors of both sides, softmax over their cosines both ways, slopes, and
 * Adagrad with one history a row. Texts of one meaning are not drawn apart. Not thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1705.00652">Henderson et al., in-batch negatives</a>
 * @see <a href="https://arxiv.org/abs/1607.04606">Bojanowski et al., texts as sums of n-grams</a>
 */
final class ContrastiveStep {
  private static final int WIDTH = GramVectors.WIDTH;

  /** Cosines are multiplied by this before the softmax. */
  private static final float SHARPNESS = 15;

  /** A pull that is weaker is left out. */
  private static final float LEAST_PULL = 1e-4f;

  private final float[] rows;
  private final float[] history;
  private final int[] meaning;
  private final Side ones;
  private final Side others;
  private final float[][] near;
  private final float[][] pull;

  /** Texts of one side of the batch. */
  private static final class Side {
    final int[][] grams;
    final float[] vectors;
    final float[] slopes;
    final boolean[] empty;

    Side(int batch) {
      this.grams = new int[batch][];
      this.vectors = new float[batch * WIDTH];
      this.slopes = new float[batch * WIDTH];
      this.empty = new boolean[batch];
    }
  }

  /**
   * @param rows of all grams; trained in place
   */
  ContrastiveStep(float[] rows, int batch) {
    this.rows = rows;
    this.history = new float[rows.length / WIDTH];
    this.meaning = new int[batch];
    this.ones = new Side(batch);
    this.others = new Side(batch);
    this.near = new float[batch][batch];
    this.pull = new float[batch][batch];
  }

  /** Two texts of one meaning, as rows of their grams. */
  void set(int place, int group, int[] one, int[] other) {
    meaning[place] = group;
    ones.grams[place] = one;
    others.grams[place] = other;
  }

  void run(int size, float rate) {
    forward(ones, size);
    forward(others, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        near[i][j] =
            i != j && meaning[i] == meaning[j]
                ? Float.NEGATIVE_INFINITY
                : SHARPNESS * GramVectors.dot(ones.vectors, i * WIDTH, others.vectors, j * WIDTH);
      }
    }
    pulls(size);
    Arrays.fill(ones.slopes, 0, size * WIDTH, 0);
    Arrays.fill(others.slopes, 0, size * WIDTH, 0);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (Math.abs(pull[i][j]) > LEAST_PULL) {
          add(pull[i][j], others.vectors, j * WIDTH, ones.slopes, i * WIDTH);
          add(pull[i][j], ones.vectors, i * WIDTH, others.slopes, j * WIDTH);
        }
      }
    }
    backward(ones, size, rate);
    backward(others, size, rate);
  }

  private void forward(Side side, int size) {
    Arrays.fill(side.vectors, 0, size * WIDTH, 0);
    for (int i = 0; i < size; i++) {
      for (int row : side.grams[i]) {
        add(1, rows, row * WIDTH, side.vectors, i * WIDTH);
      }
      side.empty[i] = !GramVectors.normalize(side.vectors, i * WIDTH);
    }
  }

  /** Slopes of the loss by each cosine: from each one to all others, and back. */
  private void pulls(int size) {
    for (int i = 0; i < size; i++) {
      float greatest = near[i][i];
      for (int j = 0; j < size; j++) {
        greatest = Math.max(greatest, near[i][j]);
      }
      float sum = 0;
      for (int j = 0; j < size; j++) {
        pull[i][j] = (float) Math.exp(near[i][j] - greatest);
        sum += pull[i][j];
      }
      for (int j = 0; j < size; j++) {
        pull[i][j] = pull[i][j] / sum - (i == j ? 1 : 0);
      }
    }
    for (int j = 0; j < size; j++) {
      float greatest = near[j][j];
      for (int i = 0; i < size; i++) {
        greatest = Math.max(greatest, near[i][j]);
      }
      float sum = 0;
      for (int i = 0; i < size; i++) {
        near[i][j] = (float) Math.exp(near[i][j] - greatest);
        sum += near[i][j];
      }
      for (int i = 0; i < size; i++) {
        pull[i][j] += near[i][j] / sum - (i == j ? 1 : 0);
      }
    }
  }

  /** Only what turns a vector counts, not what lengthens it. */
  private void backward(Side side, int size, float rate) {
    for (int i = 0; i < size; i++) {
      if (side.empty[i]) {
        continue;
      }
      int at = i * WIDTH;
      float along = GramVectors.dot(side.vectors, at, side.slopes, at);
      add(-along, side.vectors, at, side.slopes, at);
      float square = GramVectors.dot(side.slopes, at, side.slopes, at) / WIDTH;
      if (square > 0) {
        for (int row : side.grams[i]) {
          history[row] += square;
          add(-rate / (float) Math.sqrt(history[row]), side.slopes, at, rows, row * WIDTH);
        }
      }
    }
  }

  private static void add(float factor, float[] from, int at, float[] to, int into) {
    for (int d = 0; d < WIDTH; d++) {
      to[into + d] += factor * from[at + d];
    }
  }
}
