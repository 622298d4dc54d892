package org.qingsheng.bot.ledger;

import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.MessageId;

/** What became of one attempt to send a message. */
public sealed interface OutboundEnd {
  /**
   * The platform took it.
   *
   * @param passive whether it went inside the exchange of the message it answers; otherwise it was
   *     pushed and counts against the asker's answer window
   */
  record Accepted(Optional<MessageId> platformId, boolean passive) implements OutboundEnd {}

  record Refused(String reason) implements OutboundEnd {}

  record Unknown(String reason) implements OutboundEnd {}

  /**
   * To be sent again at that time: a person decided so, or the process that was sending is gone.
   */
  record Again(String reason, Instant notBefore) implements OutboundEnd {}

  /** Waits for the asker's next message or another opening of a window. */
  record Held(String reason) implements OutboundEnd {}

  /** A person decided: it arrived after all, or is not to be sent any more. */
  record Settled(OutboundState state, String reason) implements OutboundEnd {}
}
