package org.qingsheng.knowledge.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Training;
import org.qingsheng.knowledge.ranking.Wordings;

/**
 * Fits all of a base's own numbers to labelled questions: vectors, ranker, gates, curves,
 * thresholds. In turn each third of the intents is compared by vectors that learned from the other
 * two, so that ranker and gates see features as a new question has them; the vectors that are used
 * then learn from all.
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

  Fitted fit(String task, double targetPrecision, Map<String, String> provenance) {
    var training = new Training(targetPrecision);
    RankingModel model = training.fit(cases(task), provenance);
    return new Fitted(model, learned(labelled, List.of()), training.rehearsed());
  }

  List<Training.Case> cases(String task) {
    var cases = new ArrayList<Training.Case>();
    for (int f = 0; f < FOLDS; f++) {
      int fold = f;
      Wordings base =
          learned(
              labelled.stream().filter(q -> fold(q) != fold).toList(),
              labelled.stream().filter(q -> fold(q) == fold).toList());
      try (var knowledge = LuceneKnowledge.over(RankingModel.untrained(), base)) {
        for (Corpus.Question question : labelled) {
          if (fold(question) == fold) {
            cases.add(
                TrainingRun.labelled(
                    task, group(question), question, knowledge.examine(question.query())));
          }
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

  private Wordings learned(List<Corpus.Question> from, List<Corpus.Question> asked) {
    Map<EntryId, List<String>> said = new HashMap<>();
    for (Corpus.Question question : from) {
      if (!question.relevant().isEmpty()) {
        String entry = question.relevant().stream().sorted().findFirst().orElseThrow();
        said.computeIfAbsent(new EntryId(entry), _ -> new ArrayList<>()).add(question.text());
      }
    }
    var away = new ArrayList<String>();
    reported.forEach(q -> away.add(q.text()));
    asked.forEach(q -> away.add(q.text()));
    var alike = pairs.without(away);
    return Wordings.of(entries, said, alike);
  }
}
