package org.qingsheng.bot.ledger;

/**
 * Where an item stands. Each item is in exactly one of these: asked = answered + open + withdrawn +
 * merged + declined.
 */
public enum ItemState {
  /** Just heard; what follows in the same turn decides. Never committed as a resting state. */
  HEARD("刚收到", Group.OPEN),
  /** The bot's answer is on its way and not yet accepted by the platform. */
  ANSWERING("答复送达中", Group.OPEN),
  /** The asker was offered numbered choices. */
  CLARIFYING("等提问人选择", Group.OPEN),
  /** In the queue, nobody has taken it (待接单). */
  WAITING("待认领", Group.OPEN),
  /** A cadre has taken it (处理中). */
  ASSIGNED("办理中", Group.OPEN),
  /** The cadre's answer is on its way or held until the asker can be reached. */
  DELIVERING("答复待送达", Group.OPEN),
  ANSWERED("已办结", Group.ANSWERED),
  WITHDRAWN("已撤回", Group.WITHDRAWN),
  MERGED("已合并", Group.MERGED),
  DECLINED("已谢绝", Group.DECLINED);

  /** The five terms of the equation. */
  public enum Group {
    OPEN,
    ANSWERED,
    WITHDRAWN,
    MERGED,
    DECLINED
  }

  private final String label;
  private final Group group;

  ItemState(String label, Group group) {
    this.label = label;
    this.group = group;
  }

  public String label() {
    return label;
  }

  public Group group() {
    return group;
  }

  public boolean isOpen() {
    return group == Group.OPEN;
  }
}
