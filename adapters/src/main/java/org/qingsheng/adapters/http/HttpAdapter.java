package org.qingsheng.adapters.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.ServesHttp;

/** One system that speaks plain HTTP: it posts events to us, we post answers to it. Thread-safe. */
public final class HttpAdapter implements ChannelAdapter, ServesHttp {
  static final int MAX_TEXT_BYTES = 8_000;
  private static final int MAX_BODY = 64 * 1024;
  private static final Duration STORED_WITHIN = Duration.ofSeconds(5);

  private final HttpChannelSettings settings;
  private final InstantSource clock;
  private final HttpSignature signature;
  private final HttpDecoder decoder;
  private final HttpDeliveries deliveries;
  private volatile @Nullable InboundSink sink;

  public HttpAdapter(HttpChannelSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.signature = new HttpSignature(settings.secret());
    this.decoder = new HttpDecoder(settings.channel());
    this.deliveries = new HttpDeliveries(settings, signature, clock);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  // README: capabilities
  @Override
  public Capabilities capabilities() {
    // groups and quotes, no open exchange; sends at any time, so without windows; drops repeats
    return new Capabilities(
        true, true, Optional.empty(), false, true, List.of(), true, MAX_TEXT_BYTES, Duration.ZERO);
  }

  // README: end

  @Override
  public void start(InboundSink to) {
    sink = to;
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    routes.post(path, this::posted);
  }

  // README: callback
  private void posted(Context ctx) throws IOException {
    byte[] body = ctx.req().getInputStream().readNBytes(MAX_BODY + 1);
    var timestamp = String.valueOf(ctx.header(HttpSignature.TIMESTAMP));
    var given = String.valueOf(ctx.header(HttpSignature.SIGNATURE));
    if (body.length > MAX_BODY) {
      ctx.status(413);
    } else if (!signature.holds(given, timestamp, body, clock.instant(), settings.tolerance())) {
      ctx.status(401);
    } else {
      decoder
          .decode(body, clock.instant())
          .ifPresentOrElse(
              event ->
                  ctx.future(() -> stored(event).thenAccept(safe -> ctx.status(safe ? 204 : 503))),
              () -> ctx.status(400));
    }
  }

  /** Whether the event is on disk; nothing else is ever acknowledged. */
  private CompletableFuture<Boolean> stored(InboundEvent event) {
    var to = sink;
    if (to == null) {
      return CompletableFuture.completedFuture(false);
    }
    try {
      return to.accept(event)
          .handle((_, failure) -> failure == null)
          .completeOnTimeout(false, STORED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(false);
    }
  }

  // README: end

  // README: send
  @Override
  public Delivery send(OutboundMessage message) {
    var group = HttpDecoder.group(message.conversation());
    if (group.isEmpty()) {
      return new Delivery.Refused(
          "conversation", Delivery.Meaning.OTHER, "not a conversation of this channel");
    }
    int bytes = message.text().getBytes(StandardCharsets.UTF_8).length;
    if (message.text().isBlank() || bytes > MAX_TEXT_BYTES) {
      return new Delivery.Refused(
          "text-size", Delivery.Meaning.CONTENT, "text is empty or too long");
    }
    if (sink == null || message.route() instanceof OutboundMessage.Route.Passive) {
      return new Delivery.NotSent("not running, or no open exchange", Optional.empty());
    }
    return deliveries.post(message, group.get());
  }

  // README: end

  @Override
  public Health check() {
    if (sink == null) {
      return new Health(Health.State.DOWN, "HTTP 渠道没有在运行");
    }
    return deliveries
        .trouble()
        .map(reason -> new Health(Health.State.DEGRADED, reason))
        .orElseGet(() -> new Health(Health.State.UP, "HTTP 渠道已就绪"));
  }

  @Override
  public void close() {
    sink = null;
    deliveries.close();
  }
}
