package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.List;

/**
 * What the gates look at: the features of the first candidate, and how the list stands as a whole.
 */
final class GateInputs {
  static final List<String> KEYS = keys();

  private GateInputs() {}

  private static List<String> keys() {
    var keys = new ArrayList<>(Feature.keys());
    keys.addAll(
        List.of(
            "share-first",
            "share-second",
            "share-top-three",
            "score-first",
            "score-gap",
            "unit-cosine-gap",
            "top-three-gap",
            "recall-gap",
            "unknown-units",
            "unknown-bigrams",
            "question-length",
            "close-rivals",
            "vector-best-gap",
            "vector-top-three-gap",
            "vector-centre-gap",
            "entropy"));
    return List.copyOf(keys);
  }

  static float[] of(List<Candidate> ordered, Comparison comparison) {
    float[] row = new float[KEYS.size()];
    Candidate first = ordered.getFirst();
    System.arraycopy(first.features, 0, row, 0, Feature.COUNT);
    int i = Feature.COUNT;
    boolean alone = ordered.size() == 1;
    Candidate second = alone ? first : ordered.get(1);
    row[i++] = (float) first.share;
    row[i++] = alone ? 0 : (float) second.share;
    row[i++] = shares(ordered, 3);
    row[i++] = (float) first.score;
    row[i++] = alone ? 10 : (float) Math.min(10, first.score - second.score);
    row[i++] = gap(first, second, Feature.UNIT_COSINE, alone);
    row[i++] = gap(first, second, Feature.TOP_THREE, alone);
    row[i++] = gap(first, second, Feature.ENTRY_UNIT_RECALL, alone);
    row[i++] = comparison.unknownUnits();
    row[i++] = comparison.unknownBigrams();
    row[i++] = Math.min(40, comparison.question().length()) / 40f;
    row[i++] = rivals(ordered);
    row[i++] = beyond(ordered, Feature.VECTOR_BEST);
    row[i++] = beyond(ordered, Feature.VECTOR_TOP_THREE);
    row[i++] = beyond(ordered, Feature.VECTOR_CENTRE);
    row[i++] = entropy(ordered);
    return row;
  }

  private static float gap(Candidate first, Candidate second, Feature feature, boolean alone) {
    return alone ? first.feature(feature) : first.feature(feature) - second.feature(feature);
  }

  /** What the first has beyond the best of the others. */
  private static float beyond(List<Candidate> ordered, Feature feature) {
    float others = 0;
    for (int i = 1; i < ordered.size(); i++) {
      others = Math.max(others, ordered.get(i).feature(feature));
    }
    return ordered.getFirst().feature(feature) - others;
  }

  private static float entropy(List<Candidate> ordered) {
    double sum = 0;
    for (Candidate each : ordered) {
      sum -= each.share > 1e-9 ? each.share * Math.log(each.share) : 0;
    }
    return (float) sum;
  }

  private static float shares(List<Candidate> ordered, int count) {
    double sum = 0;
    for (int i = 0; i < Math.min(count, ordered.size()); i++) {
      sum += ordered.get(i).share;
    }
    return (float) sum;
  }

  /** Candidates within one unit of log-odds of the first. */
  private static float rivals(List<Candidate> ordered) {
    int n = 0;
    for (Candidate each : ordered) {
      if (ordered.getFirst().score - each.score < 1) {
        n++;
      }
    }
    return Math.min(10, n) / 10f;
  }
}
