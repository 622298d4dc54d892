package org.qingsheng.bot.people;

import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;

/**
 * Who chose which quiet hours. Thread-safe. What people say to the bot about it goes through the
 * ledger, with the turn in which they said it.
 */
public interface QuietChoices {
  /** What a group chose. */
  Optional<QuietProfile> of(ChannelId channel, ConversationId group);

  /** What a person chose, for all their chats on the channel. */
  Optional<QuietChoice> of(ChannelId channel, AskerId asker);

  void choose(ChannelId channel, ConversationId group, QuietProfile profile);

  void choose(ChannelId channel, AskerId asker, QuietChoice choice);
}
