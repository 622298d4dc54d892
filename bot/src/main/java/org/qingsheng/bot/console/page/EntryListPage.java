package org.qingsheng.bot.console.page;

import java.util.List;

/** Entries, last changed first. */
public record EntryListPage(
    Shell shell,
    List<Choice> states,
    String topic,
    String text,
    long total,
    List<Row> rows,
    String more,
    boolean mayDraft) {
  public EntryListPage {
    states = List.copyOf(states);
    rows = List.copyOf(rows);
  }

  /** One version. */
  public record Row(
      String link,
      String question,
      String state,
      String tone,
      String region,
      String topic,
      int version,
      String changed,
      String until,
      boolean emergency) {}
}
