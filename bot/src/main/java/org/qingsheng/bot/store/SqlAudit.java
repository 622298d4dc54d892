package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.AuditLog;

/** The audit log in the database. Thread-safe. */
public final class SqlAudit implements AuditLog {
  private static final String INSERT =
      """
      INSERT INTO audit_event (id, at, account_id, action, subject, detail)
      VALUES (:id, :at, :account, :action, :subject, :detail)
      """;

  private static final String IN_PERIOD =
      """
      SELECT id, at, account_id, action, subject, detail FROM audit_event
      WHERE at >= :from AND at < :to ORDER BY at DESC, id DESC LIMIT :limit
      """;

  private final Database database;

  public SqlAudit(Database database) {
    this.database = database;
  }

  @Override
  public void record(AuditEvent event) {
    database.writeNow(handle -> {
      insert(handle, event);
      return true;
    });
  }

  /** The same inside another class's transaction. */
  static void insert(Handle handle, AuditEvent event) {
    handle
        .createUpdate(INSERT)
        .bind("id", event.id())
        .bind("at", event.at().toEpochMilli())
        .bind("account", event.by().map(AccountId::value).orElse(null))
        .bind("action", event.action())
        .bind("subject", event.subject())
        .bind("detail", event.detail())
        .execute();
  }

  @Override
  public List<AuditEvent> find(Instant from, Instant to, int limit) {
    return database.read(handle ->
        handle
            .createQuery(IN_PERIOD)
            .bind("from", from.toEpochMilli())
            .bind("to", to.toEpochMilli())
            .bind("limit", limit)
            .map((row, _) ->
                new AuditEvent(
                    row.getString("id"),
                    Instant.ofEpochMilli(row.getLong("at")),
                    Optional.ofNullable(row.getString("account_id")).map(AccountId::new),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("detail")))
            .list());
  }
}
