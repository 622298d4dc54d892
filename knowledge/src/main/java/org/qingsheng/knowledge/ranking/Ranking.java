package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Candidates in order, with the calibrated probabilities of the list.
 *
 * @param ordered best first
 * @param first probability that the first is right
 * @param listed probability that one of the first {@value #OFFERED} is right
 */
public record Ranking(List<Candidate> ordered, double first, double listed) {
  /** As many as a choice may offer. */
  public static final int OFFERED = 4;

  public Ranking {
    ordered = List.copyOf(ordered);
  }

  /** Orders compared candidates; engine scores and features are filled in before. */
  public static Ranking of(RankingModel model, List<Candidate> candidates, Comparison comparison) {
    if (candidates.isEmpty()) {
      return new Ranking(List.of(), 0, 0);
    }
    List<Candidate> ordered = order(model.ranker().weights(comparison.shape()), candidates);
    float[] inputs = GateInputs.of(ordered, comparison);
    double first = model.first().probability(inputs);
    double listed = Math.max(first, model.listed().probability(inputs));
    spread(ordered, first, listed);
    return new Ranking(ordered, first, listed);
  }

  static List<Candidate> order(double[] weights, List<Candidate> candidates) {
    for (Candidate each : candidates) {
      double score = 0;
      for (int i = 0; i < Feature.COUNT; i++) {
        if (each.features[i] != 0) {
          score += weights[i] * each.features[i];
        }
      }
      each.score = score;
    }
    var ordered = new ArrayList<>(candidates);
    ordered.sort(
        Comparator.comparingDouble((Candidate c) -> -c.score).thenComparingInt(Candidate::entry));
    double sum = 0;
    for (Candidate each : ordered) {
      each.share = Math.exp(each.score - ordered.getFirst().score);
      sum += each.share;
    }
    for (Candidate each : ordered) {
      each.share /= sum;
    }
    return ordered;
  }

  /** The first has its own probability; what the list has beyond it goes to the others by share. */
  private static void spread(List<Candidate> ordered, double first, double listed) {
    double others = 0;
    for (int i = 1; i < Math.min(OFFERED, ordered.size()); i++) {
      others += ordered.get(i).share;
    }
    for (int i = 0; i < ordered.size(); i++) {
      Candidate each = ordered.get(i);
      each.probability =
          i == 0
              ? first
              : others == 0 ? 0 : Math.min(first, (listed - first) * each.share / others);
    }
  }
}
