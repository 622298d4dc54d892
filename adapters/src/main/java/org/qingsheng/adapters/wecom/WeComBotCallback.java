package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.tencent.MalformedMessageException;
import org.qingsheng.adapters.wecom.WeComBotDecoder.Decoded;
import org.qingsheng.adapters.wecom.WeComBotStreams.Shown;

/**
 * WeCom's calls to a 智能机器人: encrypted JSON, answered with an encrypted stream that says so far and
 * whether that is all, or with an empty 200 where no answer is coming. What could not be stored is
 * answered with 503, and WeCom calls again. Thread-safe.
 */
final class WeComBotCallback {
  private final WeComGate gate;
  private final WeComBotDecoder decoder;
  private final WeComBotStreams streams;
  private final WeComBotLaterAnswers later;
  private volatile @Nullable InboundSink sink;

  WeComBotCallback(
      WeComBotSettings settings,
      InstantSource clock,
      WeComBotStreams streams,
      WeComBotLaterAnswers later) {
    this.gate = new WeComGate(settings.channel(), settings.keys(), "", clock);
    this.decoder =
        new WeComBotDecoder(
            settings.channel(), settings.botId(), settings.name(), settings::allows, clock);
    this.streams = streams;
    this.later = later;
  }

  void addTo(RoutesConfig routes, String path) {
    routes.get(path, gate::check);
    routes.post(
        path,
        ctx ->
            gate.message(
                ctx,
                (body, signed) -> {
                  var encrypt = json(body).path("encrypt").asText("");
                  var decoded = decoder.decode(json(gate.open(encrypt, signed)));
                  answer(ctx, decoded, signed.nonce());
                }));
  }

  void start(InboundSink to) {
    sink = to;
  }

  void stop() {
    sink = null;
  }

  private void answer(Context ctx, Decoded decoded, String nonce) {
    switch (decoded) {
      case Decoded.Poll(var streamId) -> show(ctx, streams.poll(streamId), nonce);
      case Decoded.Other(var event) ->
          ctx.future(
              () -> stored(event).thenAccept(receipt -> ctx.status(receipt == null ? 503 : 200)));
      case Decoded.Message(var event, var responseUrl) -> {
        responseUrl.ifPresent(url -> later.remember(event, url));
        boolean first = streams.reserve(event.id());
        ctx.future(() ->
            stored(event).thenAccept(receipt -> reply(ctx, event.id(), receipt, first, nonce)));
      }
    }
  }

  /**
   * @param first whether the message was not heard before
   */
  private void reply(
      Context ctx, MessageId message, @Nullable Receipt receipt, boolean first, String nonce) {
    boolean replyComing = receipt != null && receipt.replyComing();
    if (first && !replyComing) {
      streams.drop(message);
    }
    if (receipt == null) {
      ctx.status(503);
    } else if (replyComing || !first) {
      show(ctx, streams.open(message), nonce);
    } else {
      ctx.status(200);
    }
  }

  /** Null where it could not be stored in time. */
  private CompletableFuture<@Nullable Receipt> stored(InboundEvent event) {
    var to = sink;
    if (to == null) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return to.accept(event)
          .<@Nullable Receipt>thenApply(receipt -> receipt)
          .completeOnTimeout(
              null, WeComXmlCallback.ACKNOWLEDGE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(_ -> null);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private void show(Context ctx, Shown shown, String nonce) {
    var message = WeComHttp.JSON.createObjectNode().put("msgtype", "stream");
    message
        .putObject("stream")
        .put("id", shown.streamId())
        .put("finish", shown.finish())
        .put("content", shown.text());
    var sealed = gate.sealed(message.toString(), nonce);
    var answer =
        WeComHttp.JSON
            .createObjectNode()
            .put("encrypt", sealed.encrypt())
            .put("msgsignature", sealed.signature())
            .put("timestamp", Long.parseLong(sealed.timestamp()))
            .put("nonce", sealed.nonce());
    ctx.contentType("application/json; charset=utf-8")
        .result(answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] body) throws MalformedMessageException {
    try {
      var node = WeComHttp.JSON.readTree(body);
      if (node == null || !node.isObject()) {
        throw new MalformedMessageException("no JSON object");
      }
      return node;
    } catch (IOException e) {
      throw new MalformedMessageException("no JSON");
    }
  }
}
