package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.dialogue.Talk;
import org.qingsheng.bot.intake.Talks;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.people.Asker;
import org.qingsheng.knowledge.RegionCode;

/** Reads what intake needs before a turn. Thread-safe. */
public final class SqlTalks implements Talks {
  /** One row always: this is read for every message. */
  private static final String KNOWN =
      """
      SELECT d.state, a.account, a.code, a.region, a.notice_version, a.reachable
      FROM (SELECT 1 AS here) one
      LEFT JOIN dialogue d ON d.channel = ? AND d.conversation = ? AND d.asker = ?
      LEFT JOIN asker a ON a.channel = ? AND a.account = ?
      """;

  private static final String HEARD = "SELECT * FROM heard WHERE channel = ? AND message_id = ?";
  private static final String RECENT =
      """
      SELECT * FROM item WHERE channel = ? AND asker = ? AND conversation = ?
      ORDER BY opened_at DESC, id DESC LIMIT 20
      """;
  private static final String HELD =
      """
      SELECT heard.message_id, heard.text, heard.at, held_words.due_at FROM held_words
      JOIN heard ON heard.channel = held_words.channel AND heard.message_id = held_words.message_id
      WHERE held_words.channel = ? AND held_words.conversation = ? AND held_words.asker = ?
      ORDER BY heard.received_at, heard.message_id
      """;
  private static final String DUE =
      """
      SELECT DISTINCT heard.channel, heard.conversation, heard.group_chat, heard.asker FROM held_words
      JOIN heard ON heard.channel = held_words.channel AND heard.message_id = held_words.message_id
      WHERE held_words.due_at <= ? LIMIT ?
      """;
  private static final String BY_NUMBER = "SELECT * FROM item WHERE number = ?";

  private final Database database;

  public SqlTalks(Database database) {
    this.database = database;
  }

  @Override
  public Known known(DialogueKey key) {
    return database.read(handle ->
        handle
            .select(
                KNOWN,
                key.channel().value(),
                key.conversation().id().value(),
                key.asker().value(),
                key.channel().value(),
                key.asker().value())
            .map((row, _) ->
                new Known(
                    Optional.ofNullable(row.getString("state")),
                    asker(row, key),
                    held(handle, key)))
            .one());
  }

  private static List<Talk.Held> held(Handle handle, DialogueKey key) {
    return handle
        .select(HELD, key.channel().value(), key.conversation().id().value(), key.asker().value())
        .map((row, _) ->
            new Talk.Held(
                new MessageId(row.getString("message_id")),
                row.getString("text"),
                Instant.ofEpochMilli(row.getLong("at")),
                Instant.ofEpochMilli(row.getLong("due_at"))))
        .list();
  }

  private static Optional<Asker> asker(ResultSet row, DialogueKey key) throws SQLException {
    return row.getString("account") == null
        ? Optional.empty()
        : Optional.of(
            new Asker(
                key.channel(),
                key.asker(),
                row.getString("code"),
                Optional.ofNullable(row.getString("region")).map(RegionCode::new),
                row.getInt("notice_version"),
                row.getInt("reachable") == 1));
  }

  @Override
  public Optional<HeardBefore> heard(ChannelId channel, MessageId message) {
    return database.read(handle ->
        handle
            .select(HEARD, channel.value(), message.value())
            .map((row, _) -> {
              var talk = SqlItems.talk(row);
              return new HeardBefore(
                  talk,
                  Optional.ofNullable(row.getString("item_id")).map(ItemId::new),
                  talk.conversation());
            })
            .findOne());
  }

  @Override
  public List<DialogueKey> due(Instant now, int limit) {
    return database.read(handle ->
        handle.select(DUE, now.toEpochMilli(), limit).map((row, _) -> SqlItems.talk(row)).list());
  }

  @Override
  public List<Item> recent(DialogueKey key) {
    return database.read(handle ->
        handle
            .select(
                RECENT, key.channel().value(), key.asker().value(), key.conversation().id().value())
            .map((row, _) -> SqlItems.item(row))
            .list());
  }

  @Override
  public Optional<Item> find(ItemId id) {
    return database.read(handle -> SqlItems.one(handle, id));
  }

  @Override
  public Optional<Item> find(ItemNumber number) {
    return database.read(handle ->
        handle.select(BY_NUMBER, number.value()).map((row, _) -> SqlItems.item(row)).findOne());
  }
}
