package org.qingsheng.adapters.wechat.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Outcome;

/**
 * WeChat on loopback: the API that a bot calls, and ({@link #sender()}) the calls WeChat makes to
 * the bot. What people get to see is in {@link #heard()}, whichever way it came. Thread-safe.
 *
 * <p>API calls are answered as scripted, and well where nothing is scripted: {@code
 * /cgi-bin/stable_token} hands out the same token until {@link #invalidateToken()}, {@code
 * /cgi-bin/message/custom/send} delivers if the token is right.
 */
public final class FakeWeChatPlatform implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration WINDOW = Duration.ofDays(2);
  private static final int QUOTA = 5;

  private final FakeAccount account;
  private final FakeTime time;
  private final HttpServer api;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fake-wechat-", 0).factory());
  private final FakeWeChatSender sender;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Answer> sendScript = new ArrayDeque<>();
  private final Deque<Answer> otherScript = new ArrayDeque<>();
  private @Nullable JsonNode menu;
  private final Deque<Answer> tokenScript = new ArrayDeque<>();
  private final List<ApiCall> calls = new ArrayList<>();
  private final List<Heard> heard = new ArrayList<>();
  private final Map<String, Window> windows = new HashMap<>();
  private boolean enforcesQuota;
  private int tokenNumber = 1;

  /** Starts the API on a free port. */
  public FakeWeChatPlatform(FakeAccount account, FakeTime time) {
    this.account = account;
    this.time = time;
    this.sender = new FakeWeChatSender(account, time, threads, this::passive, this::wrote);
    try {
      api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new IllegalStateException("no free port on loopback", e);
    }
    api.setExecutor(threads);
    api.createContext("/cgi-bin/stable_token", this::token);
    api.createContext("/cgi-bin/message/custom/send", this::customerMessage);
    api.createContext("/cgi-bin/menu/get", this::menu);
    api.createContext("/cgi-bin/menu/create", this::menu);
    api.createContext("/cgi-bin/qrcode/create", this::code);
    api.start();
  }

  /** How the API answers one call. */
  public sealed interface Answer {
    /** As WeChat would. */
    record Normal() implements Answer {}

    /** With an error. */
    record Failed(int errcode, String errmsg) implements Answer {}

    /** With a status and a page of something between us and WeChat; nothing is done. */
    record Page(int status, String body) implements Answer {}

    /** Breaks the line after reading the request; {@code done} says whether it was carried out. */
    record Cut(boolean done) implements Answer {}

    /** Says nothing until the platform closes; nothing is done. */
    record Silence() implements Answer {}
  }

  /** How a message reached a person. */
  public enum Way {
    PASSIVE,
    PUSH
  }

  /** What a person saw. */
  public record Heard(String openid, String text, Way way) {}

  /** A call to the API. */
  public record ApiCall(String path, String query, String body) {}

  private record Window(Instant opened, int used) {}

  public FakeAccount account() {
    return account;
  }

  /** For the setting {@code apiBase}. */
  public URI apiBase() {
    return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
  }

  /** WeChat as the one who calls the bot. */
  public FakeWeChatSender sender() {
    return sender;
  }

  /** A person types something, WeChat delivers it. */
  public CompletableFuture<Outcome> says(URI callback, String openid, String text) {
    return sender.deliver(callback, FakeMessage.text(account, openid, time.instant(), text));
  }

  /** What the next calls of custom/send are answered, in order. */
  public synchronized void nextSends(Answer... answers) {
    sendScript.addAll(Arrays.asList(answers));
  }

  /** What the next calls of stable_token are answered, in order. */
  public synchronized void nextTokens(Answer... answers) {
    tokenScript.addAll(Arrays.asList(answers));
  }

  /** From now on every token handed out so far is wrong. */
  public synchronized void invalidateToken() {
    tokenNumber++;
  }

  /** Answers 45015 and 45047 where WeChat would: five pushes within 48 hours of a message. */
  public synchronized void enforceQuota() {
    enforcesQuota = true;
  }

  /** The token that is right now. */
  public synchronized String currentToken() {
    return "planted-token-" + tokenNumber;
  }

  /** Everything people saw, in order. */
  public synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** Texts one person saw, in order. */
  public synchronized List<String> heard(String openid) {
    return heard.stream().filter(h -> h.openid().equals(openid)).map(Heard::text).toList();
  }

  /** Calls of one path, such as {@code /cgi-bin/stable_token}. */
  public synchronized List<ApiCall> calls(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  /** Waits until a path has been called so many times in all. */
  public synchronized void awaitCalls(String path, int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (calls(path).size() < count) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "expected %d calls of %s, saw %d".formatted(count, path, calls(path).size()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    api.stop(0);
    sender.close();
    threads.shutdownNow();
  }

  private void token(HttpExchange exchange) throws IOException {
    var body = received(exchange);
    switch (scripted(tokenScript)) {
      case Answer.Normal() -> {
        var request = JSON.readTree(body);
        if (!request.path("appid").asText().equals(account.appId())) {
          error(exchange, 40013, "invalid appid");
        } else if (!request.path("secret").asText().equals(account.secret())) {
          error(exchange, 40125, "invalid appsecret");
        } else {
          write(
              exchange,
              200,
              JSON.writeValueAsString(Map.of("access_token", currentToken(), "expires_in", 7200)));
        }
      }
      case Answer.Failed(int code, var message) -> error(exchange, code, message);
      case Answer.Page(int status, var page) -> write(exchange, status, page);
      case Answer.Cut _ -> exchange.close();
      case Answer.Silence() -> keepSilent(exchange);
    }
  }

  private void customerMessage(HttpExchange exchange) throws IOException {
    var body = received(exchange);
    switch (scripted(sendScript)) {
      case Answer.Normal() -> {
        int code = push(exchange, body);
        error(exchange, code, code == 0 ? "ok" : "rid: 6780aa-1b2c3d4e-5f60718a");
      }
      case Answer.Failed(int code, var message) -> error(exchange, code, message);
      case Answer.Page(int status, var page) -> write(exchange, status, page);
      case Answer.Cut(boolean done) -> {
        if (done) {
          var _ = push(exchange, body);
        }
        exchange.close();
      }
      case Answer.Silence() -> keepSilent(exchange);
    }
  }

  /** What the next calls of menu and qrcode are answered, in order. */
  public synchronized void nextOthers(Answer... answers) {
    otherScript.addAll(Arrays.asList(answers));
  }

  /** The menu as people see it; empty if there is none. */
  public synchronized Optional<JsonNode> menu() {
    return Optional.ofNullable(menu);
  }

  private void menu(HttpExchange exchange) throws IOException {
    other(
        exchange,
        body -> {
          if (exchange.getRequestURI().getPath().endsWith("create")) {
            menu = JSON.readTree(body);
            return "{\"errcode\":0,\"errmsg\":\"ok\"}";
          }
          return menu == null
              ? "{\"errcode\":46003,\"errmsg\":\"menu no exist\"}"
              : JSON.writeValueAsString(Map.of("menu", menu));
        });
  }

  private void code(HttpExchange exchange) throws IOException {
    other(
        exchange,
        body -> {
          var scene =
              JSON.readTree(body).path("action_info").path("scene").path("scene_str").asText();
          return JSON.writeValueAsString(
              Map.of("ticket", "T-" + scene, "url", "http://weixin.qq.com/q/" + scene));
        });
  }

  @FunctionalInterface
  private interface Work {
    String on(String body) throws IOException;
  }

  private void other(HttpExchange exchange, Work work) throws IOException {
    var body = received(exchange);
    switch (scripted(otherScript)) {
      case Answer.Normal() -> {
        String answer;
        synchronized (this) {
          answer =
              ("access_token=" + currentToken()).equals(exchange.getRequestURI().getRawQuery())
                  ? work.on(body)
                  : "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}";
        }
        write(exchange, 200, answer);
      }
      case Answer.Failed(int code, var message) -> error(exchange, code, message);
      case Answer.Page(int status, var page) -> write(exchange, status, page);
      case Answer.Cut _ -> exchange.close();
      case Answer.Silence() -> keepSilent(exchange);
    }
  }

  private synchronized int push(HttpExchange exchange, String body) throws IOException {
    if (!("access_token=" + currentToken()).equals(exchange.getRequestURI().getRawQuery())) {
      return 40001;
    }
    var message = JSON.readTree(body);
    var openid = message.path("touser").asText();
    var text = message.path("text").path("content").asText();
    if (text.getBytes(StandardCharsets.UTF_8).length > 2048) {
      return 45002;
    }
    int refusal = enforcesQuota ? useQuota(openid) : 0;
    if (refusal == 0) {
      heard.add(new Heard(openid, text, Way.PUSH));
    }
    return refusal;
  }

  private int useQuota(String openid) {
    var window = windows.get(openid);
    if (window == null || !time.instant().isBefore(window.opened.plus(WINDOW))) {
      return 45015;
    }
    if (window.used == QUOTA) {
      return 45047;
    }
    windows.put(openid, new Window(window.opened, window.used + 1));
    return 0;
  }

  private synchronized void passive(String openid, String text) {
    heard.add(new Heard(openid, text, Way.PASSIVE));
  }

  private synchronized void wrote(String openid) {
    windows.put(openid, new Window(time.instant(), 0));
  }

  private String received(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    synchronized (this) {
      calls.add(new ApiCall(uri.getPath(), query, body));
      notifyAll();
    }
    return body;
  }

  private synchronized Answer scripted(Deque<Answer> script) {
    var next = script.poll();
    return next == null ? new Answer.Normal() : next;
  }

  private void keepSilent(HttpExchange exchange) {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void error(HttpExchange exchange, int code, String message) throws IOException {
    write(exchange, 200, JSON.writeValueAsString(Map.of("errcode", code, "errmsg", message)));
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; encoding=utf-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
