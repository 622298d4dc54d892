package org.qingsheng.bot.ledger;

/** What kind of thing a young person said. Everything but small talk counts as asked. */
public enum ItemKind {
  QUESTION("提问"),
  SUGGESTION("建议"),
  COMPLAINT("意见"),
  WISH("微心愿"),
  CRISIS("危机求助"),
  CHAT("闲聊");

  private final String label;

  ItemKind(String label) {
    this.label = label;
  }

  /** The word on the screen. */
  public String label() {
    return label;
  }

  public boolean counts() {
    return this != CHAT;
  }
}
