package org.qingsheng.bot.intake;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.knowledge.RegionCode;

/** In which groups the bot is, and whether it may speak there. Thread-safe. */
final class Presence {
  private final Groups groups;
  private final Ledger ledger;
  private final RegionCode home;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * @param home where a group is taken to be until somebody says
   */
  Presence(Groups groups, Ledger ledger, RegionCode home, Ids ids, InstantSource clock) {
    this.groups = groups;
    this.ledger = ledger;
    this.home = home;
    this.ids = ids;
    this.clock = clock;
  }

  /** A group seen for the first time. */
  Group newcomer(ChannelId channel, ConversationId conversation) {
    return new Group(
        channel,
        conversation,
        "",
        home,
        Group.TriggerMode.MENTION,
        List.of(),
        Group.Standing.JOINED);
  }

  /** Takes note, and lets go what waited for the bot to be let in again. */
  void changed(GroupChanged changed) {
    var standing =
        switch (changed.standing()) {
          case JOINED, UNMUTED -> Group.Standing.JOINED;
          case MUTED -> Group.Standing.MUTED;
          case REMOVED -> Group.Standing.REMOVED;
        };
    var group =
        groups
            .find(changed.channel(), changed.group())
            .orElseGet(() -> newcomer(changed.channel(), changed.group()));
    groups.save(
        new Group(
            group.channel(),
            group.conversation(),
            group.name(),
            group.region(),
            group.mode(),
            group.words(),
            standing));
    if (standing == Group.Standing.JOINED) {
      release(changed);
    }
  }

  /** The bot may speak again: what waited for that goes out. */
  private void release(GroupChanged changed) {
    var turn = ids.turn();
    ledger
        .commit(
            new Turn(
                turn,
                "standing:" + changed.channel() + ":" + turn,
                clock.instant(),
                List.of(
                    new Effect.HeldReleased(
                        changed.channel(), changed.group(), Optional.empty(), Optional.empty()))))
        .join();
  }
}
