package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Fits the probability curves and the answer threshold of a model to labelled questions of one
 * base; ranking stays as it is. Rests on evidence: with fewer than {@value #LEAST_QUESTIONS}
 * questions, or fewer than a quarter of them unanswerable, the model's own calibration stays. Not
 * thread-safe.
 */
public final class Recalibration {
  /**
   * Measured: 50 questions give a tenth percentile of precision of 0.92 at a target of 0.97, 200
   * give 0.94.
   */
  static final int LEAST_QUESTIONS = 200;

  private static final double LEAST_UNANSWERABLE = 0.25;

  /** z of a one-sided 80 % bound. */
  private static final double BOUND = 0.8416;

  private final RankingModel model;
  private final double targetPrecision;
  private final List<Scored> scored = new ArrayList<>();
  private int questions;
  private int unanswerable;

  private record Scored(
      double first, double listed, boolean right, boolean offered, boolean barred) {}

  /**
   * @param targetPrecision part of direct answers that must be right, such as 0.97
   */
  public Recalibration(RankingModel model, double targetPrecision) {
    this.model = model;
    this.targetPrecision = targetPrecision;
  }

  public void add(Training.Case each) {
    questions++;
    unanswerable += each.relevant().isEmpty() ? 1 : 0;
    if (each.candidates().isEmpty() || each.exact()) {
      return;
    }
    List<Candidate> ordered = Ranking.order(model.weights(), each.candidates());
    float[] inputs = GateInputs.of(ordered, each.comparison());
    scored.add(
        new Scored(
            model.first().logOdds(inputs),
            model.listed().logOdds(inputs),
            each.relevant().contains(ordered.getFirst().entry()),
            ordered.stream()
                .limit(Ranking.OFFERED)
                .anyMatch(c -> each.relevant().contains(c.entry())),
            Judgement.isBarred(ordered.getFirst())));
  }

  /** Whether there is enough to fit on. */
  public boolean rests() {
    return questions >= LEAST_QUESTIONS && unanswerable >= LEAST_UNANSWERABLE * questions;
  }

  /** The calibrated model, or the old one when the evidence is too thin. */
  public RankingModel model() {
    if (!rests()) {
      return model;
    }
    Calibration first =
        Calibration.fit(
            scored.stream().map(s -> new Calibration.Case(s.first(), s.right())).toList());
    Calibration listed =
        Calibration.fit(
            scored.stream().map(s -> new Calibration.Case(s.listed(), s.offered())).toList());
    return model.calibrated(first, listed, threshold(first), model.clarifyThreshold());
  }

  /** Lowest probability whose answers reach the target by the lower bound of their precision. */
  private double threshold(Calibration curve) {
    var sorted = new ArrayList<>(scored.stream().filter(s -> !s.barred()).toList());
    sorted.sort(Comparator.comparingDouble(Scored::first).reversed());
    double threshold = Math.max(targetPrecision, model.answerThreshold());
    int right = 0;
    for (int i = 0; i < sorted.size(); i++) {
      right += sorted.get(i).right() ? 1 : 0;
      if (lowerBound(right, i + 1) >= targetPrecision - 0.02
          && (double) right / (i + 1) >= targetPrecision) {
        threshold = curve.probability(sorted.get(i).first());
      }
    }
    return threshold;
  }

  /** Wilson's lower bound of a proportion. */
  static double lowerBound(int right, int of) {
    double p = (double) right / of;
    double z2 = BOUND * BOUND;
    double centre = p + z2 / (2 * of);
    double spread = BOUND * Math.sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
    return (centre - spread) / (1 + z2 / of);
  }

  /** One line for an operator. */
  public String report(RankingModel result) {
    return rests()
        ? String.format(
            Locale.ROOT,
            "已按 %d 条标注问题校准 calibrated on %d labelled questions: 直接答复阈值 answer threshold %.4f",
            questions,
            questions,
            result.answerThreshold())
        : String.format(
            Locale.ROOT,
            "标注问题 %d 条(其中不可答 %d 条),证据不足,沿用随附校准 too little evidence, shipped calibration stays"
                + " (至少 %d 条,不可答占四分之一)",
            questions,
            unanswerable,
            LEAST_QUESTIONS);
  }
}
