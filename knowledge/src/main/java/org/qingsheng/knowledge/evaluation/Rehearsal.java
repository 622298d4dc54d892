package org.qingsheng.knowledge.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Wordings;

/**
 * Asks a base its own wordings (自测): in five rounds a fifth of the similar questions is taken out,
 * the vectors are trained without them, and they are asked; in each round a tenth of the entries is
 * taken out whole and asked too, as questions nobody can answer.
 *
 * <p>Tells editors what is easily mistaken. It sets no threshold: measured on the seed base, an
 * entry's wordings are found again more often than people's own questions of the same confidence
 * are right, and an entry taken out whole leaves a near twin behind far more often than a real
 * question without an entry has one.
 */
final class Rehearsal {
  private static final int ROUNDS = 5;

  /** Wordings of a larger base are asked in a sample. */
  private static final int MOST_ASKED = 4_000;

  private static final int SHOWN = 20;

  /**
   * A wording that would be answered with another entry.
   *
   * @param own entry it belongs to
   * @param other entry that was taken for it
   * @param missing whether the own entry had been taken out whole
   */
  record Mistaken(
      String wording, EntryId own, EntryId other, double probability, boolean missing) {}

  /**
   * What came of it.
   *
   * @param found wordings whose entry came first, of {@code asked}
   * @param answered directly, of {@code asked}; {@code right} of them with their own entry
   * @param answeredOfMissing directly, of {@code missing} wordings of entries taken out whole
   * @param mistaken the most certain mistakes, at most {@value #SHOWN}
   */
  record Report(
      int asked,
      int found,
      int answered,
      int right,
      int missing,
      int answeredOfMissing,
      List<Mistaken> mistaken) {
    Report {
      mistaken = List.copyOf(mistaken);
    }
  }

  private final List<Entry> entries;
  private final RankingModel model;
  private final Instant at;
  private final int stride;
  private final List<Mistaken> mistaken = new ArrayList<>();
  private int asked;
  private int found;
  private int answered;
  private int right;
  private int missing;
  private int answeredOfMissing;

  private Rehearsal(Collection<Entry> entries, RankingModel model, Instant at) {
    this.entries = List.copyOf(entries);
    this.model = model;
    this.at = at;
    int wordings = entries.stream().mapToInt(e -> e.similar().size()).sum();
    this.stride = 1 + wordings * 3 / 2 / MOST_ASKED;
  }

  static Report of(Collection<Entry> entries, RankingModel model, Instant at) {
    var rehearsal = new Rehearsal(entries, model, at);
    for (int round = 0; round < ROUNDS; round++) {
      rehearsal.round(round);
    }
    return rehearsal.report();
  }

  private void round(int round) {
    var kept = new ArrayList<Entry>();
    for (int e = 0; e < entries.size(); e++) {
      if (!isMissing(e, round)) {
        kept.add(entries.get(e).withSimilar(similar(entries.get(e), round, false)));
      }
    }
    try (var knowledge = LuceneKnowledge.over(model, Wordings.of(kept))) {
      int turn = 0;
      for (int e = 0; e < entries.size(); e++) {
        Entry entry = entries.get(e);
        boolean gone = isMissing(e, round);
        for (String wording : gone ? entry.similar() : similar(entry, round, true)) {
          if (turn++ % stride == 0) {
            ask(knowledge, entry, wording, gone);
          }
        }
      }
    }
  }

  private static boolean isMissing(int entry, int round) {
    return entry % (2 * ROUNDS) == round;
  }

  private static List<String> similar(Entry entry, int round, boolean takenOut) {
    var wordings = new ArrayList<String>();
    for (int i = 0; i < entry.similar().size(); i++) {
      if ((i % ROUNDS == round) == takenOut) {
        wordings.add(entry.similar().get(i));
      }
    }
    return wordings;
  }

  private void ask(LuceneKnowledge knowledge, Entry entry, String wording, boolean gone) {
    List<RegionCode> regions =
        entry.region().equals(RegionCode.NATION)
            ? List.of(RegionCode.NATION)
            : List.of(entry.region(), RegionCode.NATION);
    var explanation = knowledge.explain(new Query(wording, regions, entry.audience(), at));
    boolean direct = explanation.decision() instanceof Decision.Answer;
    if (gone) {
      missing++;
      answeredOfMissing += direct ? 1 : 0;
    } else {
      asked++;
      found +=
          explanation.candidates().stream()
                  .filter(c -> c.removedBy().isEmpty())
                  .findFirst()
                  .filter(c -> c.match().entry().id().equals(entry.id()))
                  .isPresent()
              ? 1
              : 0;
      answered += direct ? 1 : 0;
    }
    if (explanation.decision() instanceof Decision.Answer(Match match)) {
      if (match.entry().id().equals(entry.id())) {
        right++;
      } else {
        mistaken.add(
            new Mistaken(wording, entry.id(), match.entry().id(), match.probability(), gone));
      }
    }
  }

  private Report report() {
    return new Report(
        asked,
        found,
        answered,
        right,
        missing,
        answeredOfMissing,
        mistaken.stream()
            .sorted(
                Comparator.comparing(Mistaken::missing)
                    .thenComparing(Comparator.comparingDouble(Mistaken::probability).reversed()))
            .limit(SHOWN)
            .toList());
  }

  /** Lines for an operator. */
  static String words(Report report) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "条目自测：抽出相似问 %d 条来问，%d 条仍排在第一；直接答复 %d 条，其中答成别条的 %d 条。整条抽走后再问 %d 条，被别条直接答复 %d 条。%n",
            report.asked(),
            report.found(),
            report.answered(),
            report.answered() - report.right(),
            report.missing(),
            report.answeredOfMissing()));
    for (Mistaken each : report.mistaken()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s%s：会答成 %s（应为 %s，%.2f）%n",
              each.missing() ? "[抽走后] " : "",
              each.wording(),
              each.other().value(),
              each.own().value(),
              each.probability()));
    }
    return text.toString();
  }
}
