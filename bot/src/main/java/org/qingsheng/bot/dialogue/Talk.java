package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.people.Asker;
import org.qingsheng.knowledge.RegionCode;

/**
 * What is known when a person says something.
 *
 * @param state JSON as the dialogue left it
 * @param region where the person is taken to be: said by them, else their group's, else the
 *     operator's
 * @param held what the person said a moment ago that waits for more words, in order
 */
public record Talk(
    DialogueKey key,
    Optional<String> state,
    Optional<Asker> asker,
    RegionCode region,
    List<Held> held,
    Records records) {
  public Talk {
    held = List.copyOf(held);
  }

  /**
   * Words that wait for more; nothing in them was masked.
   *
   * @param due when they are answered as they are
   */
  public record Held(MessageId message, String text, Instant at, Instant due) {}

  /** Looking up this person's own items and, by number, whose an item is. */
  public interface Records {
    /** Newest first. */
    List<Item> recent(DialogueKey key);

    Optional<Item> find(ItemId id);

    Optional<Item> find(ItemNumber number);
  }
}
