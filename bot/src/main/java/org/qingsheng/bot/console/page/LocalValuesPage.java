package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The local values of one area.
 *
 * @param region as the picker writes it
 * @param missing how many names have no value here at all
 */
public record LocalValuesPage(
    Shell shell,
    String region,
    String code,
    int missing,
    List<Row> rows,
    String problemField,
    String problem) {
  public LocalValuesPage {
    rows = List.copyOf(rows);
  }

  /**
   * One name.
   *
   * @param above what holds without a value of the area's own, empty if nothing does
   * @param without what is answered while it is empty
   */
  public record Row(
      String name, String value, String above, String without, List<EntryLink> entries) {
    public Row {
      entries = List.copyOf(entries);
    }
  }

  /** An entry that needs it. */
  public record EntryLink(String path, String question) {}
}
