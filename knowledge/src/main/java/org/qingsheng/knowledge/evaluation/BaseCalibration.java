package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.OwnCalibration;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Recalibration;
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.text.Normalization;

/**
 * Calibrates the shipped model on one base: on its labelled questions and what people confirmed.
 * Questions the shipped model was fitted on prove nothing about it and only show what fails.
 */
public final class BaseCalibration {
  /** Provenance key of a model: checksums of the questions over the seed base it was fitted on. */
  static final String SEEN = "own-questions";

  private BaseCalibration() {}

  /**
   * A question with its right entries.
   *
   * @param regions where it is asked, nearest first
   * @param relevant ids of the right entries; empty when the base cannot answer it
   * @param golden whether an editor labelled it, not a passer-by
   */
  public record Labelled(
      String text, List<RegionCode> regions, Set<String> relevant, boolean golden) {
    public Labelled {
      regions = List.copyOf(regions);
      relevant = Set.copyOf(relevant);
    }
  }

  /** A labelled question that is decided otherwise than it should be. */
  public record Failure(String text, Set<String> relevant, String decided) {
    public Failure {
      relevant = Set.copyOf(relevant);
    }
  }

  /**
   * What came of it.
   *
   * @param golden labelled questions that count
   * @param confirmed questions that count because people confirmed an answer or a cadre gave it
   * @param seen labelled questions that do not count, as the shipped model knows them
   * @param unanswerable of those that count
   * @param now the model in use, on those that count
   * @param then the model proposed; the same as {@code now} when evidence is short
   * @param calibration what to keep; empty when evidence is short
   * @param failures golden questions that go wrong with the proposed model
   */
  public record Result(
      int golden,
      int confirmed,
      int seen,
      int unanswerable,
      double answerThresholdNow,
      double answerThresholdThen,
      Recalibration.Measured now,
      Recalibration.Measured then,
      Optional<OwnCalibration> calibration,
      List<Failure> failures,
      String rehearsal) {
    public Result {
      failures = List.copyOf(failures);
    }

    /** Whether more would be answered directly than now. */
    public boolean raisesRisk() {
      return answerThresholdThen < answerThresholdNow;
    }

    /** For an operator, in Chinese. */
    public String report() {
      var text = new StringBuilder();
      text.append(
          String.format(
              Locale.ROOT,
              "依据：金标 %d 条，群众和团干部确认的 %d 条，其中不可答 %d 条；另有 %d 条金标随附模型拟合时用过，不作依据%n",
              golden,
              confirmed,
              unanswerable,
              seen));
      text.append(line("现在的门槛", answerThresholdNow, now));
      if (calibration.isPresent()) {
        text.append(line("校准后门槛", answerThresholdThen, then));
        text.append(raisesRisk() ? "校准后直接答复更多\n" : "校准后不会比现在答得更冒险\n");
      } else {
        text.append(
            String.format(
                Locale.ROOT, "证据不足，沿用随附校准：至少要 %d 条作依据的问题，其中不可答的占四分之一%n", LEAST_QUESTIONS));
      }
      text.append(rehearsal);
      if (!failures.isEmpty()) {
        text.append(String.format(Locale.ROOT, "没有如期的金标 %d 条：%n", failures.size()));
        failures.forEach(f ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %s　应为 %s，实际 %s%n",
                    f.text(),
                    f.relevant().isEmpty() ? "不直接答" : String.join("／", f.relevant()),
                    f.decided())));
      }
      return text.toString();
    }

    private static String line(String name, double threshold, Recalibration.Measured measured) {
      return String.format(
          Locale.ROOT,
          "%s %.4f：直接答复 %d 条，答对 %d 条，精度 %.4f（八成把握在 %.4f 到 %.4f 之间），覆盖 %.4f%n",
          name,
          threshold,
          measured.answers(),
          measured.right(),
          measured.precision(),
          measured.atLeast(),
          measured.atMost(),
          measured.coverage());
    }
  }

  private static final int LEAST_QUESTIONS = Recalibration.LEAST_QUESTIONS;

  /**
   * Labelled questions of a golden file, in the format of evaluation sets.
   *
   * @param home where a question is asked that does not say where, nearest first
   */
  public static List<Labelled> golden(Path file, List<RegionCode> home) throws IOException {
    return Corpus.questions(file).stream()
        .map(q ->
            new Labelled(q.text(), q.regions().size() > 1 ? q.regions() : home, q.relevant(), true))
        .toList();
  }

  /**
   * Measures and proposes; puts nothing in force.
   *
   * @param shipped at the target that is configured
   * @param current in use now: the shipped one, or what an earlier calibration made of it
   * @param rehearse whether the base is asked its own wordings too, which takes five trainings of
   *     its vectors
   * @param at moment for which validity is judged
   */
  public static Result run(
      Collection<Entry> entries,
      Collection<Labelled> questions,
      RankingModel shipped,
      RankingModel current,
      double targetPrecision,
      boolean rehearse,
      Instant at) {
    Set<String> seen =
        new HashSet<>(List.of(shipped.provenance().getOrDefault(SEEN, "").split(" ")));
    List<Labelled> counting =
        questions.stream().filter(q -> !seen.contains(checksum(q.text()))).toList();
    Wordings base = Wordings.of(entries);
    var recalibration = new Recalibration(shipped, targetPrecision);
    RankingModel proposed;
    List<Failure> failures;
    try (var knowledge = LuceneKnowledge.over(shipped, base)) {
      for (Labelled each : counting) {
        Corpus.Question question = question(each);
        recalibration.add(
            TrainingRun.labelled("own", 0, question, knowledge.examine(query(each, at))));
      }
      proposed = recalibration.rests() ? recalibration.model() : shipped;
      knowledge.use(proposed);
      failures = failures(knowledge, questions, at);
    }
    int golden = (int) counting.stream().filter(Labelled::golden).count();
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("依据", "金标 %d 条，确认的 %d 条".formatted(golden, counting.size() - golden));
    provenance.put("时间", at.toString());
    return new Result(
        golden,
        counting.size() - golden,
        questions.size() - counting.size(),
        recalibration.unanswerable(),
        current.answerThreshold(),
        proposed.answerThreshold(),
        recalibration.measured(current),
        recalibration.measured(proposed),
        recalibration.rests()
            ? Optional.of(OwnCalibration.of(shipped, proposed, targetPrecision, provenance))
            : Optional.empty(),
        failures,
        rehearse ? Rehearsal.words(Rehearsal.of(entries, proposed, at)) : "");
  }

  private static Query query(Labelled each, Instant at) {
    return new Query(each.text(), each.regions(), Set.of(), at);
  }

  private static Corpus.Question question(Labelled each) {
    return new Corpus.Question("", each.text(), each.relevant(), "own", each.regions());
  }

  private static List<Failure> failures(
      LuceneKnowledge knowledge, Collection<Labelled> questions, Instant at) {
    var failures = new ArrayList<Failure>();
    for (Labelled each : questions) {
      if (each.golden()) {
        Outcome outcome = Evaluation.outcome(question(each), knowledge.explain(query(each, at)));
        boolean right =
            switch (outcome.action()) {
              case ANSWER -> outcome.firstIsRight();
              case CLARIFY -> !outcome.answerable() || outcome.offersRight();
              case ESCALATE -> !outcome.answerable();
            };
        if (!right) {
          failures.add(new Failure(each.text(), each.relevant(), decided(outcome)));
        }
      }
    }
    return failures;
  }

  private static String decided(Outcome outcome) {
    return switch (outcome.action()) {
      case ANSWER -> "直接答复 " + outcome.ranked().getFirst();
      case CLARIFY -> "追问 " + String.join("／", outcome.options());
      case ESCALATE -> "转人工";
    };
  }

  /** Tells a question among others, without keeping its words. */
  static String checksum(String text) {
    var sum = new CRC32();
    sum.update(Normalization.of(text).key().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
