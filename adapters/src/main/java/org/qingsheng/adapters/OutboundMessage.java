package org.qingsheng.adapters;

import java.util.List;
import java.util.Optional;

/**
 * What is to be said to one person (出站消息). Text is data: the adapter escapes it for its platform
 * and never lets it become markup, a mention or a file.
 *
 * @param key the same for every attempt at this message
 * @param asker whom it is for; in a group the adapter names them if {@code mention} is set and the
 *     platform can
 * @param route how it may travel, chosen by the delivery plan
 * @param quote the message it answers, shown as a quotation where the platform can
 * @param text plain text with line feeds, already within {@link Capabilities#maxTextBytes()}
 * @param choices what the person may tap instead of typing, in order; the text already lists them,
 *     so a platform without buttons ignores this
 */
public record OutboundMessage(
    IdempotencyKey key,
    ChannelId channel,
    Conversation conversation,
    AskerId asker,
    Route route,
    Optional<MessageId> quote,
    boolean mention,
    String text,
    List<Choice> choices) {
  public OutboundMessage {
    choices = List.copyOf(choices);
  }

  /** How a message may travel. */
  public sealed interface Route {
    /** In the still open exchange of the inbound message named (被动回复). */
    record Passive(MessageId inReplyTo) implements Route {}

    /**
     * By a call of ours (主动推送).
     *
     * @param windowOf the inbound message whose answer window and quota it uses, if the platform
     *     counts
     */
    record Push(Optional<MessageId> windowOf) implements Route {}
  }

  /**
   * One thing to tap.
   *
   * @param send what tapping says, as if typed
   * @param label what is shown
   */
  public record Choice(String send, String label) {}
}
