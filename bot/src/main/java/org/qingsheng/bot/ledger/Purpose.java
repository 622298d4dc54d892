package org.qingsheng.bot.ledger;

/** What a message of ours is for. */
public enum Purpose {
  /** The bot's answer from an entry. */
  ANSWER("机器人答复"),
  /** A cadre's answer. */
  STAFF_ANSWER("团干部答复"),
  /** Numbered choices. */
  OPTIONS("追问"),
  /** That a question was passed on, with its number. */
  RECEIPT("转人工回执"),
  /** Hotline card. */
  CRISIS_CARD("求助热线"),
  /** A kind no. */
  DECLINE("谢绝"),
  /** Reply to a command, notice, introduction. */
  SERVICE("服务消息"),
  /** Tells a group that the bot will be silent. */
  ANNOUNCEMENT("群公告");

  private final String label;

  Purpose(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Whether its acceptance by the platform answers the item. */
  public boolean isAnswer() {
    return this == ANSWER || this == STAFF_ANSWER;
  }
}
