package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.cadres.CadreBook;
import org.qingsheng.bot.cadres.CadreMessage;
import org.qingsheng.bot.cadres.CadreMessage.Kind;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.AccountId;

/** The work over staff channels, in the database. Thread-safe. */
public final class SqlCadreBook implements CadreBook {
  private static final String HEARD =
      "SELECT count(*) FROM cadre_heard WHERE channel = ? AND message_id = ?";
  private static final String HEAR =
      """
      INSERT INTO cadre_heard (channel, message_id, at) VALUES (?, ?, ?)
      ON CONFLICT (channel, message_id) DO NOTHING
      """;
  private static final String HAND =
      "SELECT item_id, draft_id, draft FROM cadre_hand WHERE account_id = ?";
  private static final String TAKE_UP =
      """
      INSERT INTO cadre_hand (account_id, item_id, draft_id, draft, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (account_id) DO UPDATE SET item_id = excluded.item_id, draft_id = excluded.draft_id,
        draft = excluded.draft, at = excluded.at
      """;
  private static final String PUT_DOWN = "DELETE FROM cadre_hand WHERE account_id = ?";
  private static final String TAPPED =
      "UPDATE cadre_message SET code = ?, ending = coalesce(?, ending), not_before = 0 WHERE id = ?";
  private static final String PLAN =
      """
      INSERT INTO cadre_message (id, channel, member, kind, item_id, text, urgent, state, attempts, problem,
                                 planned_at, not_before)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'PLANNED', ?, '', ?, ?)
      """;
  private static final String DUE =
      """
      SELECT DISTINCT member FROM cadre_message
      WHERE state = 'PLANNED' AND not_before <= ? AND channel = ? LIMIT ?
      """;

  /** The state is looked at twice: another node may take the same row between the two. */
  private static final String TAKE =
      """
      UPDATE cadre_message SET not_before = ?, attempts = attempts + 1
      WHERE state = 'PLANNED' AND not_before <= ? AND channel = ? AND member = ? RETURNING *
      """;

  private static final String TOLD =
      """
      SELECT kind, ended_at FROM cadre_message
      WHERE channel = ? AND member = ? AND state = 'SENT' AND ended_at > ? ORDER BY ended_at
      """;
  private static final String SENT =
      """
      UPDATE cadre_message SET state = 'SENT', attempts = 0, not_before = 0, ended_at = ?, code = ?
      WHERE id = ? AND state = 'PLANNED'
      """;
  private static final String LATER =
      """
      UPDATE cadre_message SET not_before = ?, attempts = attempts - 1 WHERE id = ? AND state = 'PLANNED'
      """;
  private static final String AGAIN =
      "UPDATE cadre_message SET not_before = ?, problem = ? WHERE id = ? AND state = 'PLANNED'";
  private static final String END =
      """
      UPDATE cadre_message SET state = ?, problem = ?, ended_at = ? WHERE id = ? AND state = 'PLANNED'
      """;
  private static final String OVERTAKEN =
      """
      SELECT item.*, cadre_message.id AS card_id FROM cadre_message JOIN item ON item.id = cadre_message.item_id
      WHERE cadre_message.code IS NOT NULL AND cadre_message.ending IS NULL AND cadre_message.kind = 'NEW'
        AND item.state <> 'WAITING' LIMIT ?
      """;
  private static final String SET_ENDING =
      "UPDATE cadre_message SET ending = ? WHERE id = ? AND ending IS NULL";
  private static final String ENDINGS =
      """
      UPDATE cadre_message SET not_before = ?, attempts = attempts + 1
      WHERE code IS NOT NULL AND ending IS NOT NULL AND not_before <= ? AND id IN (
        SELECT id FROM cadre_message
        WHERE code IS NOT NULL AND ending IS NOT NULL AND not_before <= ? AND channel = ? LIMIT ?)
      RETURNING id, channel, code, ending, attempts
      """;
  private static final String ANY_ENDING =
      """
      SELECT count(*) FROM (SELECT 1 FROM cadre_message
        WHERE code IS NOT NULL AND ending IS NOT NULL AND not_before <= ? AND channel = ? LIMIT 1) ending
      """;
  private static final String ENDED =
      "UPDATE cadre_message SET code = NULL WHERE id = ? AND code = ?";
  private static final String END_AGAIN = "UPDATE cadre_message SET not_before = ? WHERE id = ?";
  private static final String FORGET_MESSAGES = "DELETE FROM cadre_message WHERE ended_at < ?";
  private static final String FORGET_HEARD = "DELETE FROM cadre_heard WHERE at < ?";

  private final Database database;

  public SqlCadreBook(Database database) {
    this.database = database;
  }

  @Override
  public boolean heard(ChannelId channel, MessageId message) {
    return database.read(handle ->
        handle.select(HEARD, channel.value(), message.value()).mapTo(Integer.class).one())
        == 1;
  }

  @Override
  public boolean carriedOut(ChannelId channel, MessageId message, Instant at, Outcome outcome) {
    return database.writeNow(handle -> {
      if (handle.execute(HEAR, channel.value(), message.value(), at.toEpochMilli()) == 0) {
        return false;
      }
      outcome.says().forEach(said -> insert(handle, said, said.plannedAt()));
      outcome.hand().ifPresent(now -> take(handle, now, at));
      outcome
          .tapped()
          .ifPresent(tapped ->
              handle.execute(TAPPED, tapped.code(), tapped.ending().orElse(null), tapped.card()));
      return true;
    });
  }

  private static void take(Handle handle, NewHand now, Instant at) {
    if (now.hand().isEmpty()) {
      handle.execute(PUT_DOWN, now.account().value());
      return;
    }
    var hand = now.hand().get();
    handle.execute(
        TAKE_UP,
        now.account().value(),
        hand.item().value(),
        hand.draft().map(Draft::id).orElse(null),
        hand.draft().map(Draft::text).orElse(null),
        at.toEpochMilli());
  }

  private static void insert(Handle handle, CadreMessage message, Instant notBefore) {
    handle.execute(
        PLAN,
        message.id(),
        message.channel().value(),
        message.member().value(),
        message.kind().name(),
        message.item().map(ItemId::value).orElse(null),
        message.text(),
        message.urgent() ? 1 : 0,
        message.attempts(),
        message.plannedAt().toEpochMilli(),
        notBefore.toEpochMilli());
  }

  @Override
  public Optional<Hand> hand(AccountId account) {
    return database.read(
        handle -> handle.select(HAND, account.value()).map((row, _) -> hand(row)).findOne());
  }

  private static Hand hand(ResultSet row) throws SQLException {
    var id = Optional.ofNullable(row.getString("draft_id"));
    var text = Optional.ofNullable(row.getString("draft"));
    return new Hand(
        new ItemId(row.getString("item_id")),
        id.flatMap(name -> text.map(words -> new Draft(name, words))));
  }

  @Override
  public void plan(String reader, long position, List<CadreMessage> messages, Instant now) {
    database.writeNow(handle -> {
      boolean first = SqlNotices.advance(handle, reader, position, now);
      if (first) {
        messages.forEach(message -> insert(handle, message, message.plannedAt()));
      }
      return first;
    });
  }

  @Override
  public List<Due> due(ChannelId channel, Instant now, int limit) {
    return database.read(handle ->
        handle
            .select(DUE, now.toEpochMilli(), channel.value(), limit)
            .map((row, _) -> new Due(channel, new AskerId(row.getString("member"))))
            .list());
  }

  @Override
  public List<CadreMessage> take(Due due, Instant now, Instant until) {
    return database.writeNow(handle ->
        handle
            .select(
                TAKE,
                until.toEpochMilli(),
                now.toEpochMilli(),
                due.channel().value(),
                due.member().value())
            .map((row, _) -> message(row))
            .stream()
            .sorted(Comparator.comparing(CadreMessage::plannedAt).thenComparing(CadreMessage::id))
            .toList());
  }

  private static CadreMessage message(ResultSet row) throws SQLException {
    return new CadreMessage(
        row.getString("id"),
        new ChannelId(row.getString("channel")),
        new AskerId(row.getString("member")),
        Kind.valueOf(row.getString("kind")),
        Optional.ofNullable(row.getString("item_id")).map(ItemId::new),
        row.getString("text"),
        row.getInt("urgent") == 1,
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("planned_at")));
  }

  @Override
  public List<Told> told(Due due, Instant after) {
    return database.read(handle ->
        handle
            .select(TOLD, due.channel().value(), due.member().value(), after.toEpochMilli())
            .map((row, _) ->
                new Told(
                    Kind.valueOf(row.getString("kind")),
                    Instant.ofEpochMilli(row.getLong("ended_at"))))
            .list());
  }

  @Override
  public void sent(CadreMessage message, Instant at, Optional<String> code) {
    database.writeNow(
        handle -> handle.execute(SENT, at.toEpochMilli(), code.orElse(null), message.id()));
  }

  @Override
  public void later(CadreMessage message, Instant notBefore) {
    database.writeNow(handle -> handle.execute(LATER, notBefore.toEpochMilli(), message.id()));
  }

  @Override
  public void again(CadreMessage message, String problem, Instant notBefore) {
    database.writeNow(
        handle -> handle.execute(AGAIN, notBefore.toEpochMilli(), problem, message.id()));
  }

  @Override
  public void stale(CadreMessage message, Instant at) {
    end(message, "STALE", "", at);
  }

  @Override
  public void dead(CadreMessage message, String problem, Instant at) {
    end(message, "DEAD", problem, at);
  }

  private void end(CadreMessage message, String state, String problem, Instant at) {
    database.writeNow(
        handle -> handle.execute(END, state, problem, at.toEpochMilli(), message.id()));
  }

  @Override
  public void group(List<CadreMessage> several, CadreMessage one, Instant at, Instant until) {
    database.writeNow(handle -> {
      several.forEach(
          message -> handle.execute(END, "GROUPED", "", at.toEpochMilli(), message.id()));
      insert(handle, one, until);
      return true;
    });
  }

  @Override
  public List<OpenCard> overtaken(int limit) {
    return database.read(handle ->
        handle
            .select(OVERTAKEN, limit)
            .map((row, _) -> new OpenCard(row.getString("card_id"), SqlItems.item(row)))
            .list());
  }

  @Override
  public void end(String card, String ending) {
    database.writeNow(handle -> handle.execute(SET_ENDING, ending, card));
  }

  @Override
  public List<Ending> endings(ChannelId channel, Instant now, Instant until, int limit) {
    long due = now.toEpochMilli();
    // Asked every second, and mostly there is nothing: the writer is not troubled with that.
    if (database.read(
            handle -> handle.select(ANY_ENDING, due, channel.value()).mapTo(Integer.class).one())
        == 0) {
      return List.of();
    }
    return database.writeNow(handle ->
        handle
            .select(ENDINGS, until.toEpochMilli(), due, due, channel.value(), limit)
            .map((row, _) ->
                new Ending(
                    row.getString("id"),
                    channel,
                    row.getString("code"),
                    row.getString("ending"),
                    row.getInt("attempts")))
            .list());
  }

  @Override
  public void ended(Ending ending) {
    database.writeNow(handle -> handle.execute(ENDED, ending.card(), ending.code()));
  }

  @Override
  public void endAgain(Ending ending, Instant notBefore) {
    database.writeNow(handle -> handle.execute(END_AGAIN, notBefore.toEpochMilli(), ending.card()));
  }

  @Override
  public void forget(Instant before) {
    database.writeNow(handle ->
        handle.execute(FORGET_MESSAGES, before.toEpochMilli())
            + handle.execute(FORGET_HEARD, before.toEpochMilli()));
  }
}
