package org.qingsheng.bot.ledger;

import java.util.List;

/**
 * What a turn became.
 *
 * @param first false if the cause had been handled before; the lists are then empty
 * @param items the items it touched, as they stand now
 * @param messages what is to be sent, with texts complete
 */
public record Committed(TurnId turn, boolean first, List<Item> items, List<Outbound> messages) {
  public Committed {
    items = List.copyOf(items);
    messages = List.copyOf(messages);
  }
}
