package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;

/** Where entries are kept in all their versions (书架). Thread-safe. */
public interface Shelf {
  Optional<Revision> find(RevisionId id, Visible visible);

  /** All versions of an entry that may be seen, oldest first. */
  List<Revision> versions(EntryId id, Visible visible);

  /** Versions that fit, last changed first. */
  List<Revision> find(ShelfQuery query, Visible visible);

  /** How many fit, limit and offset aside. */
  long count(ShelfQuery query, Visible visible);

  /** What is live, as one consistent state. */
  Published published();

  /**
   * Changes the versions of one entry, and keeps the event with it. Changes happen one after the
   * other, so that what the decision saw still holds when it is written. A change of what is live
   * counts the revision up in the same transaction.
   */
  Revision change(EntryId id, Decision decision, AuditEvent event);

  /**
   * Puts entries on the shelf as published, unless any version of their id is there, all at once.
   *
   * @return how many were put there
   */
  int plant(Collection<Entry> entries, Instant at, AuditEvent event);

  /**
   * What is live.
   *
   * @param revision counted up by each change
   */
  record Published(long revision, List<Entry> entries) {
    public Published {
      entries = List.copyOf(entries);
    }
  }

  /** Decides what becomes of an entry; may be asked twice, and throws to refuse. */
  @FunctionalInterface
  interface Decision {
    /**
     * @param versions all versions there are, oldest first
     * @param revision of what is live at this moment
     */
    Changed of(List<Revision> versions, long revision);
  }

  /**
   * What is to be written.
   *
   * @param result the version it was about
   * @param others further versions that change with it
   * @param live whether what is published changes
   */
  record Changed(Revision result, List<Revision> others, boolean live) {
    public Changed {
      others = List.copyOf(others);
    }
  }

  /**
   * What to look for. Empty sets and texts do not restrict.
   *
   * @param text part of the standard question
   */
  record ShelfQuery(
      Set<State> states, String topic, String author, String text, int limit, int offset) {
    public ShelfQuery {
      states = Set.copyOf(states);
    }

    /** The first hundred versions in any of these states. */
    public static ShelfQuery in(State... states) {
      return new ShelfQuery(Set.of(states), "", "", "", 100, 0);
    }
  }
}
