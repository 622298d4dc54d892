package org.qingsheng.knowledge.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;

/**
 * How good a base is on labelled questions (知识库质量): what is published, as it decides now, by the
 * way of live traffic.
 *
 * @param precision part of the direct answers that is right, with its 95 % interval
 * @param coverage part of the answerable questions that is answered directly and rightly
 * @param reliability does a probability mean what it says, as SVG
 * @param riskCoverage what daring more costs, as SVG
 * @param answerThreshold in force when this was computed; 0 when nothing was asked
 * @param failures worst first: wrong answers, then choices without the right entry, then questions
 *     handed on although an entry answers them
 */
public record Quality(
    Figures figures,
    Part precision,
    Part coverage,
    String reliability,
    String riskCoverage,
    double answerThreshold,
    double clarifyThreshold,
    List<Failure> failures) {
  public Quality {
    failures = List.copyOf(failures);
  }

  /** z of a two-sided 95 % interval of the normal distribution. */
  private static final double Z = 1.959964;

  /**
   * A labelled question.
   *
   * @param relevant ids of the entries that answer it; empty when none may
   * @param kind {@code in} for answerable ones, else why not
   */
  public record Labelled(String id, Query query, Set<String> relevant, String kind) {
    public Labelled {
      relevant = Set.copyOf(relevant);
    }
  }

  /**
   * So many of so many, with the interval of Wilson, which holds for few and near 1 too.
   *
   * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
   */
  public record Part(int some, int all, double from, double to) {
    static Part of(int some, int all) {
      if (all == 0) {
        return new Part(0, 0, 0, 1);
      }
      double p = (double) some / all;
      double z2 = Z * Z;
      double middle = (p + z2 / (2 * all)) / (1 + z2 / all);
      double reach = Z * Math.sqrt(p * (1 - p) / all + z2 / (4.0 * all * all)) / (1 + z2 / all);
      return new Part(some, all, Math.max(0, middle - reach), Math.min(1, middle + reach));
    }

    /** 1 when there is none at all. */
    public double value() {
      return all == 0 ? 1 : (double) some / all;
    }
  }

  /** What went wrong with a question. */
  public enum Fault {
    ANSWERED_WRONGLY,
    OFFERED_OTHERS,
    HANDED_ON
  }

  /**
   * A question that did not come out as it should.
   *
   * @param given entries it was answered with, or offered
   */
  public record Failure(String id, Fault fault, List<String> given, double confidence) {
    public Failure {
      given = List.copyOf(given);
    }
  }

  /** Asks every question and counts. */
  public static Quality of(Knowledge knowledge, List<Labelled> questions) {
    var outcomes = new ArrayList<Outcome>(questions.size());
    double answer = 0;
    double clarify = 0;
    for (Labelled each : questions) {
      var explanation = knowledge.explain(each.query());
      answer = explanation.answerThreshold();
      clarify = explanation.clarifyThreshold();
      outcomes.add(
          Evaluation.outcome(
              new Corpus.Question(
                  each.id(),
                  each.query().text(),
                  each.relevant(),
                  each.kind(),
                  each.query().regions()),
              explanation));
    }
    Figures figures = Figures.of(outcomes);
    int right = figures.answered() - figures.wrongAnswers();
    return new Quality(
        figures,
        Part.of(right, figures.answered()),
        Part.of(right, figures.answerable()),
        Curves.reliabilityChart(outcomes),
        Curves.riskCoverageChart(outcomes),
        answer,
        clarify,
        failures(outcomes));
  }

  private static List<Failure> failures(List<Outcome> outcomes) {
    var failures = new ArrayList<Failure>();
    for (Outcome each : outcomes) {
      switch (each.action()) {
        case ANSWER -> {
          if (!each.firstIsRight()) {
            failures.add(failure(each, Fault.ANSWERED_WRONGLY, each.ranked().subList(0, 1)));
          }
        }
        case CLARIFY -> {
          if (each.answerable() && !each.offersRight()) {
            failures.add(failure(each, Fault.OFFERED_OTHERS, each.options()));
          }
        }
        case ESCALATE -> {
          if (each.answerable()) {
            failures.add(failure(each, Fault.HANDED_ON, List.of()));
          }
        }
      }
    }
    failures.sort(
        Comparator.comparing(Failure::fault)
            .thenComparing(Comparator.comparingDouble(Failure::confidence).reversed()));
    return failures;
  }

  private static Failure failure(Outcome outcome, Fault fault, List<String> given) {
    return new Failure(outcome.question().id(), fault, given, outcome.confidence());
  }
}
