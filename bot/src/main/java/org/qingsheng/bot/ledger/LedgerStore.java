package org.qingsheng.bot.ledger;

import java.util.concurrent.CompletableFuture;

/** What the ledger needs of a store. Thread-safe. */
public interface LedgerStore {
  /**
   * Applies all effects in one transaction, unless the cause was handled before.
   *
   * @return completes after the commit is on disk; exceptionally with {@link Refused}
   */
  CompletableFuture<Committed> commit(Turn turn);
}
