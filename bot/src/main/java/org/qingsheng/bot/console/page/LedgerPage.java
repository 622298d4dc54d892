package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The figures of a period.
 *
 * @param days the period as people say it
 * @param asked everything that counts
 * @param terms what became of it; their sum
 * @param balanced whether the sum is right
 * @param checked when all books were last reconciled, empty for not yet
 * @param faults what the last reconciliation found
 */
public record LedgerPage(
    Shell shell,
    String from,
    String to,
    String days,
    List<Choice> periods,
    Figure asked,
    List<Figure> terms,
    List<Figure> open,
    boolean balanced,
    String checked,
    List<String> faults) {
  public LedgerPage {
    periods = List.copyOf(periods);
    terms = List.copyOf(terms);
    open = List.copyOf(open);
    faults = List.copyOf(faults);
  }

  /** One number and the list it counts. */
  public record Figure(String label, long number, String list) {}
}
