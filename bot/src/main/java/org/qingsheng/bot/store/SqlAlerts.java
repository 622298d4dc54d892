package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.notice.Alert;
import org.qingsheng.bot.notice.Alerts;
import org.qingsheng.bot.notice.Notice;

/** Outages in the database. Thread-safe. */
public final class SqlAlerts implements Alerts {
  private static final String OPEN =
      "SELECT * FROM alert WHERE resolved_at IS NULL ORDER BY since, id";
  private static final String LATEST = "SELECT * FROM alert ORDER BY since DESC, id DESC LIMIT ?";
  private static final String RAISE =
      """
      INSERT INTO alert (id, kind, subject, words, since) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (kind, subject) WHERE resolved_at IS NULL DO NOTHING
      """;
  private static final String RESOLVE =
      "UPDATE alert SET resolved_at = ? WHERE id = ? AND resolved_at IS NULL";

  private final Database database;

  public SqlAlerts(Database database) {
    this.database = database;
  }

  @Override
  public List<Alert> open() {
    return database.read(handle -> handle.select(OPEN).map((row, _) -> alert(row)).list());
  }

  @Override
  public List<Alert> latest(int limit) {
    return database.read(handle -> handle.select(LATEST, limit).map((row, _) -> alert(row)).list());
  }

  @Override
  public boolean raise(Alert alert, Instant now, List<Notice> notices) {
    return database.writeNow(handle -> {
      boolean first =
          handle.execute(
                  RAISE,
                  alert.id(),
                  alert.kind().name(),
                  alert.subject(),
                  alert.words(),
                  alert.since().toEpochMilli())
              == 1;
      if (first) {
        SqlNotices.insert(handle, notices, now);
      }
      return first;
    });
  }

  @Override
  public boolean resolve(Alert alert, Instant at, List<Notice> notices) {
    return database.writeNow(handle -> {
      boolean first = handle.execute(RESOLVE, at.toEpochMilli(), alert.id()) == 1;
      if (first) {
        SqlNotices.insert(handle, notices, at);
      }
      return first;
    });
  }

  private static Alert alert(ResultSet row) throws SQLException {
    long resolved = row.getLong("resolved_at");
    return new Alert(
        row.getString("id"),
        Alert.Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getString("words"),
        Instant.ofEpochMilli(row.getLong("since")),
        resolved == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(resolved)));
  }
}
