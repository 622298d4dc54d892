package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Scope;

/** Reads and leases messages on their way out. Thread-safe. */
public final class SqlOutbox implements Outbox {
  /**
   * Whoever tried last in vain leaves it to the others for a while. The state is looked at again
   * outside: PostgreSQL lets a second node wait for the first one's rows, and then only asks that
   * again.
   */
  private static final String LEASE_DUE =
      """
      UPDATE outbound SET state = 'LEASED', lease_owner = ?, lease_until = ?
      WHERE state = 'PLANNED' AND id IN (SELECT id FROM outbound
        WHERE state = 'PLANNED' AND not_before <= ? AND (lease_owner IS NULL OR lease_owner <> ? OR not_before <= ?)
        ORDER BY not_before, id LIMIT ?)
      RETURNING *
      """;

  private static final String POSTPONE =
      """
      UPDATE outbound SET state = 'PLANNED', reason = ?, not_before = ?, attempts = attempts + ?,
        lease_owner = CASE WHEN ? = 1 THEN lease_owner END, lease_until = NULL
      WHERE id = ? AND state = 'LEASED'
      """;
  private static final String ABANDONED =
      """
      SELECT * FROM outbound WHERE state = 'LEASED' AND (lease_until < ? OR (? = 1 AND lease_owner <> ?))
      ORDER BY id LIMIT ?
      """;
  private static final String TO_MESSAGE =
      "SELECT * FROM outbound WHERE channel = ? AND in_reply_to = ? ORDER BY id";
  private static final String WINDOW =
      "SELECT * FROM answer_window WHERE channel = ? AND conversation = ? AND asker = ?";
  private static final String BY_ID = "SELECT * FROM outbound WHERE id = ?";
  private static final String STUCK =
      """
      SELECT outbound.*, item.number AS item_number FROM outbound LEFT JOIN item ON item.id = outbound.item_id
      WHERE outbound.state IN ('UNKNOWN', 'REFUSED', 'HELD') AND coalesce(item.region, 'CN') LIKE ?
      ORDER BY outbound.id DESC LIMIT ?
      """;
  private static final String UNDELIVERED =
      """
      SELECT * FROM outbound WHERE item_id = ? AND state IN ('HELD', 'PLANNED', 'UNKNOWN') ORDER BY id
      """;

  /** What was tried and waits longer was given an agreed time: nobody is disturbed at night. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final String WAITING_SINCE =
      """
      SELECT channel, min(CASE WHEN state = 'LEASED' THEN lease_until - ? WHEN attempts > 0 THEN created_at
        ELSE not_before END) AS since FROM outbound
      WHERE state = 'LEASED' OR (state = 'PLANNED' AND not_before <= ? + CASE WHEN attempts > 0 THEN ? ELSE 0 END)
      GROUP BY channel
      """;
  private static final String SENT_SINCE =
      """
      SELECT conversation, ended_at FROM outbound
      WHERE channel = ? AND state = 'ACCEPTED' AND passive = 0 AND ended_at > ? ORDER BY ended_at
      """;
  private static final String WAITING =
      """
      SELECT outbound.*, item.number AS item_number FROM outbound LEFT JOIN item ON item.id = outbound.item_id
      WHERE outbound.state IN ('HELD', 'PLANNED') AND coalesce(item.region, 'CN') LIKE ?
      ORDER BY outbound.state DESC, outbound.not_before, outbound.id LIMIT ?
      """;
  private static final String COUNT =
      "SELECT count(*) FROM outbound WHERE channel = ? AND state = ?";

  private final Database database;
  private final String node;

  public SqlOutbox(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  @Override
  public List<Outbound> leaseDue(Instant now, Duration leftToOthers, int limit) {
    return database.writeNow(handle ->
        handle
            .select(
                LEASE_DUE,
                node,
                now.plus(OutboundWriting.LEASE).toEpochMilli(),
                now.toEpochMilli(),
                node,
                now.minus(leftToOthers).toEpochMilli(),
                limit)
            .map((row, _) -> outbound(row))
            .stream()
            .sorted(java.util.Comparator.comparing(Outbound::id))
            .toList());
  }

  @Override
  public void postpone(List<OutboundId> messages, String reason, Instant notBefore, boolean tried) {
    database.<Integer>writeNow(handle ->
        messages.stream()
            .mapToInt(id ->
                handle.execute(
                    POSTPONE,
                    reason,
                    notBefore.toEpochMilli(),
                    tried ? 1 : 0,
                    tried ? 1 : 0,
                    id.value()))
            .sum());
  }

  @Override
  public List<Leased> abandoned(Instant now, boolean single, int limit) {
    return database.read(handle ->
        handle
            .select(ABANDONED, now.toEpochMilli(), single ? 1 : 0, node, limit)
            .map((row, _) -> leased(row))
            .list());
  }

  @Override
  public List<Standing> answersTo(ChannelId channel, MessageId message) {
    return database.read(handle ->
        handle
            .select(TO_MESSAGE, channel.value(), message.value())
            .map((row, _) -> standing(row))
            .list());
  }

  @Override
  public Optional<Standing> find(OutboundId id) {
    return database.read(
        handle -> handle.select(BY_ID, id.value()).map((row, _) -> standing(row)).findOne());
  }

  @Override
  public Optional<OpenWindow> window(DialogueKey talk) {
    return database.read(handle ->
        handle
            .select(
                WINDOW,
                talk.channel().value(),
                talk.conversation().id().value(),
                talk.asker().value())
            .map((row, _) ->
                new OpenWindow(
                    Opener.valueOf(row.getString("opener")),
                    new MessageId(row.getString("message_id")),
                    Instant.ofEpochMilli(row.getLong("opened_at")),
                    Instant.ofEpochMilli(row.getLong("expires_at")),
                    row.getInt("remaining")))
            .findOne());
  }

  @Override
  public List<Stuck> stuck(Scope scope, int limit) {
    return database.read(handle ->
        handle
            .select(STUCK, scope.prefix() + "%", limit)
            .map((row, _) ->
                new Stuck(standing(row), Optional.ofNullable(row.getString("item_number"))))
            .list());
  }

  @Override
  public List<Standing> undelivered(ItemId item) {
    return database.read(
        handle -> handle.select(UNDELIVERED, item.value()).map((row, _) -> standing(row)).list());
  }

  @Override
  public List<Sent> sentSince(ChannelId channel, Instant since) {
    return database.read(handle ->
        handle
            .select(SENT_SINCE, channel.value(), since.toEpochMilli())
            .map((row, _) ->
                new Sent(
                    new ConversationId(row.getString("conversation")),
                    Instant.ofEpochMilli(row.getLong("ended_at"))))
            .list());
  }

  @Override
  public List<Stuck> waiting(Scope scope, int limit) {
    return database.read(handle ->
        handle
            .select(WAITING, scope.prefix() + "%", limit)
            .map((row, _) ->
                new Stuck(standing(row), Optional.ofNullable(row.getString("item_number"))))
            .list());
  }

  @Override
  public long count(ChannelId channel, OutboundState state) {
    return database.read(
        handle -> handle.select(COUNT, channel.value(), state.name()).mapTo(Long.class).one());
  }

  @Override
  public Map<String, Instant> waitingSince(Instant now) {
    return database.read(handle ->
        handle
            .select(
                WAITING_SINCE,
                OutboundWriting.LEASE.toMillis(),
                now.toEpochMilli(),
                LONGEST_PAUSE.toMillis())
            .map((row, _) ->
                Map.entry(row.getString("channel"), Instant.ofEpochMilli(row.getLong("since"))))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        outbound(row),
        OutboundState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("reason")),
        row.getInt("attempts"),
        leasedSince(row),
        row.getInt("passive") == 1,
        Optional.ofNullable(row.getString("platform_id")).map(MessageId::new));
  }

  private static Leased leased(ResultSet row) throws SQLException {
    return new Leased(outbound(row), leasedSince(row).orElseThrow());
  }

  private static Optional<Instant> leasedSince(ResultSet row) throws SQLException {
    long until = row.getLong("lease_until");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(until).minus(OutboundWriting.LEASE));
  }

  static Outbound outbound(ResultSet row) throws SQLException {
    return new Outbound(
        new OutboundId(row.getString("id")),
        new IdempotencyKey(row.getString("idempotency")),
        Optional.ofNullable(row.getString("item_id")).map(ItemId::new),
        SqlItems.talk(row),
        Optional.ofNullable(row.getString("in_reply_to")).map(MessageId::new),
        row.getInt("mention") == 1,
        Purpose.valueOf(row.getString("purpose")),
        row.getString("text"),
        LedgerJson.choices(row.getString("choices")),
        Instant.ofEpochMilli(row.getLong("not_before")));
  }
}
