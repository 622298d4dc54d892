package org.qingsheng.bot.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Scope;

/** A query for items as SQL: its conditions with their values, the reader's scope first. */
final class ItemWhere {
  private static final String OF_UNIT =
      "(region = ? OR assignee IN (SELECT id FROM account WHERE region = ?))";
  private static final String ON_TOPIC =
      """
      (entry_id IN (SELECT entry_id FROM entry_version WHERE topic = ?)
       OR id IN (SELECT origin_item FROM entry_version WHERE topic = ?))
      """;
  private static final String MENTIONING =
      """
      id IN (SELECT item_id FROM mention WHERE account_id = ?)
      AND (closed_at IS NULL
        OR id IN (SELECT item_id FROM mention WHERE account_id = ? AND read_at IS NULL))
      """;

  private final List<String> parts = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private ItemWhere() {}

  static ItemWhere of(ItemQuery query, Scope scope) {
    var where = new ItemWhere();
    where.within(scope);
    query.conditions().forEach(where::add);
    if (query.conditions().stream().noneMatch(each -> each instanceof Condition.OfKinds)) {
      where.add("kind <> 'CHAT'");
    }
    return where;
  }

  /** What stands behind WHERE. */
  String condition() {
    return parts.isEmpty() ? "1 = 1" : String.join(" AND ", parts);
  }

  List<Object> values() {
    return values;
  }

  private void add(Condition condition) {
    switch (condition) {
      case Condition.InStates(var states) -> among("state", states);
      case Condition.OfKinds(var kinds) -> among("kind", kinds);
      case Condition.AssignedTo(var account) -> add("assignee = ?", account);
      case Condition.OfTalk(var talk) -> {
        add("channel = ?", talk.channel().value());
        add("conversation = ?", talk.conversation().id().value());
        add("asker = ?", talk.asker().value());
      }
      case Condition.Ticket _ -> add("due_at IS NOT NULL");
      case Condition.DueBefore(var end) -> add("due_at < ?", end.toEpochMilli());
      case Condition.DueFrom(var begin) -> add("due_at >= ?", begin.toEpochMilli());
      case Condition.OpenedFrom(var begin) -> add("opened_at >= ?", begin.toEpochMilli());
      case Condition.OpenedBefore(var end) -> add("opened_at < ?", end.toEpochMilli());
      case Condition.Containing(var words) ->
          add("question LIKE ? ESCAPE '!'", "%" + escaped(words) + "%");
      case Condition.OfUnit(var unit) -> add(OF_UNIT, unit.value(), unit.value());
      case Condition.Within(var region) -> within(new Scope(region));
      case Condition.OnChannel(var channel) -> add("channel = ?", channel);
      case Condition.OnTopic(var topic) -> add(ON_TOPIC, topic, topic);
      case Condition.Mentioning(var account) -> add(MENTIONING, account, account);
      case Condition.WaitingSince(var latest) -> add("waiting_since <= ?", latest.toEpochMilli());
    }
  }

  /**
   * The whole country is no condition at all. With LIKE no index on the region is tried: the state
   * and the time of opening narrow better, and their indexes carry the region along.
   */
  private void within(Scope scope) {
    var prefix = scope.prefix();
    if (!prefix.isEmpty()) {
      add("region LIKE ?", prefix + "%");
    }
  }

  private void add(String condition, Object... bound) {
    parts.add(condition);
    values.addAll(Arrays.asList(bound));
  }

  private void among(String column, Set<? extends Enum<?>> wanted) {
    if (!wanted.isEmpty()) {
      add(column + " IN (" + String.join(", ", wanted.stream().map(_ -> "?").toList()) + ")");
      wanted.forEach(one -> values.add(one.name()));
    }
  }

  /** Not with a backslash: JDBI would take it for the escape of the quote behind it. */
  private static String escaped(String words) {
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
