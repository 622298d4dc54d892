package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Many questions put to the bot at once.
 *
 * @param typed what was put in, one question a line, for the form and for the download
 * @param rows empty before anything was asked
 * @param expected how many rows say what is expected
 * @param hits how many of these came out so
 * @param counts how many ended how, in words
 */
public record HitSheetPage(
    Shell shell,
    String typed,
    String region,
    String date,
    List<Row> rows,
    int expected,
    int hits,
    List<String> counts,
    String problem) {
  public HitSheetPage {
    rows = List.copyOf(rows);
    counts = List.copyOf(counts);
  }

  /**
   * One question.
   *
   * @param tone green, warn, red or empty
   * @param entry title of the first candidate that passes the filters
   * @param hit 命中, 未命中 or empty when nothing was expected
   */
  public record Row(
      int number,
      String question,
      String decision,
      String tone,
      String entryId,
      String entry,
      String probability,
      String expected,
      String hit,
      String filters,
      String reason) {}
}
