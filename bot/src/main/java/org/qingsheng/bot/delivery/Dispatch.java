package org.qingsheng.bot.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.LooksUpSent;
import org.qingsheng.adapters.LooksUpSent.Found;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.DeliveryPlan.Situation;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.delivery.DeliveryRules.OfChannel;
import org.qingsheng.bot.delivery.Outbox.Standing;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was committed (投递). Messages to one person go one after the other, to different
 * persons at the same time, each wait on a virtual thread. Every end is handed to the ledger; that
 * a message goes on waiting is no end. Thread-safe.
 */
public final class Dispatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
  private static final int ROUND = 500;

  /**
   * Sends of one channel that wait for its platform at the same time. Each waits on a thread that
   * costs little; what it says on its end stands in the ledger's queue, of which this is the most
   * that one channel can take.
   */
  private static final int SENDS_AT_ONCE = 128;

  /** How long a node that tried in vain leaves a message to nodes that may have a connection. */
  private static final Duration LEFT_TO_OTHERS = Duration.ofSeconds(15);

  /** Longest wait before a message that certainly was not sent is tried again. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Map<ChannelId, ChannelAdapter> adapters;
  private final Outbox outbox;
  private final Ledger ledger;
  private final Manners manners;
  private final SendLog sent;
  private final Ids ids;
  private final InstantSource clock;
  private final Recovery recovery;

  /** By talk; each channel has a share of its own. */
  private final Lanes<DialogueKey> lanes =
      new Lanes<>("dispatch", SENDS_AT_ONCE, Integer.MAX_VALUE);

  public Dispatch(
      Map<ChannelId, ChannelAdapter> adapters,
      Outbox outbox,
      Ledger ledger,
      Manners manners,
      Ids ids,
      InstantSource clock) {
    this.adapters = adapters;
    this.outbox = outbox;
    this.ledger = ledger;
    this.manners = manners;
    this.sent = new SendLog(outbox);
    this.ids = ids;
    this.clock = clock;
    this.recovery = new Recovery(adapters, outbox, this::end, clock);
    ledger.onCommit(this::committed);
  }

  private void committed(Committed committed) {
    byTalk(committed.messages())
        .forEach((talk, theirs) -> lanes.submit(talk.channel(), talk, () -> deliver(talk, theirs)));
  }

  private static Map<DialogueKey, List<Outbound>> byTalk(List<Outbound> messages) {
    var byTalk = new LinkedHashMap<DialogueKey, List<Outbound>>();
    messages.forEach(
        message -> byTalk.computeIfAbsent(message.to(), _ -> new ArrayList<>()).add(message));
    return byTalk;
  }

  /**
   * Sends what has become due. Called every second or so.
   *
   * @param single whether this process is the only one on the database
   */
  public void round(boolean single) {
    byTalk(outbox.leaseDue(clock.instant(), single ? Duration.ZERO : LEFT_TO_OTHERS, ROUND))
        .forEach((talk, theirs) ->
            lanes.submit(talk.channel(), talk, () -> deliver(talk, stillToSend(theirs))));
  }

  /** Leaves out what was given to its asker on another way while it waited for its turn. */
  private List<Outbound> stillToSend(List<Outbound> messages) {
    return messages.stream()
        .filter(message ->
            outbox
                .find(message.id())
                .map(Standing::state)
                .equals(Optional.of(OutboundState.LEASED)))
        .toList();
  }

  /**
   * Sees to messages that a killed process was sending, and to those of our own that could not be
   * looked up yet. Called at the start and now and then.
   *
   * @param single whether this process is the only one on the database
   */
  public void recover(boolean single) {
    for (var leased : recovery.found(single, ROUND)) {
      var talk = leased.message().to();
      lanes.submit(talk.channel(), talk, () -> recovery.settle(leased));
    }
  }

  /**
   * The platform asks again about an inbound message: gives it the same answer as before, where
   * that cannot show the person two.
   *
   * @return whether an answer will be given to the adapter
   */
  public boolean askedAgain(ChannelId channel, MessageId message) {
    var adapter = adapters.get(channel);
    if (adapter == null || !adapter.capabilities().passiveRepeats()) {
      return false;
    }
    var answers = outbox.answersTo(channel, message).stream().filter(Dispatch::mayRepeat).toList();
    if (answers.isEmpty()) {
      return false;
    }
    var talk = answers.getFirst().message().to();
    return lanes.submit(talk.channel(), talk, () -> repeat(adapter, message, talk));
  }

  private static boolean mayRepeat(Standing standing) {
    return switch (standing.state()) {
      case ACCEPTED -> standing.passive();
      case LEASED, UNKNOWN, PLANNED, HELD -> true;
      case REFUSED, CANCELLED -> false;
    };
  }

  private void repeat(ChannelAdapter adapter, MessageId message, DialogueKey talk) {
    var standing =
        outbox.answersTo(talk.channel(), message).stream().filter(Dispatch::mayRepeat).toList();
    if (standing.isEmpty()) {
      return;
    }
    var fitting =
        fitting(standing.stream().map(Standing::message).toList(), manners.capabilities(adapter));
    var delivery = adapter.send(outbound(fitting, new Route.Passive(message)));
    var news =
        standing.subList(0, fitting.size()).stream()
            .filter(each -> each.state() != OutboundState.ACCEPTED)
            .map(Standing::message)
            .toList();
    if (delivery instanceof Delivery.Accepted accepted && !news.isEmpty()) {
      end(news, new OutboundEnd.Accepted(accepted.platformId(), true));
    }
  }

  private void deliver(DialogueKey talk, List<Outbound> messages) {
    var adapter = adapters.get(talk.channel());
    if (adapter == null) {
      end(messages, new OutboundEnd.Held("渠道未启用，启用后且对方来信时送达"));
      return;
    }
    if (recovery.holdsUp(talk)) {
      outbox.postpone(ids(messages), "等前一条查明", clock.instant().plus(LONGEST_PAUSE), false);
      return;
    }
    var left = messages;
    boolean passiveGone = false;
    while (!left.isEmpty()) {
      var first = left.getFirst();
      var now = clock.instant();
      var rules = manners.of(adapter);
      boolean closed = passiveGone;
      var step =
          sent.plan(
              talk.channel(),
              talk.conversation().id(),
              rules,
              now,
              free -> DeliveryPlan.of(rules.can(), situation(first, rules, closed, free), now));
      switch (step) {
        case Step.Hold hold -> {
          // Silence leaves out the hotlines; any other reason holds whatever comes after, too.
          var spared =
              hold.chance() == DeliveryPlan.Chance.SPEECH
                  ? left.stream().filter(each -> manners.silenced(each).isEmpty()).toList()
                  : List.<Outbound>of();
          end(
              left.stream().filter(each -> !spared.contains(each)).toList(),
              new OutboundEnd.Held(hold.reason()));
          left = spared;
        }
        case Step.Wait wait -> {
          outbox.postpone(ids(left), wait.reason(), wait.until(), false);
          return;
        }
        case Step.Send(Route.Passive passive) -> {
          // One exchange takes one message: what fits goes together, the rest by another way.
          var fitting = fitting(left, rules.can());
          passiveGone = true;
          switch (send(adapter, fitting, passive, now)) {
            case ENDED -> left = left.subList(fitting.size(), left.size());
            case EXCHANGE_GONE -> {}
            case AGAIN -> {
              waitFor(first, left.subList(fitting.size(), left.size()));
              return;
            }
          }
        }
        case Step.Send(Route.Push push) -> {
          left = left.subList(1, left.size());
          if (send(adapter, List.of(first), push, now) != Sent.ENDED) {
            waitFor(first, left);
            return;
          }
        }
      }
    }
  }

  private Situation situation(
      Outbound message, OfChannel rules, boolean passiveGone, Optional<Instant> free) {
    var talk = message.to();
    return new Situation(
        message.inReplyTo(),
        rules.can().freePush() ? Optional.empty() : outbox.window(talk),
        passiveGone,
        manners.silenced(message),
        message.inReplyTo().isPresent() ? List.of() : manners.quiet(talk),
        free);
  }

  /** What would be done with a message that waits, by the rules of now; nothing is done. */
  public Step planned(Outbound message) {
    var adapter = adapters.get(message.to().channel());
    if (adapter == null) {
      return new Step.Hold("渠道未启用，启用后且对方来信时送达", DeliveryPlan.Chance.NEXT_MESSAGE);
    }
    var now = clock.instant();
    var rules = manners.of(adapter);
    var free = sent.free(message.to().channel(), message.to().conversation().id(), rules, now);
    return DeliveryPlan.of(rules.can(), situation(message, rules, true, free), now);
  }

  /** The later ones wait with one that is to be tried again, so that they are read in order. */
  private void waitFor(Outbound first, List<Outbound> later) {
    if (!later.isEmpty()) {
      var again =
          recovery.holdsUp(first.to())
              ? clock.instant().plus(LONGEST_PAUSE)
              : outbox.find(first.id()).orElseThrow().message().notBefore();
      outbox.postpone(ids(later), "等前一条先送达", again, false);
    }
  }

  /** What one attempt to send came to. */
  private enum Sent {
    ENDED,
    /** Not sent, and nothing was recorded: another way is open. */
    EXCHANGE_GONE,
    /** To be tried again later; that is recorded. */
    AGAIN
  }

  /** Sends and records the end. */
  private Sent send(ChannelAdapter adapter, List<Outbound> messages, Route route, Instant now) {
    Delivery delivery;
    try {
      delivery = adapter.send(outbound(messages, route));
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("channel", adapter.channel())
          .addKeyValue("outbound", messages.getFirst().id())
          .log("adapter failed while sending");
      delivery = new Delivery.Unknown("程序错误：" + e.getClass().getSimpleName());
    }
    boolean passive = route instanceof Route.Passive;
    switch (delivery) {
      case Delivery.Accepted accepted ->
          end(messages, new OutboundEnd.Accepted(accepted.platformId(), passive));
      case Delivery.Refused refused -> end(messages, ended(refused));
      case Delivery.NotSent _ when passive -> {
        return Sent.EXCHANGE_GONE;
      }
      case Delivery.NotSent notSent -> {
        outbox.postpone(ids(messages), notSent.reason(), retryAt(messages, notSent, now), true);
        return Sent.AGAIN;
      }
      case Delivery.Unknown unknown -> {
        return unknown(adapter, messages, unknown.reason(), now);
      }
    }
    return Sent.ENDED;
  }

  private Sent unknown(
      ChannelAdapter adapter, List<Outbound> messages, String reason, Instant since) {
    if (adapter.capabilities().deduplicates()) {
      outbox.postpone(ids(messages), reason, clock.instant().plus(LONGEST_PAUSE), true);
      return Sent.AGAIN;
    }
    if (!(adapter instanceof LooksUpSent looksUp)) {
      end(messages, new OutboundEnd.Unknown(reason));
      return Sent.ENDED;
    }
    var result = Sent.ENDED;
    for (var message : messages) {
      var route = new Route.Push(message.inReplyTo());
      switch (looksUp.lookUp(outbound(List.of(message), route), since)) {
        case Found.Sent sent ->
            end(List.of(message), new OutboundEnd.Accepted(sent.platformId(), false));
        case Found.Absent _ -> {
          outbox.postpone(List.of(message.id()), reason, clock.instant(), true);
          result = Sent.AGAIN;
        }
        case Found.CannotTell why when why.passing() -> {
          recovery.waitsFor(message);
          result = Sent.AGAIN;
        }
        case Found.CannotTell why ->
            end(List.of(message), new OutboundEnd.Unknown(reason + "；" + why.reason()));
      }
    }
    return result;
  }

  private static OutboundEnd ended(Delivery.Refused refused) {
    return switch (refused.meaning()) {
      case WINDOW_CLOSED, NOT_PERMITTED ->
          new OutboundEnd.Held("平台不允许现在发送（" + refused.code() + "），对方下次来信时送达");
      case UNREACHABLE, CONTENT, OTHER ->
          new OutboundEnd.Refused(refused.reason() + "（" + refused.code() + "）");
    };
  }

  private Instant retryAt(List<Outbound> messages, Delivery.NotSent notSent, Instant now) {
    int attempts = outbox.find(messages.getFirst().id()).map(Standing::attempts).orElse(0);
    var pause = Duration.ofSeconds(1L << Math.min(attempts, 10));
    var bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    var asked = notSent.retryAfter().orElse(Duration.ZERO);
    return now.plus(asked.compareTo(bounded) > 0 ? asked : bounded);
  }

  /**
   * A person has looked at a message whose end was not known or that was held: it arrived, is not
   * to be sent any more, or is to be sent again.
   */
  public void settle(Outbound message, OutboundState state, String reason) {
    var end =
        switch (state) {
          case ACCEPTED -> new OutboundEnd.Settled(OutboundState.ACCEPTED, reason);
          case CANCELLED -> new OutboundEnd.Settled(OutboundState.CANCELLED, reason);
          case PLANNED -> new OutboundEnd.Again(reason, clock.instant());
          default -> throw new IllegalArgumentException("a person cannot make it " + state);
        };
    end(List.of(message), end);
  }

  private static List<OutboundId> ids(List<Outbound> messages) {
    return messages.stream().map(Outbound::id).toList();
  }

  private void end(List<Outbound> messages, OutboundEnd end) {
    var effects = new ArrayList<Effect>();
    for (var message : messages) {
      effects.add(new Effect.SendEnded(message.id(), end));
      message
          .item()
          .flatMap(_ -> event(message, end))
          .ifPresent(
              event -> effects.add(new Effect.Happened(message.item().orElseThrow(), event)));
    }
    var turn = ids.turn();
    ledger
        .commit(
            new Turn(
                turn, "sent:" + messages.getFirst().id() + ":" + turn, clock.instant(), effects))
        .join();
  }

  private static Optional<ItemEvent> event(Outbound message, OutboundEnd end) {
    var id = message.id().value();
    var purpose = message.purpose().name();
    return switch (end) {
      case OutboundEnd.Accepted _ ->
          message.purpose().isAnswer()
              ? Optional.of(new ItemEvent.Delivered(id, purpose))
              : Optional.empty();
      case OutboundEnd.Settled settled ->
          settled.state() == OutboundState.ACCEPTED
              ? Optional.of(new ItemEvent.Delivered(id, purpose))
              : Optional.of(
                  new ItemEvent.DeliveryFailed(
                      id, purpose, settled.state().name(), settled.reason()));
      case OutboundEnd.Held held ->
          Optional.of(new ItemEvent.DeliveryHeld(id, purpose, held.reason()));
      case OutboundEnd.Refused refused ->
          Optional.of(
              new ItemEvent.DeliveryFailed(
                  id, purpose, OutboundState.REFUSED.name(), refused.reason()));
      case OutboundEnd.Unknown unknown ->
          Optional.of(
              new ItemEvent.DeliveryFailed(
                  id, purpose, OutboundState.UNKNOWN.name(), unknown.reason()));
      case OutboundEnd.Again _ -> Optional.empty();
    };
  }

  /** As many messages from the front as fit into one; at least the first. */
  private static List<Outbound> fitting(List<Outbound> messages, Capabilities rules) {
    int bytes = 0;
    int count = 0;
    for (var message : messages) {
      bytes += message.text().getBytes(StandardCharsets.UTF_8).length + 2;
      if (count > 0 && bytes > rules.maxTextBytes()) {
        break;
      }
      count++;
    }
    return messages.subList(0, count);
  }

  static OutboundMessage outbound(List<Outbound> messages, Route route) {
    var last = messages.getLast();
    var first = messages.getFirst();
    return new OutboundMessage(
        first.key(),
        first.to().channel(),
        first.to().conversation(),
        first.to().asker(),
        route,
        first.inReplyTo(),
        first.mention(),
        String.join("\n\n", messages.stream().map(Outbound::text).toList()),
        last.choices());
  }

  /** Waits until nothing is being sent. */
  public boolean awaitIdle(long seconds) throws InterruptedException {
    return lanes.awaitIdle(seconds);
  }

  /** Takes no more messages; sends in flight are finished by {@link #awaitIdle}. */
  @Override
  public void close() {
    lanes.close();
  }
}
