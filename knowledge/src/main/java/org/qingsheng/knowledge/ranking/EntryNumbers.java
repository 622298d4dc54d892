package org.qingsheng.knowledge.ranking;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;

/**
 * The number of each entry. What a publication adds is laid over the numbers of the last full
 * build, which are shared: it costs what it changes, however large the base. Immutable.
 */
final class EntryNumbers {
  private final Map<EntryId, Integer> settled;
  private final Map<EntryId, Integer> recent;

  private EntryNumbers(Map<EntryId, Integer> settled, Map<EntryId, Integer> recent) {
    this.settled = settled;
    this.recent = recent;
  }

  /** Numbers from 0 in the order given. */
  static EntryNumbers of(List<Entry> entries) {
    Map<EntryId, Integer> numbers = HashMap.newHashMap(entries.size());
    add(entries, 0, numbers);
    return new EntryNumbers(numbers, Map.of());
  }

  /**
   * The same with more entries, numbered from {@code first} on; an id known already moves there.
   */
  EntryNumbers with(Collection<Entry> more, int first) {
    var later = new HashMap<>(recent);
    add(more, first, later);
    return new EntryNumbers(settled, later);
  }

  private static void add(Collection<Entry> entries, int first, Map<EntryId, Integer> numbers) {
    int number = first;
    for (Entry entry : entries) {
      numbers.put(entry.id(), number++);
    }
  }

  /** The latest number of an id, also of an entry that was taken down since. */
  OptionalInt of(EntryId id) {
    Integer number = recent.getOrDefault(id, settled.get(id));
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
