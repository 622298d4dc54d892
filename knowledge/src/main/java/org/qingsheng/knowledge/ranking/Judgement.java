package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.List;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.text.Normalization;

/**
 * From a ranking to a decision: thresholds, then the rules that no probability may overrule. What a
 * {@link Bar} names forbids a direct answer, and so do fewer than three letters or ideographs.
 * Pure.
 */
public final class Judgement {
  /** Letters or ideographs a question needs before the gate may answer it. */
  static final int LEAST_CONTENT = 3;

  /** An option adds nothing once the ones before it hold this part of the listed probability. */
  private static final double ENOUGH = 0.9;

  /** Fewer are no choice. */
  private static final int LEAST_OPTIONS = 2;

  /**
   * As many are offered where there are as many, however likely the first ones are. Measured on the
   * reported halves: a list cut at two held the right entry in 92 of 100 choices, one of three in
   * 95.
   */
  private static final int USUAL_OPTIONS = 3;

  /** What the probability of an exact wording is at least; the rest is left to editors' slips. */
  private static final double EXACT = 0.99;

  private final RankingModel model;
  private final Wordings base;

  public Judgement(RankingModel model, Wordings base) {
    this.model = model;
    this.base = base;
  }

  public Decision decide(Ranking ranking, Normalization question) {
    if (ranking.ordered().isEmpty()) {
      return nothing(question, List.of());
    }
    List<Candidate> exact = exact(ranking.ordered(), question.key());
    if (exact.size() == 1) {
      Candidate only = exact.getFirst();
      return new Decision.Answer(match(only, Math.max(EXACT, only.probability())));
    }
    if (exact.size() > 1) {
      return clarify(exact);
    }
    boolean enough = question.contentLength() >= LEAST_CONTENT;
    if (enough
        && ranking.first() >= model.answerThreshold()
        && !isBarred(ranking.ordered().getFirst())) {
      return new Decision.Answer(match(ranking.ordered().getFirst(), ranking.first()));
    }
    if (ranking.listed() >= model.clarifyThreshold()) {
      List<Candidate> options = options(ranking);
      if (options.size() >= LEAST_OPTIONS) {
        return clarify(options);
      }
    }
    return nothing(question, ranking.ordered());
  }

  /** Whether a rule forbids a direct answer by this candidate. */
  static boolean isBarred(Candidate candidate) {
    return Bar.of(candidate).isPresent();
  }

  private List<Candidate> exact(List<Candidate> ordered, String key) {
    int[] wordings = base.exact(key);
    var found = new ArrayList<Candidate>(1);
    for (Candidate each : ordered) {
      for (int wording : wordings) {
        if (wording >= base.firstWording(each.entry())
            && wording < base.firstWording(each.entry() + 1)) {
          each.wording = wording;
          found.add(each);
          break;
        }
      }
    }
    return found;
  }

  private List<Candidate> options(Ranking ranking) {
    var options = new ArrayList<Candidate>();
    double sum = 0;
    for (Candidate each : ranking.ordered()) {
      if (options.size() == Ranking.OFFERED
          || (options.size() >= USUAL_OPTIONS && sum >= ENOUGH * ranking.listed())) {
        break;
      }
      sum += each.probability();
      if (options.stream().noneMatch(o -> saysTheSame(o, each))) {
        options.add(each);
      }
    }
    return options;
  }

  private boolean saysTheSame(Candidate one, Candidate other) {
    Entry a = base.entry(one.entry());
    Entry b = base.entry(other.entry());
    return !a.answer().isEmpty() && a.answer().equals(b.answer());
  }

  private Decision clarify(List<Candidate> options) {
    return new Decision.Clarify(options.stream().limit(Ranking.OFFERED).map(this::match).toList());
  }

  private Decision nothing(Normalization question, List<Candidate> ordered) {
    Reason reason =
        question.contentLength() < LEAST_CONTENT
            ? new Reason.TooLittle()
            : new Reason.NothingNear();
    return new Decision.NoAnswer(
        reason, ordered.stream().limit(Ranking.OFFERED).map(this::match).toList());
  }

  public Match match(Candidate candidate) {
    return match(candidate, candidate.probability());
  }

  private Match match(Candidate candidate, double probability) {
    Entry entry = base.entry(candidate.entry());
    return new Match(
        entry, probability, candidate.wording() < 0 ? "" : base.wording(candidate.wording()));
  }
}
