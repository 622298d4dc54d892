package org.qingsheng.bot.ledger;

/** Names one message on its way out; time-ordered. */
public record OutboundId(String value) implements Comparable<OutboundId> {
  @Override
  public int compareTo(OutboundId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
