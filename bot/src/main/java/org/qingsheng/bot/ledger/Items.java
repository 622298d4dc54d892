package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

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

  /** One thing an item must be to be found. */
  sealed interface Condition {
    record InStates(Set<ItemState> states) implements Condition {}

    record OfKinds(Set<ItemKind> kinds) implements Condition {}

    record AssignedTo(String account) implements Condition {}

    record OfTalk(DialogueKey talk) implements Condition {}

    /** Somebody promised to answer it. */
    record Ticket() implements Condition {}

    record DueBefore(Instant end) implements Condition {}

    record DueFrom(Instant begin) implements Condition {}

    record OpenedFrom(Instant begin) implements Condition {}

    record OpenedBefore(Instant end) implements Condition {}

    /** Words in the masked question. */
    record Containing(String words) implements Condition {}

    /** Of one unit: it lies exactly in the unit's region, or somebody of the unit has taken it. */
    record OfUnit(RegionCode unit) implements Condition {}

    /** In the region or below it. */
    record Within(RegionCode region) implements Condition {}

    record OnChannel(String channel) implements Condition {}

    /** The entry that answered it, or that its answer became, stands on this shelf. */
    record OnTopic(String topic) implements Condition {}

    /** A note names the account; over is only what is closed and was acknowledged. */
    record Mentioning(String account) implements Condition {}

    /** Nobody has taken it since that moment or longer. */
    record WaitingSince(Instant latest) implements Condition {}
  }

  /** What to look for: items to which every condition applies; small talk only if asked for. */
  record ItemQuery(List<Condition> conditions, Order order, int offset, int limit) {
    public static final ItemQuery ANY = new ItemQuery(List.of(), Order.NEWEST, 0, 50);

    public ItemQuery {
      conditions = List.copyOf(conditions);
    }

    public ItemQuery and(Condition condition) {
      return new ItemQuery(
          Stream.concat(conditions.stream(), Stream.of(condition)).toList(), order, offset, limit);
    }

    public ItemQuery states(ItemState... wanted) {
      return and(new Condition.InStates(Set.of(wanted)));
    }

    public ItemQuery kinds(Set<ItemKind> wanted) {
      return and(new Condition.OfKinds(wanted));
    }

    public ItemQuery assignee(String account) {
      return and(new Condition.AssignedTo(account));
    }

    public ItemQuery talk(DialogueKey key) {
      return and(new Condition.OfTalk(key));
    }

    /** Due before {@code to}, and not before {@code from} if given. */
    public ItemQuery due(Optional<Instant> from, Instant to) {
      var before = and(new Condition.DueBefore(to));
      return from.map(begin -> before.and(new Condition.DueFrom(begin))).orElse(before);
    }

    /** Opened from {@code from} on and before {@code to}. */
    public ItemQuery opened(Instant from, Instant to) {
      return and(new Condition.OpenedFrom(from)).and(new Condition.OpenedBefore(to));
    }

    public ItemQuery containing(String words) {
      return and(new Condition.Containing(words));
    }

    public ItemQuery by(Order wanted) {
      return new ItemQuery(conditions, wanted, offset, limit);
    }

    public ItemQuery page(int from, int size) {
      return new ItemQuery(conditions, order, from, size);
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
