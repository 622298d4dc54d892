package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.cadres.Bindings;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;

/** Who is who on staff channels, in the database. Thread-safe. */
public final class SqlBindings implements Bindings {
  private static final String ACCOUNT =
      "SELECT account_id FROM staff_binding WHERE channel = ? AND member = ?";
  private static final String MEMBER =
      "SELECT member FROM staff_binding WHERE channel = ? AND account_id = ?";
  private static final String OFFER =
      """
      INSERT INTO binding_code (digest, account_id, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at
      """;
  private static final String TAKE_CODE =
      "DELETE FROM binding_code WHERE digest = ? AND expires_at > ? RETURNING account_id";
  private static final String END_EITHER =
      "DELETE FROM staff_binding WHERE channel = ? AND (member = ? OR account_id = ?)";
  private static final String BIND =
      "INSERT INTO staff_binding (channel, member, account_id, bound_at) VALUES (?, ?, ?, ?)";
  private static final String UNBIND =
      "DELETE FROM staff_binding WHERE channel = ? AND account_id = ?";

  private final Database database;

  public SqlBindings(Database database) {
    this.database = database;
  }

  @Override
  public Optional<AccountId> account(ChannelId channel, AskerId member) {
    return database
        .read(handle ->
            handle.select(ACCOUNT, channel.value(), member.value()).mapTo(String.class).findOne())
        .map(AccountId::new);
  }

  @Override
  public Optional<AskerId> member(ChannelId channel, AccountId account) {
    return database
        .read(handle ->
            handle.select(MEMBER, channel.value(), account.value()).mapTo(String.class).findOne())
        .map(AskerId::new);
  }

  @Override
  public void offer(AccountId account, String digest, Instant until) {
    database.writeNow(
        handle -> handle.execute(OFFER, digest, account.value(), until.toEpochMilli()));
  }

  @Override
  public Optional<AccountId> redeem(
      String digest,
      ChannelId channel,
      AskerId member,
      Instant now,
      Function<AccountId, AuditEvent> event) {
    return database.writeNow(handle -> {
      var account =
          handle
              .select(TAKE_CODE, digest, now.toEpochMilli())
              .mapTo(String.class)
              .findOne()
              .map(AccountId::new);
      account.ifPresent(found -> bind(handle, channel, member, found, now, event.apply(found)));
      return account;
    });
  }

  @Override
  public void bind(
      ChannelId channel, AskerId member, AccountId account, Instant now, AuditEvent event) {
    database.writeNow(handle -> {
      bind(handle, channel, member, account, now, event);
      return true;
    });
  }

  private static void bind(
      Handle handle,
      ChannelId channel,
      AskerId member,
      AccountId account,
      Instant now,
      AuditEvent event) {
    handle.execute(END_EITHER, channel.value(), member.value(), account.value());
    handle.execute(BIND, channel.value(), member.value(), account.value(), now.toEpochMilli());
    SqlAudit.insert(handle, event);
  }

  @Override
  public boolean unbind(ChannelId channel, AccountId account, AuditEvent event) {
    return database.writeNow(handle -> {
      boolean ended = handle.execute(UNBIND, channel.value(), account.value()) == 1;
      if (ended) {
        SqlAudit.insert(handle, event);
      }
      return ended;
    });
  }
}
