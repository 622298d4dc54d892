package org.qingsheng.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Attack.Reaction;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;

/** Another system that speaks plain HTTP, as the conformance kit moves it. */
final class HttpSide implements PlatformSide {
  private static final String SECRET = "planted-http-secret-0001";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T01:00:00Z"));
  private final AtomicInteger ids = new AtomicInteger();
  private final HttpSignature signature = new HttpSignature(SECRET);
  private final HttpServer inbox;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Seen> seen = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final HttpAdapter adapter;
  private final KitServer server;
  private @Nullable Fate next;
  private int calls;

  HttpSide(Setup setup) {
    try {
      inbox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inbox.setExecutor(threads);
    inbox.createContext("/answers", this::answered);
    inbox.start();
    var usual = URI.create("http://127.0.0.1:" + inbox.getAddress().getPort());
    adapter =
        new HttpAdapter(
            new HttpChannelSettings(
                new ChannelId("portal"),
                SECRET,
                setup.elsewhere().orElse(usual).resolve("/answers"),
                setup.callTimeout(),
                Duration.ofMinutes(5)),
            now::get);
    server = new KitServer(adapter);
  }

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  // README: abilities
  @Override
  public Abilities abilities() {
    return Abilities.all()
        .without("对方系统只转来点名的话", Trait.OVERHEARS, Trait.MENTIONS_EVERYONE)
        .without("约定里没有图片", Trait.PICTURES)
        .without("每次都是单独的请求，没有长连的线路", Trait.LINE, Trait.SENDS_ON_LINE)
        .without("没有打开着的交换", Trait.PASSIVE)
        .without("用签名，没有令牌", Trait.TOKENS)
        .without("随时可发，没有窗口", Fate.WINDOW_OVER, Fate.QUOTA_USED)
        .without("一个密钥只对一个渠道，没有账号可冒", Attack.FOREIGN)
        .without("JSON 里没有外部实体", Attack.EXTERNAL_ENTITY, Attack.ENTITY_BOMB)
        .without(
            "约定里只有消息和撤回",
            Happening.FOLLOWED,
            Happening.UNFOLLOWED,
            Happening.MENU_TAPPED,
            Happening.JOINED,
            Happening.REMOVED,
            Happening.MUTED,
            Happening.UNMUTED,
            Happening.SOMEBODY_JOINED,
            Happening.OWN_MESSAGE);
  }

  // README: end

  @Override
  public List<String> secrets() {
    return List.of(SECRET, user(Who.XIAOMING), user(Who.XIAOHONG));
  }

  private static String user(Who who) {
    return who == Who.XIAOMING ? "planted-xiaoming" : "planted-xiaohong";
  }

  private static String group(Place place) {
    return switch (place) {
      case PRIVATE -> "";
      case GROUP -> "class-1";
      case OTHER_GROUP -> "class-2";
    };
  }

  // README: says
  @Override
  public Told says(Said said) {
    var event = event(said.who(), said.place()).put("text", said.text());
    if (said.manner() == Said.Manner.UNKNOWN_KIND) {
      event.put("type", "hologram");
    }
    return tells(event);
  }

  private Told tells(ObjectNode event) {
    byte[] body = written(event);
    var headers = signed(body, Duration.ZERO);
    return new Told(event, KitServer.acknowledged(server.post(server.address(), headers, body)));
  }

  // README: end

  private ObjectNode event(Who who, Place place) {
    return JSON.createObjectNode()
        .put("type", "message")
        .put("id", "m-" + ids.incrementAndGet())
        .put("user", user(who))
        .put("group", group(place));
  }

  private static byte[] written(ObjectNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> signed(byte[] body, Duration ago) {
    var timestamp = Long.toString(now.get().minus(ago).getEpochSecond());
    return List.of(
        HttpSignature.TIMESTAMP, timestamp, HttpSignature.SIGNATURE, signature.of(timestamp, body));
  }

  @Override
  public Told repeats(Told told) {
    return tells((ObjectNode) told.message());
  }

  @Override
  public void recalls(Told told) {
    var _ = tells(((ObjectNode) told.message()).deepCopy().put("type", "recall"));
  }

  @Override
  public Told quotes(Who who, Told earlier, String text) {
    var quoted = ((ObjectNode) earlier.message()).path("id").asText();
    return tells(event(who, Place.GROUP).put("text", text).put("quotes", quoted));
  }

  @Override
  public void happens(Happening happening) {
    var _ = tells(JSON.createObjectNode().put("type", "aurora")).acknowledged().join();
  }

  @Override
  public Reaction attacks(Attack attack) {
    byte[] right = written(event(Who.XIAOHONG, Place.GROUP).put("text", "冒充"));
    return switch (attack) {
      case FORGED -> {
        var headers = new ArrayList<>(signed(right, Duration.ZERO));
        headers.set(3, new HttpSignature("another-secret-0002").of(headers.get(1), right));
        yield posted(headers, right);
      }
      case UNSIGNED -> posted(List.of(), right);
      case STALE -> posted(signed(right, Duration.ofDays(1)), right);
      case ALTERED ->
          posted(
              signed(right, Duration.ZERO),
              new String(right, UTF_8).replace("class-1", "class-2").getBytes(UTF_8));
      case MALFORMED -> rightly("{\"type\":".getBytes(UTF_8));
      case EMPTY -> rightly(new byte[0]);
      case ODD_CONTENT_TYPE -> {
        var headers = new ArrayList<>(signed(right, Duration.ZERO));
        headers.addAll(List.of("Content-Type", "image/png"));
        yield posted(headers, right);
      }
      case MEGABYTE ->
          rightly(written(event(Who.XIAOHONG, Place.GROUP).put("text", "长".repeat(350_000))));
      case NESTED -> rightly("[".repeat(10_000).getBytes(UTF_8));
      case BINARY -> posted(List.of(), new byte[] {0, (byte) 0xff, (byte) 0xfe, 1});
      case OTHER_METHOD ->
          KitServer.reaction(
              server.send(server.address(), "PUT", signed(right, Duration.ZERO), right));
      default -> throw new IllegalArgumentException("declared lacking");
    };
  }

  private Reaction rightly(byte[] body) {
    return posted(signed(body, Duration.ZERO), body);
  }

  private Reaction posted(List<String> headers, byte[] body) {
    return KitServer.reaction(server.post(server.address(), headers, body));
  }

  @Override
  public synchronized void next(Fate fate) {
    next = fate;
  }

  /** What the other system does with an answer of ours. */
  private void answered(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    var fate = taken();
    boolean carriedOut = fate == null || fate == Fate.SILENT_BUT_DONE || fate == Fate.CUT_BUT_DONE;
    var headers = exchange.getRequestHeaders();
    if (!signature.holds(
        String.valueOf(headers.getFirst(HttpSignature.SIGNATURE)),
        String.valueOf(headers.getFirst(HttpSignature.TIMESTAMP)),
        body,
        now.get(),
        Duration.ofMinutes(5))) {
      write(exchange, 401, "");
      return;
    }
    var id = carriedOut ? shown(body) : "";
    switch (fate) {
      case null -> write(exchange, 200, "{\"id\":\"" + id + "\"}");
      case NOT_PERMITTED -> write(exchange, 403, "");
      case UNREACHABLE -> write(exchange, 410, "");
      case CONTENT_REFUSED -> write(exchange, 422, "");
      case TOO_FAST -> write(exchange, 429, "");
      case UNHEARD_OF -> write(exchange, 418, "");
      case BAD_GATEWAY -> write(exchange, 502, "<html>Bad Gateway</html>");
      case NONSENSE -> write(exchange, 200, "<html>log in first</html>");
      case CUT_BUT_DONE -> exchange.close();
      default -> keepSilent(exchange);
    }
  }

  private synchronized @Nullable Fate taken() {
    calls++;
    var fate = next;
    next = null;
    return fate;
  }

  private synchronized String shown(byte[] body) throws IOException {
    var answer = JSON.readTree(body);
    var key = answer.path("key").asText();
    if (keys.add(key)) {
      var place =
          switch (answer.path("group").asText()) {
            case "class-1" -> Place.GROUP;
            case "class-2" -> Place.OTHER_GROUP;
            default -> Place.PRIVATE;
          };
      seen.add(new Seen(place, answer.path("text").asText()));
    }
    return "a-" + seen.size();
  }

  private void keepSilent(HttpExchange exchange) {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  @Override
  public synchronized int sendCalls() {
    return calls;
  }

  @Override
  public void close() {
    closing.countDown();
    adapter.close();
    server.close();
    inbox.stop(0);
    threads.shutdownNow();
  }
}
