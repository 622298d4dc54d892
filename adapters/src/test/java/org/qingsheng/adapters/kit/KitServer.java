package org.qingsheng.adapters.kit;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.kit.Attack.Reaction;

/** The program's HTTP port with one channel on it, and a plain client to call it with. */
public final class KitServer implements AutoCloseable {
  private static final String PATH = "/channels/kit";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Javalin server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public KitServer(ServesHttp channel) {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  config.jetty.modifyWebSocketServletFactory(factory -> {
                    factory.setIdleTimeout(Duration.ofMinutes(3));
                    factory.setMaxTextMessageSize(8L * 1024 * 1024);
                  });
                  channel.addTo(config.routes, PATH);
                })
            .start("127.0.0.1", 0);
  }

  /** The channel's own address. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port() + PATH);
  }

  /** The same for WebSockets. */
  public URI webSocketAddress() {
    return URI.create("ws://127.0.0.1:" + server.port() + PATH);
  }

  /**
   * Posts any bytes.
   *
   * @param headers name, value, name, value …
   */
  public CompletableFuture<HttpResponse<String>> post(URI uri, List<String> headers, byte[] body) {
    return send(uri, "POST", headers, body);
  }

  /** Calls with any method. */
  public CompletableFuture<HttpResponse<String>> send(
      URI uri, String method, List<String> headers, byte[] body) {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .method(method, BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    return http.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** How our address reacted, waited for. */
  public static Reaction reaction(CompletableFuture<HttpResponse<String>> answer) {
    return answer
        .handle((response, failure) ->
            failure == null && response != null
                ? new Reaction(response.statusCode(), response.body())
                : failed(failure))
        .join();
  }

  private static Reaction failed(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof IOException) {
      return Reaction.NONE; // the line was cut: no acknowledgement either
    }
    throw new AssertionError("no reaction", failure);
  }

  /** Whether the answer acknowledges: any status of 200 to 299. */
  public static CompletableFuture<Boolean> acknowledged(
      CompletableFuture<HttpResponse<String>> answer) {
    return answer.handle((response, failure) ->
        failure == null && response != null && response.statusCode() / 100 == 2);
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.stop();
  }
}
