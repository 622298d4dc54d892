package org.qingsheng.bot.house;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a platform's HTTP interface and passes every call on, until it is told to spoil the
 * next one that carries certain words. Knows no platform. Thread-safe.
 */
final class Meddler implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "host", "content-length", "connection", "transfer-encoding", "upgrade", "http2-settings");

  private final URI platform;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger hits = new AtomicInteger();
  private volatile Optional<Spell> spell = Optional.empty();
  private HttpServer server;

  /**
   * @param platform scheme, host and port
   */
  Meddler(URI platform) {
    this.platform = platform;
    this.server = open(0);
  }

  /** What is spoilt, and how; silence lasts until the latch opens. */
  private record Spell(Fault fault, String words, CountDownLatch over) {}

  private HttpServer open(int port) {
    try {
      var opened =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
      opened.setExecutor(threads);
      opened.createContext("/", this::called);
      opened.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the meddler", e);
    }
  }

  /** Where to call instead of the platform. */
  synchronized URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Spoils the next call with these words; an outage is until {@link #passesAgain}. */
  synchronized void spoils(Fault fault, String words) {
    hits.set(0);
    spell = Optional.of(new Spell(fault, words, new CountDownLatch(1)));
    if (fault == Fault.OUTAGE) {
      server.stop(0);
    }
  }

  /** How many calls carried the words since; the first met with the fault. */
  int hits() {
    return hits.get();
  }

  synchronized void passesAgain() {
    var before = spell;
    spell = Optional.empty();
    before.ifPresent(each -> each.over().countDown());
    if (before.filter(each -> each.fault() == Fault.OUTAGE).isPresent()) {
      server = open(server.getAddress().getPort());
    }
  }

  private void called(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      var now =
          spell.filter(each -> new String(body, StandardCharsets.UTF_8).contains(each.words()));
      if (now.isEmpty() || hits.getAndIncrement() > 0) {
        passOn(exchange, body, true);
        return;
      }
      switch (now.get().fault()) {
        case BAD_GATEWAY -> page(exchange, 502);
        case UNAVAILABLE -> page(exchange, 503);
        case SILENCE -> now.get().over().await();
        case ANSWER_LOST -> passOn(exchange, body, false);
        case CUT, OUTAGE -> {} // closing without a word is all
        case TOKEN_REVOKED -> passOn(exchange, body, true);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void page(HttpExchange exchange, int status) throws IOException {
    byte[] page = "<html>nginx</html>".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, page.length);
    exchange.getResponseBody().write(page);
  }

  private void passOn(HttpExchange exchange, byte[] body, boolean answers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(platform.resolve(exchange.getRequestURI()))
            .timeout(Duration.ofSeconds(30))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    var answer = http.send(request.build(), BodyHandlers.ofByteArray());
    if (answers) {
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  @Override
  public synchronized void close() {
    spell.ifPresent(each -> each.over().countDown());
    server.stop(0);
    http.shutdownNow();
    threads.shutdownNow();
  }
}
