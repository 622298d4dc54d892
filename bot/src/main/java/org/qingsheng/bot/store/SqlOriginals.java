package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.desk.Originals;
import org.qingsheng.bot.intake.Seal;
import org.qingsheng.bot.ledger.ItemId;

/** Opens the sealed words of an item. Thread-safe. */
public final class SqlOriginals implements Originals {
  private static final String EXIST =
      "SELECT count(*) FROM heard WHERE item_id = ? AND sealed IS NOT NULL AND recalled_at IS NULL";
  private static final String SEALED =
      """
      SELECT channel, message_id, sealed, received_at FROM heard
      WHERE item_id = ? AND sealed IS NOT NULL AND recalled_at IS NULL ORDER BY received_at, message_id
      """;

  private final Database database;
  private final Seal seal;

  public SqlOriginals(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  @Override
  public boolean exist(ItemId item) {
    return database.read(handle -> handle.select(EXIST, item.value()).mapTo(Long.class).one()) > 0;
  }

  @Override
  public List<Original> of(ItemId item) {
    return database.read(handle ->
        handle
            .select(SEALED, item.value())
            .map((row, _) ->
                new Original(
                    seal.open(
                        row.getString("sealed"),
                        Seal.context(row.getString("channel"), row.getString("message_id"))),
                    Instant.ofEpochMilli(row.getLong("received_at"))))
            .list());
  }
}
