package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The golden questions.
 *
 * @param kinds what may be chosen to look at
 * @param total how many fit
 * @param more address of the next page, empty on the last
 */
public record GoldenListPage(
    Shell shell,
    List<Choice> kinds,
    String text,
    int total,
    List<Row> rows,
    String more,
    boolean mayAdd) {
  public GoldenListPage {
    kinds = List.copyOf(kinds);
    rows = List.copyOf(rows);
  }

  /**
   * One question.
   *
   * @param expected titles of the entries that answer it; empty when none may
   */
  public record Row(
      String id,
      String question,
      List<String> expected,
      boolean must,
      boolean retired,
      String origin,
      String region,
      String changed,
      boolean mayChange) {
    public Row {
      expected = List.copyOf(expected);
    }
  }
}
