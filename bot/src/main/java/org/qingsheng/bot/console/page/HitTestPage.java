package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * What the bot would do with a question, and why.
 *
 * @param decision in words; empty before anything was asked
 * @param tone good, warn or bad
 */
public record HitTestPage(
    Shell shell,
    String question,
    String region,
    String date,
    String decision,
    String tone,
    String reason,
    String normalized,
    List<String> tokens,
    String answerThreshold,
    String clarifyThreshold,
    long revision,
    List<Candidate> candidates) {
  public HitTestPage {
    tokens = List.copyOf(tokens);
    candidates = List.copyOf(candidates);
  }

  /**
   * One entry that was looked at.
   *
   * @param removedBy filter that removed it, empty if it passed
   * @param features name and value
   */
  public record Candidate(
      String id,
      String question,
      String wording,
      String region,
      String percent,
      double probability,
      String score,
      List<String> terms,
      String removedBy,
      List<String> features) {
    public Candidate {
      terms = List.copyOf(terms);
      features = List.copyOf(features);
    }
  }
}
