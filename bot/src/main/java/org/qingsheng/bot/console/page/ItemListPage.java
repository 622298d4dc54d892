package org.qingsheng.bot.console.page;

import java.util.List;

/** Items by any filter; where the figures of the ledger lead. */
public record ItemListPage(
    Shell shell,
    String heading,
    long total,
    List<Card> cards,
    String more,
    List<Choice> groups,
    String from,
    String to,
    String text) {
  public ItemListPage {
    cards = List.copyOf(cards);
    groups = List.copyOf(groups);
  }
}
