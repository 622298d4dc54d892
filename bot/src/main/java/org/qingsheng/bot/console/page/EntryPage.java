package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * One version of an entry.
 *
 * @param seen tells what the reader has seen when deciding
 * @param problems what stands against publishing it
 * @param difference answer of the published version against this one; empty if there is none
 */
public record EntryPage(
    Shell shell,
    String id,
    int version,
    String state,
    String tone,
    String question,
    List<String> similar,
    String answer,
    String answerWithoutLocal,
    String official,
    List<String> sources,
    List<Fact> facts,
    String note,
    boolean emergency,
    String originItem,
    String seen,
    List<String> problems,
    List<DiffPart> difference,
    List<Version> versions,
    List<Step> steps,
    boolean mayEdit) {
  public EntryPage {
    similar = List.copyOf(similar);
    sources = List.copyOf(sources);
    facts = List.copyOf(facts);
    problems = List.copyOf(problems);
    difference = List.copyOf(difference);
    versions = List.copyOf(versions);
    steps = List.copyOf(steps);
  }

  /** A short field. */
  public record Fact(String label, String value) {}

  /** Another version. */
  public record Version(
      String link, int number, String state, String who, String when, boolean current) {}

  /**
   * Something the reader may do now.
   *
   * @param asks whether a reason is a must
   * @param weight primary, danger or empty
   */
  public record Step(String action, String label, boolean asks, String weight) {}
}
