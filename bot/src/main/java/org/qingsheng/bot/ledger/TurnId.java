package org.qingsheng.bot.ledger;

/** Names one turn; time-ordered. */
public record TurnId(String value) implements Comparable<TurnId> {
  @Override
  public int compareTo(TurnId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
