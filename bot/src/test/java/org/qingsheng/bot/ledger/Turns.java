package org.qingsheng.bot.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.knowledge.RegionCode;

/** Makes turns for tests as intake, desk and delivery make them. Thread-safe. */
public final class Turns {
  public static final ChannelId CHANNEL = new ChannelId("simulator");
  public static final RegionCode LIANNAN = new RegionCode("441826");

  public final Ids ids;
  private final InstantSource clock;
  private final AtomicLong causes = new AtomicLong();

  public Turns(InstantSource clock) {
    this.clock = clock;
    this.ids = new Ids(clock, new Random(20_261_120));
  }

  /** Somebody in the group g1. */
  public static DialogueKey inGroup(String person) {
    return inGroup("g1", person);
  }

  public static DialogueKey inGroup(String group, String person) {
    return new DialogueKey(
        CHANNEL, new Conversation.GroupChat(new ConversationId(group)), new AskerId(person));
  }

  /** Somebody in their private chat. */
  public static DialogueKey inPrivate(String person) {
    return new DialogueKey(
        CHANNEL,
        new Conversation.PrivateChat(new ConversationId("p-" + person)),
        new AskerId(person));
  }

  /** A turn with a cause of its own. */
  public Turn turn(Effect... effects) {
    return turn("cause-" + causes.incrementAndGet(), effects);
  }

  public Turn turn(String cause, Effect... effects) {
    return new Turn(ids.turn(), cause, clock.instant(), List.of(effects));
  }

  public Effect.Heard heard(DialogueKey talk, String message, Optional<ItemId> item, String text) {
    return new Effect.Heard(
        talk,
        new MessageId(message),
        item,
        text,
        Optional.of("sealed:" + message),
        List.of(),
        clock.instant());
  }

  public static Effect.Happened asked(
      ItemId item, DialogueKey talk, ItemKind kind, RegionCode region) {
    return happened(
        item,
        new ItemEvent.Asked(
            kind,
            talk.channel().value(),
            talk.conversation().id().value(),
            talk.conversation().isGroup(),
            talk.asker().value(),
            region));
  }

  public static Effect.Happened happened(ItemId item, ItemEvent event) {
    return new Effect.Happened(item, event);
  }

  public Effect.Happened handedOff(ItemId item) {
    return happened(
        item, new ItemEvent.HandedOff("要求人工", 2, clock.instant().plus(Duration.ofHours(8))));
  }

  public static Effect.Happened claimed(ItemId item, String staff) {
    return happened(item, new ItemEvent.Claimed(staff));
  }

  /** A question that waits in the queue, with its words. */
  public Turn waiting(ItemId item, DialogueKey talk, RegionCode region, String words) {
    return turn(
        heard(talk, "m-" + item, Optional.of(item), words),
        asked(item, talk, ItemKind.QUESTION, region),
        handedOff(item));
  }

  public Outbound message(DialogueKey to, Optional<ItemId> item, Purpose purpose, String text) {
    return message(to, item, purpose, text, Optional.empty());
  }

  public Outbound message(
      DialogueKey to,
      Optional<ItemId> item,
      Purpose purpose,
      String text,
      Optional<MessageId> inReplyTo) {
    var id = ids.outbound();
    return new Outbound(
        id,
        new IdempotencyKey("key:" + id),
        item,
        to,
        inReplyTo,
        to.conversation().isGroup(),
        purpose,
        text,
        List.of(),
        clock.instant());
  }

  public Effect.WindowOpened window(DialogueKey talk, String message, int count) {
    Instant until = clock.instant().plus(Duration.ofDays(2));
    return new Effect.WindowOpened(talk, Opener.MESSAGE, new MessageId(message), until, count);
  }

  public static Effect ended(Outbound message, OutboundEnd end) {
    return new Effect.SendEnded(message.id(), end);
  }

  /** The platform took it, by a push. */
  public static OutboundEnd pushed() {
    return new OutboundEnd.Accepted(Optional.of(new MessageId("platform-1")), false);
  }

  public static OutboundEnd passive() {
    return new OutboundEnd.Accepted(Optional.empty(), true);
  }

  /** Effects in one list, for turns put together in steps. */
  public static Effect[] all(List<? extends Effect> first, Effect... then) {
    var all = new ArrayList<Effect>(first);
    all.addAll(List.of(then));
    return all.toArray(Effect[]::new);
  }
}
