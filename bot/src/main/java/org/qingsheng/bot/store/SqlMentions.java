package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qingsheng.bot.desk.Mentions;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.AccountId;

/** Reads whom notes name, and keeps what was acknowledged. Thread-safe. */
public final class SqlMentions implements Mentions {
  private static final String FIND =
      "SELECT by_account, at, read_at FROM mention WHERE account_id = ? AND item_id = ?";
  private static final String UNREAD =
      "SELECT item_id FROM mention WHERE account_id = ? AND read_at IS NULL";
  private static final String READ =
      "UPDATE mention SET read_at = ? WHERE account_id = ? AND item_id = ? AND read_at IS NULL";

  private final Database database;

  public SqlMentions(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Mention> find(ItemId item, AccountId account) {
    return database.read(handle ->
        handle
            .select(FIND, account.value(), item.value())
            .map((row, _) ->
                new Mention(
                    row.getString("by_account"),
                    Instant.ofEpochMilli(row.getLong("at")),
                    SqlItems.instant(row, "read_at").isPresent()))
            .findOne());
  }

  @Override
  public Set<ItemId> unread(AccountId account) {
    return database.read(handle ->
        handle.select(UNREAD, account.value()).mapTo(String.class).list().stream()
            .map(ItemId::new)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public void read(ItemId item, AccountId account, Instant at) {
    database.writeNow(
        handle -> handle.execute(READ, at.toEpochMilli(), account.value(), item.value()));
  }
}
