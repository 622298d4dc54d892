package org.qingsheng.bot.store;

import java.time.InstantSource;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.wecom.Cursors;

/** How far 微信客服 accounts have been read. Thread-safe. */
public final class SqlCursors implements Cursors {
  private static final String READ =
      "SELECT position FROM read_cursor WHERE channel = ? AND reader = ?";
  private static final String STORE =
      """
      INSERT INTO read_cursor (channel, reader, position, stored_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (channel, reader) DO UPDATE SET position = excluded.position, stored_at = excluded.stored_at
      """;

  private final Database database;
  private final InstantSource clock;

  public SqlCursors(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<String> read(ChannelId channel, String openKfId) {
    return database.read(
        handle -> handle.select(READ, channel.value(), openKfId).mapTo(String.class).findOne());
  }

  @Override
  public void store(ChannelId channel, String openKfId, String cursor) {
    database.writeNow(
        handle -> handle.execute(STORE, channel.value(), openKfId, cursor, clock.millis()));
  }
}
