package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QQ's calls to us (回调). Every call is signed, the check of the address too; whatever is wrong with
 * a call, the answer is the same 401, so that it tells nothing.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>op 0, event</td><td>200 {@code {"op":12,"d":0}} once it is stored, otherwise 500 with d 1: QQ sends it again</td></tr>
 * <tr><td>op 1, heartbeat</td><td>200 {@code op 11} with the same d</td></tr>
 * <tr><td>op 13, check of the address</td><td>200 with our signature</td></tr>
 * <tr><td>any other</td><td>200 {@code {}}</td></tr>
 * </table>
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/event-emit.html">事件订阅与通知</a>
 */
final class QqCallback {
  /** Forwarded records and cards are the longest; they have some ten kilobytes. */
  static final int MAX_BODY_BYTES = 512 * 1024;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  /**
   * What may be signed for the check of the address. Nothing that could be a call's body: whoever
   * got a body signed here could send it as an event.
   */
  private static final Pattern PLAIN_TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern EVENT_TS = Pattern.compile("[0-9]{1,20}");
  private static final Logger log = LoggerFactory.getLogger(QqCallback.class);

  private final QqSettings settings;
  private final InstantSource clock;
  private final QqSignature signature;
  private final QqDecoder decoder;
  private volatile @Nullable InboundSink sink;

  QqCallback(QqSettings settings, InstantSource clock, QqDecoder decoder) {
    this.settings = settings;
    this.clock = clock;
    this.signature = new QqSignature(settings.secret());
    this.decoder = decoder;
  }

  void addTo(RoutesConfig routes, String path) {
    routes.post(path, this::call);
  }

  void start(InboundSink to) {
    sink = to;
  }

  /** From now on events are left to be sent again. */
  void stop() {
    sink = null;
  }

  private void call(Context ctx) {
    try {
      var payload = verified(ctx);
      switch (payload.path("op").asInt(-1)) {
        case 0 -> event(ctx, payload);
        case 1 -> answer(ctx, 200, heartbeat(payload));
        case 13 -> answer(ctx, 200, check(payload.path("d")));
        default -> answer(ctx, 200, QqJson.object());
      }
    } catch (ForgedCallbackException e) {
      log.atDebug()
          .addKeyValue("channel", settings.channel())
          .addKeyValue("reason", e.getMessage())
          .log("qq callback refused");
      ctx.status(401).contentType("text/plain; charset=utf-8").result("refused");
    }
  }

  private ObjectNode verified(Context ctx) throws ForgedCallbackException {
    var timestamp = header(ctx, "X-Signature-Timestamp");
    if (!SECONDS.matcher(timestamp).matches() || !isFresh(Long.parseLong(timestamp))) {
      throw new ForgedCallbackException("timestamp");
    }
    var given = header(ctx, "X-Signature-Ed25519");
    var appIds = Collections.list(ctx.req().getHeaders("X-Bot-Appid"));
    if (appIds.stream().anyMatch(id -> !id.equals(settings.appId()))) {
      throw new ForgedCallbackException("other bot");
    }
    var body = body(ctx);
    if (!signature.matches(given, timestamp, body)) {
      throw new ForgedCallbackException("signature");
    }
    return QqJson.object(body).orElseThrow(() -> new ForgedCallbackException("no JSON object"));
  }

  private boolean isFresh(long seconds) {
    return Duration.between(Instant.ofEpochSecond(seconds), clock.instant())
            .abs()
            .compareTo(settings.timestampTolerance())
        <= 0;
  }

  /** Exactly one value: with two, ours and that of something in between might be different ones. */
  private static String header(Context ctx, String name) throws ForgedCallbackException {
    var values = Collections.list(ctx.req().getHeaders(name));
    if (values.size() != 1) {
      throw new ForgedCallbackException(name);
    }
    return values.getFirst();
  }

  private static byte[] body(Context ctx) throws ForgedCallbackException {
    if (ctx.req().getContentLengthLong() > MAX_BODY_BYTES) {
      throw new ForgedCallbackException("size");
    }
    try {
      var body = ctx.req().getInputStream().readNBytes(MAX_BODY_BYTES + 1);
      if (body.length > MAX_BODY_BYTES) {
        throw new ForgedCallbackException("size");
      }
      return body;
    } catch (IOException e) {
      throw new ForgedCallbackException("not read to the end");
    }
  }

  private ObjectNode check(JsonNode d) throws ForgedCallbackException {
    var token = d.path("plain_token").asText("");
    var at = d.path("event_ts").asText("");
    if (!PLAIN_TOKEN.matcher(token).matches() || !EVENT_TS.matcher(at).matches()) {
      throw new ForgedCallbackException("op 13");
    }
    var signed = signature.of(at, token.getBytes(StandardCharsets.UTF_8));
    return QqJson.object().put("plain_token", token).put("signature", signed);
  }

  private static ObjectNode heartbeat(ObjectNode payload) {
    var answer = QqJson.object().put("op", 11);
    answer.set("d", payload.path("d").isMissingNode() ? null : payload.path("d"));
    return answer;
  }

  private void event(Context ctx, ObjectNode payload) {
    var to = sink;
    if (to == null) {
      acknowledge(ctx, false);
      return;
    }
    var stored = handed(to, decoder.decode(payload, clock.instant()));
    ctx.future(() -> stored.handle((receipt, failure) -> settle(ctx, receipt, failure)));
  }

  /** Hands an event over; whatever goes wrong is in the future. */
  static CompletableFuture<Receipt> handed(InboundSink to, InboundEvent event) {
    try {
      return to.accept(event);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private @Nullable Void settle(
      Context ctx, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt == null) {
      log.atWarn()
          .setCause(failure)
          .addKeyValue("channel", settings.channel())
          .log("qq event not stored, left to be sent again");
    }
    acknowledge(ctx, receipt != null);
    return null;
  }

  private static void acknowledge(Context ctx, boolean stored) {
    answer(ctx, stored ? 200 : 500, QqJson.object().put("op", 12).put("d", stored ? 0 : 1));
  }

  private static void answer(Context ctx, int status, ObjectNode body) {
    ctx.status(status).contentType("application/json; charset=utf-8").result(QqJson.text(body));
  }
}
