package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Projection;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/** Reads items, their events and their threads. Thread-safe. */
public final class SqlItems implements Items {
  private static final String BY_ID = "SELECT * FROM item WHERE id = ?";
  private static final String BY_ID_WITHIN = "SELECT * FROM item WHERE id = ? AND region LIKE ?";
  private static final String BY_NUMBER_WITHIN =
      "SELECT * FROM item WHERE number = ? AND region LIKE ?";
  private static final String HISTORY =
      "SELECT payload, at FROM item_event WHERE item_id = ? ORDER BY seq";
  private static final String WORDS =
      "SELECT text FROM heard WHERE item_id = ? ORDER BY received_at, message_id";
  private static final String THREAD =
      """
      SELECT 1 AS heard, text, received_at AS at, NULL AS purpose, NULL AS state, NULL AS reason, recalled_at, message_id AS id
      FROM heard WHERE item_id = ?
      UNION ALL
      SELECT 0, text, coalesce(ended_at, created_at), purpose, state, reason, NULL, id FROM outbound WHERE item_id = ?
      ORDER BY at, heard DESC, id
      """;
  private static final String COUNTS =
      """
      SELECT state, count(*) AS n FROM item
      WHERE opened_at >= ? AND opened_at < ? AND kind <> 'CHAT' AND region LIKE ? GROUP BY state
      """;

  private final Database database;

  public SqlItems(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Item> find(ItemId id, Scope scope) {
    return within(BY_ID_WITHIN, id.value(), scope);
  }

  @Override
  public Optional<Item> find(ItemNumber number, Scope scope) {
    return within(BY_NUMBER_WITHIN, number.value(), scope);
  }

  private Optional<Item> within(String sql, String name, Scope scope) {
    return database.read(handle ->
        handle.select(sql, name, scope.prefix() + "%").map((row, _) -> item(row)).findOne());
  }

  @Override
  public List<Item> find(ItemQuery query, Scope scope) {
    var where = ItemWhere.of(query, scope);
    var sql =
        "SELECT * FROM item WHERE "
            + where.condition()
            + switch (query.order()) {
              case NEWEST -> " ORDER BY opened_at DESC, id DESC";
              case OLDEST -> " ORDER BY opened_at, id";
              case MOST_URGENT -> " ORDER BY priority, due_at, id";
            }
            + " LIMIT "
            + query.limit()
            + " OFFSET "
            + query.offset();
    return database.read(
        handle -> handle.select(sql, where.values().toArray()).map((row, _) -> item(row)).list());
  }

  @Override
  public long count(ItemQuery query, Scope scope) {
    var where = ItemWhere.of(query, scope);
    return database.read(handle ->
        handle
            .select(
                "SELECT count(*) FROM item WHERE " + where.condition(), where.values().toArray())
            .mapTo(Long.class)
            .one());
  }

  @Override
  public Map<ItemState, Long> countsByState(Instant from, Instant to, Scope scope) {
    var counts = new EnumMap<ItemState, Long>(ItemState.class);
    database
        .read(handle ->
            handle
                .select(COUNTS, from.toEpochMilli(), to.toEpochMilli(), scope.prefix() + "%")
                .map((row, _) ->
                    Map.entry(ItemState.valueOf(row.getString("state")), row.getLong("n")))
                .list())
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  @Override
  public List<Projection.Happening> history(ItemId id) {
    return database.read(handle -> history(handle, id));
  }

  static List<Projection.Happening> history(Handle handle, ItemId id) {
    return handle
        .select(HISTORY, id.value())
        .map((row, _) ->
            new Projection.Happening(
                LedgerJson.event(row.getString("payload")),
                Instant.ofEpochMilli(row.getLong("at"))))
        .list();
  }

  @Override
  public List<Line> thread(ItemId id) {
    return database.read(handle ->
        handle
            .select(THREAD, id.value(), id.value())
            .map((row, _) ->
                new Line(
                    row.getInt("heard") == 1,
                    row.getString("text"),
                    Instant.ofEpochMilli(row.getLong("at")),
                    Optional.ofNullable(row.getString("purpose")).map(Purpose::valueOf),
                    Optional.ofNullable(row.getString("state")).map(OutboundState::valueOf),
                    Optional.ofNullable(row.getString("reason")),
                    instant(row, "recalled_at").isPresent()))
            .list());
  }

  static Optional<Item> one(Handle handle, ItemId id) {
    return handle.select(BY_ID, id.value()).map((row, _) -> item(row)).findOne();
  }

  static List<String> words(Handle handle, ItemId id) {
    return handle.select(WORDS, id.value()).mapTo(String.class).list();
  }

  static void insert(Handle handle, String sql, Item item) {
    var talk = item.talk();
    handle.execute(
        sql,
        item.id().value(),
        item.number().value(),
        item.kind().name(),
        item.state().name(),
        talk.channel().value(),
        talk.conversation().id().value(),
        talk.conversation().isGroup() ? 1 : 0,
        talk.asker().value(),
        item.region().value(),
        item.question(),
        item.priority(),
        item.assignee().orElse(null),
        item.entry().orElse(null),
        item.entryVersion().orElse(null),
        item.answeredBy().map(Enum::name).orElse(null),
        item.answer().orElse(null),
        item.openedAt().toEpochMilli(),
        millis(item.dueAt()),
        millis(item.closedAt()),
        millis(item.waitingSince()),
        feedback(item),
        item.version());
  }

  static int update(Handle handle, String sql, Item item, int storedVersion) {
    return handle.execute(
        sql,
        item.state().name(),
        item.region().value(),
        item.question(),
        item.priority(),
        item.assignee().orElse(null),
        item.entry().orElse(null),
        item.entryVersion().orElse(null),
        item.answeredBy().map(Enum::name).orElse(null),
        item.answer().orElse(null),
        millis(item.dueAt()),
        millis(item.closedAt()),
        millis(item.waitingSince()),
        feedback(item),
        item.version(),
        item.id().value(),
        storedVersion);
  }

  private static @Nullable String feedback(Item item) {
    return item.feedback().map(useful -> useful ? "USEFUL" : "USELESS").orElse(null);
  }

  private static @Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  static Item item(ResultSet row) throws SQLException {
    return new Item(
        new ItemId(row.getString("id")),
        new ItemNumber(row.getString("number")),
        ItemKind.valueOf(row.getString("kind")),
        ItemState.valueOf(row.getString("state")),
        talk(row),
        new RegionCode(row.getString("region")),
        row.getString("question"),
        row.getInt("priority"),
        Optional.ofNullable(row.getString("assignee")),
        Optional.ofNullable(row.getString("entry_id")),
        row.getString("entry_id") == null
            ? Optional.empty()
            : Optional.of(row.getInt("entry_version")),
        Optional.ofNullable(row.getString("answered_by")).map(Item.AnsweredBy::valueOf),
        Optional.ofNullable(row.getString("answer")),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        instant(row, "due_at"),
        instant(row, "closed_at"),
        instant(row, "waiting_since"),
        Optional.ofNullable(row.getString("feedback")).map("USEFUL"::equals),
        row.getInt("version"));
  }

  static DialogueKey talk(ResultSet row) throws SQLException {
    var conversation = new ConversationId(row.getString("conversation"));
    return new DialogueKey(
        new ChannelId(row.getString("channel")),
        row.getInt("group_chat") == 1
            ? new Conversation.GroupChat(conversation)
            : new Conversation.PrivateChat(conversation),
        new AskerId(row.getString("asker")));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
  }
}
