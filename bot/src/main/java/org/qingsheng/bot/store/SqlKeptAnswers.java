package org.qingsheng.bot.store;

import java.time.Instant;
import org.qingsheng.bot.api.KeptAnswers;
import org.qingsheng.bot.people.AccountId;

/** Answers of the API by key, in the database. Thread-safe. */
public final class SqlKeptAnswers implements KeptAnswers {
  private static final String TAKE =
      """
      INSERT INTO api_answer (account_id, request_key, fingerprint, status, body, at) VALUES (?, ?, ?, 0, '', ?)
      ON CONFLICT (account_id, request_key) DO NOTHING
      """;
  private static final String FIND =
      "SELECT fingerprint, status, body, at FROM api_answer WHERE account_id = ? AND request_key = ?";
  private static final String KEEP =
      "UPDATE api_answer SET status = ?, body = ? WHERE account_id = ? AND request_key = ?";
  private static final String RELEASE =
      "DELETE FROM api_answer WHERE account_id = ? AND request_key = ? AND status = 0";
  private static final String FORGET = "DELETE FROM api_answer WHERE at < ?";

  private final Database database;

  public SqlKeptAnswers(Database database) {
    this.database = database;
  }

  @Override
  public Known take(AccountId account, String key, String fingerprint, Instant now) {
    return database.writeNow(handle -> {
      if (handle.execute(TAKE, account.value(), key, fingerprint, now.toEpochMilli()) == 1) {
        return new First();
      }
      return handle
          .select(FIND, account.value(), key)
          .map((row, _) -> {
            if (!row.getString("fingerprint").equals(fingerprint)) {
              return new Other();
            }
            int status = row.getInt("status");
            return status == 0
                ? new Begun(Instant.ofEpochMilli(row.getLong("at")))
                : new Answered(status, row.getString("body"));
          })
          .one();
    });
  }

  @Override
  public void keep(AccountId account, String key, int status, String body) {
    database.writeNow(handle -> handle.execute(KEEP, status, body, account.value(), key));
  }

  @Override
  public void release(AccountId account, String key) {
    database.writeNow(handle -> handle.execute(RELEASE, account.value(), key));
  }

  @Override
  public void forget(Instant before) {
    database.writeNow(handle -> handle.execute(FORGET, before.toEpochMilli()));
  }
}
