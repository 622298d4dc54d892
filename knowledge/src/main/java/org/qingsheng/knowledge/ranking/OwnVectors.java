package org.qingsheng.knowledge.ranking;

import java.util.Collection;
import java.util.List;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;
import org.qingsheng.knowledge.vectors.GramTraining;
import org.qingsheng.knowledge.vectors.GramVectors;

/** Trains vectors on the wordings of a base: those of one entry mean the same. */
final class OwnVectors {
  /**
   * Beside many foreign texts the base's own wordings are repeated, up to {@value #MOST_TIMES}
   * times, so that they are about one text in {@value #OWN_PART}.
   */
  private static final int MOST_TIMES = 16;

  private static final int OWN_PART = 4;

  /**
   * Wordings vectors are learned from; of a larger base those of evenly spaced entries. Training
   * looks at no more than that in any case.
   */
  private static final int MOST_LEARNED = 250_000;

  private OwnVectors() {}

  /**
   * @param alike further groups of texts that mean the same, whatever it is
   */
  static GramVectors learned(Collection<Entry> entries, List<List<String>> alike) {
    var training = new GramTraining();
    int own = entries.stream().mapToInt(e -> 1 + e.similar().size()).sum();
    int times = Math.clamp(alike.size() / Math.max(1, OWN_PART * own), 1, MOST_TIMES);
    int apart = 1 + own / MOST_LEARNED;
    int number = 0;
    for (Entry entry : entries) {
      if (number++ % apart != 0) {
        continue;
      }
      training.nextGroup();
      for (int i = 0; i < times; i++) {
        learn(entry.question(), training);
        entry.similar().forEach(s -> learn(s, training));
      }
    }
    for (List<String> group : alike) {
      training.nextGroup();
      group.forEach(s -> learn(s, training));
    }
    return training.train();
  }

  private static void learn(String text, GramTraining training) {
    Tokens tokens = Tokens.of(Normalization.of(text));
    if (tokens.size() > 0) {
      training.add(tokens);
    }
  }
}
