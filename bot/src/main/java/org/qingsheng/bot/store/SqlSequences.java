package org.qingsheng.bot.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.qq.Sequences;

/** The numbers of the answers of one channel. Thread-safe, also between processes. */
public final class SqlSequences implements Sequences {
  /** Far longer than any message can be answered; then its numbers are of no use to anybody. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String FIND =
      "SELECT number FROM answer_number WHERE channel = ? AND message_id = ? AND answer = ?";
  private static final String GIVE =
      """
      INSERT INTO answer_number (channel, message_id, answer, number, given_at)
      SELECT ?, ?, ?, coalesce(max(number), 0) + 1, ? FROM answer_number WHERE channel = ? AND message_id = ?
      ON CONFLICT DO NOTHING RETURNING number
      """;
  private static final String GIVE_ANOTHER =
      """
      UPDATE answer_number
      SET number = (SELECT max(number) + 1 FROM answer_number WHERE channel = ? AND message_id = ?)
      WHERE channel = ? AND message_id = ? AND answer = ? RETURNING number
      """;
  private static final String FORGET =
      "DELETE FROM answer_number WHERE channel = ? AND given_at < ?";

  private final Database database;
  private final ChannelId channel;
  private final InstantSource clock;

  public SqlSequences(Database database, ChannelId channel, InstantSource clock) {
    this.database = database;
    this.channel = channel;
    this.clock = clock;
  }

  @Override
  public Given next(MessageId message, IdempotencyKey answer) {
    return database.writeNow(handle -> given(handle, message, answer));
  }

  private Given given(Handle handle, MessageId message, IdempotencyKey answer) {
    handle.execute(FORGET, channel.value(), clock.instant().minus(KEPT).toEpochMilli());
    while (true) { // another process may take the same number first; then the next one is free
      var before = found(handle, message, answer);
      if (before.isPresent()) {
        return new Given(before.get(), true);
      }
      var given =
          handle
              .select(
                  GIVE,
                  channel.value(),
                  message.value(),
                  answer.value(),
                  clock.millis(),
                  channel.value(),
                  message.value())
              .mapTo(Integer.class)
              .findOne();
      if (given.isPresent()) {
        return new Given(given.get(), false);
      }
    }
  }

  private Optional<Integer> found(Handle handle, MessageId message, IdempotencyKey answer) {
    return handle
        .select(FIND, channel.value(), message.value(), answer.value())
        .mapTo(Integer.class)
        .findOne();
  }

  @Override
  public Given instead(MessageId message, IdempotencyKey answer) {
    return database.writeNow(handle ->
        handle
            .select(
                GIVE_ANOTHER,
                channel.value(),
                message.value(),
                channel.value(),
                message.value(),
                answer.value())
            .mapTo(Integer.class)
            .findOne()
            .map(number -> new Given(number, false))
            .orElseGet(() -> given(handle, message, answer)));
  }
}
