package org.qingsheng.bot.curation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.KnowledgeBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node's index follow the shelf: after a publication here, and, asked now and then,
 * after one on another node. Thread-safe; if loading fails, the next time tries again.
 */
public final class KnowledgeFollower implements KnowledgeFeed {
  private static final Logger log = LoggerFactory.getLogger(KnowledgeFollower.class);

  private final Shelf shelf;
  private final KnowledgeBase base;

  /** More changes at once than this and the whole base is built anew. */
  private static final int MOST_CHANGES = 50;

  /** How long nothing was published before the base is settled. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final ReentrantLock loading = new ReentrantLock();
  private Map<EntryId, Entry> loaded = Map.of();
  private long loadedRevision = -1;
  private Optional<Instant> unsettledSince = Optional.empty();

  public KnowledgeFollower(Shelf shelf, KnowledgeBase base, InstantSource clock) {
    this.shelf = shelf;
    this.base = base;
    this.clock = clock;
  }

  /**
   * Loads what is published if the index holds another revision. A lower revision counts too: it is
   * what a restored backup leaves.
   */
  @Override
  public void follow() {
    loading.lock();
    try {
      // Read under the lock: an older state can never replace a newer one.
      var published = shelf.published();
      if (published.revision() != base.revision()) {
        load(published);
        log.atInfo()
            .addKeyValue("revision", published.revision())
            .addKeyValue("entries", published.entries().size())
            .log("knowledge follows the shelf");
      }
    } finally {
      loading.unlock();
    }
  }

  private void load(Shelf.Published published) {
    var now = new HashMap<EntryId, Entry>();
    published.entries().forEach(entry -> now.put(entry.id(), entry));
    var changed =
        now.values().stream().filter(entry -> !entry.equals(loaded.get(entry.id()))).toList();
    var removed = loaded.keySet().stream().filter(id -> !now.containsKey(id)).toList();
    boolean few = changed.size() + removed.size() <= MOST_CHANGES;
    if (few && loadedRevision == base.revision()) {
      base.publish(changed, removed, published.revision());
      unsettledSince = Optional.of(clock.instant());
    } else {
      base.replaceAll(published.entries(), published.revision());
      unsettledSince = Optional.empty();
    }
    loaded = now;
    loadedRevision = published.revision();
  }

  /** Builds the whole index anew from what is kept, while questions go on being answered. */
  public void rebuild() {
    var published = shelf.published();
    base.rebuild(published.entries(), published.revision());
  }

  /** Lets the base count its words anew once nothing has been published for a while. */
  public void settle() {
    loading.lock();
    try {
      var quiet = unsettledSince.filter(since -> !since.plus(QUIET).isAfter(clock.instant()));
      if (quiet.isEmpty()) {
        return;
      }
      unsettledSince = Optional.empty();
    } finally {
      loading.unlock();
    }
    base.settle();
  }
}
