package org.qingsheng.adapters.qq.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** QQ's gateway on loopback: one session, whose events are kept and sent again on a resume. */
public final class FakeGateway implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SESSION = "session-";
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Supplier<String> authorization;
  private final Javalin server;
  private final List<JsonNode> frames = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private @Nullable WsContext client;
  private int sessions;
  private int connections;
  private long interval = 30_000;
  private boolean deaf;
  private boolean open = true;

  FakeGateway(Supplier<String> authorization) {
    this.authorization = authorization;
    this.server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.ws(
                      "/websocket",
                      ws -> {
                        ws.onConnect(this::connected);
                        ws.onMessage(message -> received(message, message.message()));
                      });
                })
            .start("127.0.0.1", 0);
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/websocket");
  }

  /** What the next connections are told, in milliseconds. */
  public synchronized void heartbeatEvery(long millis) {
    interval = millis;
  }

  /** Whether heartbeats stay unanswered. */
  public synchronized void deaf(boolean now) {
    deaf = now;
  }

  /** Whether anybody may connect. */
  public synchronized void open(boolean now) {
    open = now;
  }

  /** Something happened; whoever is connected is told. */
  public synchronized void publish(String type, String d) {
    int number = events.size() + 2;
    events.add(
        "{\"op\":0,\"id\":\"%s:%d\",\"s\":%d,\"t\":\"%s\",\"d\":%s}"
            .formatted(type, number, number, type, d));
    send(events.getLast());
  }

  /** Sends a frame as it is. */
  public synchronized void send(String frame) {
    if (client != null && client.session.isOpen()) {
      client.send(frame);
    }
  }

  /** Ends the present connection. */
  public synchronized void hangUp(int code) {
    if (client != null) {
      client.closeSession(code, "");
    }
  }

  /** From now on no session can be resumed. */
  public synchronized void forgetSessions() {
    sessions++;
  }

  public synchronized int connections() {
    return connections;
  }

  /** Frames the bot sent with that op. */
  public synchronized List<JsonNode> frames(int op) {
    return frames.stream().filter(frame -> frame.path("op").asInt() == op).toList();
  }

  /** Waits until the bot has sent so many such frames. */
  public void awaitFrames(int op, int count) throws InterruptedException {
    await(gateway -> gateway.frames(op).size() >= count);
  }

  /**
   * Waits until something holds; looked at whenever the bot says something, and often meanwhile.
   */
  public synchronized void await(Predicate<FakeGateway> condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.test(this)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("not in time; frames: " + frames.size());
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_AGAIN_NANOS));
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  private synchronized void connected(WsContext context) {
    if (!open) {
      context.closeSession(1011, "");
      return;
    }
    client = context;
    connections++;
    context.send("{\"op\":10,\"d\":{\"heartbeat_interval\":%d}}".formatted(interval));
    notifyAll();
  }

  private synchronized void received(WsContext context, String text) {
    JsonNode frame;
    try {
      frame = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      context.closeSession(4002, "");
      return;
    }
    frames.add(frame);
    switch (frame.path("op").asInt()) {
      case 1 -> {
        if (!deaf) {
          context.send("{\"op\":11}");
        }
      }
      case 2 -> identified(context, frame.path("d"));
      case 6 -> resumed(context, frame.path("d"));
      default -> context.closeSession(4001, "");
    }
    notifyAll();
  }

  private void identified(WsContext context, JsonNode d) {
    if (!d.path("token").asText().equals(authorization.get())) {
      context.closeSession(4004, "");
      return;
    }
    sessions++;
    events.clear();
    context.send(
        "{\"op\":0,\"s\":1,\"t\":\"READY\",\"d\":{\"version\":1,\"session_id\":\"%s%d\"}}"
            .formatted(SESSION, sessions));
  }

  private void resumed(WsContext context, JsonNode d) {
    if (!d.path("session_id").asText().equals(SESSION + sessions)) {
      context.send("{\"op\":9,\"d\":false}");
      return;
    }
    for (int i = Math.max(0, d.path("seq").asInt() - 1); i < events.size(); i++) {
      context.send(events.get(i));
    }
    context.send("{\"op\":0,\"s\":%d,\"t\":\"RESUMED\",\"d\":\"\"}".formatted(events.size() + 1));
  }
}
