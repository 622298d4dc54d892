package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The big switch.
 *
 * @param everywhere whether the reader may silence the bot everywhere
 * @param problem what is wrong with what was sent, empty for nothing
 */
public record MutesPage(
    Shell shell, List<Holding> mutes, boolean everywhere, List<Choice> groups, String problem) {
  public MutesPage {
    mutes = List.copyOf(mutes);
    groups = List.copyOf(groups);
  }

  /**
   * One that holds.
   *
   * @param liftable whether the reader may end it
   */
  public record Holding(String id, String where, String until, String by, boolean liftable) {}
}
