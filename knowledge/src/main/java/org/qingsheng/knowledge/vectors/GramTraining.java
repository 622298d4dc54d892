package org.qingsheng.knowledge.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.qingsheng.knowledge.text.Tokens;

/**
 * Trains {@link GramVectors} so that wordings of one meaning lie close and others apart: each
 * wording is drawn to another of its group, or to a damaged copy of itself, and away from the rest
 * of its batch (softmax over cosines, both ways), by Adagrad. One thread, one seed: deterministic.
 *
 * @see <a href="https://arxiv.org/abs/1705.00652">Henderson et al., in-batch negatives</a>
 * @see <a href="https://arxiv.org/abs/1607.04606">Bojanowski et al., words as sums of n-grams</a>
 */
public final class GramTraining {
  private static final int WIDTH = GramVectors.WIDTH;
  private static final long SEED = 20261120;

  /** Knobs, measured on development questions. */
  static int batch = Integer.getInteger("v.batch", 96);

  static int epochs = Integer.getInteger("v.epochs", 20);
  static int most = Integer.getInteger("v.most", 400_000);
  static float sharpness = Float.parseFloat(System.getProperty("v.sharp", "15"));
  static float rate = Float.parseFloat(System.getProperty("v.rate", "0.1"));
  static double noise = Double.parseDouble(System.getProperty("v.noise", "0.3"));

  private final List<String[]> units = new ArrayList<>();
  private final List<boolean[]> joins = new ArrayList<>();
  private final List<Integer> group = new ArrayList<>();
  private int groups;

  /** What is added from now on means something else. */
  public void nextGroup() {
    groups++;
  }

  /** Adds one wording of the current group. */
  public void add(Tokens tokens) {
    String[] own = new String[tokens.size()];
    boolean[] joined = new boolean[own.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = tokens.unit(i);
      joined[i] = i > 0 && tokens.joins(i);
    }
    units.add(own);
    joins.add(joined);
    group.add(groups);
  }

  /** Trains on all that was added. */
  public GramVectors train() {
    var random = new Random(SEED);
    int n = units.size();
    var grams = new ArrayList<long[]>(n);
    var seen = new TreeSet<String>();
    for (int i = 0; i < n; i++) {
      grams.add(Grams.of(units.get(i), joins.get(i)));
      seen.addAll(Arrays.asList(units.get(i)));
    }
    GramTable table = GramTable.of(grams);
    float[] rows = GramVectors.random(table, SEED);
    var damage = new Damage(seen, random);
    int[] first = new int[groups + 2];
    for (int each : group) {
      first[each + 1]++;
    }
    for (int g = 1; g < first.length; g++) {
      first[g] += first[g - 1];
    }
    int[] members = new int[n];
    int[] next = first.clone();
    for (int i = 0; i < n; i++) {
      members[next[group.get(i)]++] = i;
    }
    var step = new Step(rows, batch);
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    long total = Math.min((long) epochs * n, most);
    long done = 0;
    float[] history = new float[rows.length / WIDTH];
    while (done < total) {
      shuffle(order, random);
      for (int from = 0; from + 1 < n && done < total; from += batch) {
        int size = Math.min(batch, n - from);
        if (size < 2) {
          break;
        }
        int[][] anchors = new int[size][];
        int[][] others = new int[size][];
        int[] meaning = new int[size];
        for (int i = 0; i < size; i++) {
          int anchor = order[from + i];
          int own = group.get(anchor);
          meaning[i] = own;
          int count = first[own + 1] - first[own];
          int other = count < 2 ? anchor : members[first[own] + random.nextInt(count)];
          boolean spoil = other == anchor || random.nextDouble() < noise;
          anchors[i] = table.rowsOf(grams.get(anchor));
          others[i] =
              table.rowsOf(spoil ? damage.copy(units.get(other)) : grams.get(other));
        }
        float now = rate * (1 - 0.9f * done / total);
        step.run(anchors, others, meaning, history, now);
        done += size;
      }
      if (n < 2) {
        break;
      }
    }
    return new GramVectors(table, rows);
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  /** One batch: forward, softmax both ways, backward, update. */
  private static final class Step {
    private final float[] rows;
    private final float[] a;
    private final float[] b;
    private final float[] slopeA;
    private final float[] slopeB;
    private final float[][] near;
    private final float[] lengthA;
    private final float[] lengthB;

    Step(float[] rows, int batch) {
      this.rows = rows;
      this.a = new float[batch * WIDTH];
      this.b = new float[batch * WIDTH];
      this.slopeA = new float[batch * WIDTH];
      this.slopeB = new float[batch * WIDTH];
      this.near = new float[batch][batch];
      this.lengthA = new float[batch];
      this.lengthB = new float[batch];
    }

    void run(int[][] anchors, int[][] others, int[] meaning, float[] history, float rate) {
      int size = anchors.length;
      forward(anchors, a, lengthA);
      forward(others, b, lengthB);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          near[i][j] =
              i != j && meaning[i] == meaning[j]
                  ? Float.NEGATIVE_INFINITY
                  : sharpness * GramVectors.dot(a, i * WIDTH, b, j * WIDTH);
        }
      }
      float[][] pull = pulls(size);
      Arrays.fill(slopeA, 0, size * WIDTH, 0);
      Arrays.fill(slopeB, 0, size * WIDTH, 0);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          float p = pull[i][j];
          if (Math.abs(p) > 1e-4f) {
            axpy(p, b, j * WIDTH, slopeA, i * WIDTH);
            axpy(p, a, i * WIDTH, slopeB, j * WIDTH);
          }
        }
      }
      backward(anchors, a, slopeA, lengthA, history, rate);
      backward(others, b, slopeB, lengthB, history, rate);
    }

    private float[][] pulls(int size) {
      float[][] pull = new float[size][size];
      for (int i = 0; i < size; i++) {
        float best = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < size; j++) {
          best = Math.max(best, near[i][j]);
        }
        float sum = 0;
        for (int j = 0; j < size; j++) {
          pull[i][j] = (float) Math.exp(near[i][j] - best);
          sum += pull[i][j];
        }
        for (int j = 0; j < size; j++) {
          pull[i][j] = pull[i][j] / sum - (i == j ? 1 : 0);
        }
      }
      for (int j = 0; j < size; j++) {
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
          best = Math.max(best, near[i][j]);
        }
        float sum = 0;
        for (int i = 0; i < size; i++) {
          sum += (float) Math.exp(near[i][j] - best);
        }
        for (int i = 0; i < size; i++) {
          pull[i][j] += (float) Math.exp(near[i][j] - best) / sum - (i == j ? 1 : 0);
        }
      }
      return pull;
    }

    private void forward(int[][] texts, float[] vectors, float[] lengths) {
      Arrays.fill(vectors, 0, texts.length * WIDTH, 0);
      for (int i = 0; i < texts.length; i++) {
        for (int row : texts[i]) {
          axpy(1, rows, row * WIDTH, vectors, i * WIDTH);
        }
        lengths[i] = GramVectors.normalize(vectors, i * WIDTH);
      }
    }

    private void backward(
        int[][] texts, float[] vectors, float[] slopes, float[] lengths, float[] history, float rate) {
      for (int i = 0; i < texts.length; i++) {
        if (lengths[i] == 0) {
          continue;
        }
        int at = i * WIDTH;
        float along = GramVectors.dot(vectors, at, slopes, at);
        float square = 0;
        for (int d = 0; d < WIDTH; d++) {
          slopes[at + d] = slopes[at + d] - along * vectors[at + d];
          square += slopes[at + d] * slopes[at + d];
        }
        if (square < 1e-12f) {
          continue;
        }
        for (int row : texts[i]) {
          history[row] += square / WIDTH;
          axpy(-rate / (float) Math.sqrt(history[row] + 1e-8f), slopes, at, rows, row * WIDTH);
        }
      }
    }

    private static void axpy(float factor, float[] from, int at, float[] to, int into) {
      for (int d = 0; d < WIDTH; d++) {
        to[into + d] += factor * from[at + d];
      }
    }
  }
}
