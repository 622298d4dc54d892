package org.qingsheng.bot.files;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.KeptFile;

/** Which files there are and to which items they belong. Thread-safe. */
public interface FileBook {
  /** Oldest first. */
  List<KeptFile> of(ItemId item);

  /** The names of all bytes still wanted. */
  Set<String> named();

  /**
   * Lets go files of items closed before then.
   *
   * @return how many
   */
  int forget(Instant closedBefore);
}
