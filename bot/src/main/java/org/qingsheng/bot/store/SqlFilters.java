package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.desk.Filters;
import org.qingsheng.bot.desk.ItemFilter;
import org.qingsheng.bot.people.AccountId;

/** Filters that staff keep. Thread-safe. */
public final class SqlFilters implements Filters.Store {
  private static final String OF =
      """
      SELECT id, name, standing, region, channel, topic, words FROM saved_filter
      WHERE account_id = ? ORDER BY created_at, id
      """;

  /** Counts and writes in one statement: nothing can come in between. */
  private static final String SAVE =
      """
      INSERT INTO saved_filter
        (id, account_id, name, standing, region, channel, topic, words, created_at)
      SELECT CAST(:id AS TEXT), CAST(:account AS TEXT), CAST(:name AS TEXT), CAST(:standing AS TEXT),
        CAST(:region AS TEXT), CAST(:channel AS TEXT), CAST(:topic AS TEXT), CAST(:words AS TEXT),
        CAST(:at AS BIGINT)
      WHERE (SELECT count(*) FROM saved_filter WHERE account_id = :account AND name <> :name) < :most
      ON CONFLICT (account_id, name) DO UPDATE SET standing = excluded.standing,
        region = excluded.region, channel = excluded.channel, topic = excluded.topic,
        words = excluded.words
      """;

  private static final String DROP = "DELETE FROM saved_filter WHERE account_id = ? AND id = ?";
  private static final String TOPICS =
      "SELECT DISTINCT topic FROM entry_version WHERE topic <> '' ORDER BY topic";

  private final Database database;

  public SqlFilters(Database database) {
    this.database = database;
  }

  @Override
  public List<Filters.Saved> of(AccountId account) {
    return database.read(handle ->
        handle
            .select(OF, account.value())
            .map((row, _) ->
                new Filters.Saved(
                    row.getString("id"),
                    row.getString("name"),
                    new ItemFilter(
                        row.getString("standing"),
                        row.getString("region"),
                        row.getString("channel"),
                        row.getString("topic"),
                        row.getString("words"))))
            .list());
  }

  @Override
  public boolean save(AccountId account, Filters.Saved saved, Instant at, int most) {
    var filter = saved.filter();
    return database.writeNow(handle ->
        handle
            .createUpdate(SAVE)
            .bind("id", saved.id())
            .bind("account", account.value())
            .bind("name", saved.name())
            .bind("standing", filter.standing())
            .bind("region", filter.region())
            .bind("channel", filter.channel())
            .bind("topic", filter.topic())
            .bind("words", filter.words())
            .bind("at", at.toEpochMilli())
            .bind("most", most)
            .execute())
        == 1;
  }

  @Override
  public void drop(AccountId account, String id) {
    database.writeNow(handle -> handle.execute(DROP, account.value(), id));
  }

  @Override
  public List<String> topics() {
    return database.read(handle -> handle.createQuery(TOPICS).mapTo(String.class).list());
  }
}
