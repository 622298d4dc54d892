package org.qingsheng.bot.house;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;

/**
 * A channel that says of itself what the real adapter says, takes everything and counts it; whether
 * it was allowed is for the {@link MonthJudge} to say. Thread-safe.
 */
final class CountedChannel implements ChannelAdapter {
  private final ChannelId id;
  private final Capabilities rules;
  private final MonthJudge judge;
  private final RandomGenerator chance;
  private final Set<MessageId> exchanges = new HashSet<>();
  private final Set<IdempotencyKey> taken = new HashSet<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile Optional<InboundSink> sink = Optional.empty();
  private volatile boolean down;

  /**
   * @param real made, never started
   */
  CountedChannel(ChannelAdapter real, MonthJudge judge, RandomGenerator chance) {
    this.id = real.channel();
    this.rules = real.capabilities();
    this.judge = judge;
    this.chance = chance;
  }

  @Override
  public ChannelId channel() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return rules;
  }

  boolean talksInGroups() {
    return rules.groups();
  }

  /** The line is cut, or mended. */
  void down(boolean now) {
    down = now;
  }

  @Override
  public void start(InboundSink to) {
    sink = Optional.of(to);
  }

  /** A platform's call; its exchange is open until it is answered, or broken off by chance. */
  CompletableFuture<Receipt> tell(MessageReceived message) {
    synchronized (this) {
      if (chance.nextInt(10) > 0) {
        exchanges.add(message.id());
      }
    }
    return sink.orElseThrow().accept(message);
  }

  @Override
  public synchronized Delivery send(OutboundMessage message) {
    if (down) {
      return new Delivery.NotSent("断线", Optional.empty());
    }
    if (message.route() instanceof Route.Passive(var to) && !exchanges.remove(to)) {
      return new Delivery.NotSent("被动回复的时间已过", Optional.empty());
    }
    if (rules.deduplicates() && !taken.add(message.key())) {
      return new Delivery.Accepted(Optional.empty()); // the platform shows a key once
    }
    judge.saw(message);
    return chance.nextInt(400) == 0
        ? new Delivery.Unknown("没有回音")
        : new Delivery.Accepted(Optional.of(new MessageId(id + "-out-" + ids.incrementAndGet())));
  }

  @Override
  public Health check() {
    return down ? new Health(Health.State.DOWN, "断线") : new Health(Health.State.UP, "正常");
  }

  @Override
  public void close() {
    sink = Optional.empty();
  }
}
