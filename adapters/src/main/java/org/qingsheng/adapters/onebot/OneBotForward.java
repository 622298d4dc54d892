package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotHandshake.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket that we open to the QQ client (正向 WebSocket), again and again until closed. Nothing
 * in the handshake tells whose it is, so the first thing asked is who is logged in; what the client
 * says before it has answered waits.
 */
final class OneBotForward implements OneBotLink {
  /** No frame is longer; NapCat's own limit is larger, its events are not. */
  private static final int LONGEST_FRAME = 8 * 1024 * 1024;

  private static final String WHO = "who";
  private static final Logger log = LoggerFactory.getLogger(OneBotForward.class);

  private final OneBotSettings settings;
  private final OneBotTransport.Forward way;
  private final InstantSource clock;
  private final OneBotDecoder decoder;
  private final OneBotListener listener;
  private final ScheduledExecutorService timer;
  private final BackOff backOff;
  private final HttpClient http;
  private volatile boolean closed;

  OneBotForward(
      OneBotSettings settings,
      OneBotTransport.Forward way,
      InstantSource clock,
      OneBotDecoder decoder,
      OneBotListener listener,
      ScheduledExecutorService timer,
      BackOff backOff) {
    this.settings = settings;
    this.way = way;
    this.clock = clock;
    this.decoder = decoder;
    this.listener = listener;
    this.timer = timer;
    this.backOff = backOff;
    this.http = HttpClient.newBuilder().connectTimeout(settings.callTimeout()).build();
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    // The client is connected to; it calls nothing here.
  }

  @Override
  public void start() {
    connect();
  }

  private void connect() {
    if (closed) {
      return;
    }
    var line = new Line();
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(settings.callTimeout())
            .header("Authorization", "Bearer " + settings.accessToken())
            .buildAsync(way.address(), line)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                log.atInfo()
                    .addKeyValue("channel", settings.channel().value())
                    .addKeyValue("cause", cause(failure).getClass().getSimpleName())
                    .log("onebot client not reached");
                again();
              }
            });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private void again() {
    if (!closed) {
      OneBotLater.run(timer, backOff.next(), this::connect);
    }
  }

  @Override
  public void close() {
    closed = true;
    http.shutdown();
  }

  /** One connection, from its opening to its end. */
  private final class Line implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();
    private final Queue<String> early = new ArrayDeque<>();
    private @Nullable ClientWire wire;
    private volatile @Nullable OneBotConnection connection;
    private boolean ended;

    @Override
    public void onOpen(WebSocket socket) {
      var opened = new ClientWire(socket, this::end);
      wire = opened;
      ObjectNode who = OneBotEncoder.call("get_login_info");
      who.put("echo", WHO);
      opened.send(who, _ -> {}); // a failed write cuts the line
      OneBotLater.run(
          timer,
          settings.callTimeout(),
          () -> {
            if (connection == null) {
              opened.cut();
            }
          });
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (partial.length() > LONGEST_FRAME) {
        socket.abort();
        end();
        return null;
      }
      if (last) {
        var text = partial.toString();
        partial.setLength(0);
        try {
          heard(text);
        } catch (RuntimeException e) {
          log.atError()
              .addKeyValue("channel", settings.channel().value())
              .setCause(e)
              .log("onebot frame failed");
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      socket.request(1); // not OneBot; passed over
      return null;
    }

    private void heard(String text) {
      var known = connection;
      if (known != null) {
        known.heard(clock.instant());
        var _ = listener.received(known, text);
        return;
      }
      self(text).ifPresentOrElse(this::introduced, () -> early.add(text));
    }

    private Optional<String> self(String text) {
      return decoder.decode(text, "") instanceof Answer answer && answer.echo().equals(WHO)
          ? Optional.of(OneBotDecoder.number(answer.data(), "user_id").orElse(""))
          : Optional.empty();
    }

    private void introduced(String self) {
      var open = wire;
      if (open == null || !OneBotIds.isNumber(self) || !settings.allows(self)) {
        log.atWarn()
            .addKeyValue("channel", settings.channel().value())
            .log("onebot client holds no account that is allowed");
        if (open != null) {
          open.cut();
        }
        return;
      }
      var introduced =
          new OneBotConnection(new OneBotHandshake(self, Role.UNIVERSAL), open, clock.instant());
      connection = introduced;
      backOff.reset();
      log.atInfo().addKeyValue("channel", settings.channel().value()).log("onebot connected");
      introduced.heard(clock.instant());
      listener.opened(introduced);
      for (var frame : early) {
        var _ = listener.received(introduced, frame);
      }
      early.clear();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end();
    }

    private void end() {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
      }
      var known = connection;
      if (known != null) {
        known.closed();
        listener.closed(known);
        log.atInfo().addKeyValue("channel", settings.channel().value()).log("onebot line lost");
      }
      again();
    }
  }
}
