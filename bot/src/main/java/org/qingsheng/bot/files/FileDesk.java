package org.qingsheng.bot.files;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.KeptFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that people sent, for those who may read their item. Thread-safe. */
public final class FileDesk {
  private static final Logger log = LoggerFactory.getLogger(FileDesk.class);

  /** As long as the words they came with stay whole (P06: 12 months after the close). */
  private static final Duration KEPT = Duration.ofDays(365);

  /** Nothing is on its way into the ledger longer than that. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

  private final FileBook book;
  private final FileShelf shelf;
  private final InstantSource clock;

  public FileDesk(FileBook book, FileShelf shelf, InstantSource clock) {
    this.book = book;
    this.shelf = shelf;
    this.clock = clock;
  }

  public List<KeptFile> of(ItemId item) {
    return book.of(item);
  }

  /** One file of that item. */
  public Optional<KeptFile> find(ItemId item, String id) {
    return book.of(item).stream().filter(file -> file.id().equals(id)).findFirst();
  }

  /** Empty when it is gone. */
  public Optional<byte[]> bytes(KeptFile file) {
    return shelf.get(file.id());
  }

  /** Lets go what was kept long enough, and bytes that belong to nothing. */
  public void tidy() {
    Instant now = clock.instant();
    int let = book.forget(now.minus(KEPT));
    int swept = shelf.sweep(book.named(), now.minus(ON_ITS_WAY));
    if (let + swept > 0) {
      log.atInfo().addKeyValue("forgotten", let).addKeyValue("swept", swept).log("files tidied");
    }
  }
}
