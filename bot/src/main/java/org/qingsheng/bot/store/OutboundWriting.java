package org.qingsheng.bot.store;

import static org.qingsheng.bot.store.SqlLedger.asker;
import static org.qingsheng.bot.store.SqlLedger.channel;
import static org.qingsheng.bot.store.SqlLedger.conversation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.TurnId;

/** What one turn does to messages on their way out. For one thread, inside its transaction. */
final class OutboundWriting {
  /**
   * A send takes at most its adapter's timeouts (WeChat with a token refresh: 100 s); after this
   * the sender must be gone.
   */
  static final Duration LEASE = Duration.ofMinutes(3);

  private static final String SAY =
      """
      INSERT INTO outbound (id, idempotency, turn_id, item_id, channel, conversation, group_chat, asker, in_reply_to,
                            mention, purpose, text, choices, state, not_before, lease_owner, lease_until, attempts,
                            created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      """;
  private static final String RELEASE_HELD =
      """
      UPDATE outbound SET state = 'LEASED', reason = NULL, lease_owner = ?, lease_until = ?, in_reply_to = coalesce(?, in_reply_to)
      WHERE channel = ? AND conversation = ? AND asker = ?
        AND (state = 'HELD' OR (state = 'PLANNED' AND in_reply_to IS NULL AND not_before > ?)) RETURNING *
      """;
  private static final String RELEASE_CHAT =
      """
      UPDATE outbound SET state = 'LEASED', reason = NULL, lease_owner = ?, lease_until = ?
      WHERE channel = ? AND conversation = ? AND state = 'HELD' RETURNING *
      """;
  private static final String CANCEL_RELEASED =
      """
      UPDATE outbound SET state = 'CANCELLED', reason = ?, ended_at = ?, lease_owner = NULL
      WHERE id = ?
      """;
  private static final String CANCEL =
      """
      UPDATE outbound SET state = 'CANCELLED', reason = ?, ended_at = ?, lease_owner = NULL
      WHERE item_id = ? AND state IN ('PLANNED', 'HELD')
      """;
  private static final String USE_WINDOW =
      """
      UPDATE answer_window SET remaining = remaining - 1
      WHERE (channel, conversation, asker) = (SELECT channel, conversation, asker FROM outbound WHERE id = ?)
      """;
  private static final String WENT_PASSIVE = "UPDATE outbound SET passive = 1 WHERE id = ?";
  private static final String END =
      """
      UPDATE outbound SET state = ?, reason = ?, not_before = ?, platform_id = ?, ended_at = ?,
        attempts = attempts + ?, lease_owner = NULL, lease_until = NULL
      WHERE id = ? AND state <> 'ACCEPTED'
      """;

  private final Handle handle;
  private final TurnId turn;
  private final String node;
  private final long now;
  private final List<Outbound> messages = new ArrayList<>();
  private final Set<OutboundId> releasedNow = new HashSet<>();

  OutboundWriting(Handle handle, TurnId turn, String node, long now) {
    this.handle = handle;
    this.turn = turn;
    this.node = node;
    this.now = now;
  }

  /** What is to be sent because of this turn, in order. */
  List<Outbound> messages() {
    return messages;
  }

  void say(Outbound complete) {
    messages.add(complete);
    var to = complete.to();
    handle.execute(
        SAY,
        complete.id().value(),
        complete.key().value(),
        turn.value(),
        complete.item().map(ItemId::value).orElse(null),
        channel(to),
        conversation(to),
        to.conversation().isGroup() ? 1 : 0,
        asker(to),
        complete.inReplyTo().map(id -> id.value()).orElse(null),
        complete.mention() ? 1 : 0,
        complete.purpose().name(),
        complete.text(),
        LedgerJson.choices(complete.choices()),
        OutboundState.LEASED.name(),
        complete.notBefore().toEpochMilli(),
        node,
        now + LEASE.toMillis(),
        now);
  }

  /** A window opened: what was held for the person answers its message now. */
  void release(DialogueKey talk, MessageId opener) {
    releasePerson(channel(talk), conversation(talk), asker(talk), opener.value());
  }

  void release(Effect.HeldReleased held) {
    var channel = held.channel().value();
    var conversation = held.conversation().value();
    if (held.asker().isPresent()) {
      releasePerson(
          channel,
          conversation,
          held.asker().get().value(),
          held.said().map(MessageId::value).orElse(null));
    } else {
      released(RELEASE_CHAT, node, now + LEASE.toMillis(), channel, conversation);
    }
  }

  /** The person is there now, so what waited for the end of quiet hours need not wait longer. */
  private void releasePerson(
      String channel, String conversation, String asker, @Nullable String said) {
    released(RELEASE_HELD, node, now + LEASE.toMillis(), said, channel, conversation, asker, now);
  }

  private void released(String sql, @Nullable Object... values) {
    handle.select(sql, values).map((row, _) -> SqlOutbox.outbound(row)).stream()
        .sorted(java.util.Comparator.comparing(Outbound::id))
        .forEach(message -> {
          messages.add(message);
          releasedNow.add(message.id());
        });
  }

  /** What this very turn released was not sent yet either. */
  void cancel(Effect.CancelUnsent cancel) {
    handle.execute(CANCEL, cancel.reason(), now, cancel.item().value());
    messages.removeIf(message -> {
      boolean unsent =
          message.item().equals(Optional.of(cancel.item())) && releasedNow.contains(message.id());
      if (unsent) {
        handle.execute(CANCEL_RELEASED, cancel.reason(), now, message.id().value());
      }
      return unsent;
    });
  }

  void end(Effect.SendEnded ended) {
    var id = ended.message().value();
    switch (ended.end()) {
      case OutboundEnd.Accepted accepted -> {
        setEnd(id, OutboundState.ACCEPTED, null, now, accepted.platformId().map(m -> m.value()), 1);
        if (accepted.passive()) {
          handle.execute(WENT_PASSIVE, id);
        } else {
          handle.execute(USE_WINDOW, id);
        }
      }
      case OutboundEnd.Refused refused ->
          setEnd(id, OutboundState.REFUSED, refused.reason(), now, Optional.empty(), 1);
      case OutboundEnd.Unknown unknown ->
          setEnd(id, OutboundState.UNKNOWN, unknown.reason(), now, Optional.empty(), 1);
      case OutboundEnd.Again again ->
          setEnd(
              id,
              OutboundState.PLANNED,
              again.reason(),
              again.notBefore().toEpochMilli(),
              Optional.empty(),
              1);
      case OutboundEnd.Held held ->
          setEnd(id, OutboundState.HELD, held.reason(), now, Optional.empty(), 0);
      case OutboundEnd.Settled settled ->
          setEnd(id, settled.state(), settled.reason(), now, Optional.empty(), 0);
    }
  }

  private void setEnd(
      String id,
      OutboundState state,
      @Nullable String reason,
      long notBefore,
      Optional<String> platformId,
      int attempts) {
    boolean over = state != OutboundState.PLANNED && state != OutboundState.HELD;
    handle.execute(
        END,
        state.name(),
        reason,
        notBefore,
        platformId.orElse(null),
        over ? now : null,
        attempts,
        id);
  }
}
