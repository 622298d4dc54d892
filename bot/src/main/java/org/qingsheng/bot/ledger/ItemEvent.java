package org.qingsheng.bot.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.qingsheng.knowledge.RegionCode;

/**
 * One thing that happened to an item (条目事件). Written once, never changed. Names of the types are
 * stored: renaming one needs a migration. All text is masked.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = ItemEvent.Asked.class, name = "asked"),
  @Type(value = ItemEvent.Added.class, name = "added"),
  @Type(value = ItemEvent.OptionsOffered.class, name = "options-offered"),
  @Type(value = ItemEvent.Answered.class, name = "answered"),
  @Type(value = ItemEvent.Declined.class, name = "declined"),
  @Type(value = ItemEvent.HandedOff.class, name = "handed-off"),
  @Type(value = ItemEvent.Claimed.class, name = "claimed"),
  @Type(value = ItemEvent.Released.class, name = "released"),
  @Type(value = ItemEvent.Transferred.class, name = "transferred"),
  @Type(value = ItemEvent.Noted.class, name = "noted"),
  @Type(value = ItemEvent.OriginalShown.class, name = "original-shown"),
  @Type(value = ItemEvent.StaffAnswered.class, name = "staff-answered"),
  @Type(value = ItemEvent.Delivered.class, name = "delivered"),
  @Type(value = ItemEvent.DeliveryHeld.class, name = "delivery-held"),
  @Type(value = ItemEvent.DeliveryFailed.class, name = "delivery-failed"),
  @Type(value = ItemEvent.Withdrawn.class, name = "withdrawn"),
  @Type(value = ItemEvent.Merged.class, name = "merged"),
  @Type(value = ItemEvent.FeedbackGiven.class, name = "feedback-given"),
  @Type(value = ItemEvent.Reopened.class, name = "reopened")
})
public sealed interface ItemEvent {
  /**
   * First event of every item: it was said. The words are not in the event but with the message
   * heard, so that they can be recalled and erased while the ledger stays as it is.
   */
  record Asked(
      ItemKind kind,
      String channel,
      String conversation,
      boolean groupChat,
      String asker,
      RegionCode region)
      implements ItemEvent {}

  /** The asker said more about it; the words are with the message heard. */
  record Added() implements ItemEvent {}

  /** Numbered choices were offered (追问); entry ids in the order shown. */
  record OptionsOffered(List<String> entries) implements ItemEvent {}

  /** The bot answers with a published entry; the answer is on its way. */
  record Answered(String entry, int entryVersion, double probability) implements ItemEvent {}

  /** Kindly not answered: small talk, out of scope, or asked to stop. */
  record Declined(String reason) implements ItemEvent {}

  /**
   * Given to people (转人工).
   *
   * @param priority 0 for crisis, 1 urgent, 2 normal
   * @param dueAt to the millisecond, as everything is stored: an item rebuilt from its events must
   *     equal the one that was read
   */
  record HandedOff(String reason, int priority, Instant dueAt) implements ItemEvent {
    public HandedOff {
      dueAt = dueAt.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** A cadre took it (认领). */
  record Claimed(String staff) implements ItemEvent {}

  /** The cadre gave it back to the queue. */
  record Released(String staff, String reason) implements ItemEvent {}

  /** Given to another cadre, or to the queue of another region. */
  record Transferred(
      String by, Optional<String> toStaff, Optional<RegionCode> toRegion, String reason)
      implements ItemEvent {}

  /**
   * Said among staff, never sent (内部备注).
   *
   * @param mentions accounts it names; notes older than mentions have none
   */
  record Noted(String staff, String text, List<String> mentions) implements ItemEvent {
    @SuppressWarnings("ConstantValue") // what was stored before there were mentions reads as null
    public Noted {
      mentions = mentions == null ? List.of() : List.copyOf(mentions);
    }

    public Noted(String staff, String text) {
      this(staff, text, List.of());
    }
  }

  /**
   * A cadre was shown the asker's words as they were said, with phone numbers and the like.
   *
   * @param reason masked
   * @param until when it is covered again, to the millisecond
   */
  record OriginalShown(String staff, String reason, Instant until) implements ItemEvent {
    public OriginalShown {
      until = until.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** A cadre answered; the answer is on its way. */
  record StaffAnswered(String staff, String text) implements ItemEvent {}

  /** The platform accepted a message of this item; the last answer's acceptance closes it. */
  record Delivered(String outbound, String purpose) implements ItemEvent {}

  /** A message waits, and why. */
  record DeliveryHeld(String outbound, String purpose, String reason) implements ItemEvent {}

  /** A message was refused or its end is not known. */
  record DeliveryFailed(String outbound, String purpose, String state, String reason)
      implements ItemEvent {}

  /** Taken back by the asker, or they left the choice unanswered. */
  record Withdrawn(String reason) implements ItemEvent {}

  /** Continued in another item. */
  record Merged(String into) implements ItemEvent {}

  /** 有用 / 没用. */
  record FeedbackGiven(boolean useful) implements ItemEvent {}

  /** The asker was not content: it goes on. */
  record Reopened(String reason) implements ItemEvent {}
}
