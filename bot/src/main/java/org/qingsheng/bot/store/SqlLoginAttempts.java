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
             WHERE login = :login AND address = :address AND at > :since) < :forLogin
        AND (SELECT count(*) FROM login_attempt WHERE address = :address AND at > :since) < :forAddress
      """;

  private static final String FROM_ADDRESS =
      """
      SELECT count(*) FROM login_attempt WHERE address = :address AND at > :since
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
  public Admission admit(String login, String address, Instant at, Instant since, Limits limits) {
    var id = UUID.randomUUID().toString();
    return database.writeNow(handle -> {
      handle.createUpdate(FORGET).bind("since", since.toEpochMilli()).execute();
      int admitted =
          handle
              .createUpdate(ADMIT)
              .bind("id", id)
              .bind("login", login)
              .bind("address", address)
              .bind("at", at.toEpochMilli())
              .bind("since", since.toEpochMilli())
              .bind("forLogin", limits.login())
              .bind("forAddress", limits.address())
              .execute();
      if (admitted == 1) {
        return Admission.ADMITTED;
      }
      long fromAddress =
          handle
              .createQuery(FROM_ADDRESS)
              .bind("address", address)
              .bind("since", since.toEpochMilli())
              .mapTo(Long.class)
              .one();
      return fromAddress < limits.address()
          ? Admission.TOO_MANY_FOR_LOGIN
          : Admission.TOO_MANY_FROM_ADDRESS;
    });
  }

  @Override
  public void clear(String login, String address) {
    database.writeNow(handle ->
        handle.createUpdate(CLEAR).bind("login", login).bind("address", address).execute());
  }
}
