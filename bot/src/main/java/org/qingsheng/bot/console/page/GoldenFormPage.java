package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * One golden question being written.
 *
 * @param action where it is sent
 * @param item number of the item it is taken from, or empty
 * @param now what the bot does with it now, in words; empty before a question is there
 * @param candidates entries near the question, to be picked from
 * @param expected further ids, one a line
 * @param retired whether it is asked no more; the button does the opposite
 */
public record GoldenFormPage(
    Shell shell,
    String action,
    boolean fresh,
    String item,
    String question,
    String region,
    String note,
    boolean must,
    String now,
    List<Candidate> candidates,
    String expected,
    boolean retired,
    String problemField,
    String problem) {
  public GoldenFormPage {
    candidates = List.copyOf(candidates);
  }

  /** An entry to pick. */
  public record Candidate(String id, String question, String percent, boolean chosen) {}
}
