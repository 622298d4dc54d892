package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.LooksUpSent;
import org.qingsheng.adapters.LooksUpSent.Found;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.Outbox.Leased;
import org.qingsheng.bot.delivery.Outbox.Standing;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.OutboundState;

/**
 * Messages that were being sent, and nobody knows how that ended (断在半路): the process was killed, or
 * the line broke and the platform cannot be asked before it is back. Each is settled where that can
 * show nobody the same thing twice, and given to a person to look at where it cannot. Thread-safe.
 */
final class Recovery {
  /**
   * How long after an inbound message its platform may still ask again for the passive answer:
   * WeChat calls three times, 5 s apart (protocols §1.1), and a little for the way.
   */
  private static final Duration PLATFORM_RETRIES = Duration.ofSeconds(20);

  /**
   * How long to wait for a channel to come up before an interrupted send is given up as unknown:
   * longer than an outage of ten minutes. Not before our own start, because nobody could look while
   * we were down.
   */
  private static final Duration LOOK_UP_PATIENCE = Duration.ofMinutes(15);

  private final Map<ChannelId, ChannelAdapter> adapters;
  private final Outbox outbox;
  private final BiConsumer<List<Outbound>, OutboundEnd> ends;
  private final InstantSource clock;
  private final Instant started;

  /** Our own; after a kill they are found by their lease. */
  private final Map<OutboundId, Leased> waiting = new ConcurrentHashMap<>();

  /**
   * @param ends records how a send ended
   */
  Recovery(
      Map<ChannelId, ChannelAdapter> adapters,
      Outbox outbox,
      BiConsumer<List<Outbound>, OutboundEnd> ends,
      InstantSource clock) {
    this.adapters = adapters;
    this.outbox = outbox;
    this.ends = ends;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Keeps a message of ours, still taken for sending, to be looked up when its channel is back. */
  void waitsFor(Outbound message) {
    outbox
        .find(message.id())
        .flatMap(Standing::leasedSince)
        .ifPresent(since -> waiting.put(message.id(), new Leased(message, since)));
  }

  /** Whether a message to that person is still in doubt; what follows must not overtake it. */
  boolean holdsUp(DialogueKey talk) {
    return waiting.values().stream().anyMatch(each -> each.message().to().equals(talk));
  }

  /** What is to be settled, each once. */
  List<Leased> found(boolean single, int limit) {
    var found = new LinkedHashMap<OutboundId, Leased>();
    outbox
        .abandoned(clock.instant(), single, limit)
        .forEach(each -> found.put(each.message().id(), each));
    waiting.forEach(found::putIfAbsent);
    return List.copyOf(found.values());
  }

  /** Settles it, or leaves it for the next time. One message at a time for one person. */
  void settle(Leased leased) {
    var message = leased.message();
    var adapter = adapters.get(message.to().channel());
    if (!isStillAbandoned(leased)) {
      waiting.remove(message.id());
    } else if (adapter != null) {
      settle(leased, adapter);
    }
  }

  private void settle(Leased leased, ChannelAdapter adapter) {
    var message = leased.message();
    var rules = adapter.capabilities();
    var now = clock.instant();
    if (rules.deduplicates()) {
      end(message, new OutboundEnd.Again("服务中断后重发", now));
    } else if (adapter instanceof LooksUpSent looksUp) {
      var route = new Route.Push(message.inReplyTo());
      switch (looksUp.lookUp(Dispatch.outbound(List.of(message), route), leased.since())) {
        case Found.Sent sent -> end(message, new OutboundEnd.Accepted(sent.platformId(), false));
        case Found.Absent _ -> end(message, new OutboundEnd.Again("发送中断后重发", now));
        case Found.CannotTell why -> {
          var begun = leased.since().isAfter(started) ? leased.since() : started;
          if (!why.passing() || now.isAfter(begun.plus(LOOK_UP_PATIENCE))) {
            end(message, new OutboundEnd.Unknown("发送时中断；" + why.reason()));
          }
        }
      }
    } else if (!rules.passiveRepeats() || now.isAfter(leased.since().plus(PLATFORM_RETRIES))) {
      end(message, new OutboundEnd.Unknown("服务在发送时中断，是否送达未知"));
    }
  }

  private void end(Outbound message, OutboundEnd end) {
    ends.accept(List.of(message), end);
    waiting.remove(message.id());
  }

  /**
   * Whether it is still the send found before. It was found some time ago, and may have been seen
   * to and taken again since; then it is being sent and must not be sent once more.
   */
  private boolean isStillAbandoned(Leased leased) {
    return outbox
        .find(leased.message().id())
        .filter(standing -> standing.state() == OutboundState.LEASED)
        .flatMap(Standing::leasedSince)
        .equals(Optional.of(leased.since()));
  }
}
