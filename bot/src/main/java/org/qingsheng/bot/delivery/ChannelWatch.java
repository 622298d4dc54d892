package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that looks whether channels are well. Notices that one is lost (失联): its account
 * banned, its token refused, its connection gone. Nothing is decided here about messages; they wait
 * by themselves. Thread-safe.
 */
public final class ChannelWatch {
  /**
   * How long something must be wrong to count. Adapters need up to 90 s to see that a connection is
   * dead (three heartbeats of 30 s); together that stays within two minutes.
   */
  static final Duration NOTICED_AFTER = Duration.ofSeconds(20);

  private static final Logger log = LoggerFactory.getLogger(ChannelWatch.class);

  private final Supplier<Collection<ChannelAdapter>> channels;
  private final Consumer<ChannelId> returned;
  private final InstantSource clock;
  private final Map<ChannelId, Trouble> troubles = new ConcurrentHashMap<>();

  /**
   * @param returned told when a channel that was lost works again
   */
  public ChannelWatch(
      Supplier<Collection<ChannelAdapter>> channels,
      Consumer<ChannelId> returned,
      InstantSource clock) {
    this.channels = channels;
    this.returned = returned;
    this.clock = clock;
  }

  private record Trouble(Instant since, String reason, boolean noticed) {}

  /**
   * A channel that is lost, or not well.
   *
   * @param reason Chinese, for those who look after it
   */
  public record Loss(ChannelId channel, Instant since, String reason) {}

  /** Looks at every channel. Called every second or so, by one thread. */
  public void look() {
    for (var adapter : channels.get()) {
      var health = adapter.check();
      if (health.state() == Health.State.UP) {
        wellAgain(adapter.channel());
      } else {
        unwell(adapter.channel(), health.reason());
      }
    }
  }

  private void wellAgain(ChannelId channel) {
    var before = troubles.remove(channel);
    if (before != null && before.noticed()) {
      log.atInfo()
          .addKeyValue("channel", channel)
          .addKeyValue("seconds", Duration.between(before.since(), clock.instant()).toSeconds())
          .log("channel back");
      returned.accept(channel);
    }
  }

  private void unwell(ChannelId channel, String reason) {
    var now = clock.instant();
    var before = troubles.getOrDefault(channel, new Trouble(now, reason, false));
    boolean noticed = !now.isBefore(before.since().plus(NOTICED_AFTER));
    troubles.put(channel, new Trouble(before.since(), reason, noticed));
    if (noticed && !before.noticed()) {
      log.atError().addKeyValue("channel", channel).log("channel lost");
    }
  }

  /** What is wrong with a channel, however briefly; empty when it was well at the last look. */
  public Optional<Loss> trouble(ChannelId channel) {
    return Optional.ofNullable(troubles.get(channel))
        .map(trouble -> new Loss(channel, trouble.since(), trouble.reason()));
  }

  /** Channels lost now, the longest lost first. */
  public List<Loss> losses() {
    return troubles.entrySet().stream()
        .filter(each -> each.getValue().noticed())
        .map(each -> new Loss(each.getKey(), each.getValue().since(), each.getValue().reason()))
        .sorted(java.util.Comparator.comparing(Loss::since))
        .toList();
  }
}
