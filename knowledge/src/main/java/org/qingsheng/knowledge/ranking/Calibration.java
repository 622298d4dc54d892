package org.qingsheng.knowledge.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * From log-odds to a probability that was counted: the rising step curve that fits labelled cases
 * best (pool adjacent violators), drawn as a line through the middles of its steps. Immutable.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Isotonic_regression">isotonic regression</a>
 */
public final class Calibration {
  /** Cases pooled at least, so that no step rests on a handful. */
  private static final int LEAST = 20;

  private final double[] at;
  private final double[] probability;

  private Calibration(double[] at, double[] probability) {
    this.at = at;
    this.probability = probability;
  }

  /**
   * One labelled case.
   *
   * @param right 1 or 0; something between where it is only expected
   * @param weight how many it counts for
   */
  public record Case(double logOdds, double right, double weight) {
    public Case(double logOdds, boolean right) {
      this(logOdds, right, 1);
    }

    Case(double logOdds, boolean right, double weight) {
      this(logOdds, right ? 1.0 : 0.0, weight);
    }
  }

  /** Fits the curve; needs at least one case. */
  public static Calibration fit(List<Case> cases) {
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("calibration needs labelled cases");
    }
    var sorted = new ArrayList<>(cases);
    sorted.sort(Comparator.comparingDouble(Case::logOdds));
    var blocks = new ArrayList<double[]>(); // right, count, sum of log-odds
    for (int i = 0; i < sorted.size(); i += LEAST) {
      double[] block = new double[3];
      int end = sorted.size() - i < 2 * LEAST ? sorted.size() : i + LEAST;
      for (int k = i; k < end; k++) {
        double weight = sorted.get(k).weight();
        block[0] += weight * sorted.get(k).right();
        block[1] += weight;
        block[2] += weight * sorted.get(k).logOdds();
      }
      blocks.add(block);
      while (blocks.size() > 1 && mean(blocks.getLast()) <= mean(blocks.get(blocks.size() - 2))) {
        double[] last = blocks.removeLast();
        double[] before = blocks.getLast();
        for (int k = 0; k < 3; k++) {
          before[k] += last[k];
        }
      }
      if (end == sorted.size()) {
        break;
      }
    }
    double[] at = new double[blocks.size()];
    double[] probability = new double[blocks.size()];
    for (int i = 0; i < at.length; i++) {
      double[] block = blocks.get(i);
      at[i] = block[2] / block[1];
      double counted = (block[0] + 0.5) / (block[1] + 1); // never exactly 0 or 1
      probability[i] = i == 0 ? counted : Math.max(counted, probability[i - 1]);
    }
    return new Calibration(at, probability);
  }

  private static double mean(double[] block) {
    return block[0] / block[1];
  }

  /** Rises with {@code logOdds}, strictly inside the fitted range, almost flat outside it. */
  public double probability(double logOdds) {
    int n = at.length;
    if (logOdds <= at[0]) {
      return probability[0] * Math.exp(Math.max(-20, (logOdds - at[0]) / 4));
    }
    if (logOdds >= at[n - 1]) {
      double rest = 1 - probability[n - 1];
      return 1 - rest * Math.exp(Math.max(-20, (at[n - 1] - logOdds) / 4));
    }
    int found = Arrays.binarySearch(at, logOdds);
    int right = found >= 0 ? found : -found - 1;
    if (right == 0) {
      return probability[0];
    }
    double part = (logOdds - at[right - 1]) / (at[right] - at[right - 1]);
    return probability[right - 1] + part * (probability[right] - probability[right - 1]);
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode x = node.putArray("logOdds");
    ArrayNode y = node.putArray("probability");
    for (int i = 0; i < at.length; i++) {
      x.add(at[i]);
      y.add(probability[i]);
    }
    return node;
  }

  static Calibration read(JsonNode node) {
    JsonNode x = node.required("logOdds");
    JsonNode y = node.required("probability");
    double[] at = new double[x.size()];
    double[] probability = new double[x.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = x.get(i).asDouble();
      probability[i] = y.get(i).asDouble();
    }
    return new Calibration(at, probability);
  }
}
