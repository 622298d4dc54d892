package org.qingsheng.adapters;

import java.time.Instant;
import java.util.Optional;

/**
 * A channel on which one can look whether a message of ours is there, so that a send whose end is
 * not known need not stay unknown.
 */
public interface LooksUpSent {
  /**
   * Looks for the message among those this account sent in that conversation.
   *
   * @param notBefore when the send was begun
   */
  Found lookUp(OutboundMessage message, Instant notBefore);

  /** What the look-up found. */
  sealed interface Found {
    /** It is there. */
    record Sent(Optional<MessageId> platformId) implements Found {}

    /** It is not there, and the history reaches back far enough to be sure. */
    record Absent() implements Found {}

    /**
     * Cannot be told.
     *
     * @param passing whether it may be told later: the line is down now; not so when history is not
     *     served or too short
     */
    record CannotTell(String reason, boolean passing) implements Found {}
  }
}
