package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.people.Scope;

/** Reading items. Every read is bounded by the reader's scope inside the query. Thread-safe. */
public interface Items {
  Optional<Item> find(ItemId id, Scope scope);

  Optional<Item> find(ItemNumber number, Scope scope);

  /** Items that fit, ordered as the query says, at most its limit. */
  List<Item> find(ItemQuery query, Scope scope);

  /** How many fit, the limit aside. */
  long count(ItemQuery query, Scope scope);

  /** Counts by state in one read, over items opened in the period; small talk left out. */
  Map<ItemState, Long> countsByState(Instant from, Instant to, Scope scope);

  /** Everything that happened to the item, oldest first. */
  List<Projection.Happening> history(ItemId id);

  /** What was said to and fro about the item, oldest first. */
  List<Line> thread(ItemId id);

  /**
   * One line of a thread.
   *
   * @param heard whether the asker said it; otherwise it is ours
   * @param state where a message of ours stands; empty for the asker's
   */
  record Line(
      boolean heard,
      String text,
      Instant at,
      Optional<Purpose> purpose,
      Optional<OutboundState> state,
      Optional<String> reason,
      boolean recalled) {}

  /**
   * What to look for. Empty sets and values do not restrict.
   *
   * @param overdueAt only items whose due time is before this
   * @param dueFrom only items due at or after this
   * @param text words in the masked question
   */
  record ItemQuery(
      Set<ItemState> states,
      Set<ItemKind> kinds,
      Optional<String> assignee,
      Optional<DialogueKey> talk,
      Optional<Instant> overdueAt,
      Optional<Instant> dueFrom,
      Optional<Instant> openedFrom,
      Optional<Instant> openedTo,
      Optional<String> text,
      Order order,
      int offset,
      int limit) {
    public static final ItemQuery ANY =
        new ItemQuery(
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Order.NEWEST,
            0,
            50);

    public ItemQuery states(ItemState... wanted) {
      return new ItemQuery(
          Set.of(wanted),
          kinds,
          assignee,
          talk,
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          text,
          order,
          offset,
          limit);
    }

    public ItemQuery assignee(String account) {
      return new ItemQuery(
          states,
          kinds,
          Optional.of(account),
          talk,
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          text,
          order,
          offset,
          limit);
    }

    public ItemQuery talk(DialogueKey key) {
      return new ItemQuery(
          states,
          kinds,
          assignee,
          Optional.of(key),
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          text,
          order,
          offset,
          limit);
    }

    /** Due before {@code to}, and not before {@code from} if given. */
    public ItemQuery due(Optional<Instant> from, Instant to) {
      return new ItemQuery(
          states,
          kinds,
          assignee,
          talk,
          Optional.of(to),
          from,
          openedFrom,
          openedTo,
          text,
          order,
          offset,
          limit);
    }

    public ItemQuery opened(Instant from, Instant to) {
      return new ItemQuery(
          states,
          kinds,
          assignee,
          talk,
          overdueAt,
          dueFrom,
          Optional.of(from),
          Optional.of(to),
          text,
          order,
          offset,
          limit);
    }

    public ItemQuery containing(String words) {
      return new ItemQuery(
          states,
          kinds,
          assignee,
          talk,
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          Optional.of(words),
          order,
          offset,
          limit);
    }

    public ItemQuery kinds(Set<ItemKind> wanted) {
      return new ItemQuery(
          states,
          wanted,
          assignee,
          talk,
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          text,
          order,
          offset,
          limit);
    }

    public ItemQuery by(Order wanted) {
      return new ItemQuery(
          states,
          kinds,
          assignee,
          talk,
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          text,
          wanted,
          offset,
          limit);
    }

    public ItemQuery page(int from, int size) {
      return new ItemQuery(
          states,
          kinds,
          assignee,
          talk,
          overdueAt,
          dueFrom,
          openedFrom,
          openedTo,
          text,
          order,
          from,
          size);
    }
  }

  /** Order of a list. */
  enum Order {
    NEWEST,
    OLDEST,
    /** Priority first, then due time. */
    MOST_URGENT
  }
}
