package org.qingsheng.bot.curation;

import java.util.concurrent.locks.ReentrantLock;
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
  private final ReentrantLock loading = new ReentrantLock();

  public KnowledgeFollower(Shelf shelf, KnowledgeBase base) {
    this.shelf = shelf;
    this.base = base;
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
        base.replaceAll(published.entries(), published.revision());
        log.atInfo()
            .addKeyValue("revision", published.revision())
            .addKeyValue("entries", published.entries().size())
            .log("knowledge follows the shelf");
      }
    } finally {
      loading.unlock();
    }
  }
}
