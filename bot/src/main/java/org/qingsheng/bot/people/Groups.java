package org.qingsheng.bot.people;

import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;

/**
 * The groups the bot is in. Thread-safe; {@link #find} is asked for every message and answers from
 * memory.
 */
public interface Groups {
  Optional<Group> find(ChannelId channel, ConversationId conversation);

  /** Adds or changes a group; effective for the next message, and kept over a restart. */
  void save(Group group);

  /** Groups within the reader's scope, by region and name. */
  List<Group> list(Scope scope);
}
