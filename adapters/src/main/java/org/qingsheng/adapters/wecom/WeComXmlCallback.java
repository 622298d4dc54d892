package org.qingsheng.adapters.wecom;

import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.tencent.FlatXml;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/**
 * WeCom's calls to an application (接收消息): encrypted XML, acknowledged with an empty 200 once what
 * they say is safe with us, with 500 or 503 otherwise, and then WeCom calls again. Thread-safe.
 */
final class WeComXmlCallback {
  /**
   * How long one call may take. WeCom closes the connection after 5 s and calls again, three times.
   *
   * @see <a href="https://developer.work.weixin.qq.com/document/path/90930">接收消息</a>
   */
  static final Duration ACKNOWLEDGE_WITHIN = Duration.ofMillis(4_500);

  private final WeComGate gate;
  private final String corpId;
  private final Handler handler;

  WeComXmlCallback(
      ChannelId channel, WeComKeys keys, String corpId, InstantSource clock, Handler handler) {
    this.gate = new WeComGate(channel, keys, corpId, clock);
    this.corpId = corpId;
    this.handler = handler;
  }

  /** Whoever understands the content. */
  @FunctionalInterface
  interface Handler {
    /**
     * @param fields of the decrypted message
     * @return whether it is safe with us; never completes exceptionally
     */
    CompletableFuture<Boolean> handle(Map<String, String> fields)
        throws MalformedMessageException, ForgedMessageException;
  }

  void addTo(RoutesConfig routes, String path) {
    routes.get(path, gate::check);
    routes.post(
        path,
        ctx ->
            gate.message(
                ctx,
                (body, signed) -> {
                  var safe = handler.handle(content(body, signed));
                  ctx.future(() ->
                      safe.copy()
                          .completeOnTimeout(
                              false, ACKNOWLEDGE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                          .thenAccept(stored -> ctx.status(stored ? 200 : 503)));
                }));
  }

  /** The fields that may be believed. */
  private Map<String, String> content(byte[] body, WeComGate.Signed signed)
      throws ForgedMessageException, MalformedMessageException {
    var encrypt = FlatXml.fields(body).get("Encrypt");
    if (encrypt == null) {
      throw new ForgedMessageException("not encrypted");
    }
    var fields = FlatXml.fields(gate.open(encrypt, signed));
    if (!corpId.equals(fields.get("ToUserName"))) {
      throw new ForgedMessageException("ToUserName");
    }
    return fields;
  }
}
