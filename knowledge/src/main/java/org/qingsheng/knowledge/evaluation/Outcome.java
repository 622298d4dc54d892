package org.qingsheng.knowledge.evaluation;

import java.util.List;
import java.util.Set;

/**
 * What became of one labelled question.
 *
 * @param ranked entry ids, best first, at most ten
 * @param scores as many, falling
 * @param confidence probability that the first is right
 * @param options entry ids offered when {@code action} is {@link Action#CLARIFY}
 */
record Outcome(
    Corpus.Question question,
    List<String> ranked,
    List<Double> scores,
    double confidence,
    Action action,
    List<String> options) {
  Outcome {
    ranked = List.copyOf(ranked);
    scores = List.copyOf(scores);
    options = List.copyOf(options);
  }

  /** The three ends of a decision, named as in the run format. */
  enum Action {
    ANSWER,
    CLARIFY,
    ESCALATE
  }

  boolean answerable() {
    return !question.relevant().isEmpty();
  }

  boolean firstIsRight() {
    return !ranked.isEmpty() && question.relevant().contains(ranked.getFirst());
  }

  boolean offersRight() {
    return offersRightAmong(options.size());
  }

  boolean offersRightAmong(int most) {
    Set<String> relevant = question.relevant();
    return options.stream().limit(most).anyMatch(relevant::contains);
  }

  /** Rank of the first right entry counted from 1, 0 when it is not among the ten. */
  int rank() {
    for (int i = 0; i < ranked.size(); i++) {
      if (question.relevant().contains(ranked.get(i))) {
        return i + 1;
      }
    }
    return 0;
  }
}
