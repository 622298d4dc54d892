package org.qingsheng.knowledge;

import java.util.List;
import java.util.Map;

/**
 * Why a question was decided as it was.
 *
 * @param normalized what the text became before searching
 * @param tokens what was looked for
 * @param candidates best first, at most ten, those removed by a filter included
 * @param answerThreshold probability from which an entry is answered directly
 * @param clarifyThreshold probability, summed over the options, from which a choice is offered
 */
public record Explanation(
    Decision decision,
    String normalized,
    List<String> tokens,
    List<Candidate> candidates,
    double answerThreshold,
    double clarifyThreshold) {
  public Explanation {
    tokens = List.copyOf(tokens);
    candidates = List.copyOf(candidates);
  }

  /**
   * One entry that was looked at.
   *
   * @param removedBy Chinese name of the filter that removed it, empty if it passed
   * @param features what the probability was computed from, by name
   */
  public record Candidate(
      Match match,
      double score,
      List<String> matchedTerms,
      String removedBy,
      Map<String, Double> features) {
    public Candidate {
      matchedTerms = List.copyOf(matchedTerms);
      features = Map.copyOf(features);
    }
  }
}
