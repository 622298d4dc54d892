package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.delivery.DeliveryRules.OfChannel;
import org.qingsheng.bot.delivery.DeliveryRules.Rate;

/**
 * When each channel and chat was last sent to, so that pace and rates are kept by all lanes
 * together. What was sent before the start is read from the outbox once. Thread-safe.
 */
final class SendLog {
  private final Outbox outbox;
  private final Map<ChannelId, OneChannel> channels = new ConcurrentHashMap<>();

  SendLog(Outbox outbox) {
    this.outbox = outbox;
  }

  private static final class OneChannel {
    private final Deque<Instant> all = new ArrayDeque<>();
    private final Map<ConversationId, Deque<Instant>> chats = new HashMap<>();
    private Duration known = Duration.ZERO;

    void sent(ConversationId chat, Instant at) {
      all.addLast(at);
      chats.computeIfAbsent(chat, _ -> new ArrayDeque<>()).addLast(at);
    }

    void forget(Instant before) {
      trim(all, before);
      chats
          .values()
          .removeIf(times -> {
            trim(times, before);
            return times.isEmpty();
          });
    }

    private static void trim(Deque<Instant> times, Instant before) {
      while (!times.isEmpty() && times.getFirst().isBefore(before)) {
        times.removeFirst();
      }
    }
  }

  /**
   * Plans a push with nobody else planning on the channel meanwhile; what is to be sent now is
   * noted as sent.
   *
   * @param plan from when the channel is free to what to do
   */
  Step plan(
      ChannelId channel,
      ConversationId chat,
      OfChannel rules,
      Instant now,
      Function<Optional<Instant>, Step> plan) {
    var log = channels.computeIfAbsent(channel, _ -> new OneChannel());
    synchronized (log) {
      var step = plan.apply(free(log, channel, chat, rules, now));
      if (step instanceof Step.Send && counts(rules)) {
        log.sent(chat, now);
      }
      return step;
    }
  }

  /** When the next push may go there; empty for now. */
  Optional<Instant> free(ChannelId channel, ConversationId chat, OfChannel rules, Instant now) {
    var log = channels.computeIfAbsent(channel, _ -> new OneChannel());
    synchronized (log) {
      return free(log, channel, chat, rules, now);
    }
  }

  private static boolean counts(OfChannel rules) {
    return rules.can().pace().isPositive() || !rules.rates().isEmpty();
  }

  private Optional<Instant> free(
      OneChannel log, ChannelId channel, ConversationId chat, OfChannel rules, Instant now) {
    if (!counts(rules)) {
      return Optional.empty();
    }
    var longest =
        rules.rates().stream()
            .map(Rate::in)
            .max(Comparator.naturalOrder())
            .orElse(rules.can().pace());
    if (longest.compareTo(log.known) > 0) {
      read(log, channel, now.minus(longest));
      log.known = longest;
    }
    log.forget(now.minus(log.known));
    Optional<Instant> free =
        Optional.ofNullable(log.all.peekLast()).map(last -> last.plus(rules.can().pace()));
    for (var rate : rules.rates()) {
      var times = rate.each() ? log.chats.getOrDefault(chat, new ArrayDeque<>()) : log.all;
      var room = room(times, rate, now);
      if (room.isPresent() && (free.isEmpty() || room.get().isAfter(free.get()))) {
        free = room;
      }
    }
    return free.filter(at -> at.isAfter(now));
  }

  private void read(OneChannel log, ChannelId channel, Instant since) {
    log.all.clear();
    log.chats.clear();
    outbox.sentSince(channel, since).forEach(sent -> log.sent(sent.conversation(), sent.at()));
  }

  /** When the send that fills the rate is old enough; empty if there is room. */
  private static Optional<Instant> room(Deque<Instant> times, Rate rate, Instant now) {
    var within = times.stream().filter(at -> at.isAfter(now.minus(rate.in()))).toList();
    return within.size() < rate.count()
        ? Optional.empty()
        : Optional.of(within.get(within.size() - rate.count()).plus(rate.in()));
  }
}
