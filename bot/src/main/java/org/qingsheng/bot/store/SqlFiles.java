package org.qingsheng.bot.store;

import static org.qingsheng.bot.store.SqlLedger.channel;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.qingsheng.bot.files.FileBook;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.KeptFile;

/** Files of items in the database; their bytes are elsewhere. Thread-safe. */
public final class SqlFiles implements FileBook {
  private static final String KEEP =
      """
      INSERT INTO heard_file (id, channel, message_id, item_id, name, type, bytes, kept_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String RECALL =
      "DELETE FROM heard_file WHERE channel = ? AND message_id = ?";
  private static final String OF_ITEM =
      "SELECT id, name, type, bytes FROM heard_file WHERE item_id = ? ORDER BY kept_at, id";
  private static final String NAMED = "SELECT id FROM heard_file";
  private static final String FORGET =
      """
      DELETE FROM heard_file WHERE item_id IN
        (SELECT id FROM item WHERE closed_at IS NOT NULL AND closed_at < ?)
      """;

  private final Database database;

  public SqlFiles(Database database) {
    this.database = database;
  }

  static void keep(Handle handle, Effect.FileKept kept, long now) {
    var file = kept.file();
    handle.execute(
        KEEP,
        file.id(),
        channel(kept.talk()),
        kept.message().value(),
        kept.item().value(),
        file.name(),
        file.type(),
        file.bytes(),
        now);
  }

  static void recall(Handle handle, Effect.Recalled recalled) {
    handle.execute(RECALL, channel(recalled.talk()), recalled.message().value());
  }

  @Override
  public List<KeptFile> of(ItemId item) {
    return database.read(handle ->
        handle
            .select(OF_ITEM, item.value())
            .map((row, _) ->
                new KeptFile(
                    row.getString("id"),
                    row.getString("name"),
                    row.getString("type"),
                    row.getLong("bytes")))
            .list());
  }

  @Override
  public Set<String> named() {
    return database.read(handle -> handle.select(NAMED).mapTo(String.class).set());
  }

  @Override
  public int forget(Instant closedBefore) {
    return database.writeNow(handle -> handle.execute(FORGET, closedBefore.toEpochMilli()));
  }
}
