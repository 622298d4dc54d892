package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;

/** A shelf that forgets; keeps the same contract as the one in the database. */
final class InMemoryShelf implements Shelf {
  private final Map<EntryId, TreeMap<Integer, Revision>> entries = new TreeMap<>();
  final List<AuditEvent> events = new ArrayList<>();
  private long revision;

  private Stream<Revision> all() {
    return entries.values().stream().flatMap(versions -> versions.values().stream());
  }

  private static boolean isSeen(Revision revision, Visible visible) {
    var region = revision.content().region();
    return visible.scope().covers(region)
        || (revision.state() == State.PUBLISHED && visible.above().contains(region));
  }

  @Override
  public synchronized Optional<Revision> find(RevisionId id, Visible visible) {
    return all().filter(one -> one.id().equals(id) && isSeen(one, visible)).findFirst();
  }

  @Override
  public synchronized List<Revision> versions(EntryId id, Visible visible) {
    return all().filter(one -> one.content().id().equals(id) && isSeen(one, visible)).toList();
  }

  private Stream<Revision> fitting(ShelfQuery query, Visible visible) {
    return all()
        .filter(one -> isSeen(one, visible))
        .filter(one -> query.states().isEmpty() || query.states().contains(one.state()))
        .filter(one -> query.topic().isEmpty() || query.topic().equals(one.content().topic()))
        .filter(one -> query.author().isEmpty() || query.author().equals(one.author()))
        .filter(one -> one.content().question().contains(query.text()))
        .sorted(Comparator.comparing(Revision::updatedAt).reversed());
  }

  @Override
  public synchronized List<Revision> find(ShelfQuery query, Visible visible) {
    return fitting(query, visible).skip(query.offset()).limit(query.limit()).toList();
  }

  @Override
  public synchronized long count(ShelfQuery query, Visible visible) {
    return fitting(query, visible).count();
  }

  @Override
  public synchronized Published published() {
    return new Published(
        revision,
        all().filter(one -> one.state() == State.PUBLISHED).map(Revision::content).toList());
  }

  @Override
  public synchronized Revision change(EntryId id, Decision decision, AuditEvent event) {
    var versions = entries.getOrDefault(id, new TreeMap<>());
    var changed = decision.of(List.copyOf(versions.values()), revision);
    Stream.concat(changed.others().stream(), Stream.of(changed.result())).forEach(this::put);
    revision += changed.live() ? 1 : 0;
    events.add(event);
    return changed.result();
  }

  void put(Revision one) {
    entries
        .computeIfAbsent(one.content().id(), _ -> new TreeMap<>())
        .put(one.content().version(), one);
  }

  @Override
  public synchronized int plant(Collection<Entry> seeds, Instant at, AuditEvent event) {
    int planted = 0;
    for (var seed : seeds) {
      if (!entries.containsKey(seed.id())) {
        put(Revisions.of(seed, State.PUBLISHED, Revision.SEED, at));
        planted++;
      }
    }
    if (planted > 0) {
      revision++;
      events.add(event);
    }
    return planted;
  }
}
