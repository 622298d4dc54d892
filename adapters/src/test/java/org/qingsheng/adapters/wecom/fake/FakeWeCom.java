package org.qingsheng.adapters.wecom.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * WeCom's API on loopback. Calls are answered as scripted ({@link #next}), and as WeCom would where
 * nothing is scripted. What people got to see is in {@link #heard()}. Thread-safe.
 */
public final class FakeWeCom implements AutoCloseable {
  public static final String CORP_ID = "ww1234567890abcdef";
  public static final String SECRET = "planted-secret";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int QUOTA = 5;

  private final HttpServer api;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fake-wecom-", 0).factory());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Deque<Answer>> script = new HashMap<>();
  private final List<ApiCall> calls = new ArrayList<>();
  private final List<Heard> heard = new ArrayList<>();
  private final List<ObjectNode> log = new ArrayList<>();
  private final Set<String> takenMsgids = new HashSet<>();
  private final Map<String, Integer> left = new HashMap<>();
  private final Map<String, Integer> states = new HashMap<>();
  private final Map<String, ShownCard> cards = new LinkedHashMap<>();
  private int codes;
  private int tokenNumber = 1;
  private int pageSize = 1000;

  public FakeWeCom() {
    try {
      api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new IllegalStateException("no free port on loopback", e);
    }
    api.setExecutor(threads);
    api.createContext("/", this::answer);
    api.start();
  }

  /** How the API answers one call. */
  public sealed interface Answer {
    /** As WeCom would. */
    record Normal() implements Answer {}

    /** With an error; nothing is done. */
    record Failed(int errcode, String errmsg) implements Answer {}

    /** With a status and a page of something between us and WeCom; nothing is done. */
    record Page(int status, String body) implements Answer {}

    /** Breaks the line; {@code done} says whether it was carried out. */
    record Cut(boolean done) implements Answer {}

    /** Says nothing until the platform closes; nothing is done. */
    record Silence() implements Answer {}
  }

  /** What a person saw. */
  public record Heard(String to, String text) {}

  /**
   * A card as one member sees it.
   *
   * @param code by which it may be changed once
   * @param ending what stands where the buttons were, empty while they are there
   */
  public record ShownCard(String to, JsonNode card, String code, String ending) {
    public String id() {
      return card.path("task_id").asText();
    }

    public String title() {
      return card.path("main_title").path("title").asText();
    }

    public String text() {
      return card.path("sub_title_text").asText();
    }

    /** The key of the button with that label. */
    public String button(String label) {
      for (var button : card.path("button_list")) {
        if (button.path("text").asText().equals(label)) {
          return button.path("key").asText();
        }
      }
      throw new AssertionError("no button " + label + " on " + card);
    }
  }

  /** A call to the API. */
  public record ApiCall(String path, String query, String body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException("not JSON: " + body, e);
      }
    }
  }

  public URI apiBase() {
    return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
  }

  /** What the next calls of a path are answered, in order. */
  public synchronized void next(String path, Answer... answers) {
    script.computeIfAbsent(path, _ -> new ArrayDeque<>()).addAll(Arrays.asList(answers));
  }

  /** From now on every token handed out so far is wrong. */
  public synchronized void invalidateToken() {
    tokenNumber++;
  }

  public synchronized String currentToken() {
    return "planted-token-" + tokenNumber;
  }

  /** How many messages one page of sync_msg has. */
  public synchronized void pageSize(int size) {
    pageSize = size;
  }

  /** A customer writes to a 客服 account; five answers are free from then on. */
  public synchronized void customerSays(String account, String customer, String id, String text) {
    var message = kf(account, id, 3, "text");
    message.put("external_userid", customer).putObject("text").put("content", text);
    left.put(customer, QUOTA);
  }

  /** Any other element of msg_list, by its JSON; account and id are set here. */
  public synchronized void kfElement(String account, String id, int origin, String json) {
    try {
      var message = kf(account, id, origin, "event");
      message.setAll((ObjectNode) JSON.readTree(json));
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  /** 会话状态 of one customer, 1 unless set. */
  public synchronized void serviceState(String customer, int state) {
    states.put(customer, state);
  }

  public synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  public synchronized List<String> heard(String to) {
    return heard.stream().filter(h -> h.to().equals(to)).map(Heard::text).toList();
  }

  /** Cards of one member, oldest first. */
  public synchronized List<ShownCard> cards(String to) {
    return cards.values().stream().filter(card -> card.to().equals(to)).toList();
  }

  /** The code a tap on that card brings; it takes the place of the one before. */
  public synchronized String tapped(ShownCard card) {
    var code = "RC-" + ++codes;
    cards.computeIfPresent(
        card.to() + card.id(), (_, now) -> new ShownCard(now.to(), now.card(), code, now.ending()));
    return code;
  }

  public synchronized List<ApiCall> calls(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  /** Waits until a path has been called so many times in all. */
  public synchronized void awaitCalls(String path, int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (calls(path).size() < count) {
      long time = deadline - System.nanoTime();
      if (time <= 0) {
        throw new AssertionError(
            "expected %d calls of %s, saw %d".formatted(count, path, calls(path).size()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, time);
    }
  }

  private ObjectNode kf(String account, String id, int origin, String type) {
    var message = JSON.createObjectNode();
    message.put("msgid", id).put("open_kfid", account).put("send_time", 1_760_000_000L);
    message.put("origin", origin).put("msgtype", type);
    log.add(message);
    return message;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var call = new ApiCall(uri.getPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery(), body);
    Answer scripted;
    synchronized (this) {
      calls.add(call);
      var waiting = script.get(call.path());
      var next = waiting == null ? null : waiting.poll();
      scripted = next == null ? new Answer.Normal() : next;
      notifyAll();
    }
    switch (scripted) {
      case Answer.Normal() -> write(exchange, 200, done(call).toString());
      case Answer.Failed(int code, var message) ->
          write(exchange, 200, error(code, message).toString());
      case Answer.Page(int status, var page) -> write(exchange, status, page);
      case Answer.Cut(boolean carriedOut) -> {
        if (carriedOut) {
          var _ = done(call);
        }
        exchange.close();
      }
      case Answer.Silence() -> keepSilent(exchange);
    }
  }

  private synchronized ObjectNode done(ApiCall call) {
    if (call.path().equals("/cgi-bin/gettoken")) {
      return token(call);
    }
    if (call.path().equals("/cgi-bin/webhook/send")
        || call.path().equals("/cgi-bin/aibot/response")) {
      heard.add(new Heard(call.query(), text(call.json())));
      return error(0, "ok");
    }
    if (!call.query().equals("access_token=" + currentToken())) {
      return error(42001, "access_token expired");
    }
    return switch (call.path()) {
      case "/cgi-bin/kf/sync_msg" -> page(call.json());
      case "/cgi-bin/kf/send_msg" -> customerMessage(call.json());
      case "/cgi-bin/kf/send_msg_on_event" -> {
        heard.add(new Heard(call.json().path("code").asText(), text(call.json())));
        yield error(0, "ok");
      }
      case "/cgi-bin/kf/service_state/get" ->
          error(0, "ok")
              .put(
                  "service_state",
                  states.getOrDefault(call.json().path("external_userid").asText(), 1));
      case "/cgi-bin/message/send" -> memberMessage(call.json());
      case "/cgi-bin/message/update_template_card" -> cardChange(call.json());
      default -> error(40057, "no such call");
    };
  }

  private ObjectNode memberMessage(JsonNode sent) {
    var to = sent.path("touser").asText();
    var message = new Heard(to, text(sent));
    var answer = error(0, "ok").put("msgid", "app-1");
    if (sent.has("template_card")) {
      var card = sent.path("template_card");
      var shown = cards.get(to + card.path("task_id").asText());
      if (shown == null) {
        shown = new ShownCard(to, card, "RC-" + ++codes, "");
        cards.put(to + shown.id(), shown);
        heard.add(message);
      }
      return answer.put("response_code", shown.code());
    }
    if (sent.path("enable_duplicate_check").asInt() == 0 || !heard.contains(message)) {
      heard.add(message); // WeCom says "ok" to a repeat too, and drops it
    }
    return answer;
  }

  private ObjectNode cardChange(JsonNode change) {
    var code = change.path("response_code").asText();
    for (var card : List.copyOf(cards.values())) {
      if (card.code().equals(code) && card.ending().isEmpty()) {
        var ending = change.path("button").path("replace_name").asText();
        cards.put(card.to() + card.id(), new ShownCard(card.to(), card.card(), code, ending));
        return error(0, "ok");
      }
    }
    return error(40058, "invalid response_code");
  }

  private ObjectNode token(ApiCall call) {
    return call.query().equals("corpid=" + CORP_ID + "&corpsecret=" + SECRET)
        ? error(0, "ok").put("access_token", currentToken()).put("expires_in", 7200)
        : error(40001, "invalid credential");
  }

  private ObjectNode page(JsonNode request) {
    var cursor = request.path("cursor").asText("");
    int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring("cursor-".length()));
    int to = Math.min(from + pageSize, log.size());
    var page = error(0, "ok");
    page.put("next_cursor", "cursor-" + to).put("has_more", to < log.size() ? 1 : 0);
    var list = page.putArray("msg_list");
    log.subList(from, to).stream()
        .filter(message ->
            message.path("open_kfid").asText().equals(request.path("open_kfid").asText()))
        .forEach(list::add);
    return page;
  }

  private ObjectNode customerMessage(JsonNode message) {
    var customer = message.path("touser").asText();
    var msgid = message.path("msgid").asText();
    if (!msgid.matches("[0-9a-zA-Z_-]{1,32}") || takenMsgids.contains(msgid)) {
      return error(40058, "invalid msgid");
    }
    if (states.getOrDefault(customer, 1) > 1) {
      return error(95018, "session state");
    }
    if (text(message).getBytes(StandardCharsets.UTF_8).length > 2048) {
      return error(45002, "content too long");
    }
    int remaining = left.getOrDefault(customer, 0);
    if (remaining == 0) {
      return error(95001, "limit of the window");
    }
    left.put(customer, remaining - 1);
    takenMsgids.add(msgid);
    heard.add(new Heard(customer, text(message)));
    return error(0, "ok").put("msgid", msgid);
  }

  private static String text(JsonNode message) {
    var type = message.path("msgtype").asText();
    return type.equals("template_card")
        ? message.path(type).path("main_title").path("title").asText()
        : message.path(type).path("content").asText();
  }

  private void keepSilent(HttpExchange exchange) {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static ObjectNode error(int code, String message) {
    return JSON.createObjectNode().put("errcode", code).put("errmsg", message);
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    api.stop(0);
    threads.shutdownNow();
  }
}
