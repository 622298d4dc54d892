package org.qingsheng.adapters.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;

/**
 * A channel whose people are scripted. What the bot sends is kept to be looked at; a passive answer
 * is taken only while the exchange of its message is open. Thread-safe.
 */
public final class SimulatorAdapter implements ChannelAdapter {
  private final ChannelId channel;
  private final AtomicReference<Capabilities> rules;
  private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
  private final List<OutboundMessage> sent = new ArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicReference<Optional<MessageId>> exchange =
      new AtomicReference<>(Optional.empty());
  private volatile Optional<InboundSink> sink = Optional.empty();
  private volatile boolean closed;

  /** What the platform does to sends, on demand. */
  public enum Fault {
    NONE,
    /** Nobody is connected. */
    OFFLINE,
    /** Takes the message and never says so. */
    SILENT,
    /** Refuses everything. */
    BANNED
  }

  public SimulatorAdapter(ChannelId channel, SimulatorRules rules) {
    this.channel = channel;
    this.rules = new AtomicReference<>(rules.capabilities());
  }

  @Override
  public ChannelId channel() {
    return channel;
  }

  @Override
  public Capabilities capabilities() {
    return rules.get();
  }

  /** Puts other rules on the channel. */
  public void rules(SimulatorRules now) {
    rules.set(now.capabilities());
  }

  public void fault(Fault now) {
    fault.set(now);
  }

  @Override
  public void start(InboundSink to) {
    sink = Optional.of(to);
    closed = false;
  }

  /** Tells the bot what happened, as a platform would; the exchange of a message opens with it. */
  public CompletableFuture<Receipt> tell(InboundEvent event) {
    if (event instanceof InboundEvent.MessageReceived message) {
      exchange.set(Optional.of(message.id()));
    }
    return sink.map(to -> to.accept(event))
        .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("not running")));
  }

  /** The platform closes the exchange that is open. */
  public void closeExchange() {
    exchange.set(Optional.empty());
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (closed) {
      return new Delivery.NotSent("模拟：渠道没有在运行", Optional.empty());
    }
    if (message.text().isBlank()
        || message.text().getBytes(StandardCharsets.UTF_8).length > capabilities().maxTextBytes()) {
      return new Delivery.Refused("size", Delivery.Meaning.CONTENT, "模拟：文字为空或太长");
    }
    switch (fault.get()) {
      case OFFLINE -> {
        return new Delivery.NotSent("模拟：没有连接", Optional.empty());
      }
      case BANNED -> {
        return new Delivery.Refused("banned", Delivery.Meaning.OTHER, "模拟：账号被封");
      }
      case SILENT -> {
        keep(message);
        return new Delivery.Unknown("模拟：平台没有回音");
      }
      case NONE -> {}
    }
    if (message.route() instanceof Route.Passive(MessageId inReplyTo)) {
      var open = exchange.get();
      if (!open.equals(Optional.of(inReplyTo)) || !exchange.compareAndSet(open, Optional.empty())) {
        return new Delivery.NotSent("模拟：被动回复的时间已过", Optional.empty());
      }
    }
    keep(message);
    return new Delivery.Accepted(Optional.of(new MessageId("sim-out-" + ids.incrementAndGet())));
  }

  private void keep(OutboundMessage message) {
    synchronized (sent) {
      sent.add(message);
    }
  }

  /** What was sent since the last call, in order. */
  public List<OutboundMessage> takeSent() {
    synchronized (sent) {
      var taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }
  }

  @Override
  public Health check() {
    if (sink.isEmpty()) {
      return new Health(Health.State.DOWN, "模拟渠道没有在运行");
    }
    return fault.get() == Fault.OFFLINE
        ? new Health(Health.State.DOWN, "模拟渠道已断开")
        : new Health(Health.State.UP, "模拟渠道正常");
  }

  @Override
  public void close() {
    sink = Optional.empty();
    closed = true;
  }
}
