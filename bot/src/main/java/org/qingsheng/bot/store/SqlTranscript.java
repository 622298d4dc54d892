package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.List;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.webchat.Transcript;

/** What was said to and fro in one web chat. Thread-safe. */
public final class SqlTranscript implements Transcript {
  private static final String LINES =
      """
      SELECT * FROM (
        SELECT 1 AS heard, message_id AS id, text, NULL AS choices, received_at AS at FROM heard
        WHERE channel = ? AND conversation = ? AND recalled_at IS NULL
        UNION ALL
        SELECT 0, idempotency, text, choices, coalesce(ended_at, created_at) FROM outbound
        WHERE channel = ? AND conversation = ? AND state NOT IN ('CANCELLED', 'REFUSED')
      ) AS lines ORDER BY at DESC, heard, id DESC LIMIT ?
      """;

  private final Database database;
  private final ChannelId channel;

  public SqlTranscript(Database database, ChannelId channel) {
    this.database = database;
    this.channel = channel;
  }

  @Override
  public List<Line> lines(ConversationId conversation, int limit) {
    return database
        .read(handle ->
            handle
                .select(
                    LINES,
                    channel.value(),
                    conversation.value(),
                    channel.value(),
                    conversation.value(),
                    limit)
                .<Line>map((row, _) -> {
                  var at = Instant.ofEpochMilli(row.getLong("at"));
                  return row.getInt("heard") == 1
                      ? new Line.Said(new MessageId(row.getString("id")), row.getString("text"), at)
                      : new Line.Told(
                          new IdempotencyKey(row.getString("id")),
                          row.getString("text"),
                          LedgerJson.choices(row.getString("choices")),
                          at);
                })
                .list())
        .reversed();
  }
}
