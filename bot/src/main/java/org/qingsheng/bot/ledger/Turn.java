package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What one cause does (一轮处理), committed as a whole or not at all.
 *
 * @param cause unique name of what caused it; handing in the same cause again changes nothing
 * @param at when, by our clock
 */
public record Turn(TurnId id, String cause, Instant at, List<Effect> effects) {
  public Turn {
    effects = List.copyOf(effects);
  }
}
