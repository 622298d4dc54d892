package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.rehearsal.Past;
import org.qingsheng.knowledge.RegionCode;

/** What was said on a day, from the ledger; reads only. Thread-safe. */
public final class SqlPast implements Past {
  /** By receipt, as the order was for the dialogue; what has no words any more is left out. */
  private static final String HEARD =
      """
      SELECT h.turn_id, h.channel, h.conversation, h.group_chat, h.asker, h.text, h.received_at,
        i.id AS item_id, i.number, i.region
      FROM heard h JOIN item i ON i.id = h.item_id
      WHERE h.received_at >= :from AND h.received_at < :to
        AND i.region LIKE :below AND h.recalled_at IS NULL AND h.text <> ''
      ORDER BY h.received_at, h.turn_id
      """;

  private static final String EVENTS =
      """
      SELECT turn_id, item_id, payload FROM item_event
      WHERE turn_id IN (
        SELECT h.turn_id FROM heard h JOIN item i ON i.id = h.item_id
        WHERE h.received_at >= :from AND h.received_at < :to AND i.region LIKE :below)
      ORDER BY item_id, seq
      """;

  private final Database database;

  public SqlPast(Database database) {
    this.database = database;
  }

  private record InTurn(String turn, String item) {}

  @Override
  public List<Heard> heard(Instant from, Instant to, Scope scope) {
    return database.read(handle -> {
      Map<InTurn, List<ItemEvent>> events = new HashMap<>();
      handle
          .createQuery(EVENTS)
          .bind("from", from.toEpochMilli())
          .bind("to", to.toEpochMilli())
          .bind("below", scope.prefix() + "%")
          .map((row, _) ->
              Map.entry(
                  new InTurn(row.getString("turn_id"), row.getString("item_id")),
                  LedgerJson.event(row.getString("payload"))))
          .forEach(each ->
              events.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(each.getValue()));
      return handle
          .createQuery(HEARD)
          .bind("from", from.toEpochMilli())
          .bind("to", to.toEpochMilli())
          .bind("below", scope.prefix() + "%")
          .map((row, _) -> {
            var conversation = new ConversationId(row.getString("conversation"));
            return new Heard(
                new DialogueKey(
                    new ChannelId(row.getString("channel")),
                    row.getInt("group_chat") == 1
                        ? new Conversation.GroupChat(conversation)
                        : new Conversation.PrivateChat(conversation),
                    new AskerId(row.getString("asker"))),
                row.getString("text"),
                Instant.ofEpochMilli(row.getLong("received_at")),
                row.getString("number"),
                new RegionCode(row.getString("region")),
                events.getOrDefault(
                    new InTurn(row.getString("turn_id"), row.getString("item_id")), List.of()));
          })
          .list();
    });
  }
}
