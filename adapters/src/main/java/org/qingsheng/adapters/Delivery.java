package org.qingsheng.adapters;

import java.time.Duration;
import java.util.Optional;

/** How one send ended (投递结果). The four cases say whether to try again. */
public sealed interface Delivery {
  /**
   * The platform took it.
   *
   * @param platformId its id there, if the platform tells one
   */
  record Accepted(Optional<MessageId> platformId) implements Delivery {}

  /**
   * The platform said no, and would say the same again.
   *
   * @param code the platform's own code
   * @param meaning what kind of no it was
   * @param reason for operators; no token, no text of the message
   */
  record Refused(String code, Meaning meaning, String reason) implements Delivery {}

  /**
   * It certainly did not arrive: not connected, the exchange was gone, told to slow down. May be
   * sent again, by this or another route.
   *
   * @param retryAfter how long to wait at least, if the platform said so
   */
  record NotSent(String reason, Optional<Duration> retryAfter) implements Delivery {}

  /**
   * It may have arrived (结果未知): timed out or the line broke after it was written. Repeated only
   * where the platform deduplicates by the key or the sent message can be looked up.
   */
  record Unknown(String reason) implements Delivery {}

  /** Kinds of refusal the delivery plan reacts to differently. */
  enum Meaning {
    /** The answer window is over or its quota used up: hold until the person writes again. */
    WINDOW_CLOSED,
    /** This account may not send this way at all (unverified, banned from pushing). */
    NOT_PERMITTED,
    /** The person or group cannot be reached any more. */
    UNREACHABLE,
    /** The content or its size was not accepted. */
    CONTENT,
    /** Anything else final, such as our own malformed request. */
    OTHER
  }
}
