package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.UUID;
import org.qingsheng.bot.people.LoginAttempts;

/** Tries to sign in, in the database, so that they are counted over a restart. Thread-safe. */
public final class SqlLoginAttempts implements LoginAttempts {
  private static final String FORGET =
      """
      DELETE FROM login_attempt WHERE at <= :since
      """;

  /** Counts and writes in one statement: nothing can come in between. */
  private static final String ADMIT =
      """
      INSERT INTO login_attempt (id, login, address, at)
      SELECT CAST(:id AS TEXT), CAST(:login AS TEXT), CAST(:address AS TEXT), CAST(:at AS BIGINT)
      WHERE (SELECT count(*) FROM login_attempt
             WHERE login = :login AND address = :address AND at > :since) < :limit
      """;

  private static final String CLEAR =
      """
      DELETE FROM login_attempt WHERE login = :login AND address = :address
      """;

  private final Database database;

  public SqlLoginAttempts(Database database) {
    this.database = database;
  }

  @Override
  public boolean admit(String login, String address, Instant at, Instant since, int limit) {
    var id = UUID.randomUUID().toString();
    return database.writeNow(handle -> {
      handle.createUpdate(FORGET).bind("since", since.toEpochMilli()).execute();
      return handle
              .createUpdate(ADMIT)
              .bind("id", id)
              .bind("login", login)
              .bind("address", address)
              .bind("at", at.toEpochMilli())
              .bind("since", since.toEpochMilli())
              .bind("limit", limit)
              .execute()
          == 1;
    });
  }

  @Override
  public void clear(String login, String address) {
    database.writeNow(handle ->
        handle.createUpdate(CLEAR).bind("login", login).bind("address", address).execute());
  }
}
