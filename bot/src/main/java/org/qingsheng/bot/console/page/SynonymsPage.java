package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The synonyms an area uses, and one being tried.
 *
 * @param filed how many come with the settings file
 * @param golden how many labelled questions were looked at
 * @param tried whether the form below was tried, so that it may be saved
 */
public record SynonymsPage(
    Shell shell,
    List<Row> rows,
    int filed,
    int golden,
    boolean tried,
    String alias,
    String meaning,
    String region,
    List<Change> changes,
    String problemField,
    String problem) {
  public SynonymsPage {
    rows = List.copyOf(rows);
    changes = List.copyOf(changes);
  }

  /** One synonym. */
  public record Row(String alias, String meaning, String region, String code, boolean ours) {}

  /** A labelled question that would be decided otherwise. */
  public record Change(String question, String before, String after) {}
}
