package org.qingsheng.bot.ledger;

/** Names an item for life; time-ordered. What people see and say is its {@link ItemNumber}. */
public record ItemId(String value) implements Comparable<ItemId> {
  @Override
  public int compareTo(ItemId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
