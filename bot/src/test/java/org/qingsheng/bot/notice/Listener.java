package org.qingsheng.bot.notice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Another program on loopback that is told things, and answers as the test says. Thread-safe. */
public final class Listener implements AutoCloseable {
  private final HttpServer server;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "{\"errcode\":0,\"errmsg\":\"ok\"}";

  /** One request. */
  public record Heard(String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT))).orElse("");
    }
  }

  public Listener() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::hear);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?key=k1");
  }

  public void answers(int code) {
    status = code;
  }

  public void answers(String body) {
    answer = body;
  }

  public List<Heard> heard() {
    return List.copyOf(heard);
  }

  public void clear() {
    heard.clear();
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      each -> each.getKey().toLowerCase(java.util.Locale.ROOT),
                      each -> each.getValue().getFirst()));
      heard.add(new Heard(exchange.getRequestURI().getPath(), headers, body));
      if (status == 302) {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
      }
      var bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
      if (status != 204) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
