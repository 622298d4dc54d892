package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.tencent.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long connection of one 智能机器人 (长连接): subscribes, beats, is repaired when it breaks, and gives
 * up when it was kicked (another instance took over) or the secret is wrong. Frames of one req_id
 * leave one after the other, each after the one before was acknowledged. Thread-safe.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/101463">智能机器人长连接</a>
 */
final class WeComLine implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(30);
  private static final int MISSED_BEATS = 2;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int SECRET_REFUSALS = 5;
  private static final int MAX_FRAME = 1024 * 1024;
  private static final Logger log = LoggerFactory.getLogger(WeComLine.class);

  private final WeComLineSettings settings;
  private final HttpClient http;
  private final Timer timer;
  private final Executor executor;
  private final Listener listener;
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, CompletableFuture<Ack>> awaited = new HashMap<>();
  private final Map<String, CompletableFuture<Ack>> lastOf = new HashMap<>();
  private CompletableFuture<?> lastWritten = CompletableFuture.completedFuture(null);
  private @Nullable WebSocket socket;
  private int generation;
  private int failures;
  private int refusals;
  private int beatsMissed;
  private Phase phase = Phase.CLOSED;

  WeComLine(
      WeComLineSettings settings,
      HttpClient http,
      Timer timer,
      Executor executor,
      Listener listener) {
    this.settings = settings;
    this.http = http;
    this.timer = timer;
    this.executor = executor;
    this.listener = listener;
  }

  /** Who is told what comes in. Called in order, one at a time. */
  interface Listener {
    /** {@code aibot_msg_callback}. */
    void message(String reqId, JsonNode body);

    /** {@code aibot_event_callback}. */
    void event(String reqId, JsonNode body);
  }

  /** How one frame ended. */
  sealed interface Ack {
    /** WeCom answered with this errcode; 0 is good. */
    record Answered(int code) implements Ack {}

    /** It did not leave. */
    record NotWritten() implements Ack {}

    /** It left, and nothing is known of it. */
    record Silent() implements Ack {}
  }

  private enum Phase {
    CONNECTING,
    READY,
    KICKED,
    REFUSED,
    CLOSED
  }

  void open() {
    synchronized (this) {
      phase = Phase.CONNECTING;
    }
    connect();
  }

  /** Sends a command with a req_id of its own. */
  CompletableFuture<Ack> command(String cmd, @Nullable JsonNode body) {
    return frame(cmd, "qs-" + requests.incrementAndGet(), body, false);
  }

  /** Answers what came with this req_id, after everything sent to it before. */
  CompletableFuture<Ack> answer(String cmd, String reqId, JsonNode body) {
    CompletableFuture<Ack> before;
    var mine = new CompletableFuture<Ack>();
    synchronized (this) {
      before = lastOf.getOrDefault(reqId, CompletableFuture.completedFuture(new Ack.NotWritten()));
      lastOf.put(reqId, mine);
    }
    var _ = before.thenCompose(_ -> frame(cmd, reqId, body, false)).thenAccept(mine::complete);
    var _ = mine.thenRun(() -> forget(reqId, mine));
    return mine;
  }

  Health health() {
    return switch (current()) {
      case READY -> new Health(State.UP, "智能机器人长连接已建立");
      case CONNECTING -> new Health(State.DEGRADED, "智能机器人正在连接企业微信");
      case KICKED -> new Health(State.DOWN, "智能机器人的长连接被另一处连接顶替，不再自动重连；请确认只运行一个实例后重启服务");
      case REFUSED -> new Health(State.DOWN, "企业微信多次拒绝智能机器人的凭据，请核对 botId 和 secret 后重启服务");
      case CLOSED -> new Health(State.DOWN, "智能机器人渠道没有在运行");
    };
  }

  private synchronized Phase current() {
    return phase;
  }

  private synchronized void forget(String reqId, CompletableFuture<Ack> mine) {
    lastOf.remove(reqId, mine);
  }

  private void connect() {
    int mine;
    synchronized (this) {
      if (phase != Phase.CONNECTING) {
        return;
      }
      mine = ++generation;
    }
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(settings.acknowledged())
            .buildAsync(settings.gateway(), new Ears(mine))
            .whenComplete((opened, failure) -> {
              if (failure != null) {
                lost(mine, failure.getClass().getSimpleName());
              } else {
                executor.execute(() -> subscribe(mine, opened));
              }
            });
  }

  private void subscribe(int mine, WebSocket opened) {
    synchronized (this) {
      if (mine != generation || phase != Phase.CONNECTING) {
        opened.abort();
        return;
      }
      socket = opened;
      lastWritten = CompletableFuture.completedFuture(null);
      beatsMissed = 0;
    }
    var body = WeComHttp.JSON.createObjectNode();
    body.put("bot_id", settings.botId()).put("secret", settings.secret());
    var _ =
        frame("aibot_subscribe", "qs-" + requests.incrementAndGet(), body, true)
            .thenAccept(ack -> subscribed(mine, ack));
  }

  private void subscribed(int mine, Ack ack) {
    if (ack instanceof Ack.Answered(int code) && code == 0) {
      synchronized (this) {
        if (mine != generation || phase != Phase.CONNECTING) {
          return;
        }
        phase = Phase.READY;
        failures = 0;
        refusals = 0;
      }
      beatLater(mine);
      return;
    }
    synchronized (this) {
      if (ack instanceof Ack.Answered && ++refusals >= SECRET_REFUSALS && mine == generation) {
        end(Phase.REFUSED);
        log.atError()
            .addKeyValue("channel", settings.channel())
            .log("wecom bot credentials refused, connection given up");
        return;
      }
    }
    lost(mine, "subscribe");
  }

  private void beatLater(int mine) {
    var _ = timer.after(BEAT, () -> beat(mine));
  }

  private void beat(int mine) {
    synchronized (this) {
      if (mine != generation || phase != Phase.READY) {
        return;
      }
      if (beatsMissed >= MISSED_BEATS) {
        lost(mine, "beats missed");
        return;
      }
      beatsMissed++;
    }
    var _ =
        command("ping", null)
            .thenAccept(ack -> {
              if (ack instanceof Ack.Answered) {
                heartIsBeating(mine);
              }
            });
    beatLater(mine);
  }

  private synchronized void heartIsBeating(int mine) {
    if (mine == generation) {
      beatsMissed = 0;
    }
  }

  /** Breaks a connection off and makes the next attempt, unless it is over for good. */
  private void lost(int mine, String why) {
    Duration wait;
    synchronized (this) {
      if (mine != generation || (phase != Phase.CONNECTING && phase != Phase.READY)) {
        return;
      }
      end(Phase.CONNECTING);
      wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 5));
      wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      failures++;
    }
    log.atInfo()
        .addKeyValue("channel", settings.channel())
        .addKeyValue("why", why)
        .addKeyValue("retrySeconds", wait.toSeconds())
        .log("wecom bot connection lost");
    var _ = timer.after(wait, this::connect);
  }

  private synchronized void end(Phase to) {
    phase = to;
    generation++;
    var old = socket;
    socket = null;
    if (old != null) {
      old.abort();
    }
    var open = new HashMap<>(awaited);
    awaited.clear();
    open.values().forEach(ack -> ack.complete(new Ack.Silent()));
  }

  private CompletableFuture<Ack> frame(
      String cmd, String reqId, @Nullable JsonNode body, boolean subscribing) {
    ObjectNode frame = WeComHttp.JSON.createObjectNode().put("cmd", cmd);
    frame.putObject("headers").put("req_id", reqId);
    if (body != null) {
      frame.set("body", body);
    }
    var ack = new CompletableFuture<Ack>();
    synchronized (this) {
      var open = socket;
      if (open == null || (phase != Phase.READY && !subscribing)) {
        return CompletableFuture.completedFuture(new Ack.NotWritten());
      }
      awaited.put(reqId, ack);
      lastWritten =
          lastWritten.handle((_, _) -> open).thenCompose(to -> to.sendText(frame.toString(), true));
    }
    return ack.completeOnTimeout(
            new Ack.Silent(), settings.acknowledged().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> noLongerAwaited(reqId, ack));
  }

  private synchronized void noLongerAwaited(String reqId, CompletableFuture<Ack> ack) {
    awaited.remove(reqId, ack);
  }

  private void heard(int mine, String text) {
    JsonNode frame;
    try {
      frame = WeComHttp.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return; // what is no frame is not answered
    }
    var reqId = frame.path("headers").path("req_id").asText("");
    var body = frame.path("body");
    switch (frame.path("cmd").asText("")) {
      case "aibot_msg_callback" -> listener.message(reqId, body);
      case "aibot_event_callback" -> {
        if (body.path("event").path("eventtype").asText("").equals("disconnected_event")) {
          kicked(mine);
        } else {
          listener.event(reqId, body);
        }
      }
      case "" -> acknowledged(reqId, frame.path("errcode").asInt(-1));
      default -> {}
    }
  }

  private void acknowledged(String reqId, int code) {
    CompletableFuture<Ack> ack;
    synchronized (this) {
      ack = awaited.remove(reqId);
    }
    if (ack != null) {
      ack.completeAsync(() -> new Ack.Answered(code), executor);
    }
  }

  private void kicked(int mine) {
    synchronized (this) {
      if (mine != generation) {
        return;
      }
      end(Phase.KICKED);
    }
    log.atError()
        .addKeyValue("channel", settings.channel())
        .log("wecom bot connection taken over elsewhere, not reconnected");
  }

  @Override
  public void close() {
    end(Phase.CLOSED);
  }

  private final class Ears implements WebSocket.Listener {
    private final int mine;
    private final StringBuilder text = new StringBuilder();

    Ears(int mine) {
      this.mine = mine;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (text.length() > MAX_FRAME) {
        lost(mine, "frame too long");
        return null;
      }
      if (last) {
        var whole = text.toString();
        text.setLength(0);
        heard(mine, whole);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      lost(mine, "closed " + status);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost(mine, error.getClass().getSimpleName());
    }
  }
}
