package org.qingsheng.bot.delivery;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Scope;

/**
 * Lets go what was held when the reason is over (放行): a channel is back, a silence has ended.
 * Thread-safe.
 */
public final class Releases {
  private static final int AT_ONCE = 10_000;

  private final Outbox outbox;
  private final Dispatch dispatch;
  private final Ledger ledger;
  private final Ids ids;
  private final InstantSource clock;

  public Releases(Outbox outbox, Dispatch dispatch, Ledger ledger, Ids ids, InstantSource clock) {
    this.outbox = outbox;
    this.dispatch = dispatch;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  /** Lets go what is held on one channel and may be sent now. */
  public void of(ChannelId channel) {
    release(message -> message.to().channel().equals(channel));
  }

  /** Lets go whatever is held and may be sent now. */
  public void all() {
    release(_ -> true);
  }

  private void release(Predicate<Outbound> wanted) {
    outbox.waiting(Scope.ALL, AT_ONCE).stream()
        .filter(stuck -> stuck.standing().state() == OutboundState.HELD)
        .map(stuck -> stuck.standing().message())
        .filter(wanted)
        .filter(message -> dispatch.planned(message) instanceof Step.Send)
        .map(Outbound::to)
        .distinct()
        .forEach(this::release);
  }

  private void release(DialogueKey talk) {
    commit(
        "released",
        new Effect.HeldReleased(
            talk.channel(), talk.conversation().id(), Optional.of(talk.asker()), Optional.empty()));
  }

  /** Says something to a whole group, where the platform lets us at any time. */
  public void announce(ChannelId channel, ConversationId group, String words) {
    var id = ids.outbound();
    commit(
        "announced",
        new Effect.Say(
            new Outbound(
                id,
                new IdempotencyKey("announce:" + id),
                Optional.empty(),
                new DialogueKey(channel, new GroupChat(group), new AskerId(group.value())),
                Optional.empty(),
                false,
                Purpose.ANNOUNCEMENT,
                words,
                List.of(),
                clock.instant())));
  }

  private void commit(String cause, Effect effect) {
    var turn = ids.turn();
    ledger.commit(new Turn(turn, cause + ":" + turn, clock.instant(), List.of(effect))).join();
  }
}
