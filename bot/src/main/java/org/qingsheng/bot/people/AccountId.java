package org.qingsheng.bot.people;

/** Names a staff account for life. */
public record AccountId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
