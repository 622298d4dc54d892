package org.qingsheng.bot.intake;

import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.dialogue.Talk;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.Asker;

/** What intake reads before a turn. Thread-safe. */
public interface Talks extends Talk.Records {
  /** The dialogue's state and what is known of the person, in one read. */
  Known known(DialogueKey key);

  /** A message heard before. */
  Optional<HeardBefore> heard(ChannelId channel, MessageId message);

  /**
   * @param state JSON of the dialogue
   */
  record Known(Optional<String> state, Optional<Asker> asker) {}

  /** A message heard before, with the talk it belongs to. */
  record HeardBefore(DialogueKey talk, Optional<ItemId> item, Conversation conversation) {}
}
