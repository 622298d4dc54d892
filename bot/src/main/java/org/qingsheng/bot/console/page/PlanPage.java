package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The delivery plan: what holds on each channel, and what waits for what.
 *
 * @param nights when nobody is pushed to
 * @param days the same for those who work at night
 */
public record PlanPage(
    Shell shell, String nights, String days, List<Rules> channels, List<Waiting> waiting) {
  public PlanPage {
    channels = List.copyOf(channels);
    waiting = List.copyOf(waiting);
  }

  /**
   * What holds on one channel.
   *
   * @param amended whether the rules file says anything about it
   */
  public record Rules(String id, boolean amended, List<String> rules) {
    public Rules {
      rules = List.copyOf(rules);
    }
  }

  /**
   * One message that waits; its text is not the operator's to read.
   *
   * @param reason why it waits
   * @param chance when it goes next
   * @param item number of its item, empty for none
   * @param readable whether the reader may open the item
   */
  public record Waiting(
      String channel,
      String purpose,
      String state,
      String reason,
      String chance,
      String item,
      boolean readable) {}
}
