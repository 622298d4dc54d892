package org.qingsheng.knowledge.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The figures of one run. Ranking figures are over answerable questions; precision is over all
 * direct answers, coverage over answerable questions, the service score and the calibration error
 * over all.
 *
 * @param serviceScore mean pay-off: right answer 1, wrong -4, choice with the right entry 0.6,
 *     without -0.4, unanswerable handed on 1, answerable handed on 0
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
    double calibrationError) {

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
        calibrationError(outcomes));
  }

  private static List<Outcome> with(List<Outcome> outcomes, Outcome.Action action) {
    return outcomes.stream().filter(o -> o.action() == action).toList();
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
        "questions %d, R@1 %.4f, R@5 %.4f, coverage@97 %.4f, answers %d with precision %.4f, service %.4f, ECE %.4f",
        questions,
        recallAt1,
        recallAt5,
        coverageAt97,
        answered,
        answerPrecision,
        serviceScore,
        calibrationError);
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
        覆盖率 coverage @95%% 97%% 99%%         %.4f %.4f %.4f
        直接答复 direct answers              %d, 精度 precision %.4f, 覆盖 coverage %.4f
        错误直接答复 wrong direct answers    %d
        追问含正确项 right entry in choice   %.4f
        服务得分 service score               %.4f
        期望校准误差 ECE                     %.4f
        """,
        questions,
        answerable,
        recallAt1,
        recallAt5,
        reciprocalRank,
        coverageAt95,
        coverageAt97,
        coverageAt99,
        answered,
        answerPrecision,
        answerCoverage,
        wrongAnswers,
        clarifyHit,
        serviceScore,
        calibrationError);
  }
}
