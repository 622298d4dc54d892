package org.qingsheng.bot.settings;

/** A text that must never be printed; prints as {@code ***}. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
