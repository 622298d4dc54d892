package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Grows a {@link Forest} by gradient boosting on the logistic loss: Newton steps over histograms of
 * {@value #BINS} quantile bins. Deterministic.
 *
 * @see <a href="https://arxiv.org/abs/1603.02754">XGBoost: A Scalable Tree Boosting System</a>
 */
final class ForestTraining {
  private static final int BINS = 48;
  private static final int DEPTH = 3;
  private static final double RATE = 0.08;

  /** Second-order regularisation of a leaf, and the least curvature a leaf may hold. */
  private static final double RIDGE = 5;

  private static final double LEAST = 8;

  private final float[][] rows;
  private final boolean[] right;
  private final double[] weights;
  private final float[][] cuts;
  private final byte[][] binned;

  private ForestTraining(List<float[]> rows, List<Boolean> right, List<Double> weights) {
    this.rows = rows.toArray(float[][]::new);
    this.right = new boolean[right.size()];
    this.weights = weights.stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 0; i < this.right.length; i++) {
      this.right[i] = right.get(i);
    }
    int inputs = this.rows[0].length;
    this.cuts = new float[inputs][];
    this.binned = new byte[inputs][this.rows.length];
    for (int f = 0; f < inputs; f++) {
      cuts[f] = cuts(f);
      for (int i = 0; i < this.rows.length; i++) {
        binned[f][i] = (byte) bin(cuts[f], this.rows[i][f]);
      }
    }
  }

  /**
   * @param weights how many rows each row counts for
   */
  static Forest fit(List<float[]> rows, List<Boolean> right, List<Double> weights, int trees) {
    return new ForestTraining(rows, right, weights).grow(trees);
  }

  private float[] cuts(int input) {
    float[] sorted = new float[rows.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = rows[i][input];
    }
    Arrays.sort(sorted);
    float[] found = new float[BINS];
    int size = 0;
    for (int b = 1; b < BINS; b++) {
      float cut = sorted[(int) ((long) b * sorted.length / BINS)];
      if (cut > sorted[0] && (size == 0 || found[size - 1] < cut)) {
        found[size++] = cut;
      }
    }
    if (size == 0 && sorted[sorted.length - 1] > sorted[0]) {
      found[size++] = sorted[sorted.length - 1];
    }
    return Arrays.copyOf(found, size);
  }

  /** Number of cuts at or below the value. */
  private static int bin(float[] cuts, float value) {
    int at = Arrays.binarySearch(cuts, value);
    return at >= 0 ? at + 1 : -at - 1;
  }

  private Forest grow(int count) {
    double positive = 0;
    double all = 0;
    for (int i = 0; i < right.length; i++) {
      positive += right[i] ? weights[i] : 0;
      all += weights[i];
    }
    double base = Math.log((positive + 1) / (all - positive + 1));
    double[] sum = new double[right.length];
    Arrays.fill(sum, base);
    var trees = new ArrayList<Forest.Tree>();
    double[] slope = new double[right.length];
    double[] curve = new double[right.length];
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < sum.length; i++) {
        double p = 1 / (1 + Math.exp(-sum[i]));
        slope[i] = weights[i] * ((right[i] ? 1 : 0) - p);
        curve[i] = weights[i] * p * (1 - p);
      }
      Forest.Tree tree = tree(slope, curve);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += tree.value(rows[i]);
      }
      trees.add(tree);
    }
    return new Forest(base, trees);
  }

  private Forest.Tree tree(double[] slope, double[] curve) {
    int inner = (1 << DEPTH) - 1;
    int[] inputs = new int[inner];
    float[] splits = new float[inner];
    Arrays.fill(splits, Float.MAX_VALUE);
    int[] node = new int[slope.length];
    for (int level = 0; level < DEPTH; level++) {
      int start = (1 << level) - 1;
      split(start, start + (1 << level), node, slope, curve, inputs, splits);
      for (int i = 0; i < node.length; i++) {
        node[i] = 2 * node[i] + (rows[i][inputs[node[i]]] < splits[node[i]] ? 1 : 2);
      }
    }
    double[] slopes = new double[inner + 1];
    double[] curves = new double[inner + 1];
    for (int i = 0; i < node.length; i++) {
      slopes[node[i] - inner] += slope[i];
      curves[node[i] - inner] += curve[i];
    }
    float[] leaves = new float[inner + 1];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = (float) (RATE * slopes[i] / (curves[i] + RIDGE));
    }
    return new Forest.Tree(inputs, splits, leaves);
  }

  private void split(
      int from, int to, int[] node, double[] slope, double[] curve, int[] inputs, float[] splits) {
    double[] best = new double[to - from];
    for (int f = 0; f < binned.length; f++) {
      int bins = cuts[f].length + 1;
      double[][] slopes = new double[to - from][bins];
      double[][] curves = new double[to - from][bins];
      for (int i = 0; i < node.length; i++) {
        slopes[node[i] - from][binned[f][i]] += slope[i];
        curves[node[i] - from][binned[f][i]] += curve[i];
      }
      for (int n = 0; n < to - from; n++) {
        choose(f, n, from, slopes[n], curves[n], best, inputs, splits);
      }
    }
  }

  private void choose(
      int input,
      int n,
      int from,
      double[] slopes,
      double[] curves,
      double[] best,
      int[] inputs,
      float[] splits) {
    double allSlope = Arrays.stream(slopes).sum();
    double allCurve = Arrays.stream(curves).sum();
    double leftSlope = 0;
    double leftCurve = 0;
    for (int b = 0; b < slopes.length - 1; b++) {
      leftSlope += slopes[b];
      leftCurve += curves[b];
      if (leftCurve < LEAST || allCurve - leftCurve < LEAST) {
        continue;
      }
      double gain =
          worth(leftSlope, leftCurve)
              + worth(allSlope - leftSlope, allCurve - leftCurve)
              - worth(allSlope, allCurve);
      if (gain > best[n] + 1e-9) {
        best[n] = gain;
        inputs[from + n] = input;
        splits[from + n] = cuts[input][b];
      }
    }
  }

  private static double worth(double slope, double curve) {
    return slope * slope / (curve + RIDGE);
  }
}
