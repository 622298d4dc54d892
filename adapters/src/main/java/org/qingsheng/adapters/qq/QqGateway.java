package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.qq.GatewayLine.Closed;
import org.qingsheng.adapters.qq.GatewayLine.Frame;
import org.qingsheng.adapters.tencent.Tokens;
import org.qingsheng.adapters.tencent.Tokens.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events over a connection of ours (网关), for a server without a public address. Thread-safe.
 *
 * <p>Events are handed over one after the other, and only a stored one counts as received: when one
 * could not be stored, the connection is given up and resumed after the last stored one, so that QQ
 * sends the rest again. One thread, which connects again until it is closed or QQ refuses for good.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/event-emit.html">事件订阅与通知</a>
 */
final class QqGateway implements AutoCloseable {
  /** Between two tries, growing until one succeeds. */
  static final List<Duration> BACK_OFF =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  /** How long the first word, and the storing of one event, may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Longer than any heartbeat interval; a silent line is found by its heartbeats. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(QqGateway.class);

  private final QqSettings settings;
  private final QqHttp http;
  private final Tokens tokens;
  private final QqDecoder decoder;
  private final InstantSource clock;
  private final Duration timeout;
  private final List<Duration> backOff;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ScheduledThreadPoolExecutor heart;
  private @Nullable Thread thread;
  private volatile @Nullable GatewayLine line;
  private volatile Health health = new Health(State.DEGRADED, "正在连接 QQ 网关");

  /** The session to resume, with the last number stored in it; used by the one thread only. */
  private @Nullable String session;

  private long stored;

  /** The last number seen, for heartbeats; {@code null} before the first. */
  private volatile @Nullable Long seen;

  QqGateway(
      QqSettings settings,
      QqHttp http,
      Tokens tokens,
      QqDecoder decoder,
      InstantSource clock,
      Duration timeout,
      List<Duration> backOff) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.decoder = decoder;
    this.clock = clock;
    this.timeout = timeout;
    this.backOff = List.copyOf(backOff);
    this.heart =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("qq-heartbeat").factory());
  }

  /** What to do after a connection ended. */
  private enum Then {
    RESUME,
    IDENTIFY,
    STOP
  }

  /**
   * How a connection ended.
   *
   * @param wasReady whether it had been taken by QQ, so that the next try need not wait long
   * @param atLeast how long to wait before the next
   */
  private record End(Then then, boolean wasReady, Duration atLeast) {
    static End failed(Then then) {
      return new End(then, false, Duration.ZERO);
    }
  }

  Health health() {
    return health;
  }

  void start(InboundSink sink) {
    thread = Thread.ofVirtual().name("qq-gateway").start(() -> run(sink));
  }

  private void run(InboundSink sink) {
    int failures = 0;
    try {
      while (closing.getCount() > 0) {
        var end = survived(sink);
        if (end.then == Then.STOP) {
          return;
        }
        if (end.then == Then.IDENTIFY) {
          session = null;
        }
        failures = end.wasReady ? 0 : failures + 1;
        var pause = backOff.get(Math.min(failures, backOff.size() - 1));
        var wait = end.atLeast.compareTo(pause) > 0 ? end.atLeast : pause;
        if (closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection; what nobody thought of ends it, not the thread: the next try still comes. */
  private End survived(InboundSink sink) throws InterruptedException {
    try {
      return connection(sink);
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("channel", settings.channel())
          .log("qq gateway connection failed");
      down("与 QQ 网关的连接出错，稍后自动重连");
      return End.failed(Then.RESUME);
    }
  }

  private End connection(InboundSink sink) throws InterruptedException {
    return switch (tokens.current()) {
      case Result.None(var why) -> {
        down("取不到令牌，稍后自动重连");
        yield new End(Then.RESUME, false, why.retryAfter().orElse(Duration.ZERO));
      }
      case Result.Token token -> {
        var address = address(token);
        yield address.isEmpty() ? End.failed(Then.RESUME) : connection(sink, token, address.get());
      }
    };
  }

  private Optional<URI> address(Result.Token token) {
    var answer =
        http.get(QqClient.below(settings.apiBase(), "/gateway/bot"), QqTokens.authorization(token));
    if (QqErrors.isTokenRefused(answer)) {
      var _ = tokens.insteadOf(token);
    }
    if (answer instanceof QqAnswer.Ok(var body)) {
      var address = ours(body.path("url").asText(""));
      down(address.isPresent() ? "正在连接 QQ 网关" : "QQ 给的网关地址不在允许的域名下");
      return address;
    }
    down("取不到 QQ 网关地址，稍后自动重连");
    return Optional.empty();
  }

  /** The token goes there, so it must be where our other calls go, or a neighbour of QQ's. */
  private Optional<URI> ours(String url) {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    var host = address.getHost();
    var api = settings.apiBase();
    boolean safe =
        "wss".equals(address.getScheme())
            || ("ws".equals(address.getScheme()) && "http".equals(api.getScheme()));
    boolean near =
        host != null
            && (host.equals(api.getHost())
                || (host.endsWith(".qq.com") && api.getHost().endsWith(".qq.com")));
    return safe && near ? Optional.of(address) : Optional.empty();
  }

  private End connection(InboundSink sink, Result.Token token, URI address)
      throws InterruptedException {
    try (var open = GatewayLine.open(http.client(), address, timeout)) {
      line = open;
      if (closing.getCount() == 0) {
        return End.failed(Then.STOP);
      }
      return greeted(sink, token, open);
    } catch (IOException e) {
      down("连不上 QQ 网关，稍后自动重连");
      return End.failed(Then.RESUME);
    } finally {
      line = null;
    }
  }

  private End greeted(InboundSink sink, Result.Token token, GatewayLine open)
      throws IOException, InterruptedException {
    if (!(open.next(PATIENCE) instanceof Frame(var hello)) || hello.path("op").asInt(-1) != 10) {
      return End.failed(Then.RESUME);
    }
    open.send(session == null ? identify(token) : resume(token, session));
    long interval =
        Math.clamp(hello.path("d").path("heartbeat_interval").asLong(41_250), 10, 120_000);
    var beating =
        heart.scheduleAtFixedRate(() -> open.beat(seen), interval, interval, TimeUnit.MILLISECONDS);
    try {
      return listened(sink, token, open);
    } finally {
      beating.cancel(false);
    }
  }

  private ObjectNode identify(Result.Token token) {
    seen = null;
    stored = 0;
    var identify = QqJson.object().put("op", 2);
    var d = identify.putObject("d");
    d.put("token", QqTokens.authorization(token)).put("intents", settings.intents());
    d.putArray("shard").add(0).add(1);
    d.putObject("properties");
    return identify;
  }

  private ObjectNode resume(Result.Token token, String id) {
    var resume = QqJson.object().put("op", 6);
    resume
        .putObject("d")
        .put("token", QqTokens.authorization(token))
        .put("session_id", id)
        .put("seq", stored);
    return resume;
  }

  private End listened(InboundSink sink, Result.Token token, GatewayLine open)
      throws InterruptedException {
    boolean ready = false;
    while (true) {
      switch (open.next(QUIET)) {
        case Closed(int code) -> {
          return closed(code, token, ready);
        }
        case Frame(var payload) -> {
          switch (payload.path("op").asInt(-1)) {
            case 0 -> {
              if (!dispatched(sink, payload)) {
                return End.failed(Then.RESUME);
              }
              ready = true;
            }
            case 7 -> {
              down("QQ 要求重连");
              return new End(Then.RESUME, ready, Duration.ZERO);
            }
            case 9 -> {
              down("QQ 网关会话失效，重新登录");
              return End.failed(Then.IDENTIFY);
            }
            default -> {
              // Nothing that matters to us.
            }
          }
        }
      }
    }
  }

  /** Whether it is stored, or needs no storing. */
  private boolean dispatched(InboundSink sink, ObjectNode payload) throws InterruptedException {
    long number = payload.path("s").asLong(stored);
    seen = number;
    switch (payload.path("t").asText("")) {
      case "READY" -> {
        var id = payload.path("d").path("session_id").asText("");
        session = id.isEmpty() ? null : id;
        health = new Health(State.UP, "已连上 QQ 网关");
      }
      case "RESUMED" -> health = new Health(State.UP, "已连上 QQ 网关");
      default -> {
        if (!handed(sink, payload)) {
          down("消息没能保存，稍后请 QQ 重发");
          return false;
        }
      }
    }
    stored = number;
    return true;
  }

  private boolean handed(InboundSink sink, ObjectNode payload) throws InterruptedException {
    try {
      var _ =
          QqCallback.handed(sink, decoder.decode(payload, clock.instant()))
              .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn()
          .setCause(e)
          .addKeyValue("channel", settings.channel())
          .log("qq event not stored, left to be sent again");
      return false;
    }
  }

  private End closed(int code, Result.Token token, boolean ready) {
    if (closing.getCount() == 0) {
      return End.failed(Then.STOP);
    }
    log.atInfo()
        .addKeyValue("channel", settings.channel())
        .addKeyValue("code", code)
        .log("qq gateway closed");
    down("与 QQ 网关的连接断了，正在重连");
    return switch (code) {
      case 4004 -> {
        var _ = tokens.insteadOf(token);
        yield End.failed(Then.IDENTIFY);
      }
      case 4001, 4002, 4006, 4007 -> End.failed(Then.IDENTIFY);
      case 4008 -> new End(Then.RESUME, ready, Duration.ofSeconds(60));
      case 4010, 4011, 4012, 4013, 4014, 4914, 4915 -> {
        health = new Health(State.DOWN, refused(code));
        log.atError()
            .addKeyValue("channel", settings.channel())
            .addKeyValue("code", code)
            .log("qq gateway refuses this bot");
        yield End.failed(Then.STOP);
      }
      default ->
          code >= 4900 && code <= 4913
              ? End.failed(Then.IDENTIFY)
              : new End(Then.RESUME, ready, Duration.ZERO);
    };
  }

  private static String refused(int code) {
    return switch (code) {
      case 4914 -> "QQ 网关拒绝连接（4914）：机器人已下架，只能连沙箱环境";
      case 4915 -> "QQ 网关拒绝连接（4915）：机器人已被封禁，请登录开放平台查看";
      default -> "QQ 网关拒绝连接（%d）：请核对设置里订阅的事件（intents）是否已获准，改好后重启".formatted(code);
    };
  }

  private void down(String reason) {
    health = new Health(State.DEGRADED, reason);
  }

  /** Says goodbye and waits until the event in hand is done with. */
  @Override
  public void close() {
    closing.countDown();
    var open = line;
    if (open != null) {
      open.close();
      open.cut();
    }
    var running = thread;
    if (running != null) {
      try {
        if (!running.join(Duration.ofSeconds(2))) {
          running.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    heart.shutdownNow();
  }
}
