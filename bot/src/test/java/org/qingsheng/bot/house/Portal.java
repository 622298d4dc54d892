package org.qingsheng.bot.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Another system as {@code adapters/README.md} tells its programmer to write it, with nothing of
 * ours in it: signs what it posts, shows an answer once for each key. Thread-safe.
 */
final class Portal implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final String secret;
  private final InstantSource clock;
  private final HttpServer inbox;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, JsonNode> shown = new LinkedHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger forged = new AtomicInteger();
  private volatile int status = 200;

  Portal(String secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
    try {
      inbox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the portal", e);
    }
    inbox.createContext("/answers", this::answered);
    inbox.start();
  }

  URI deliverTo() {
    return URI.create("http://127.0.0.1:%d/answers".formatted(inbox.getAddress().getPort()));
  }

  /** From now on it answers so to what it is given, without showing it unless that is 200. */
  void answersWith(int now) {
    status = now;
  }

  /** Posts an event; returns the status. */
  int posts(URI to, Map<String, String> event) {
    try {
      byte[] body = JSON.writeValueAsBytes(event);
      var timestamp = Long.toString(clock.instant().getEpochSecond());
      var request =
          HttpRequest.newBuilder(to)
              .timeout(Duration.ofSeconds(20))
              .header("X-Qingsheng-Timestamp", timestamp)
              .header("X-Qingsheng-Signature", signature(timestamp, body))
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What was shown, each once, in order. */
  synchronized List<JsonNode> shown() {
    return List.copyOf(shown.values());
  }

  /** How often a key came that had been shown before. */
  int repeated() {
    return repeated.get();
  }

  /** How many posts were not signed by who knows the secret. */
  int forged() {
    return forged.get();
  }

  private void answered(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    var headers = exchange.getRequestHeaders();
    var right = signature(String.valueOf(headers.getFirst("X-Qingsheng-Timestamp")), body);
    int now = status;
    if (!right.equals(headers.getFirst("X-Qingsheng-Signature"))) {
      forged.incrementAndGet();
      now = 401;
    }
    byte[] answer = new byte[0];
    if (now == 200) {
      answer = show(JSON.readTree(body)).getBytes(UTF_8);
    }
    exchange.sendResponseHeaders(now, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private synchronized String show(JsonNode message) {
    var key = message.path("key").asText();
    if (shown.putIfAbsent(key, message) != null) {
      repeated.incrementAndGet();
    }
    return "{\"id\":\"p-%d\"}".formatted(List.copyOf(shown.keySet()).indexOf(key));
  }

  private String signature(String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    inbox.stop(0);
    http.close();
  }
}
