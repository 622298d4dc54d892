package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * How the channels are, and which messages do not move.
 *
 * @param notices what an operator should know about the settings, in Chinese
 */
public record ChannelsPage(
    Shell shell,
    List<Channel> channels,
    List<Stuck> stuck,
    List<String> notices,
    List<Outage> outages,
    List<DeadNotice> deadNotices) {
  public ChannelsPage {
    notices = List.copyOf(notices);
    outages = List.copyOf(outages);
    deadNotices = List.copyOf(deadNotices);
    channels = List.copyOf(channels);
    stuck = List.copyOf(stuck);
  }

  /**
   * One outage.
   *
   * @param end when it was over; empty while it lasts
   */
  public record Outage(String words, String since, String end) {}

  /** One notice to another program that was given up. */
  public record DeadNotice(
      String id, String receiver, String problem, int attempts, String since) {}

  /**
   * One channel.
   *
   * @param state up, degraded or down
   * @param can what it can do, in words
   */
  public record Channel(
      String id,
      String state,
      String label,
      String reason,
      List<String> can,
      long held,
      long unknown) {
    public Channel {
      can = List.copyOf(can);
    }
  }

  /**
   * One message that does not move; its text is not the operator's to read.
   *
   * @param item number of its item, empty for none
   * @param readable whether the reader may open the item
   */
  public record Stuck(
      String id,
      String channel,
      String purpose,
      String state,
      String reason,
      String since,
      String item,
      boolean readable) {}
}
