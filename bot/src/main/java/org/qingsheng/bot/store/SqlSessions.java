package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.Sessions;

/** Sessions in the database. Thread-safe. */
public final class SqlSessions implements Sessions {
  private static final String INSERT =
      """
      INSERT INTO session (token_hash, account_id, csrf, kind, created_at, last_seen_at)
      VALUES (:hash, :account, :csrf, :kind, :createdAt, :lastSeenAt)
      """;

  private static final String FIND =
      """
      SELECT token_hash, account_id, csrf, kind, created_at, last_seen_at
      FROM session WHERE token_hash = :hash
      """;

  private static final String SEEN =
      """
      UPDATE session SET last_seen_at = :at WHERE token_hash = :hash AND last_seen_at < :at
      """;

  private static final String END =
      """
      DELETE FROM session WHERE token_hash = :hash
      """;

  private static final String END_ALL =
      """
      DELETE FROM session WHERE account_id = :account
      """;

  private static final String FORGET =
      """
      DELETE FROM session WHERE created_at < :moment
      """;

  private final Database database;

  public SqlSessions(Database database) {
    this.database = database;
  }

  @Override
  public void begin(Stored session) {
    execute(
        INSERT,
        Map.of(
            "hash", session.tokenHash(),
            "account", session.account().value(),
            "csrf", session.csrf(),
            "kind", session.kind().name(),
            "createdAt", session.createdAt().toEpochMilli(),
            "lastSeenAt", session.lastSeenAt().toEpochMilli()));
  }

  @Override
  public Optional<Stored> find(String tokenHash) {
    return database.read(handle ->
        handle
            .createQuery(FIND)
            .bind("hash", tokenHash)
            .map((row, _) ->
                new Stored(
                    row.getString("token_hash"),
                    new AccountId(row.getString("account_id")),
                    row.getString("csrf"),
                    Session.Kind.valueOf(row.getString("kind")),
                    Instant.ofEpochMilli(row.getLong("created_at")),
                    Instant.ofEpochMilli(row.getLong("last_seen_at"))))
            .findOne());
  }

  @Override
  public void seen(String tokenHash, Instant at) {
    execute(SEEN, Map.of("hash", tokenHash, "at", at.toEpochMilli()));
  }

  @Override
  public void end(String tokenHash) {
    execute(END, Map.of("hash", tokenHash));
  }

  @Override
  public void endAll(AccountId account) {
    execute(END_ALL, Map.of("account", account.value()));
  }

  @Override
  public void forgetBefore(Instant moment) {
    execute(FORGET, Map.of("moment", moment.toEpochMilli()));
  }

  private void execute(String sql, Map<String, ?> values) {
    database.writeNow(handle -> handle.createUpdate(sql).bindMap(values).execute());
  }
}
