package org.qingsheng.bot.people;

/** When a person or a group does not want to be disturbed (作息). */
public enum QuietProfile {
  /** Nights. */
  STANDARD("夜间免打扰"),
  /** Who works nights sleeps by day. */
  SHIFT("上夜班，白天免打扰"),
  /** At any time. */
  NEVER("不免打扰");

  private final String label;

  QuietProfile(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
