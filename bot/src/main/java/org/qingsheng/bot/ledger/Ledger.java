package org.qingsheng.bot.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The one way to write items: hands turns to the store and tells listeners what was committed.
 * Thread-safe.
 */
public final class Ledger {
  private final LedgerStore store;
  private final Executor executor;
  private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param executor runs the listeners after a commit, away from the writer
   */
  public Ledger(LedgerStore store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  /** Adds a listener, called once for each turn committed for the first time. */
  public void onCommit(Consumer<Committed> listener) {
    listeners.add(listener);
  }

  /**
   * Commits the turn.
   *
   * @return completes after the commit is on disk; exceptionally with {@link Refused} if an item
   *     does not allow its event, or with the store's failure — then nothing was kept
   */
  public CompletableFuture<Committed> commit(Turn turn) {
    return store
        .commit(turn)
        .thenApplyAsync(
            committed -> {
              if (committed.first()) {
                listeners.forEach(listener -> listener.accept(committed));
              }
              return committed;
            },
            executor);
  }
}
