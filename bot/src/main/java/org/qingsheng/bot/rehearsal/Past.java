package org.qingsheng.bot.rehearsal;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/** What was said on a day and what became of it, read from the ledger. Thread-safe. */
public interface Past {
  /**
   * In the order it was heard; what was recalled or erased is not there.
   *
   * @param scope of the reader: only what belongs to items there
   */
  List<Heard> heard(Instant from, Instant to, Scope scope);

  /**
   * One message that was heard.
   *
   * @param text masked
   * @param number of the item it belongs to
   * @param region of the item
   * @param events of that item in that turn, in order
   */
  record Heard(
      DialogueKey talk,
      String text,
      Instant at,
      String number,
      RegionCode region,
      List<ItemEvent> events) {
    public Heard {
      events = List.copyOf(events);
    }

    /** Whether the item began with it. */
    boolean opens() {
      return events.stream().anyMatch(ItemEvent.Asked.class::isInstance);
    }
  }
}
