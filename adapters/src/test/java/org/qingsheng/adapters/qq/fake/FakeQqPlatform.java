package org.qingsheng.adapters.qq.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * QQ on loopback: the API that a bot calls, the signed callbacks ({@link #push}), and ({@link
 * #gateway()}) the gateway. Thread-safe.
 *
 * <p>API calls are answered as scripted, and by QQ's rules where nothing is scripted: a token stays
 * the same until {@link #invalidateToken()}, and a message id with a number that was there before
 * is refused with 40054005.
 */
public final class FakeQqPlatform implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final String appId;
  private final String secret;
  private final InstantSource clock;
  private final FakeSigner signer;
  private final HttpServer api;
  private final FakeGateway gateway;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fake-qq-", 0).factory());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Answer> sendScript = new ArrayDeque<>();
  private final Deque<Answer> tokenScript = new ArrayDeque<>();
  private final List<ApiCall> calls = new ArrayList<>();
  private final List<Heard> heard = new ArrayList<>();
  private final Set<String> numbersSeen = new HashSet<>();
  private boolean refusesLinks;
  private int tokenNumber = 1;

  /** Starts API and gateway on free ports. */
  public FakeQqPlatform(String appId, String secret, InstantSource clock) {
    this.appId = appId;
    this.secret = secret;
    this.clock = clock;
    this.signer = new FakeSigner(secret);
    this.gateway = new FakeGateway(this::authorization);
    try {
      api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new IllegalStateException("no free port on loopback", e);
    }
    api.setExecutor(threads);
    api.createContext("/app/getAppAccessToken", this::token);
    api.createContext("/gateway/bot", this::gatewayAddress);
    for (var path : List.of("/v2/groups/", "/v2/users/", "/channels/", "/dms/")) {
      api.createContext(path, this::message);
    }
    api.start();
  }

  /** How the API answers one call. */
  public sealed interface Answer {
    /** As QQ would. */
    record Normal() implements Answer {}

    /** With an error; nothing is done. */
    record Failed(int status, long code) implements Answer {}

    /** With a status and a page of something between us and QQ; nothing is done. */
    record Page(int status, String body) implements Answer {}

    /** Breaks the line after reading the request; {@code done} says whether it was carried out. */
    record Cut(boolean done) implements Answer {}

    /** Says nothing until the platform closes; nothing is done. */
    record Silence() implements Answer {}
  }

  /** What a chat saw. */
  public record Heard(String path, String text) {}

  /** A call to the API. */
  public record ApiCall(String path, String authorization, JsonNode body) {}

  /** What the bot answered to a callback. */
  public record Outcome(int status, String body) {}

  /** For the settings {@code apiBase} and {@code tokenBase}. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
  }

  public FakeGateway gateway() {
    return gateway;
  }

  public FakeSigner signer() {
    return signer;
  }

  /** QQ pushes an event to the callback, signed now. */
  public Outcome push(URI callback, String type, String outerId, String d) {
    return post(
        callback,
        "{\"op\":0,\"id\":\"%s\",\"s\":1,\"t\":\"%s\",\"d\":%s}".formatted(outerId, type, d));
  }

  /** A signed call with that body. */
  public Outcome post(URI callback, String body) {
    var timestamp = Long.toString(clock.instant().getEpochSecond());
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return post(
        callback,
        bytes,
        List.of(
            "X-Bot-Appid", appId,
            "X-Signature-Timestamp", timestamp,
            "X-Signature-Ed25519", signer.sign(timestamp, bytes)));
  }

  /**
   * A call with exactly those headers.
   *
   * @param headers name, value, name, value …
   */
  public Outcome post(URI callback, byte[] body, List<String> headers) {
    var request =
        HttpRequest.newBuilder(callback)
            .timeout(Duration.ofSeconds(20))
            .header("User-Agent", "QQBot-Callback")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Outcome(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new IllegalStateException("callback not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What the next messages sent are answered, in order. */
  public synchronized void nextSends(Answer... answers) {
    sendScript.addAll(Arrays.asList(answers));
  }

  /** What the next requests for a token are answered, in order. */
  public synchronized void nextTokens(Answer... answers) {
    tokenScript.addAll(Arrays.asList(answers));
  }

  /** Tokens are handed out as usual again. */
  public synchronized void forgetTokenScript() {
    tokenScript.clear();
  }

  /** From now on every token handed out so far is wrong. */
  public synchronized void invalidateToken() {
    tokenNumber++;
  }

  /** From now on a message with a link in it is refused with 304003. */
  public synchronized void refuseLinks() {
    refusesLinks = true;
  }

  /** The right {@code Authorization} now. */
  public synchronized String authorization() {
    return "QQBot planted-token-" + tokenNumber;
  }

  /** Everything chats saw, in order. */
  public synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** Calls whose path begins so. */
  public synchronized List<ApiCall> calls(String prefix) {
    return calls.stream().filter(call -> call.path().startsWith(prefix)).toList();
  }

  /** Waits until so many such calls have come in all. */
  public synchronized void awaitCalls(String prefix, int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (calls(prefix).size() < count) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("expected %d calls of %s".formatted(count, prefix));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    api.stop(0);
    gateway.close();
    http.shutdownNow();
    threads.shutdownNow();
  }

  private void token(HttpExchange exchange) throws IOException {
    var body = received(exchange);
    answer(
        exchange,
        scripted(tokenScript),
        () -> {
          boolean right =
              body.path("appId").asText().equals(appId)
                  && body.path("clientSecret").asText().equals(secret);
          return right
              ? Map.of("access_token", authorization().substring(6), "expires_in", "7200")
              : Map.of("code", 100_016, "message", "invalid appid or secret");
        });
  }

  private void gatewayAddress(HttpExchange exchange) throws IOException {
    var _ = received(exchange);
    if (isAuthorized(exchange)) {
      write(exchange, 200, Map.of("url", gateway.address().toString(), "shards", 1));
    } else {
      write(exchange, 401, Map.of("code", 11_243, "message", "token"));
    }
  }

  private void message(HttpExchange exchange) throws IOException {
    var body = received(exchange);
    var script = scripted(sendScript);
    if (!isAuthorized(exchange) && script instanceof Answer.Normal) {
      write(exchange, 401, Map.of("code", 11_243, "message", "token", "err_code", 11_243));
      return;
    }
    var refusal = script instanceof Answer.Normal ? refusal(body) : Optional.<Answer>empty();
    answer(exchange, refusal.orElse(script), () -> said(exchange.getRequestURI().getPath(), body));
  }

  private synchronized Optional<Answer> refusal(JsonNode body) {
    if (refusesLinks && body.path("content").asText().contains("://")) {
      return Optional.of(new Answer.Failed(400, 304_003));
    }
    return body.has("msg_seq") && numbersSeen.contains(numbered(body))
        ? Optional.of(new Answer.Failed(400, 40_054_005))
        : Optional.empty();
  }

  private synchronized Map<String, Object> said(String path, JsonNode body) {
    numbersSeen.add(numbered(body));
    heard.add(new Heard(path, body.path("content").asText()));
    return Map.of(
        "id",
        "ROBOT1.0_sent" + heard.size(),
        "timestamp",
        clock.instant().toString(),
        "ext_info",
        Map.of("ref_idx", "REFIDX_sent" + heard.size() + "=="));
  }

  private static String numbered(JsonNode body) {
    return body.path("msg_id").asText() + "#" + body.path("msg_seq").asInt(1);
  }

  private boolean isAuthorized(HttpExchange exchange) {
    return authorization().equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private JsonNode received(HttpExchange exchange) throws IOException {
    var bytes = exchange.getRequestBody().readAllBytes();
    var body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    synchronized (this) {
      calls.add(
          new ApiCall(
              exchange.getRequestURI().getPath(),
              authorization == null ? "" : authorization,
              body));
      notifyAll();
    }
    return body;
  }

  private synchronized Answer scripted(Deque<Answer> script) {
    var next = script.poll();
    return next == null ? new Answer.Normal() : next;
  }

  /** Carries something out and says what QQ answers. */
  @FunctionalInterface
  private interface Deed {
    Map<String, Object> done();
  }

  private void answer(HttpExchange exchange, Answer how, Deed deed) throws IOException {
    switch (how) {
      case Answer.Normal() -> write(exchange, 200, deed.done());
      case Answer.Failed(int status, long code) ->
          write(
              exchange, status, Map.of("message", "no", "code", code, "err_code", code, "id", ""));
      case Answer.Page(int status, String body) -> write(exchange, status, body);
      case Answer.Cut(boolean done) -> {
        if (done) {
          var _ = deed.done();
        }
        exchange.close();
      }
      case Answer.Silence() -> {
        try {
          closing.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
    }
  }

  private static void write(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    write(exchange, status, JSON.writeValueAsString(body));
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
