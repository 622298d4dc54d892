package org.qingsheng.bot.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.delivery.ChannelWatch;
import org.qingsheng.bot.delivery.ChannelWatch.Loss;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.notice.Alert.Kind;

/**
 * Sees outages that people must know of: messages that wait too long to be sent, channels that are
 * not well for long (O06). Each is told once when it has lasted, and once when it has been over for
 * a while, so that a line that comes and goes makes no storm. For one thread.
 */
public final class Watch {
  /** How long all must be well before an outage counts as over. */
  static final Duration CALM = Duration.ofMinutes(1);

  /**
   * How long lateness must last: an old message that was held for days and is being sent right now
   * is no outage.
   */
  private static final Duration LASTS = Duration.ofSeconds(10);

  private final Supplier<Limits> limits;
  private final Supplier<List<ChannelId>> channels;
  private final ChannelWatch presence;
  private final Outbox outbox;
  private final Alerts alerts;
  private final Supplier<List<Receiver>> receivers;
  private final Supplier<String> ids;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Map<String, Instant> lateSince = new HashMap<>();
  private final Map<String, Instant> wellSince = new HashMap<>();

  /**
   * What an operator may set.
   *
   * @param queueAge a message that waits longer to be sent is an outage
   * @param channelSilent a channel that is not well for longer is an outage
   */
  public record Limits(Duration queueAge, Duration channelSilent) {}

  /**
   * @param presence looks at the channels; what it last saw is what is told
   */
  public Watch(
      Supplier<Limits> limits,
      Supplier<List<ChannelId>> channels,
      ChannelWatch presence,
      Outbox outbox,
      Alerts alerts,
      Supplier<List<Receiver>> receivers,
      Supplier<String> ids,
      ObjectMapper json,
      InstantSource clock) {
    this.limits = limits;
    this.channels = channels;
    this.presence = presence;
    this.outbox = outbox;
    this.alerts = alerts;
    this.receivers = receivers;
    this.ids = ids;
    this.json = json;
    this.clock = clock;
  }

  /** Looks once; called every few seconds. */
  public void look() {
    var now = clock.instant();
    var open = alerts.open();
    var waiting = outbox.waitingSince(now);
    for (var channel : channels.get()) {
      queue(channel.value(), waiting, open, now);
      presence(channel, open, now);
    }
    var known = channels.get().stream().map(ChannelId::value).toList();
    open.stream()
        .filter(alert -> !known.contains(alert.subject()))
        .forEach(alert -> resolve(alert, now, "这个渠道已经不在配置里"));
  }

  private void queue(String channel, Map<String, Instant> waiting, List<Alert> open, Instant now) {
    var since = Optional.ofNullable(waiting.get(channel));
    var limit = limits.get().queueAge();
    boolean late = since.filter(from -> from.isBefore(now.minus(limit))).isPresent();
    if (late) {
      lateSince.putIfAbsent(channel, now);
    } else {
      lateSince.remove(channel);
    }
    boolean lasting = late && !lateSince.getOrDefault(channel, now).plus(LASTS).isAfter(now);
    settle(new Finding(Kind.QUEUE, channel, lasting, late, since.orElse(now), ""), open, now);
  }

  private void presence(ChannelId channel, List<Alert> open, Instant now) {
    var trouble = presence.trouble(channel);
    var since = trouble.map(Loss::since).orElse(now);
    boolean lasting = trouble.isPresent() && !since.plus(limits.get().channelSilent()).isAfter(now);
    var reason = trouble.map(Loss::reason).orElse("");
    settle(
        new Finding(Kind.CHANNEL, channel.value(), lasting, trouble.isPresent(), since, reason),
        open,
        now);
  }

  /**
   * What one look found.
   *
   * @param outage whether it has lasted long enough to be told
   * @param ill whether it is not well, however briefly
   * @param reason in Chinese, as the channel says it
   */
  private record Finding(
      Kind kind, String channel, boolean outage, boolean ill, Instant since, String reason) {
    String name() {
      return kind + " " + channel;
    }
  }

  private void settle(Finding found, List<Alert> open, Instant now) {
    var known =
        open.stream().filter(alert -> alert.concerns(found.kind(), found.channel())).findFirst();
    if (found.ill()) {
      wellSince.remove(found.name());
      if (found.outage() && known.isEmpty()) {
        raise(found, now);
      }
    } else if (known.isPresent()) {
      var well = wellSince.computeIfAbsent(found.name(), _ -> now);
      if (!well.plus(CALM).isAfter(now)) {
        wellSince.remove(found.name());
        resolve(known.get(), now, "");
      }
    }
  }

  private void raise(Finding found, Instant now) {
    var lasted = Words.length(Duration.between(found.since(), now));
    var words =
        switch (found.kind()) {
          case QUEUE ->
              "渠道 %s 有消息等了 %s，还没发出去。提问和答复都存好了，不会丢；请到“渠道”页看这个渠道是否正常。"
                  .formatted(found.channel(), lasted);
          case CHANNEL ->
              "渠道 %s 已经 %s不正常：%s。这段时间它的提问可能收不到、答复可能发不出；存好的答复等恢复就发。"
                  .formatted(found.channel(), lasted, found.reason().replaceAll("。$", ""));
        };
    var alert =
        new Alert(ids.get(), found.kind(), found.channel(), words, found.since(), Optional.empty());
    alerts.raise(alert, now, notices(alert, 1, "【青声告警】" + words));
  }

  private void resolve(Alert alert, Instant now, String why) {
    var lasted = Words.length(Duration.between(alert.since(), now));
    var over =
        switch (alert.kind()) {
          case QUEUE -> "渠道 " + alert.subject() + " 的消息已经不再积压";
          case CHANNEL -> "渠道 " + alert.subject() + " 已经恢复";
        };
    var words = "【青声已恢复】" + (why.isEmpty() ? over : why) + "，前后 " + lasted + "。";
    alerts.resolve(alert, now, notices(alert, 2, words));
  }

  /** The end is never told before the beginning: both travel in the alert's own lane. */
  private List<Notice> notices(Alert alert, int position, String words) {
    var body = json.createObjectNode().put("msgtype", "text");
    body.putObject("text").put("content", words);
    return receivers.get().stream()
        .filter(receiver -> receiver instanceof Receiver.Robot)
        .map(robot ->
            new Notice(
                robot.id() + "-" + alert.id() + "-" + position,
                robot.id(),
                alert.id(),
                position,
                Optional.empty(),
                body.toString(),
                0))
        .toList();
  }
}
