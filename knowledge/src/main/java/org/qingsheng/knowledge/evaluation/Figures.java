package org.qingsheng.knowledge.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.qingsheng.knowledge.ranking.Training;

/**
 * The figures of one run. Ranking figures are over answerable questions; precision is over all
 * direct answers, coverage over answerable questions, the service score and the calibration error
 * over all.
 *
 * @param serviceScore mean pay-off: right answer 1, wrong -4, choice with the right entry 0.6,
 *     without -0.4, unanswerable handed on 1, answerable handed on 0
 * @param clarifyHit part of the choices offered to answerable questions that hold the right entry
 * @param aurocByKind answerable against one kind of unanswerable
 * @param riskArea area under the risk-coverage curve, lower is better
 * @param falseAccept part of the unanswerable questions that is answered directly
 * @param clarifyHitOfThree the same, only the first three options counted
 * @param calibrationError expected calibration error over ten bins of equal width
 */
public record Figures(
    int questions,
    int answerable,
    double recallAt1,
    double recallAt5,
    double reciprocalRank,
    double coverageAt95,
    double coverageAt97,
    double coverageAt99,
    int answered,
    int wrongAnswers,
    double answerPrecision,
    double answerCoverage,
    double clarifyHit,
    double serviceScore,
    double calibrationError,
    double auroc,
    Map<String, Double> aurocByKind,
    double riskArea,
    double falseAccept,
    double clarifyHitOfThree) {
  public Figures {
    aurocByKind = Map.copyOf(aurocByKind);
  }

  /** A threshold is not chosen on fewer answers. */
  private static final int LEAST_ANSWERS = 20;

  private static final int BINS = 10;

  static Figures of(List<Outcome> outcomes) {
    List<Outcome> answerable = outcomes.stream().filter(Outcome::answerable).toList();
    List<Outcome> answered = with(outcomes, Outcome.Action.ANSWER);
    List<Outcome> clarified = with(answerable, Outcome.Action.CLARIFY);
    int right = (int) answered.stream().filter(Outcome::firstIsRight).count();
    return new Figures(
        outcomes.size(),
        answerable.size(),
        part(answerable, o -> o.rank() == 1),
        part(answerable, o -> o.rank() >= 1 && o.rank() <= 5),
        answerable.stream()
            .mapToDouble(o -> o.rank() == 0 ? 0 : 1.0 / o.rank())
            .average()
            .orElse(0),
        coverage(outcomes, answerable.size(), 0.95),
        coverage(outcomes, answerable.size(), 0.97),
        coverage(outcomes, answerable.size(), 0.99),
        answered.size(),
        answered.size() - right,
        answered.isEmpty() ? 1 : (double) right / answered.size(),
        answerable.isEmpty() ? 0 : (double) right / answerable.size(),
        part(clarified, Outcome::offersRight),
        outcomes.stream().mapToDouble(Figures::worth).average().orElse(0),
        calibrationError(outcomes),
        auroc(outcomes, o -> true),
        aurocByKind(outcomes),
        riskArea(outcomes),
        part(
            outcomes.stream().filter(o -> !o.answerable()).toList(),
            o -> o.action() == Outcome.Action.ANSWER),
        part(clarified, o -> o.offersRightAmong(3)));
  }

  private static Map<String, Double> aurocByKind(List<Outcome> outcomes) {
    Map<String, Double> kinds = new TreeMap<>();
    for (Outcome each : outcomes) {
      if (!each.answerable()) {
        String kind = each.question().kind();
        kinds.computeIfAbsent(kind, k -> auroc(outcomes, o -> o.question().kind().equals(k)));
      }
    }
    return kinds;
  }

  /**
   * Probability that an answerable question has more confidence than an unanswerable one; NaN
   * without either.
   */
  private static double auroc(List<Outcome> outcomes, Test unanswerable) {
    var sorted =
        new ArrayList<>(
            outcomes.stream().filter(o -> o.answerable() || unanswerable.holds(o)).toList());
    sorted.sort(Comparator.comparingDouble(Outcome::confidence));
    double ranks = 0;
    long positive = 0;
    for (int i = 0, end; i < sorted.size(); i = end) {
      end = i;
      int some = 0;
      while (end < sorted.size() && sorted.get(end).confidence() == sorted.get(i).confidence()) {
        some += sorted.get(end++).answerable() ? 1 : 0;
      }
      ranks += some * (i + end + 1) / 2.0;
      positive += some;
    }
    long negative = sorted.size() - positive;
    return (ranks - positive * (positive + 1) / 2.0) / ((double) positive * negative);
  }

  /** Area under the risk-coverage curve over all questions. */
  private static double riskArea(List<Outcome> outcomes) {
    var sorted = new ArrayList<>(outcomes);
    sorted.sort(Comparator.comparingDouble(Outcome::confidence).reversed());
    double area = 0;
    int wrong = 0;
    for (int i = 0; i < sorted.size(); i++) {
      wrong += sorted.get(i).firstIsRight() ? 0 : 1;
      area += (double) wrong / (i + 1);
    }
    return sorted.isEmpty() ? 0 : area / sorted.size();
  }

  /** What a threshold reaches that was chosen elsewhere. */
  record Reached(double precision, double coverage) {
    static Reached at(List<Outcome> outcomes, double threshold) {
      int answered = 0;
      int right = 0;
      int answerable = 0;
      for (Outcome each : outcomes) {
        answerable += each.answerable() ? 1 : 0;
        if (each.confidence() >= threshold) {
          answered++;
          right += each.firstIsRight() ? 1 : 0;
        }
      }
      return new Reached(
          answered == 0 ? 1 : (double) right / answered,
          answerable == 0 ? 0 : (double) right / answerable);
    }
  }

  /** Lowest confidence at which questions seen nowhere reach the precision; 2 when none does. */
  static double threshold(List<Training.Rehearsed> rehearsed, double precision) {
    var sorted = new ArrayList<>(rehearsed);
    sorted.sort(Comparator.comparingDouble(Training.Rehearsed::confidence).reversed());
    double threshold = 2;
    int right = 0;
    int i = 0;
    while (i < sorted.size()) {
      double confidence = sorted.get(i).confidence();
      while (i < sorted.size() && sorted.get(i).confidence() == confidence) {
        right += sorted.get(i++).right() ? 1 : 0;
      }
      if (i >= LEAST_ANSWERS && (double) right / i >= precision) {
        threshold = confidence;
      }
    }
    return threshold;
  }

  private static List<Outcome> with(List<Outcome> outcomes, Outcome.Action action) {
    return outcomes.stream().filter(o -> o.action() == action).toList();
  }

  /** The figures by name, for a program to read. */
  Map<String, Object> byName() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("questions", questions);
    all.put("answerable", answerable);
    all.put("R@1", recallAt1);
    all.put("R@5", recallAt5);
    all.put("MRR@10", reciprocalRank);
    all.put("AUROC", auroc);
    all.put("AUROCByKind", aurocByKind);
    all.put("AURC", riskArea);
    all.put("coverage@95", coverageAt95);
    all.put("coverage@97", coverageAt97);
    all.put("coverage@99", coverageAt99);
    all.put("directAnswers", answered);
    all.put("wrongAnswers", wrongAnswers);
    all.put("answerPrecision", answerPrecision);
    all.put("answerCoverage", answerCoverage);
    all.put("answeredOfUnanswerable", falseAccept);
    all.put("clarifyHit", clarifyHit);
    all.put("clarifyHitAmongThree", clarifyHitOfThree);
    all.put("serviceScore", serviceScore);
    all.put("ECE", calibrationError);
    return all;
  }

  private interface Test {
    boolean holds(Outcome outcome);
  }

  private static double part(List<Outcome> outcomes, Test test) {
    return outcomes.stream().mapToDouble(o -> test.holds(o) ? 1 : 0).average().orElse(0);
  }

  /** Right answers over answerable questions at the lowest confidence that keeps the precision. */
  private static double coverage(List<Outcome> outcomes, int answerable, double precision) {
    var sorted = new ArrayList<>(outcomes);
    sorted.sort(Comparator.comparingDouble(Outcome::confidence).reversed());
    int right = 0;
    int best = 0;
    int i = 0;
    while (i < sorted.size()) {
      double confidence = sorted.get(i).confidence();
      while (i < sorted.size() && sorted.get(i).confidence() == confidence) {
        right += sorted.get(i++).firstIsRight() ? 1 : 0;
      }
      if (i >= LEAST_ANSWERS && (double) right / i >= precision) {
        best = right;
      }
    }
    return answerable == 0 ? 0 : (double) best / answerable;
  }

  private static double worth(Outcome outcome) {
    return switch (outcome.action()) {
      case ANSWER -> outcome.firstIsRight() ? 1 : -4;
      case CLARIFY -> outcome.offersRight() ? 0.6 : -0.4;
      case ESCALATE -> outcome.answerable() ? 0 : 1;
    };
  }

  private static double calibrationError(List<Outcome> outcomes) {
    double[] said = new double[BINS];
    double[] was = new double[BINS];
    for (Outcome outcome : outcomes) {
      int bin = Math.clamp((int) (outcome.confidence() * BINS), 0, BINS - 1);
      said[bin] += outcome.confidence();
      was[bin] += outcome.firstIsRight() ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(said[bin] - was[bin]);
    }
    return outcomes.isEmpty() ? 0 : error / outcomes.size();
  }

  /** The most important ones, to be kept with a model. */
  String line() {
    return String.format(
        Locale.ROOT,
        "questions %d, R@1 %.4f, R@5 %.4f, AUROC %.4f, coverage@95 %.4f, @97 %.4f, answers %d with"
            + " precision %.4f, choices of three that hold it %.4f, service %.4f, ECE %.4f",
        questions,
        recallAt1,
        recallAt5,
        auroc,
        coverageAt95,
        coverageAt97,
        answered,
        answerPrecision,
        clarifyHitOfThree,
        serviceScore,
        calibrationError);
  }

  private String kinds() {
    var text = new StringBuilder();
    new TreeMap<>(aurocByKind)
        .forEach(
            (kind, value) -> text.append(String.format(Locale.ROOT, "%s %.4f  ", kind, value)));
    return text.toString().strip();
  }

  /** One figure a line, in Chinese and English. */
  String report() {
    return String.format(
        Locale.ROOT,
        """
        问题数 questions                     %d (可答 answerable %d)
        首位命中率 Recall@1                  %.4f
        前五命中率 Recall@5                  %.4f
        平均倒数排名 MRR@10                  %.4f
        可答与否 AUROC                       %.4f %s
        风险覆盖面积 AURC                    %.4f
        覆盖率 coverage @95%% 97%% 99%%         %.4f %.4f %.4f
        直接答复 direct answers              %d, 精度 precision %.4f, 覆盖 coverage %.4f
        错误直接答复 wrong direct answers    %d (不可答的被直接答复 of unanswerable %.4f)
        追问含正确项 right entry in choice   %.4f (前三项 among three %.4f)
        服务得分 service score               %.4f
        期望校准误差 ECE                     %.4f
        """,
        questions,
        answerable,
        recallAt1,
        recallAt5,
        reciprocalRank,
        auroc,
        kinds(),
        riskArea,
        coverageAt95,
        coverageAt97,
        coverageAt99,
        answered,
        answerPrecision,
        answerCoverage,
        wrongAnswers,
        falseAccept,
        clarifyHit,
        clarifyHitOfThree,
        serviceScore,
        calibrationError);
  }
}
