package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.EventRelay;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;
import org.qingsheng.adapters.tencent.Timer;
import org.qingsheng.adapters.wecom.WeComBotDecoder.Decoded;
import org.qingsheng.adapters.wecom.WeComLine.Ack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 智能机器人 by long connection. A question whose reply is coming is shown a stream at once, which the
 * reply ends; any other message goes by {@code aibot_send_msg} into a chat that has spoken before.
 * Thread-safe.
 */
public final class WeComLineAdapter implements ChannelAdapter, ShowsLinks {
  private static final String RESPOND = "aibot_respond_msg";
  private static final String SEND = "aibot_send_msg";
  private static final Logger log = LoggerFactory.getLogger(WeComLineAdapter.class);

  private final WeComLineSettings settings;
  private final WeComThreads threads;
  private final Timer timer;
  private final WeComHttp http;
  private final WeComLine line;
  private final WeComBotDecoder decoder;
  private final Cache<MessageId, Stream> streams =
      Caffeine.newBuilder().maximumSize(20_000).build();
  private final EventRelay relay;
  private volatile boolean running;

  public WeComLineAdapter(WeComLineSettings settings, InstantSource clock) {
    this(settings, clock, null);
  }

  /**
   * @param timer when to beat and to try again; {@code null} for real time
   */
  WeComLineAdapter(WeComLineSettings settings, InstantSource clock, @Nullable Timer timer) {
    this.settings = settings;
    this.threads = new WeComThreads("wecom-line");
    this.timer = timer == null ? threads.timer() : timer;
    this.relay =
        new EventRelay(
            (delay, action) -> {
              var _ = this.timer.after(delay, action);
            },
            EventRelay.CAPACITY,
            () -> {});
    this.http = new WeComHttp(settings.acknowledged());
    this.decoder =
        new WeComBotDecoder(
            settings.channel(), settings.botId(), settings.name(), _ -> false, clock);
    this.line =
        new WeComLine(
            settings,
            http.client(),
            this.timer,
            threads.executor(),
            new WeComLine.Listener() {
              @Override
              public void message(String reqId, JsonNode body) {
                told(reqId, body);
              }

              @Override
              public void event(String reqId, JsonNode body) {
                told(reqId, body);
              }
            });
  }

  /** A stream that is shown and not yet ended. */
  private record Stream(String reqId, String id, AtomicBoolean ended) {}

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true,
        false,
        Optional.empty(),
        false,
        true,
        List.of(),
        false,
        WeComEncoder.MAX_STREAM_BYTES,
        Duration.ZERO);
  }

  @Override
  public boolean shows(URI link) {
    return true;
  }

  @Override
  public void start(InboundSink to) {
    relay.start(to);
    running = true;
    line.open();
  }

  private void told(String reqId, JsonNode body) {
    if (!running) {
      return;
    }
    try {
      switch (decoder.decode(body)) {
        case Decoded.Message(var event, _) -> said(reqId, event);
        case Decoded.Other(var event) -> {
          var _ = relay.offer(event);
        }
        case Decoded.Poll _ -> {}
      }
    } catch (ForgedMessageException | MalformedMessageException | RuntimeException e) {
      log.atWarn()
          .addKeyValue("channel", settings.channel())
          .addKeyValue("cause", e.getClass().getSimpleName())
          .log("wecom bot message not taken");
    }
  }

  /** Kept and offered again until it is stored: WeCom says it once. */
  private void said(String reqId, MessageReceived event) {
    var stream = new Stream(reqId, "S" + WeComIds.digest(event.id().value()), new AtomicBoolean());
    if (streams.asMap().putIfAbsent(event.id(), stream) != null) {
      return; // told twice, heard once
    }
    var _ =
        relay
            .offer(event)
            .whenCompleteAsync(
                (receipt, failure) -> {
                  if (failure == null && receipt.replyComing() && !stream.ended().get()) {
                    var _ = line.answer(RESPOND, reqId, shown(stream, settings.pending(), false));
                    var _ = timer.after(WeComBotStreams.LIFE, () -> endUnanswered(stream));
                  } else if (stream.ended().compareAndSet(false, true) && failure != null) {
                    streams.invalidate(event.id());
                  }
                },
                threads.executor());
  }

  private void endUnanswered(Stream stream) {
    if (stream.ended().compareAndSet(false, true)) {
      var _ = line.answer(RESPOND, stream.reqId(), shown(stream, WeComBotStreams.LATER, true));
    }
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (message.text().isBlank()) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty");
    }
    var text = WeComEncoder.streamed(message.text());
    Optional<MessageId> answered =
        switch (message.route()) {
          case Route.Passive(var inReplyTo) -> Optional.of(inReplyTo);
          case Route.Push(var windowOf) -> windowOf;
        };
    var stream = answered.flatMap(id -> Optional.ofNullable(streams.getIfPresent(id)));
    if (stream.isPresent() && stream.get().ended().compareAndSet(false, true)) {
      var open = stream.get();
      var ack = line.answer(RESPOND, open.reqId(), shown(open, text, true)).join();
      if (!(ack instanceof Ack.Answered(int code)) || (code != 846605 && code != 846608)) {
        var delivery = delivery(ack);
        if (delivery instanceof NotSent) {
          open.ended().set(false); // still to be ended, by the next attempt
        }
        return delivery;
      }
    }
    return pushed(message, text);
  }

  private Delivery pushed(OutboundMessage message, String text) {
    var chat = WeComIds.botPeer(message.conversation());
    if (chat.isEmpty()) {
      return new Refused("no-chat", Meaning.UNREACHABLE, "not a chat of this bot");
    }
    var body = WeComHttp.JSON.createObjectNode();
    body.put("chatid", chat.get())
        .put("chat_type", message.conversation().isGroup() ? 2 : 1)
        .put("msgtype", "markdown")
        .putObject("markdown")
        .put("content", text);
    return delivery(line.command(SEND, body).join());
  }

  private static ObjectNode shown(Stream stream, String text, boolean finish) {
    var body = WeComHttp.JSON.createObjectNode().put("msgtype", "stream");
    body.putObject("stream").put("id", stream.id()).put("finish", finish).put("content", text);
    return body;
  }

  private static Delivery delivery(Ack ack) {
    return switch (ack) {
      case Ack.Answered(int code) ->
          code == 0
              ? new Accepted(Optional.empty())
              : new WeComAnswer.Failed(code, false, Optional.empty()).delivery();
      case Ack.NotWritten() -> new NotSent("not connected", Optional.of(Duration.ofSeconds(5)));
      case Ack.Silent() -> new Unknown("not acknowledged");
    };
  }

  @Override
  public Health check() {
    var health = line.health();
    return health.state() == State.UP && relay.kept() > 0
        ? new Health(State.DEGRADED, "有 %d 条消息等待存储恢复".formatted(relay.kept()))
        : health;
  }

  @Override
  public void close() {
    running = false;
    line.close();
    http.close();
    threads.close();
  }
}
