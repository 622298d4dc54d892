package org.qingsheng.bot.curation;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.Entry;

/**
 * Puts the entries that come with the program on the shelf (种子知识). An entry of which the shelf
 * knows any version is left alone: what people changed or retired stays as they left it.
 */
public final class SeedBase {
  private final Shelf shelf;
  private final KnowledgeFeed feed;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param ids makes a new id each time
   */
  public SeedBase(Shelf shelf, KnowledgeFeed feed, Supplier<String> ids, InstantSource clock) {
    this.shelf = shelf;
    this.feed = feed;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @param entries checked by whoever read them
   * @return how many were new
   */
  public int plant(Collection<Entry> entries) {
    var now = clock.instant();
    int planted =
        shelf.plant(
            entries,
            now,
            new AuditEvent(
                ids.get(), now, Optional.empty(), "entry.seed", Revision.SEED, "放入随程序提供的条目"));
    if (planted > 0) {
      feed.follow();
    }
    return planted;
  }
}
