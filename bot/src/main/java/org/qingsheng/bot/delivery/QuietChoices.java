package org.qingsheng.bot.delivery;

import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;

/** Who chose which quiet hours. Thread-safe. */
public interface QuietChoices {
  /** What a group chose. */
  Optional<QuietProfile> of(ChannelId channel, ConversationId group);

  /** What a person chose, for all their chats on the channel. */
  Optional<QuietProfile> of(ChannelId channel, AskerId asker);

  void choose(ChannelId channel, ConversationId group, QuietProfile profile);

  void choose(ChannelId channel, AskerId asker, QuietProfile profile);
}
