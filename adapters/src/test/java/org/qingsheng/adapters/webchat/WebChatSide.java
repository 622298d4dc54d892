package org.qingsheng.adapters.webchat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;

/** Two browsers with the chat page open, as the conformance kit moves them. */
final class WebChatSide implements PlatformSide {
  private static final JsonMapper JSON = new JsonMapper();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T01:00:00Z"));
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final Set<Who> open = Collections.synchronizedSet(EnumSet.noneOf(Who.class));
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebChatAdapter adapter =
      new WebChatAdapter(
          new WebChatSettings(
              new ChannelId("web"),
              URI.create("https://qs.example"),
              Optional.empty(),
              false,
              Duration.ofMillis(50),
              10_000,
              10_000),
          (_, _) -> List.of(),
          new JsonMapper(),
          new Random(7),
          now::get);
  private final KitServer server = new KitServer(adapter);

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  public Abilities abilities() {
    return Abilities.all()
        .without(
            "网页聊天没有群聊",
            Trait.GROUPS,
            Trait.OVERHEARS,
            Trait.MENTIONS_EVERYONE,
            Happening.JOINED,
            Happening.REMOVED,
            Happening.MUTED,
            Happening.UNMUTED,
            Happening.SOMEBODY_JOINED)
        .without(
            "网页上只有文字框",
            Trait.QUOTES,
            Trait.RECALLS,
            Trait.PICTURES,
            Trait.BARE_MENTIONS,
            Trait.UNKNOWN_KINDS)
        .without(
            "网页没有事件",
            Happening.FOLLOWED,
            Happening.UNFOLLOWED,
            Happening.MENU_TAPPED,
            Happening.OWN_MESSAGE,
            Happening.SOMETHING_NEW)
        .without("发送只是推给打开着的页面，没有对外调用", Trait.CALLS, Trait.CONNECTS, Trait.TOKENS)
        .without("答复已在台账里，页面打开就读得到，总算送达", Trait.NEEDS_RUNNING, Trait.LIMITS_SIZE, Trait.ADDRESSES)
        .without("页面自己不认编号", Trait.TELLS_IDS)
        .without("页面断开自己会回来读历史，渠道没有线路状态", Trait.LINE, Trait.SENDS_ON_LINE)
        .without("网页没有打开着的交换", Trait.PASSIVE)
        .without("没有对外调用，也就没有平台的回答", Fate.values())
        .without(
            "人人可来，没有签名；会话只看 Cookie", Attack.FORGED, Attack.UNSIGNED, Attack.STALE, Attack.ALTERED)
        .without("JSON 里没有外部实体", Attack.EXTERNAL_ENTITY, Attack.ENTITY_BOMB);
  }

  @Override
  public List<String> secrets() {
    return List.of(cookie(Who.XIAOMING), cookie(Who.XIAOHONG));
  }

  private static String cookie(Who who) {
    return (who == Who.XIAOMING ? "plantedXiaoming" : "plantedXiaohong") + "0123456";
  }

  private record Sent(Who who, String body) {}

  @Override
  public Told says(Said said) {
    opens(said.who());
    var body =
        JSON.createObjectNode()
            .put("clientMsgId", "client-" + ids.incrementAndGet())
            .put("text", said.text());
    return tells(new Sent(said.who(), written(body)));
  }

  private static String written(Object node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Told tells(Sent sent) {
    return new Told(
        sent,
        KitServer.acknowledged(
            server.post(
                URI.create(server.address() + "/messages"),
                headers(sent.who(), "application/json"),
                sent.body().getBytes(UTF_8))));
  }

  private static List<String> headers(Who who, String type) {
    return List.of("Content-Type", type, "Cookie", "qs_chat=" + cookie(who));
  }

  /** The page of one person, opened once. */
  private void opens(Who who) {
    if (!open.add(who)) {
      return;
    }
    var reading = new CountDownLatch(1);
    var _ = Thread.ofVirtual().name("page-" + who).start(() -> read(who, reading));
    try {
      if (!reading.await(15, TimeUnit.SECONDS)) {
        throw new AssertionError("the page did not open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Who who, CountDownLatch reading) {
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + "/stream"))
            .header("Cookie", "qs_chat=" + cookie(who))
            .timeout(Duration.ofSeconds(60))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofInputStream());
      try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          reading.countDown();
          if (line.startsWith("data: ")) {
            seen.add(
                new Seen(Place.PRIVATE, JSON.readTree(line.substring(6)).path("text").asText()));
          }
        }
      }
    } catch (IOException e) {
      reading.countDown(); // the page was closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Told repeats(Told told) {
    return tells((Sent) told.message());
  }

  @Override
  public Reaction attacks(Attack attack) {
    var right = "{\"clientMsgId\":\"client-attack\",\"text\":\"冒充\"}";
    return switch (attack) {
      case FOREIGN ->
          posted(
              List.of("Content-Type", "application/json", "Origin", "https://evil.example"), right);
      case MALFORMED -> posted(usual(), "{\"clientMsgId\":");
      case EMPTY -> posted(usual(), "");
      case ODD_CONTENT_TYPE -> posted(headers(Who.XIAOHONG, "text/plain"), right);
      case MEGABYTE -> posted(usual(), right.replace("冒充", "长".repeat(350_000)));
      case NESTED -> posted(usual(), "[".repeat(10_000));
      case BINARY -> posted(headers(Who.XIAOHONG, "application/octet-stream"), "\u0000\u0001");
      case OTHER_METHOD ->
          KitServer.reaction(
              server.send(
                  URI.create(server.address() + "/messages"),
                  "PUT",
                  usual(),
                  right.getBytes(UTF_8)));
      default -> throw new IllegalArgumentException("declared lacking");
    };
  }

  private static List<String> usual() {
    return headers(Who.XIAOHONG, "application/json");
  }

  private Reaction posted(List<String> headers, String body) {
    return KitServer.reaction(
        server.post(URI.create(server.address() + "/messages"), headers, body.getBytes(UTF_8)));
  }

  @Override
  public void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    http.shutdownNow();
    adapter.close();
    server.close();
  }
}
