package org.qingsheng.bot.people;

/** What an account may do (角色). An account may have several; all are bounded by its region. */
public enum Role {
  /** 团干部: reads and answers items of the region. */
  CADRE("团干部"),
  /** 知识编辑: drafts entries. */
  EDITOR("知识编辑"),
  /** 知识审核: publishes and retires what others drafted. */
  REVIEWER("知识审核"),
  /** 领导: figures and masked samples. */
  LEADER("领导"),
  /** 运维: health, channels; reads no item text. */
  OPERATOR("运维"),
  /** 管理员: accounts, groups, regions, and everything above. */
  ADMIN("管理员");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
