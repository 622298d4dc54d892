package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.knowledge.RegionCode;

/** One thing a turn does. Applied in order. */
public sealed interface Effect {
  /**
   * A message was heard.
   *
   * @param text masked
   * @param sealed original, encrypted, when masking changed something
   */
  record Heard(
      DialogueKey talk,
      MessageId message,
      Optional<ItemId> item,
      String text,
      Optional<String> sealed,
      List<Attachment> attachments,
      Instant at)
      implements Effect {}

  /**
   * A file came with what was heard; its bytes are kept already.
   *
   * @param item what it belongs to
   */
  record FileKept(DialogueKey talk, MessageId message, KeptFile file, ItemId item)
      implements Effect {}

  /** What was heard waits a moment for more words, then it is answered as it is (Y21). */
  record WordsHeld(DialogueKey talk, MessageId message, Instant due) implements Effect {}

  /**
   * What waited for more words waits no longer.
   *
   * @param item what it belongs to
   */
  record WordsTaken(DialogueKey talk, Optional<ItemId> item) implements Effect {}

  /** Something happened to an item; an {@link ItemEvent.Asked} opens it. */
  record Happened(ItemId item, ItemEvent event) implements Effect {}

  /** Something is to be said. */
  record Say(Outbound message) implements Effect {}

  /** What is remembered of the talk from now on, as JSON of the dialogue's own making. */
  record Remember(DialogueKey talk, String state) implements Effect {}

  /** What is known of the person from now on. */
  record Know(DialogueKey talk, Optional<RegionCode> region, int noticeVersion, boolean reachable)
      implements Effect {}

  /**
   * The person said when they do not want to be disturbed, in all their chats on the channel.
   *
   * @param choice what holds from now on; empty to forget what was chosen
   */
  record QuietChosen(DialogueKey talk, Optional<QuietChoice> choice) implements Effect {}

  /** An answer window opened; held messages for the person become due. */
  record WindowOpened(
      DialogueKey talk, Opener opener, MessageId message, Instant expiresAt, int count)
      implements Effect {}

  /**
   * Nothing holds back messages any more that wait in this chat, or those for one person in it:
   * they become due.
   *
   * @param said what the person said, if that is why: then they answer it
   */
  record HeldReleased(
      ChannelId channel,
      ConversationId conversation,
      Optional<AskerId> asker,
      Optional<MessageId> said)
      implements Effect {}

  /** Messages of the item not yet sent are not to be sent any more. */
  record CancelUnsent(ItemId item, String reason) implements Effect {}

  /** A heard message was recalled: its text is removed from sight. */
  record Recalled(MessageId message, DialogueKey talk, Instant at) implements Effect {}

  /**
   * What follows was decided on the item as it stood: if anything happened to it since, the turn is
   * refused.
   */
  record Unchanged(ItemId item, int version) implements Effect {}

  /** Kept in the log of what staff did. */
  record Logged(AuditEvent event) implements Effect {}

  /** How a send ended, or that it waits. */
  record SendEnded(OutboundId message, OutboundEnd end) implements Effect {}

  /**
   * A cadre's answer becomes a draft entry with the asker's wording attached (沉淀入库).
   *
   * @param office whom to ask about it: who answered
   */
  record EntryProposed(
      ItemId item, String question, String answer, RegionCode region, String office, String author)
      implements Effect {}
}
