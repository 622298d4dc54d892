package org.qingsheng.adapters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a platform told us (入站事件). Immutable; all text in it is untrusted and already free of NUL
 * and lone surrogates (see {@link CleanText}).
 */
public sealed interface InboundEvent {
  ChannelId channel();

  /** When it happened, by the platform's clock. */
  Instant at();

  /**
   * Somebody said something.
   *
   * @param id unique within the channel; the same id arriving again is the same message
   * @param text the words alone, the mention of the bot removed; may be empty when only attachments
   *     or a bare mention were sent
   * @param quotes the message this one answers, if the platform says so
   * @param again whether the adapter fetched it from the platform's history after a gap, rather
   *     than being told live
   */
  record MessageReceived(
      ChannelId channel,
      MessageId id,
      Conversation conversation,
      AskerId asker,
      String text,
      List<Attachment> attachments,
      Addressing addressing,
      Optional<MessageId> quotes,
      Instant at,
      boolean again)
      implements InboundEvent {
    public MessageReceived {
      attachments = List.copyOf(attachments);
    }
  }

  /** A message was taken back (撤回) by its author or a group admin. */
  record MessageRecalled(
      ChannelId channel, Conversation conversation, MessageId message, Instant at)
      implements InboundEvent {}

  /**
   * A person opened or closed the way to them: followed or left the account, tapped a menu or
   * scanned a code.
   *
   * @param id dedupe key built by the adapter
   * @param conversation the chat in which that person's messages come, too
   * @param detail menu key or scene, empty when there is none
   */
  record ContactChanged(
      ChannelId channel,
      MessageId id,
      Conversation conversation,
      AskerId asker,
      Contact contact,
      String detail,
      Instant at)
      implements InboundEvent {}

  /** The bot's standing in a group changed. */
  record GroupChanged(ChannelId channel, ConversationId group, Standing standing, Instant at)
      implements InboundEvent {}

  /** Something this version does not know. Counted, never fatal, never guessed at. */
  record Unsupported(ChannelId channel, String platformType, Instant at) implements InboundEvent {}

  /** What a person did to the way between them and the account. */
  enum Contact {
    FOLLOWED,
    /** Came back to a chat that is still open: nothing new may be said because of it. */
    RETURNED,
    UNFOLLOWED,
    /** The detail is the menu's key: what tapping says. */
    MENU_TAPPED,
    /** Scanned a code of ours that says where it hung; the detail is its scene. */
    SCANNED
  }

  /** Whether the bot may speak in a group. */
  enum Standing {
    JOINED,
    REMOVED,
    MUTED,
    UNMUTED
  }
}
