package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Choice;

/**
 * One message to one person, as a turn decides it (出站消息). How and when it travels is delivery's.
 *
 * @param key derived from its cause
 * @param inReplyTo the inbound message it answers, if any
 * @param text complete text; what is longer than one message of the channel is cut when it is
 *     stored
 */
public record Outbound(
    OutboundId id,
    IdempotencyKey key,
    Optional<ItemId> item,
    DialogueKey to,
    Optional<MessageId> inReplyTo,
    boolean mention,
    Purpose purpose,
    String text,
    List<Choice> choices,
    Instant notBefore) {
  public Outbound {
    choices = List.copyOf(choices);
  }

  /** The same message with its item's number put where it belongs. */
  public Outbound withNumber(ItemNumber number) {
    return text.contains(ItemNumber.TO_COME)
        ? saying(text.replace(ItemNumber.TO_COME, number.value()))
        : this;
  }

  /** The same message with other words. */
  public Outbound saying(String words) {
    return new Outbound(id, key, item, to, inReplyTo, mention, purpose, words, choices, notBefore);
  }
}
