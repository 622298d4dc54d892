package org.qingsheng.knowledge.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Training;
import org.qingsheng.knowledge.ranking.Wordings;

/**
 * Fits a base's numbers to labelled questions: the ranker further from the shipped one, gates,
 * curves and thresholds anew. Vectors learn from the base and, if there are any, from pairs of
 * texts of one meaning; then each third of the intents is compared by vectors that never saw a pair
 * near it, as they never saw what will be asked.
 *
 * <p>The labelled questions themselves do not go into the vectors: measured, a few intents with
 * many questions bend them, and ranking of the other intents falls by a point.
 */
final class Fitting {
  private static final int FOLDS = 3;

  /** A fitted base. */
  record Fitted(RankingModel model, Wordings base, List<Training.Rehearsed> rehearsed) {}

  private final List<Entry> entries;
  private final List<Corpus.Question> labelled;
  private final Intents intents;
  private final Pairs pairs;
  private final List<Corpus.Question> reported;

  /**
   * @param pairs more texts of one meaning to train vectors on
   * @param reported questions nothing may be learned about: pairs near them are left out
   */
  Fitting(
      List<Entry> entries,
      List<Corpus.Question> labelled,
      Pairs pairs,
      List<Corpus.Question> reported) {
    this.pairs = pairs;
    this.reported = reported;
    this.entries = entries;
    this.labelled = labelled;
    this.intents = new Intents(labelled);
  }

  /**
   * Every labelled question as a fit on the other folds decides it: what may be shown, or chosen
   * thresholds from, when there is nothing but these questions.
   */
  List<Outcome> rehearse(double targetPrecision) {
    Map<String, Outcome> byId = new HashMap<>();
    for (int f = 0; f < FOLDS; f++) {
      int fold = f;
      List<Corpus.Question> asked = labelled.stream().filter(q -> fold(q) == fold).toList();
      List<Corpus.Question> others = labelled.stream().filter(q -> fold(q) != fold).toList();
      Fitted fitted =
          new Fitting(entries, others, pairs, asked).fit("fold", targetPrecision, Map.of());
      try (var knowledge = LuceneKnowledge.over(fitted.model(), fitted.base())) {
        Evaluation.outcomes(knowledge, asked).forEach(o -> byId.put(o.question().id(), o));
      }
    }
    return labelled.stream().map(q -> Objects.requireNonNull(byId.get(q.id()))).toList();
  }

  Fitted fit(String task, double targetPrecision, Map<String, String> provenance) {
    var training = Training.further(RankingModel.shipped(), targetPrecision);
    Wordings base = learned(List.of());
    RankingModel model = training.fit(cases(task, base), provenance);
    return new Fitted(model, base, training.rehearsed());
  }

  private List<Training.Case> cases(String task, Wordings all) {
    var cases = new ArrayList<Training.Case>();
    for (int f = 0; f < FOLDS; f++) {
      int fold = f;
      List<Corpus.Question> asked = labelled.stream().filter(q -> fold(q) == fold).toList();
      Wordings base = pairs.size() == 0 ? all : learned(asked);
      try (var knowledge = LuceneKnowledge.over(RankingModel.untrained(), base)) {
        for (Corpus.Question each : asked) {
          cases.add(TrainingRun.labelled(task, group(each), each, knowledge.examine(each.query())));
        }
      }
    }
    return cases;
  }

  private int fold(Corpus.Question question) {
    return group(question) % FOLDS;
  }

  /** The lowest bit may have chosen the half that is fitted on. */
  private int group(Corpus.Question question) {
    return intents.of(question) >>> 1;
  }

  /** Vectors that know nothing about the reported questions, nor about these. */
  private Wordings learned(List<Corpus.Question> asked) {
    return Wordings.of(
        entries,
        pairs.without(
            Stream.concat(reported.stream(), asked.stream()).map(Corpus.Question::text).toList()));
  }
}
