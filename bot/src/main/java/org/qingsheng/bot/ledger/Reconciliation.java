package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Whether the books balance (对账): asked = answered + open + withdrawn + merged + declined, and
 * every row is what its events say.
 *
 * @param asked items that count, small talk left out
 * @param byGroup the five terms
 * @param byState the same in detail
 * @param faults each a Chinese sentence naming the item or message; empty when the books balance
 */
public record Reconciliation(
    Instant at,
    long asked,
    Map<ItemState.Group, Long> byGroup,
    Map<ItemState, Long> byState,
    List<String> faults) {
  public Reconciliation {
    byGroup = Map.copyOf(byGroup);
    byState = Map.copyOf(byState);
    faults = List.copyOf(faults);
  }

  public boolean balances() {
    return faults.isEmpty();
  }

  /** Checks the books. Thread-safe. */
  public interface Auditor {
    /** Reads everything, all regions; seconds for a large ledger. */
    Reconciliation reconcile();
  }
}
