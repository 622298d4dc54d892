package org.qingsheng.bot.console.page;

import java.util.List;
import java.util.Optional;

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
      long unknown,
      Optional<InGroups> groups) {
    public Channel {
      can = List.copyOf(can);
    }
  }

  /**
   * The groups a channel sits in.
   *
   * @param all how many there are, those of other regions with them
   * @param elsewhere how many of them belong to other regions and are not shown
   * @param told when the platform told, in words; empty while it has not since the start
   */
  public record InGroups(int all, int elsewhere, String told, List<InGroup> groups) {
    public InGroups {
      groups = List.copyOf(groups);
    }
  }

  /**
   * One group.
   *
   * @param name as its members see it
   * @param members in words; empty where the platform does not say
   * @param region where it belongs, or that nobody has said yet
   * @param bound whether somebody said where it belongs
   * @param standing empty while the bot may speak there
   */
  public record InGroup(
      String name, String members, String region, boolean bound, String standing) {}

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
