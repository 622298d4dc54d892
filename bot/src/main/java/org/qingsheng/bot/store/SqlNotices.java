package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.notice.LedgerEvent;
import org.qingsheng.bot.notice.Notice;
import org.qingsheng.bot.notice.Notices;

/** Notices on their way, in the database. Thread-safe. */
public final class SqlNotices implements Notices {
  private static final String BEGIN =
      """
      INSERT INTO webhook_position (webhook, position, updated_at)
      VALUES (?, (SELECT last FROM event_position WHERE id = 1), ?) ON CONFLICT (webhook) DO NOTHING
      """;
  private static final String POSITION = "SELECT position FROM webhook_position WHERE webhook = ?";
  private static final String ADVANCE =
      "UPDATE webhook_position SET position = ?, updated_at = ? WHERE webhook = ? AND position < ?";
  private static final String EVENTS =
      """
      SELECT item.*, item_event.position AS event_position, item_event.seq AS event_seq,
        item_event.at AS event_at, item_event.type AS event_type, item_event.payload AS event_payload
      FROM item_event JOIN item ON item.id = item_event.item_id
      WHERE item_event.position > ? ORDER BY item_event.position LIMIT ?
      """;
  private static final String EVENT =
      """
      SELECT item.*, item_event.position AS event_position, item_event.seq AS event_seq,
        item_event.at AS event_at, item_event.type AS event_type, item_event.payload AS event_payload
      FROM item_event JOIN item ON item.id = item_event.item_id
      WHERE item_event.item_id = ? AND item_event.seq = ?
      """;
  private static final String PLAN =
      """
      INSERT INTO notice (id, receiver, lane, position, item_id, seq, body, state, attempts, not_before, problem,
                          created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'WAITING', 0, ?, '', ?) ON CONFLICT (id) DO NOTHING
      """;

  private static final String ANY_DUE =
      """
      SELECT count(*) FROM (SELECT 1 FROM notice WHERE state = 'WAITING' AND not_before <= ? LIMIT 1) due
      """;

  /** The time is looked at twice: another node may take the same row between the two. */
  private static final String TAKE_DUE =
      """
      UPDATE notice SET not_before = ?, attempts = attempts + 1
      WHERE state = 'WAITING' AND not_before <= ? AND id IN (
        SELECT due.id FROM notice due WHERE due.state = 'WAITING' AND due.not_before <= ? AND NOT EXISTS (
          SELECT 1 FROM notice earlier WHERE earlier.receiver = due.receiver AND earlier.lane = due.lane
            AND earlier.state = 'WAITING' AND earlier.position < due.position)
        ORDER BY due.not_before, due.position LIMIT ?)
      RETURNING *
      """;

  private static final String END =
      "UPDATE notice SET state = ?, problem = ?, ended_at = ? WHERE id = ? AND state = 'WAITING'";
  private static final String AGAIN =
      "UPDATE notice SET problem = ?, not_before = ? WHERE id = ? AND state = 'WAITING'";
  private static final String DEAD =
      """
      SELECT id, receiver, problem, attempts, created_at FROM notice WHERE state = 'DEAD'
      ORDER BY ended_at DESC, id DESC LIMIT ?
      """;
  private static final String REVIVE =
      """
      UPDATE notice SET state = 'WAITING', attempts = 0, not_before = ?, ended_at = NULL
      WHERE id = ? AND state = 'DEAD'
      """;
  private static final String BACKLOG =
      "SELECT count(*) AS n, min(created_at) AS oldest FROM notice WHERE state = 'WAITING'";
  private static final String FORGET =
      "DELETE FROM notice WHERE state = 'ARRIVED' AND ended_at < ?";

  private final Database database;
  private final InstantSource clock;

  public SqlNotices(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<LedgerEvent> untold(String webhook, int limit) {
    var position = position(webhook);
    if (position.isEmpty()) {
      database.writeNow(handle -> handle.execute(BEGIN, webhook, clock.millis()));
      return List.of();
    }
    return database.read(
        handle -> handle.select(EVENTS, position.get(), limit).map((row, _) -> event(row)).list());
  }

  private Optional<Long> position(String webhook) {
    return database.read(handle -> handle.select(POSITION, webhook).mapTo(Long.class).findOne());
  }

  @Override
  public void plan(String webhook, long position, List<Notice> notices, Instant now) {
    database.writeNow(handle -> {
      insert(handle, notices, now);
      return advance(handle, webhook, position, now);
    });
  }

  /**
   * Remembers inside another class's transaction how far a reader has looked.
   *
   * @return false if it was as far already
   */
  static boolean advance(Handle handle, String reader, long position, Instant now) {
    return handle.execute(ADVANCE, position, now.toEpochMilli(), reader, position) == 1;
  }

  /** Puts notices on their way inside another class's transaction. */
  static void insert(Handle handle, List<Notice> notices, Instant now) {
    for (var notice : notices) {
      handle.execute(
          PLAN,
          notice.id(),
          notice.receiver(),
          notice.lane(),
          notice.position(),
          notice.about().map(about -> about.item().value()).orElse(null),
          notice.about().map(Notice.About::seq).orElse(null),
          notice.body(),
          now.toEpochMilli(),
          now.toEpochMilli());
    }
  }

  @Override
  public Optional<LedgerEvent> event(Notice.About about) {
    return database.read(handle ->
        handle
            .select(EVENT, about.item().value(), about.seq())
            .map((row, _) -> event(row))
            .findOne());
  }

  @Override
  public List<Notice> takeDue(Instant now, Instant until, int limit) {
    long due = now.toEpochMilli();
    // Asked every second, and mostly there is nothing: the writer is not troubled with that.
    if (database.read(handle -> handle.select(ANY_DUE, due).mapTo(Integer.class).one()) == 0) {
      return List.of();
    }
    return database.writeNow(handle ->
        handle
            .select(TAKE_DUE, until.toEpochMilli(), due, due, limit)
            .map((row, _) -> notice(row))
            .stream()
            .sorted(Comparator.comparingLong(Notice::position))
            .toList());
  }

  @Override
  public void arrived(Notice notice, Instant now) {
    end(notice, "ARRIVED", "", now);
  }

  @Override
  public void dead(Notice notice, String problem, Instant now) {
    end(notice, "DEAD", problem, now);
  }

  private void end(Notice notice, String state, String problem, Instant now) {
    database.writeNow(
        handle -> handle.execute(END, state, problem, now.toEpochMilli(), notice.id()));
  }

  @Override
  public void again(Notice notice, String problem, Instant notBefore) {
    database.writeNow(
        handle -> handle.execute(AGAIN, problem, notBefore.toEpochMilli(), notice.id()));
  }

  @Override
  public List<Dead> dead(int limit) {
    return database.read(handle ->
        handle
            .select(DEAD, limit)
            .map((row, _) ->
                new Dead(
                    row.getString("id"),
                    row.getString("receiver"),
                    row.getString("problem"),
                    row.getInt("attempts"),
                    Instant.ofEpochMilli(row.getLong("created_at"))))
            .list());
  }

  @Override
  public boolean revive(String id, Instant now) {
    return database.writeNow(handle -> handle.execute(REVIVE, now.toEpochMilli(), id)) == 1;
  }

  @Override
  public Backlog backlog() {
    return database.read(handle ->
        handle
            .select(BACKLOG)
            .map((row, _) -> {
              long oldest = row.getLong("oldest");
              return new Backlog(
                  row.getLong("n"),
                  oldest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest)));
            })
            .one());
  }

  @Override
  public void forget(Instant before) {
    database.writeNow(handle -> handle.execute(FORGET, before.toEpochMilli()));
  }

  private static LedgerEvent event(ResultSet row) throws SQLException {
    return new LedgerEvent(
        row.getLong("event_position"),
        SqlItems.item(row),
        row.getInt("event_seq"),
        Instant.ofEpochMilli(row.getLong("event_at")),
        row.getString("event_type"),
        LedgerJson.event(row.getString("event_payload")));
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getString("id"),
        row.getString("receiver"),
        row.getString("lane"),
        row.getLong("position"),
        row.getString("item_id") == null
            ? Optional.empty()
            : Optional.of(
                new Notice.About(new ItemId(row.getString("item_id")), row.getInt("seq"))),
        row.getString("body"),
        row.getInt("attempts"));
  }
}
