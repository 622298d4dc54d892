package org.qingsheng.knowledge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one door to the knowledge base. Thread-safe; each call sees exactly one generation of the
 * base. The same path serves live traffic, hit test, evaluation and replay.
 */
public interface Knowledge {
  Decision ask(Query query);

  /** The same decision with everything that led to it (命中测试). */
  Explanation explain(Query query);

  /** The published entry of that id, whatever its validity. */
  Optional<Entry> entry(EntryId id);

  /**
   * The same for somebody in an area, with the local values that hold there.
   *
   * @param regions where the asker is, nearest first
   */
  default Optional<Entry> entry(EntryId id, List<RegionCode> regions) {
    return entry(id);
  }

  /**
   * The entry that answers this one's own standard question now and for these people: a nearer or a
   * newer one where there is one. Empty when there is no such entry, or more than one.
   *
   * @param regions where the asker is, nearest first
   */
  default Optional<Entry> standing(EntryId id, List<RegionCode> regions, Instant at) {
    return entry(id)
        .map(entry -> ask(new Query(entry.question(), regions, Set.of(), at)))
        .filter(Decision.Answer.class::isInstance)
        .map(decision -> ((Decision.Answer) decision).match().entry());
  }

  /** Which state of the base is being asked, counted up by each publication. */
  long revision();
}
