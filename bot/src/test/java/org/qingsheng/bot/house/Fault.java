package org.qingsheng.bot.house;

/** What goes wrong between the house and one platform, while an answer is on its way out. */
enum Fault {
  /** The connection breaks before the platform has read the message. */
  CUT("连接剪断"),
  /** Something in between says 502: it may or may not have passed the message on. */
  BAD_GATEWAY("回 502"),
  /** The platform says 503: it did nothing. */
  UNAVAILABLE("回 503"),
  /** Nobody ever answers; nothing was done. */
  SILENCE("一直不应答"),
  /** The token stops being right in the middle of the day. */
  TOKEN_REVOKED("令牌中途作废"),
  /** The platform cannot be reached for ten minutes. */
  OUTAGE("十分钟连不上"),
  /** The platform has shown the message, and its answer is lost. */
  ANSWER_LOST("已受理，回音丢了");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** Whether nobody on our side can know what became of the message. */
  boolean leavesDoubt() {
    return this == CUT || this == BAD_GATEWAY || this == SILENCE || this == ANSWER_LOST;
  }

  @Override
  public String toString() {
    return words;
  }
}
