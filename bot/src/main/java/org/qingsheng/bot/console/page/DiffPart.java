package org.qingsheng.bot.console.page;

/** A stretch of text that two versions share, or that only one of them has. */
public record DiffPart(Kind kind, String text) {
  /** Which of the two has it. */
  public enum Kind {
    SAME,
    ONLY_BEFORE,
    ONLY_AFTER
  }
}
