package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * What the bot would do with a question, and why.
 *
 * @param live what really would be done, in words; empty before anything was asked
 * @param tone good, warn or bad
 * @param liveReason why, if it was not the knowledge base that decided; else empty
 * @param said what the person would hear
 * @param decision of the knowledge base alone, in words
 * @param filters what a candidate has to pass, in words
 */
public record HitTestPage(
    Shell shell,
    String question,
    String region,
    String audience,
    String date,
    String live,
    String tone,
    String liveReason,
    List<String> said,
    String decision,
    String reason,
    String normalized,
    List<String> tokens,
    String answerThreshold,
    String clarifyThreshold,
    List<String> filters,
    long revision,
    List<Candidate> candidates) {
  public HitTestPage {
    said = List.copyOf(said);
    tokens = List.copyOf(tokens);
    filters = List.copyOf(filters);
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
