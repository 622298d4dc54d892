package org.qingsheng.bot.store;

import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.people.Asker;
import org.qingsheng.bot.people.Askers;
import org.qingsheng.knowledge.RegionCode;

/** Reads what the ledger wrote about people who ask. Thread-safe. */
public final class SqlAskers implements Askers {
  private static final String FIND =
      """
      SELECT code, region, notice_version, reachable FROM asker
      WHERE channel = :channel AND account = :account
      """;

  private final Database database;

  public SqlAskers(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Asker> find(ChannelId channel, AskerId account) {
    return database.read(handle ->
        handle
            .createQuery(FIND)
            .bind("channel", channel.value())
            .bind("account", account.value())
            .map((row, _) ->
                new Asker(
                    channel,
                    account,
                    row.getString("code"),
                    Optional.ofNullable(row.getString("region")).map(RegionCode::new),
                    row.getInt("notice_version"),
                    row.getInt("reachable") == 1))
            .findOne());
  }
}
