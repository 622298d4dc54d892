package org.qingsheng.adapters.onebot;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.websocket.WsConnectContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.qingsheng.adapters.onebot.OneBotHandshake.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel's address: refuses at the handshake, then carries frames. The handshake does no other
 * work, because NapCat and LLBot give up when it takes more than 2 s.
 */
final class OneBotSocket implements OneBotLink {
  /** WebSocket close code "policy violation". */
  private static final int POLICY = 1008;

  private static final Logger log = LoggerFactory.getLogger(OneBotSocket.class);

  private final OneBotSettings settings;
  private final InstantSource clock;
  private final OneBotListener listener;
  private final Consumer<Refusal> refused;
  private final Map<String, OneBotConnection> connections = new ConcurrentHashMap<>();

  OneBotSocket(
      OneBotSettings settings,
      InstantSource clock,
      OneBotListener listener,
      Consumer<Refusal> refused) {
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.refused = refused;
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    routes.wsBeforeUpgrade(path, this::checkHandshake);
    routes.ws(
        path,
        ws -> {
          ws.onConnect(this::connected);
          ws.onMessage(context -> received(context.sessionId(), context.message()));
          ws.onClose(context -> closed(context.sessionId()));
          ws.onError(context ->
              log.atDebug()
                  .addKeyValue("channel", settings.channel().value())
                  .addKeyValue("error", String.valueOf(context.error()))
                  .log("onebot socket error"));
        });
  }

  @Override
  public void start() {
    // The client comes to us.
  }

  @Override
  public void close() {
    // The listener refuses from now on.
  }

  private void checkHandshake(Context context) {
    Optional<Refusal> refusal =
        OneBotHandshake.refusal(
            settings,
            name -> Optional.ofNullable(context.header(name)).orElse(""),
            Optional.ofNullable(context.queryParam("access_token")).orElse(""));
    if (refusal.isEmpty() && !listener.isReady()) {
      refusal = Optional.of(Refusal.NOT_STARTED);
    }
    if (refusal.isPresent()) {
      refused.accept(refusal.get());
      log.atWarn()
          .addKeyValue("channel", settings.channel().value())
          .addKeyValue("reason", refusal.get())
          .log("onebot handshake refused");
      throw new HttpResponseException(refusal.get().status, refusal.get().reason);
    }
  }

  /** Checks again: no spelling of the address may lead past the check before the upgrade. */
  private void connected(WsConnectContext context) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(context.headerMap());
    UnaryOperator<String> header = name -> headers.getOrDefault(name, "");
    Optional<OneBotHandshake> who = OneBotHandshake.read(header);
    String tokenInAddress = Optional.ofNullable(context.queryParam("access_token")).orElse("");
    if (who.isEmpty() || OneBotHandshake.refusal(settings, header, tokenInAddress).isPresent()) {
      context.closeSession(POLICY, "handshake refused");
      return;
    }
    var connection =
        new OneBotConnection(who.get(), new ServerWire(context.session), clock.instant());
    connections.put(context.sessionId(), connection);
    log.atInfo()
        .addKeyValue("channel", settings.channel().value())
        .addKeyValue("role", connection.role())
        .log("onebot client connected");
    listener.opened(connection);
  }

  /** Nothing a client sends may end its connection, whatever is wrong with it or with us. */
  private void received(String sessionId, String text) {
    OneBotConnection connection = connections.get(sessionId);
    if (connection == null) {
      return;
    }
    try {
      connection.heard(clock.instant());
      var _ = listener.received(connection, text);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("channel", settings.channel().value())
          .setCause(e)
          .log("onebot frame failed");
    }
  }

  private void closed(String sessionId) {
    OneBotConnection connection = connections.remove(sessionId);
    if (connection != null) {
      connection.closed();
      listener.closed(connection);
      log.atInfo()
          .addKeyValue("channel", settings.channel().value())
          .addKeyValue("role", connection.role())
          .log("onebot client disconnected");
    }
  }
}
