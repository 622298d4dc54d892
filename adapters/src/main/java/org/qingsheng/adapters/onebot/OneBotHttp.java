package org.qingsheng.adapters.onebot;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;
import org.qingsheng.adapters.onebot.OneBotHandshake.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP both ways: the client posts signed events to us, and we call its API. Who is logged in is
 * asked until the API answers, and asked again once it is not there any more.
 *
 * <table>
 * <caption>Answers to a post</caption>
 * <tr><td>204</td><td>it is stored, or there was nothing to store; no quick operation is used</td></tr>
 * <tr><td>400, 413</td><td>no account named, or too long</td></tr>
 * <tr><td>401, 403</td><td>not signed, wrongly signed, or of another account</td></tr>
 * <tr><td>503</td><td>not stored yet: kept and offered again by us, so the client need not repeat it</td></tr>
 * </table>
 */
final class OneBotHttp implements OneBotLink {
  private static final int LONGEST_EVENT = 8 * 1024 * 1024;

  /** Ours: how long a post waits for the storage. */
  private static final Duration STORED_WITHIN = Duration.ofSeconds(4);

  private static final String PREFIX = "sha1=";
  private static final Logger log = LoggerFactory.getLogger(OneBotHttp.class);

  private final OneBotSettings settings;
  private final OneBotTransport.Http way;
  private final InstantSource clock;
  private final OneBotListener listener;
  private final ScheduledExecutorService timer;
  private final Executor work;
  private final BackOff backOff;
  private final HttpClient http;
  private final ConcurrentHashMap<String, OneBotConnection> connections = new ConcurrentHashMap<>();
  private volatile boolean closed;

  OneBotHttp(
      OneBotSettings settings,
      OneBotTransport.Http way,
      InstantSource clock,
      OneBotListener listener,
      ScheduledExecutorService timer,
      Executor work,
      BackOff backOff) {
    this.settings = settings;
    this.way = way;
    this.clock = clock;
    this.listener = listener;
    this.timer = timer;
    this.work = work;
    this.backOff = backOff;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.callTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    routes.post(path, this::posted);
  }

  @Override
  public void start() {
    work.execute(this::ask);
  }

  /** Asks who is logged in, through a connection that is nobody's yet. */
  private void ask() {
    if (closed || !connections.isEmpty()) {
      return;
    }
    var nobody = connection("0");
    CallEnd end = nobody.call(OneBotEncoder.call("get_login_info"), settings.callTimeout());
    var self =
        end instanceof CallEnd.Answered(var answer) && answer.ok()
            ? OneBotDecoder.number(answer.data(), "user_id").filter(settings::allows)
            : Optional.<String>empty();
    if (self.isPresent()) {
      backOff.reset();
      var _ = of(self.get());
    } else {
      log.atInfo().addKeyValue("channel", settings.channel().value()).log("onebot api not ready");
      again();
    }
  }

  private void again() {
    if (!closed) {
      OneBotLater.run(timer, backOff.next(), () -> work.execute(this::ask));
    }
  }

  /** The connection of an account; what it can do is known once the first call is answered. */
  private OneBotConnection of(String self) {
    return connections.computeIfAbsent(
        self,
        _ -> {
          var made = connection(self);
          made.heard(clock.instant());
          listener.opened(made);
          return made;
        });
  }

  private OneBotConnection connection(String self) {
    var made = new OneBotConnection[1];
    var wire =
        new HttpWire(
            http,
            settings,
            way.api(),
            frame -> {
              made[0].heard(clock.instant());
              var _ = listener.received(made[0], frame);
            },
            () -> lost(made[0]));
    made[0] =
        new OneBotConnection(new OneBotHandshake(self, Role.UNIVERSAL), wire, clock.instant());
    return made[0];
  }

  private void lost(OneBotConnection connection) {
    if (connections.remove(connection.who().self(), connection)) {
      listener.closed(connection); // calls under way have answers of their own to wait for
      log.atInfo().addKeyValue("channel", settings.channel().value()).log("onebot api lost");
      again();
    }
  }

  private void posted(Context ctx) throws IOException {
    byte[] body = ctx.req().getInputStream().readNBytes(LONGEST_EVENT + 1);
    var given = Optional.ofNullable(ctx.header("X-Signature")).orElse("");
    var self = Optional.ofNullable(ctx.header("X-Self-ID")).orElse("").strip();
    if (given.isEmpty()) {
      refuse(ctx, 401, "unsigned");
    } else if (body.length > LONGEST_EVENT) {
      refuse(ctx, 413, "size");
    } else if (!isSigned(given, body)) {
      refuse(ctx, 403, "signature");
    } else if (!OneBotIds.isNumber(self)) {
      refuse(ctx, 400, "account missing");
    } else if (!settings.allows(self)) {
      refuse(ctx, 403, "other account");
    } else if (!listener.isReady() || closed) {
      refuse(ctx, 503, "not running");
    } else {
      take(ctx, of(self), new String(body, StandardCharsets.UTF_8));
    }
  }

  private void take(Context ctx, OneBotConnection connection, String text) {
    connection.heard(clock.instant());
    var stored = listener.received(connection, text);
    ctx.future(() ->
        stored
            .copy()
            .thenApply(_ -> 204)
            .completeOnTimeout(503, STORED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(_ -> 503)
            .thenAccept(ctx::status));
  }

  private boolean isSigned(String given, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(way.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      var right = PREFIX + HexFormat.of().formatHex(mac.doFinal(body));
      return MessageDigest.isEqual(
          right.getBytes(StandardCharsets.UTF_8), given.strip().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA1", e);
    }
  }

  private void refuse(Context ctx, int status, String reason) {
    log.atDebug()
        .addKeyValue("channel", settings.channel().value())
        .addKeyValue("reason", reason)
        .log("onebot post refused");
    ctx.status(status).contentType("text/plain; charset=utf-8").result("refused");
  }

  @Override
  public void close() {
    closed = true;
    http.shutdown();
  }
}
