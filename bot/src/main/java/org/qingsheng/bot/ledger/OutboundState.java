package org.qingsheng.bot.ledger;

/** Where a message on its way out stands (投递状态). */
public enum OutboundState {
  /** To be sent when its time comes. */
  PLANNED("待发送"),
  /** A node is sending it. */
  LEASED("发送中"),
  /** Waits for something other than time, with a reason. */
  HELD("暂缓"),
  ACCEPTED("已送达"),
  REFUSED("被拒收"),
  /** May have arrived; a person has to look. */
  UNKNOWN("结果未知"),
  CANCELLED("已取消");

  private final String label;

  OutboundState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
