package org.qingsheng.adapters.wecom.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * WeCom's gateway for long connections, on loopback. Acknowledges every frame with 0 unless told
 * otherwise. Thread-safe.
 */
public final class FakeGateway implements AutoCloseable {
  public static final String BOT_ID = "aibQNZS01";
  public static final String SECRET = "planted-line-secret";

  private static final JsonMapper JSON = new JsonMapper();

  private final Javalin server;
  private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final List<JsonNode> all = new CopyOnWriteArrayList<>();
  private final List<JsonNode> done = new CopyOnWriteArrayList<>();
  private final Set<String> mute = new HashSet<>();
  private final List<Integer> errors = new ArrayList<>();
  private @Nullable WsContext line;
  private @Nullable Cut cut;
  private boolean open = true;
  private boolean subscribed;

  public FakeGateway() {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.ws(
                      "/",
                      ws -> {
                        ws.onConnect(this::connected);
                        ws.onMessage(message -> heard(message, message.message()));
                      });
                })
            .start("127.0.0.1", 0);
  }

  /** The line breaks at the next such frame, before or after it was carried out. */
  private record Cut(String cmd, boolean done) {}

  public URI address() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/");
  }

  /** From now on frames of this command are not acknowledged. */
  public synchronized void stopAcknowledging(String cmd) {
    mute.add(cmd);
  }

  public synchronized void startAcknowledging(String cmd) {
    mute.remove(cmd);
  }

  /** The next frame other than a subscription is answered with this errcode. */
  public synchronized void nextError(int errcode) {
    errors.add(errcode);
  }

  /**
   * The line breaks at the next frame of this command, instead of an acknowledgement.
   *
   * @param done whether it is carried out all the same
   */
  public synchronized void nextCut(String cmd, boolean done) {
    cut = new Cut(cmd, done);
  }

  /** Whether anybody may be connected; whoever is, is cut off. */
  public synchronized void open(boolean now) {
    open = now;
    if (!now && line != null) {
      lose(line);
    }
  }

  /** Whether a bot is connected and subscribed. */
  public synchronized boolean isSubscribed() {
    return subscribed;
  }

  /** The next frame of the bot, pings left out. */
  public JsonNode next() throws InterruptedException {
    while (true) {
      var frame = frames.poll(20, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame came");
      }
      if (!frame.path("cmd").asText().equals("ping")) {
        return frame;
      }
    }
  }

  /** The next frame, whatever it is. */
  public JsonNode nextOfAll() throws InterruptedException {
    var frame = frames.poll(20, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame came");
    }
    return frame;
  }

  /** Every frame so far, whether read or not. */
  public List<JsonNode> all() {
    return List.copyOf(all);
  }

  /** Those that were acknowledged with 0. */
  public List<JsonNode> done() {
    return List.copyOf(done);
  }

  public boolean isQuiet() {
    return frames.isEmpty();
  }

  /** A member says something. */
  public void says(String reqId, String msgid, String text) throws IOException {
    send(
        reqId,
        "aibot_msg_callback",
        "{\"msgid\":\"%s\",\"create_time\":1760000000,\"aibotid\":\"%s\",\"chatid\":\"wrCHAT0001\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"msgtype\":\"text\",\"text\":{\"content\":\"%s\"}}"
            .formatted(msgid, BOT_ID, text));
  }

  /** Another connection of the same bot takes over. */
  public void kick() throws IOException {
    send(
        "k1",
        "aibot_event_callback",
        "{\"msgtype\":\"event\",\"event\":{\"eventtype\":\"disconnected_event\"}}");
  }

  /** Acknowledges by hand. */
  public void acknowledge(String reqId) {
    line()
        .send("{\"headers\":{\"req_id\":\"%s\"},\"errcode\":0,\"errmsg\":\"ok\"}".formatted(reqId));
  }

  /** Breaks the connection. */
  public void cut() {
    lose(line());
  }

  /** Sends a frame with any body. */
  public void send(String reqId, String cmd, String body) throws IOException {
    ObjectNode frame = JSON.createObjectNode().put("cmd", cmd);
    frame.putObject("headers").put("req_id", reqId);
    frame.set("body", JSON.readTree(body));
    line().send(frame.toString());
  }

  private synchronized WsContext line() {
    if (line == null) {
      throw new AssertionError("nobody is connected");
    }
    return line;
  }

  private synchronized void connected(WsContext context) {
    if (!open) {
      context.session.disconnect();
      return;
    }
    line = context;
    subscribed = false;
  }

  private synchronized void lose(WsContext context) {
    subscribed = false;
    context.session.disconnect();
  }

  private void heard(WsContext from, String text) throws IOException {
    var frame = JSON.readTree(text);
    var cmd = frame.path("cmd").asText();
    int code = 0;
    all.add(frame);
    synchronized (this) {
      var breaks = cut;
      if (breaks != null && breaks.cmd().equals(cmd)) {
        cut = null;
        if (breaks.done()) {
          done.add(frame);
        }
        lose(from);
        return;
      }
      if (mute.contains(cmd)) {
        frames.add(frame);
        return;
      }
      if (cmd.equals("aibot_subscribe")) {
        code = frame.path("body").path("secret").asText().equals(SECRET) ? 0 : 40001;
        subscribed = code == 0;
      } else if (!errors.isEmpty()) {
        code = errors.removeFirst();
      }
      if (code == 0) {
        done.add(frame);
      }
      frames.add(frame); // only now, so that a test scripts the frame after the one it saw
    }
    var answer = JSON.createObjectNode().put("errcode", code).put("errmsg", "x");
    answer.set("headers", frame.path("headers"));
    from.send(answer.toString());
  }

  @Override
  public void close() {
    server.stop();
  }
}
