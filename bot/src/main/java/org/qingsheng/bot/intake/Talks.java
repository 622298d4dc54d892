package org.qingsheng.bot.intake;

import java.time.Instant;
import java.util.List;
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
  /** The dialogue's state, what is known of the person and what waits, in one read. */
  Known known(DialogueKey key);

  /** A message heard before. */
  Optional<HeardBefore> heard(ChannelId channel, MessageId message);

  /** Talks in which something has waited for more words long enough. */
  List<DialogueKey> due(Instant now, int limit);

  /**
   * @param state JSON of the dialogue
   * @param held what waits for more words, in order
   */
  record Known(Optional<String> state, Optional<Asker> asker, List<Talk.Held> held) {}

  /** A message heard before, with the talk it belongs to. */
  record HeardBefore(DialogueKey talk, Optional<ItemId> item, Conversation conversation) {}
}
