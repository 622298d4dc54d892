package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The queue.
 *
 * @param more address of the next page, empty on the last
 * @param empty what to say when there is nothing
 * @param filters those the reader keeps, with their addresses
 */
public record QueuePage(
    Shell shell,
    List<Tab> tabs,
    Tab current,
    List<Card> cards,
    String more,
    String empty,
    List<Choice> filters) {
  public QueuePage {
    filters = List.copyOf(filters);
    tabs = List.copyOf(tabs);
    cards = List.copyOf(cards);
  }

  /** One list with how many are in it. */
  public record Tab(String key, String label, long count, boolean current, String tone) {}
}
