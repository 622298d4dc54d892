package org.qingsheng.bot.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * One outage operators are told about (告警).
 *
 * @param subject the channel it is about
 * @param words what is wrong and what to do, in Chinese a non-expert understands; no personal data
 * @param since when it began
 */
public record Alert(
    String id,
    Kind kind,
    String subject,
    String words,
    Instant since,
    Optional<Instant> resolvedAt) {
  /** What can be out of order. */
  public enum Kind {
    /** Messages wait too long to be sent. */
    QUEUE,
    /** The channel has been away too long. */
    CHANNEL
  }

  boolean concerns(Kind what, String which) {
    return kind == what && subject.equals(which);
  }
}
