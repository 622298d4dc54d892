package org.qingsheng.bot.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to write items: hands turns to the store and tells listeners what was committed.
 * Thread-safe.
 */
public final class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

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
                listeners.forEach(listener -> tell(listener, committed));
              }
              return committed;
            },
            executor);
  }

  /** What was committed stays committed: a listener's failure is its own. */
  private static void tell(Consumer<Committed> listener, Committed committed) {
    try {
      listener.accept(committed);
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("turn", committed.turn()).log("listener failed");
    }
  }
}
