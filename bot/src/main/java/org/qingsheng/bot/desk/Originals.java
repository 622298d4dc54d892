package org.qingsheng.bot.desk;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.ledger.ItemId;

/** Opens what was said before it was masked. Asked by {@link Reveal} only. Thread-safe. */
public interface Originals {
  /** One message as it was said. */
  record Original(String text, Instant at) {}

  /** Whether anything of the item was masked and is still kept. */
  boolean exist(ItemId item);

  /** The messages of the item in which something was masked, oldest first. */
  List<Original> of(ItemId item);
}
