package org.qingsheng.bot.console.page;

import java.util.List;

/** Who works here. */
public record PeoplePage(Shell shell, List<Row> people) {
  public PeoplePage {
    people = List.copyOf(people);
  }

  /** One account. */
  public record Row(
      String id,
      String name,
      String login,
      String roles,
      String region,
      boolean active,
      String until) {}
}
