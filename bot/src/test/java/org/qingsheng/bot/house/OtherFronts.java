package org.qingsheng.bot.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.qingsheng.adapters.kit.Cable;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.adapters.onebot.fake.Reaction;

/** QQ groups through OneBot by its three ways, another system over plain HTTP, and a web page. */
final class OtherFronts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SECRET = "planted-channel-secret-51c7";

  private OtherFronts() {}

  static List<Front> all(WalkingClock clock) {
    return List.of(
        new Reverse(clock), new Forward(clock), new Posting(clock), new Plain(clock), new Page());
  }

  /** A QQ account in one group, of whose history everything can be looked up. */
  private abstract static class OneBot implements Front {
    private static final String GROUP = "883001";
    private static final String MEMBER = "2001";
    private static final String SEND = "send_group_msg";

    FakeOneBot client;

    OneBot(FakeOneBot client) {
      this.client = client;
      assertThat(client.group(GROUP).isGroup()).isTrue();
    }

    static FakeOneBot account(Supplier<URI> address, String self, WalkingClock clock) {
      return new FakeOneBot(address, Dialect.NAPCAT, self, RunningServer.ONEBOT_TOKEN, clock);
    }

    String settings(String more) {
      return "{id: %s, type: onebot, accessToken: \"%s\"%s}"
          .formatted(id(), RunningServer.ONEBOT_TOKEN, more);
    }

    @Override
    public int mostBytes() {
      return 4_000;
    }

    @Override
    public void says(String message, String text) {
      Soon.holds("connected", client::isConnected);
      client.repeat(client.group(GROUP).asks(MEMBER, text));
    }

    @Override
    public List<String> seen() {
      return client.sent().stream().map(Posted::text).toList();
    }

    @Override
    public Set<Fault> faults() {
      // 502 and 503 are the 1200 and the refusal of a client that has lost its QQ
      return EnumSet.complementOf(EnumSet.of(Fault.TOKEN_REVOKED)); // shown once, on connecting
    }

    @Override
    public boolean repeats() {
      return true; // what was sent is looked up in the history
    }

    @Override
    public void suffers(Fault fault, String words) {
      switch (fault) {
        case CUT -> client.next(SEND, new Reaction.DropLine(false));
        case ANSWER_LOST -> client.next(SEND, new Reaction.DropLine(true));
        case BAD_GATEWAY -> client.next(SEND, new Reaction.Fail(1200, true));
        case UNAVAILABLE -> client.next(SEND, new Reaction.Fail(1200, false));
        case SILENCE -> client.next(SEND, new Reaction.Ignore(false));
        default -> throw new IllegalArgumentException("declared impossible");
      }
    }

    @Override
    public boolean wasHit() {
      return client.calls(SEND).size() > seen().size() || client.calls(SEND).size() > 1;
    }

    @Override
    public void recovers() {}

    @Override
    public void close() {
      client.close();
    }
  }

  private static final class Reverse extends OneBot {
    private static final Duration SOON = Duration.ofMillis(50);

    private final AtomicReference<URI> address;
    private boolean away;

    Reverse(WalkingClock clock) {
      this(new AtomicReference<>(URI.create("ws://unused")), clock);
    }

    private Reverse(AtomicReference<URI> address, WalkingClock clock) {
      super(account(address::get, "10001000", clock));
      this.address = address;
    }

    @Override
    public String id() {
      return "onebot-reverse";
    }

    @Override
    public String settings() {
      return settings("");
    }

    @Override
    public void meets(RunningServer house) {
      address.set(
          URI.create("ws" + house.at("/channels/" + id()).toString().substring("http".length())));
      client.reconnects(SOON);
      client.connect();
    }

    @Override
    public void suffers(Fault fault, String words) {
      if (fault == Fault.OUTAGE) {
        client.reconnects(null);
        client.drop();
        away = true;
      } else {
        super.suffers(fault, words);
      }
    }

    @Override
    public void recovers() {
      super.recovers();
      client.reconnects(SOON);
      if (away) {
        away = false;
        client.connect();
      }
    }
  }

  private static final class Forward extends OneBot {
    private final Cable cable;

    Forward(WalkingClock clock) {
      super(account(() -> URI.create("ws://unused"), "10001001", clock));
      cable = new Cable(client.listens());
    }

    @Override
    public String id() {
      return "onebot-forward";
    }

    @Override
    public String settings() {
      return settings(
          ", transport: forward, address: \"ws://127.0.0.1:%d/\"".formatted(cable.port()));
    }

    @Override
    public void meets(RunningServer house) {
      Soon.holds("connected", client::isConnected);
    }

    @Override
    public void suffers(Fault fault, String words) {
      if (fault == Fault.OUTAGE) {
        cable.plugged(false);
      } else {
        super.suffers(fault, words);
      }
    }

    @Override
    public void recovers() {
      super.recovers();
      cable.plugged(true);
    }

    @Override
    public void close() {
      super.close();
      cable.close();
    }
  }

  private static final class Posting extends OneBot {
    private final Meddler meddler;

    Posting(WalkingClock clock) {
      super(account(() -> URI.create("ws://unused"), "10001002", clock));
      meddler = new Meddler(URI.create("http://127.0.0.1:" + client.listens()));
    }

    @Override
    public String id() {
      return "onebot-http";
    }

    @Override
    public String settings() {
      return settings(
          ", transport: http, apiBase: \"%s\", secret: %s".formatted(meddler.address(), SECRET));
    }

    @Override
    public void meets(RunningServer house) {
      client.posts(house.at("/channels/" + id()), SECRET);
    }

    @Override
    public void suffers(Fault fault, String words) {
      meddler.spoils(fault, words);
    }

    @Override
    public boolean wasHit() {
      return meddler.hits() > 0;
    }

    @Override
    public void recovers() {
      meddler.passesAgain();
    }

    @Override
    public void close() {
      meddler.close();
      super.close();
    }
  }

  private static final class Plain implements Front {
    private final Portal portal;
    private final Meddler meddler;
    private Optional<URI> callback = Optional.empty();

    Plain(WalkingClock clock) {
      portal = new Portal(SECRET, clock);
      meddler = new Meddler(portal.deliverTo());
    }

    @Override
    public int mostBytes() {
      return 8_000;
    }

    @Override
    public String id() {
      return "plain-http";
    }

    @Override
    public String settings() {
      return "{id: plain-http, type: http, secret: %s, deliverTo: \"%s/answers\"}"
          .formatted(SECRET, meddler.address());
    }

    @Override
    public void meets(RunningServer house) {
      callback = Optional.of(house.at("/channels/" + id()));
    }

    @Override
    public void says(String message, String text) {
      var event =
          Map.of("type", "message", "id", message, "user", "u-1", "group", "class-1", "text", text);
      assertThat(portal.posts(callback.orElseThrow(), event)).isEqualTo(204);
      assertThat(portal.posts(callback.orElseThrow(), event)).isEqualTo(204);
    }

    @Override
    public List<String> seen() {
      return portal.shown().stream().map(shown -> shown.path("text").asText()).toList();
    }

    @Override
    public Set<Fault> faults() {
      return EnumSet.complementOf(EnumSet.of(Fault.TOKEN_REVOKED)); // signed, without a token
    }

    @Override
    public boolean repeats() {
      return true;
    }

    @Override
    public void suffers(Fault fault, String words) {
      meddler.spoils(fault, words);
    }

    @Override
    public boolean wasHit() {
      return meddler.hits() > 0;
    }

    @Override
    public void recovers() {
      meddler.passesAgain();
    }

    @Override
    public void close() {
      meddler.close();
      portal.close();
    }
  }

  /** A page that holds a stream open and, when it comes back, reads what it missed. */
  private static final class Page implements Front {
    private static final String COOKIE = "qs_chat=plantedXiaoming0123456";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private Optional<Cable> cable = Optional.empty();
    private volatile String cutsAt = "";
    private volatile boolean away;
    private volatile boolean hit;

    @Override
    public int mostBytes() {
      return 20_000;
    }

    @Override
    public String id() {
      return "web"; // every house of the tests has it
    }

    @Override
    public String settings() {
      return "";
    }

    @Override
    public void meets(RunningServer house) {
      cable = Optional.of(new Cable(house.at("/").getPort()));
      comesBack();
    }

    private HttpRequest.Builder request(String path) {
      var at = "http://127.0.0.1:" + cable.orElseThrow().port() + "/channels/web" + path;
      return HttpRequest.newBuilder(URI.create(at)).header("Cookie", COOKIE);
    }

    private void comesBack() {
      var _ = Thread.ofVirtual().name("page").start(this::reads);
    }

    /** First the stream, then the history, so that nothing falls in between. */
    private void reads() {
      try {
        var stream = http.send(request("/stream").build(), BodyHandlers.ofInputStream());
        var history = http.send(request("/history").build(), BodyHandlers.ofString(UTF_8));
        history.body().lines().filter(line -> !line.isBlank()).forEach(this::shows);
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
          for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data: ")) {
              shows(line.substring(6));
            }
          }
        }
      } catch (IOException _) {
        // the line broke
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void shows(String line) {
      JsonNode told;
      try {
        told = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
      if (told.path("from").asText().equals("bot")) {
        synchronized (this) {
          shown.put(told.path("id").asText(), told.path("text").asText());
        }
      }
      if (!cutsAt.isEmpty() && told.path("text").asText().contains(cutsAt)) {
        cutsAt = "";
        hit = true;
        cable.orElseThrow().cut();
      }
    }

    @Override
    public void says(String message, String text) {
      for (int i = 0; i < 2; i++) {
        var body =
            JSON.createObjectNode().put("clientMsgId", "client-" + message).put("text", text);
        var post =
            request("/messages")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
          assertThat(http.send(post, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public synchronized List<String> seen() {
      return List.copyOf(shown.values());
    }

    @Override
    public Set<Fault> faults() {
      return EnumSet.of(Fault.CUT, Fault.OUTAGE, Fault.ANSWER_LOST); // we make no call to a page
    }

    @Override
    public boolean repeats() {
      return true; // a page knows every line by its id
    }

    @Override
    public void suffers(Fault fault, String words) {
      if (fault == Fault.ANSWER_LOST) {
        cutsAt = words;
      } else {
        cable.orElseThrow().plugged(false);
        away = true;
        hit = true;
      }
    }

    @Override
    public boolean wasHit() {
      return hit;
    }

    @Override
    public void recovers() {
      if (away) {
        cable.orElseThrow().plugged(true);
      }
      comesBack();
    }

    @Override
    public void close() {
      cable.ifPresent(Cable::close);
      http.shutdownNow();
    }
  }
}
