package org.qingsheng.bot.console.page;

import java.util.List;

/** The groups the bot is in. */
public record GroupsPage(Shell shell, List<Row> groups) {
  public GroupsPage {
    groups = List.copyOf(groups);
  }

  /** One group. */
  public record Row(
      String name,
      String channel,
      String region,
      String mode,
      String words,
      String standing,
      String edit) {}
}
