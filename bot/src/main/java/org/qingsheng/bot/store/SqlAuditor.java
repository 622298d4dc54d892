package org.qingsheng.bot.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Projection;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.ledger.Refused;

/** Checks the books against the database. Thread-safe. */
public final class SqlAuditor implements Reconciliation.Auditor {
  private static final String ITEMS = "SELECT * FROM item ORDER BY id";
  private static final String COUNTS =
      "SELECT state, count(*) AS n FROM item WHERE kind <> 'CHAT' GROUP BY state";
  private static final String ASKED = "SELECT count(*) FROM item WHERE kind <> 'CHAT'";
  private static final String ORPHANS =
      """
      SELECT number FROM item WHERE state IN ('ANSWERING', 'DELIVERING') AND NOT EXISTS (
        SELECT 1 FROM outbound WHERE outbound.item_id = item.id AND purpose IN ('ANSWER', 'STAFF_ANSWER')
        AND outbound.state IN ('PLANNED', 'LEASED', 'HELD', 'UNKNOWN', 'REFUSED', 'CANCELLED'))
      """;
  private static final String UNDELIVERED =
      """
      SELECT number FROM item WHERE state = 'ANSWERED' AND NOT EXISTS (
        SELECT 1 FROM outbound WHERE outbound.item_id = item.id AND purpose IN ('ANSWER', 'STAFF_ANSWER')
        AND outbound.state = 'ACCEPTED')
      """;
  private static final String NO_DUE =
      "SELECT number FROM item WHERE state IN ('WAITING', 'ASSIGNED') AND due_at IS NULL";
  private static final String NO_ITEM =
      """
      SELECT message_id AS number FROM heard WHERE item_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM item WHERE item.id = heard.item_id)
      """;
  private static final String RESTING_HEARD = "SELECT number FROM item WHERE state = 'HEARD'";

  private final Database database;
  private final InstantSource clock;

  public SqlAuditor(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Reconciliation reconcile() {
    return database.read(handle ->
        handle.inTransaction(
            org.jdbi.v3.core.transaction.TransactionIsolationLevel.SERIALIZABLE, this::reconcile));
  }

  private Reconciliation reconcile(Handle handle) {
    var byState = new EnumMap<ItemState, Long>(ItemState.class);
    handle
        .select(COUNTS)
        .map((row, _) ->
            java.util.Map.entry(ItemState.valueOf(row.getString("state")), row.getLong("n")))
        .forEach(entry -> byState.put(entry.getKey(), entry.getValue()));
    long asked = handle.select(ASKED).mapTo(Long.class).one();
    var byGroup = new EnumMap<ItemState.Group, Long>(ItemState.Group.class);
    for (var group : ItemState.Group.values()) {
      byGroup.put(group, 0L);
    }
    byState.forEach((state, n) -> byGroup.merge(state.group(), n, Long::sum));
    var faults = new ArrayList<String>();
    long sum = byGroup.values().stream().mapToLong(Long::longValue).sum();
    if (sum != asked) {
      faults.add("提问 %d 条，各状态合计 %d 条，对不上".formatted(asked, sum));
    }
    listed(handle, ORPHANS, "没有在途的答复，却停在送达中", faults);
    listed(handle, UNDELIVERED, "已办结，却没有送达的答复", faults);
    listed(handle, NO_DUE, "在队列里，却没有办理时限", faults);
    listed(handle, NO_ITEM, "来信指向的条目不存在", faults);
    listed(handle, RESTING_HEARD, "停在刚收到的状态", faults);
    projections(handle, faults);
    return new Reconciliation(clock.instant(), asked, byGroup, byState, faults);
  }

  private static void listed(Handle handle, String sql, String what, List<String> faults) {
    handle.select(sql).mapTo(String.class).forEach(number -> faults.add(number + "：" + what));
  }

  /** Each row must be what its events make of it. */
  private static void projections(Handle handle, List<String> faults) {
    handle
        .select(ITEMS)
        .map((row, _) -> SqlItems.item(row))
        .forEach(item -> {
          if (!agrees(item, SqlItems.history(handle, item.id()))) {
            faults.add(item.number() + "：条目与它的事件不一致");
          }
        });
  }

  private static boolean agrees(Item item, List<Projection.Happening> history) {
    try {
      return Projection.of(item.id(), item.number(), history)
          .withQuestion(item.question())
          .equals(item);
    } catch (IllegalArgumentException | Refused e) {
      return false; // events are missing, or in an order that cannot have been
    }
  }
}
