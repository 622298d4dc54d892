package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Fits the probability curves and the answer threshold of a model to labelled questions of one
 * base; ranking stays as it is. The model's own curve argues as {@value #PRIOR} answers would:
 * evidence has to outweigh it. With fewer than {@value #LEAST_QUESTIONS} questions, or fewer than a
 * quarter of them unanswerable, the model's own calibration stays. Not thread-safe.
 *
 * <p>Measured on 300 draws of 200 questions each from the reported halves of bank, broker and web,
 * target 0.97, tenth percentile of the precision on the questions not drawn: .93–.94 where the
 * threshold rests on the drawn questions alone, .94 where their one-sided 80 % bound must come
 * within 0.02 of the target (and no threshold at all in one draw of twenty), .958–.963 this way, at
 * a median coverage one to five points lower.
 */
public final class Recalibration {
  /** Below, even the bound of a flawless set says little about one answer in thirty. */
  public static final int LEAST_QUESTIONS = 200;

  private static final double LEAST_UNANSWERABLE = 0.25;

  /** Answers of the shipped calibration's experience. */
  static final int PRIOR = 100;

  /** z of a one-sided 80 % bound. */
  private static final double BOUND = 0.8416;

  /** How often a set that is no evidence is drawn again. */
  private static final int AGAIN = 20;

  /** Fewer answers in a draw say nothing about precision. */
  private static final int LEAST_ANSWERS = 10;

  private final RankingModel model;
  private final double targetPrecision;
  private final List<Scored> scored = new ArrayList<>();

  /** One question as the gates see it. */
  private record Scored(
      int family,
      double first,
      double listed,
      boolean right,
      boolean offered,
      boolean barred,
      boolean exact,
      boolean answerable) {
    boolean answeredFrom(double threshold, Calibration curve) {
      return exact || (!barred && curve.probability(first) >= threshold);
    }
  }

  /**
   * Direct answers to a set of questions.
   *
   * @param right of the {@code answers}
   * @param answerable of all questions
   */
  public record Measured(int answers, int right, int answerable) {
    public double precision() {
      return answers == 0 ? 1 : (double) right / answers;
    }

    public double coverage() {
      return answerable == 0 ? 0 : (double) right / answerable;
    }

    /** What the precision is at least, with 80 % confidence. */
    public double atLeast() {
      return answers == 0 ? 0 : lowerBound(right, answers);
    }

    /** What it is at most, with 80 % confidence. */
    public double atMost() {
      return answers == 0 ? 1 : 1 - lowerBound(answers - right, answers);
    }
  }

  /**
   * What many small golden sets would have led to.
   *
   * @param draws how many could be judged
   * @param tenthPercentile of the precision that direct answers to the questions not drawn had
   * @param median the same in the middle
   * @param coverage right direct answers over answerable questions, in the middle
   */
  public record Drawn(
      int size, int draws, double tenthPercentile, double median, double coverage) {}

  /**
   * @param targetPrecision part of direct answers that must be right, such as 0.97
   */
  public Recalibration(RankingModel model, double targetPrecision) {
    this.model = model;
    this.targetPrecision = targetPrecision;
  }

  /**
   * @param each of a group that holds all questions asking for the same
   */
  public void add(Training.Case each) {
    boolean answerable = !each.relevant().isEmpty();
    if (each.candidates().isEmpty()) {
      scored.add(new Scored(each.group(), -20, -20, false, false, true, false, answerable));
      return;
    }
    List<Candidate> ordered =
        Ranking.order(model.ranker().weights(each.comparison().shape()), each.candidates());
    float[] inputs = GateInputs.of(ordered, each.comparison());
    scored.add(
        new Scored(
            each.group(),
            model.first().logOdds(inputs),
            model.listed().logOdds(inputs),
            each.relevant().contains(ordered.getFirst().entry()),
            ordered.stream()
                .limit(Ranking.OFFERED)
                .anyMatch(c -> each.relevant().contains(c.entry())),
            Judgement.isBarred(ordered.getFirst()),
            each.exact(),
            answerable));
  }

  public int questions() {
    return scored.size();
  }

  public int unanswerable() {
    return (int) scored.stream().filter(s -> !s.answerable()).count();
  }

  /** Whether there is enough to fit on. */
  public boolean rests() {
    return rests(scored);
  }

  private static boolean rests(List<Scored> some) {
    long unanswerable = some.stream().filter(s -> !s.answerable()).count();
    return some.size() >= LEAST_QUESTIONS && unanswerable >= LEAST_UNANSWERABLE * some.size();
  }

  /** The calibrated model, or the old one when the evidence is too thin. */
  public RankingModel model() {
    return rests() ? fitted(scored) : model;
  }

  private RankingModel fitted(List<Scored> some) {
    List<Scored> asked = some.stream().filter(s -> !s.exact()).toList();
    double trust = (double) PRIOR / Math.max(1, asked.size());
    Calibration first = curve(asked, trust, true);
    Calibration listed = curve(asked, trust, false);
    double answerFrom = threshold(asked, first);
    return model.calibrated(
        first, listed, answerFrom, Math.min(answerFrom, model.clarifyThreshold()));
  }

  private Calibration curve(List<Scored> some, double trust, boolean ofFirst) {
    RankingModel.Gate gate = ofFirst ? model.first() : model.listed();
    return Calibration.fit(
        some.stream()
            .map(s -> {
              double logOdds = ofFirst ? s.first() : s.listed();
              double was = (ofFirst ? s.right() : s.offered()) ? 1 : 0;
              double expected = gate.calibration().probability(logOdds);
              double part = (was + trust * expected) / (1 + trust);
              return new Calibration.Case(logOdds, part, 1 + trust);
            })
            .toList());
  }

  /** Lowest probability whose answers reach the target, expectation and evidence together. */
  private double threshold(List<Scored> some, Calibration curve) {
    var sorted = new ArrayList<>(some.stream().filter(s -> !s.barred()).toList());
    sorted.sort(Comparator.comparingDouble(Scored::first).reversed());
    double threshold = Math.max(targetPrecision, model.answerThreshold());
    int right = 0;
    double expected = 0;
    for (int i = 0; i < sorted.size(); i++) {
      right += sorted.get(i).right() ? 1 : 0;
      expected += model.first().calibration().probability(sorted.get(i).first());
      double precision = (right + PRIOR * expected / (i + 1)) / (i + 1 + PRIOR);
      boolean last = i + 1 == sorted.size() || sorted.get(i + 1).first() < sorted.get(i).first();
      if (last && precision >= targetPrecision) {
        threshold = curve.probability(sorted.get(i).first());
      }
    }
    return threshold;
  }

  /** The direct answers of a model with the same gates to these questions. */
  public Measured measured(RankingModel other) {
    return measured(other, scored);
  }

  private static Measured measured(RankingModel other, List<Scored> some) {
    List<Scored> answered =
        some.stream()
            .filter(s -> s.answeredFrom(other.answerThreshold(), other.first().calibration()))
            .toList();
    return new Measured(
        answered.size(),
        (int) answered.stream().filter(Scored::right).count(),
        (int) some.stream().filter(Scored::answerable).count());
  }

  /**
   * Draws golden sets of a size from these questions, calibrates on each and measures on the rest.
   * The same draws each time.
   */
  public Drawn drawn(int size, int times) {
    var random = new Random(20261120);
    var precisions = new ArrayList<Double>();
    var coverages = new ArrayList<Double>();
    var shuffled = new ArrayList<>(scored);
    for (int i = 0; i < times && size < shuffled.size(); i++) {
      Collections.shuffle(shuffled, random);
      List<Scored> golden = shuffled.subList(0, size);
      note(golden, shuffled.subList(size, shuffled.size()), precisions, coverages);
    }
    return drawn(size, precisions, coverages);
  }

  /**
   * Draws golden sets of a size from these questions, whole families of those that ask for the same
   * and each as often as chance has it, calibrates on each as {@link #model} would, and measures on
   * other questions. A set that is no evidence (too few unanswerable) is drawn again. The same
   * draws each time.
   */
  public Drawn drawn(int size, int times, Recalibration others) {
    var families = new TreeMap<Integer, List<Scored>>();
    for (Scored each : scored) {
      families.computeIfAbsent(each.family(), _ -> new ArrayList<>()).add(each);
    }
    var all = List.copyOf(families.values());
    var random = new Random(20261120);
    var precisions = new ArrayList<Double>();
    var coverages = new ArrayList<Double>();
    int judged = 0;
    for (int i = 0; i < AGAIN * times && judged < times && !all.isEmpty(); i++) {
      List<Scored> golden = families(size, all, random);
      if (rests(golden)) {
        judged++;
        note(golden, others.scored, precisions, coverages);
      }
    }
    return drawn(size, precisions, coverages);
  }

  private static List<Scored> families(int size, List<List<Scored>> all, Random random) {
    var golden = new ArrayList<Scored>(size);
    while (golden.size() < size) {
      List<Scored> family = all.get(random.nextInt(all.size()));
      golden.addAll(family.subList(0, Math.min(family.size(), size - golden.size())));
    }
    return golden;
  }

  private void note(
      List<Scored> golden,
      List<Scored> others,
      Collection<Double> precisions,
      Collection<Double> coverages) {
    Measured reached = measured(rests(golden) ? fitted(golden) : model, others);
    if (reached.answers() >= LEAST_ANSWERS) {
      precisions.add(reached.precision());
      coverages.add(reached.coverage());
    }
  }

  private static Drawn drawn(int size, List<Double> precisions, List<Double> coverages) {
    return new Drawn(
        size,
        precisions.size(),
        percentile(precisions, 0.1),
        percentile(precisions, 0.5),
        percentile(coverages, 0.5));
  }

  private static double percentile(List<Double> values, double part) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.floor(part * (sorted.size() - 1)));
  }

  /** Wilson's lower bound of a proportion. */
  static double lowerBound(int right, int of) {
    double p = (double) right / of;
    double z2 = BOUND * BOUND;
    double centre = p + z2 / (2 * of);
    double spread = BOUND * Math.sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
    return (centre - spread) / (1 + z2 / of);
  }
}
