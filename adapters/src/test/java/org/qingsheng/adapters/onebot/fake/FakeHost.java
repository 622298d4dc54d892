package org.qingsheng.adapters.onebot.fake;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.websocket.WsContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ways in which a client program lets itself be connected to: a WebSocket at {@code /} and the
 * HTTP API at {@code /{action}}, both behind the access token.
 */
final class FakeHost implements AutoCloseable {
  private final FakeOneBot client;
  private final String token;
  private final Javalin server;
  private final Map<String, FakeLine> lines = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  FakeHost(FakeOneBot client, String token) {
    this.client = client;
    this.token = token;
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  config.routes.wsBeforeUpgrade("/", this::admit);
                  config.routes.ws(
                      "/",
                      ws -> {
                        ws.onConnect(this::line);
                        ws.onMessage(message -> client.received(line(message), message.message()));
                        ws.onClose(context -> {
                          var line = lines.remove(context.sessionId());
                          if (line != null) {
                            line.closeCode().complete(context.status());
                            client.ended(line);
                          }
                        });
                      });
                  config.routes.post("/{action}", this::called);
                })
            .start("127.0.0.1", 0);
  }

  int port() {
    return server.port();
  }

  void open(boolean now) {
    open = now;
  }

  private void admit(Context ctx) {
    if (!open) {
      throw new HttpResponseException(503, "not open");
    }
    if (!("Bearer " + token).equals(ctx.header("Authorization"))) {
      throw new HttpResponseException(403, "token");
    }
  }

  /** A message may be handled before the connection it came on. */
  private FakeLine line(WsContext context) {
    return lines.computeIfAbsent(
        context.sessionId(),
        _ -> {
          var line = new Accepted(context);
          client.opened(line);
          return line;
        });
  }

  private void called(Context ctx) {
    admit(ctx);
    var answer = new OneAnswer();
    client.received(
        answer,
        "{\"action\":\"%s\",\"params\":%s,\"echo\":null}"
            .formatted(ctx.pathParam("action"), ctx.body().isEmpty() ? "{}" : ctx.body()));
    ctx.future(() ->
        answer.frame.thenAccept(
            page -> ctx.status(page.status()).contentType("application/json").result(page.body())));
  }

  @Override
  public void close() {
    server.stop();
  }

  /** A WebSocket that somebody opened to the client. */
  private static final class Accepted implements FakeLine {
    private final WsContext context;
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    Accepted(WsContext context) {
      this.context = context;
    }

    @Override
    public synchronized void write(String frame) {
      if (context.session.isOpen()) {
        context.send(frame);
      }
    }

    @Override
    public CompletableFuture<?> writing(String frame) {
      write(frame);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void freeze() {
      throw new UnsupportedOperationException("only lines of our own can freeze");
    }

    @Override
    public void close() {
      context.closeSession();
    }

    @Override
    public void abort() {
      context.closeSession(1011, "lost"); // a frozen line is the watch's business, not this one's
    }

    @Override
    public CompletableFuture<Integer> closeCode() {
      return closeCode;
    }
  }

  /** The one answer to one request. */
  private static final class OneAnswer implements FakeLine {
    private final CompletableFuture<Reaction.Page> frame = new CompletableFuture<>();

    @Override
    public void write(String answer) {
      page(200, answer);
    }

    @Override
    public CompletableFuture<?> writing(String answer) {
      page(200, answer);
      return frame;
    }

    @Override
    public void page(int status, String body) {
      frame.complete(new Reaction.Page(status, body));
    }

    @Override
    public void freeze() {}

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public CompletableFuture<Integer> closeCode() {
      return new CompletableFuture<>();
    }
  }

  /** Events posted one after the other, signed as NapCat and go-cqhttp sign them. */
  static final class Poster implements FakeLine {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI to;
    private final String self;
    private final String secret;
    private CompletableFuture<?> tail = CompletableFuture.completedFuture(null);

    Poster(URI to, String self, String secret) {
      this.to = to;
      this.self = self;
      this.secret = secret;
    }

    @Override
    public void write(String frame) {
      var _ = writing(frame);
    }

    @Override
    public synchronized CompletableFuture<?> writing(String frame) {
      var request =
          HttpRequest.newBuilder(to)
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", "application/json")
              .header("X-Self-ID", self)
              .header("X-Signature", sign(secret, frame.getBytes(StandardCharsets.UTF_8)))
              .POST(BodyPublishers.ofString(frame))
              .build();
      tail =
          tail.handle((_, _) -> request)
              .thenCompose(post -> http.sendAsync(post, BodyHandlers.discarding()));
      return tail;
    }

    static String sign(String secret, byte[] body) {
      try {
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return "sha1=" + HexFormat.of().formatHex(mac.doFinal(body));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void freeze() {}

    @Override
    public void close() {
      abort();
    }

    @Override
    public void abort() {
      http.shutdownNow();
    }

    @Override
    public CompletableFuture<Integer> closeCode() {
      return new CompletableFuture<>();
    }
  }
}
