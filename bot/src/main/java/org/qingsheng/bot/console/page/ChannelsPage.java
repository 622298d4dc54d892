package org.qingsheng.bot.console.page;

import java.util.List;

/** How the channels are, and which messages do not move. */
public record ChannelsPage(Shell shell, List<Channel> channels, List<Stuck> stuck) {
  public ChannelsPage {
    channels = List.copyOf(channels);
    stuck = List.copyOf(stuck);
  }

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
