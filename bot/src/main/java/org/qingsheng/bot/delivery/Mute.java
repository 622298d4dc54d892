package org.qingsheng.bot.delivery;

import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.knowledge.RegionCode;

/**
 * The bot keeps silent for a while (静默); what is said to it is still recorded, and what it would
 * say waits.
 *
 * @param until always set: nobody can forget a mute
 * @param by who decided
 */
public record Mute(String id, Where where, Instant since, Instant until, String by) {
  /** Where the bot is silent. */
  public sealed interface Where {
    record Everywhere() implements Where {}

    /** In every group of the region and below. */
    record InRegion(RegionCode region) implements Where {}

    record InGroup(ChannelId channel, ConversationId group) implements Where {}
  }

  /**
   * Whether it covers a chat.
   *
   * @param region of the group; empty in private, which only a mute everywhere covers
   */
  public boolean covers(ChannelId channel, ConversationId chat, Optional<RegionCode> region) {
    return switch (where) {
      case Where.Everywhere _ -> true;
      case Where.InRegion(var muted) ->
          region.filter(each -> each.value().startsWith(prefix(muted))).isPresent();
      case Where.InGroup(var itsChannel, var group) ->
          itsChannel.equals(channel) && group.equals(chat);
    };
  }

  private static String prefix(RegionCode region) {
    return new org.qingsheng.bot.people.Scope(region).prefix();
  }
}
