package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.knowledge.RegionCode;

/**
 * One thing a young person said, as it stands now (青年之声条目): the projection of its events. Made only
 * by {@link Projection}.
 *
 * @param question masked
 * @param assignee account that has taken it
 * @param entry entry that answered it, if the bot did
 * @param answer masked text of a cadre's answer
 * @param waitingSince when it came into the queue in which it still waits for somebody to take it
 * @param feedback whether the asker found it useful
 * @param version number of events so far
 */
public record Item(
    ItemId id,
    ItemNumber number,
    ItemKind kind,
    ItemState state,
    DialogueKey talk,
    RegionCode region,
    String question,
    int priority,
    Optional<String> assignee,
    Optional<String> entry,
    Optional<Integer> entryVersion,
    Optional<AnsweredBy> answeredBy,
    Optional<String> answer,
    Instant openedAt,
    Optional<Instant> dueAt,
    Optional<Instant> closedAt,
    Optional<Instant> waitingSince,
    Optional<Boolean> feedback,
    int version) {
  /** Who answered. */
  public enum AnsweredBy {
    BOT,
    STAFF
  }

  /** Whether it is a ticket: a person has or had to answer it. */
  public boolean isTicket() {
    return dueAt.isPresent();
  }

  /** A new item, by its first event. */
  public static Item begin(ItemId id, ItemNumber number, ItemEvent.Asked asked, Instant at) {
    var conversationId = new org.qingsheng.adapters.ConversationId(asked.conversation());
    Conversation conversation =
        asked.groupChat()
            ? new Conversation.GroupChat(conversationId)
            : new Conversation.PrivateChat(conversationId);
    return new Item(
        id,
        number,
        asked.kind(),
        ItemState.HEARD,
        new DialogueKey(new ChannelId(asked.channel()), conversation, new AskerId(asked.asker())),
        asked.region(),
        "",
        2,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /**
   * The same item with its words. They are kept with the messages heard, not with the events, and
   * the store puts them in.
   */
  public Item withQuestion(String words) {
    return new Item(
        id,
        number,
        kind,
        state,
        talk,
        region,
        words,
        priority,
        assignee,
        entry,
        entryVersion,
        answeredBy,
        answer,
        openedAt,
        dueAt,
        closedAt,
        waitingSince,
        feedback,
        version);
  }

  /** A copy to change; see {@link Draft}. */
  Draft change() {
    return new Draft(this);
  }

  /** The fields that events change. Used by {@link Projection} only. */
  static final class Draft {
    private final Item from;
    private ItemState state;
    private RegionCode region;
    private int priority;
    private Optional<String> assignee;
    private Optional<String> entry;
    private Optional<Integer> entryVersion;
    private Optional<AnsweredBy> answeredBy;
    private Optional<String> answer;
    private Optional<Instant> dueAt;
    private Optional<Instant> closedAt;
    private Optional<Instant> waitingSince;
    private Optional<Boolean> feedback;

    private Draft(Item from) {
      this.from = from;
      this.state = from.state;
      this.region = from.region;
      this.priority = from.priority;
      this.assignee = from.assignee;
      this.entry = from.entry;
      this.entryVersion = from.entryVersion;
      this.answeredBy = from.answeredBy;
      this.answer = from.answer;
      this.dueAt = from.dueAt;
      this.closedAt = from.closedAt;
      this.waitingSince = from.waitingSince;
      this.feedback = from.feedback;
    }

    Draft state(ItemState now) {
      state = now;
      return this;
    }

    /** Into the queue, where somebody is to take it. */
    Draft waiting(Instant since) {
      state = ItemState.WAITING;
      assignee = Optional.empty();
      waitingSince = Optional.of(since);
      return this;
    }

    Draft region(RegionCode now) {
      region = now;
      return this;
    }

    Draft ticket(int newPriority, Instant due) {
      priority = newPriority;
      dueAt = Optional.of(dueAt.filter(earlier -> earlier.isBefore(due)).orElse(due));
      return this;
    }

    Draft reopenedUntil(Optional<Instant> due) {
      dueAt = due;
      closedAt = Optional.empty();
      return this;
    }

    Draft assignee(Optional<String> now) {
      assignee = now;
      return this;
    }

    Draft entry(String id, int version) {
      entry = Optional.of(id);
      entryVersion = Optional.of(version);
      answeredBy = Optional.of(AnsweredBy.BOT);
      return this;
    }

    Draft staffAnswer(String text) {
      answer = Optional.of(text);
      answeredBy = Optional.of(AnsweredBy.STAFF);
      return this;
    }

    Draft closed(ItemState end, Instant at) {
      state = end;
      closedAt = Optional.of(at);
      return this;
    }

    Draft feedback(boolean useful) {
      feedback = Optional.of(useful);
      return this;
    }

    Item build() {
      return new Item(
          from.id,
          from.number,
          from.kind,
          state,
          from.talk,
          region,
          from.question,
          priority,
          assignee,
          entry,
          entryVersion,
          answeredBy,
          answer,
          from.openedAt,
          dueAt,
          closedAt,
          state == ItemState.WAITING ? waitingSince : Optional.empty(),
          feedback,
          from.version + 1);
    }
  }
}
