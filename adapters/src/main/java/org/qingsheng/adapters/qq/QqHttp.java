package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * Our calls to QQ, one at a time each: certificates and host names checked, no redirect followed,
 * nothing repeated, nothing logged, an end to each within {@code timeout}. Thread-safe.
 */
final class QqHttp implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final long MAX_ANSWER_BYTES = 256 * 1024;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

  private final HttpClient http;
  private final Duration timeout;

  /**
   * @param timeout for one call as a whole, connecting and reading included
   */
  QqHttp(Duration timeout) {
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT.compareTo(timeout) < 0 ? CONNECT_TIMEOUT : timeout)
            .followRedirects(Redirect.NEVER)
            .build();
  }

  /** For the gateway's connection, which has the same rules. */
  HttpClient client() {
    return http;
  }

  /**
   * @param authorization the header's value; none for the token itself
   */
  QqAnswer post(URI address, ObjectNode body, Optional<String> authorization) {
    return call(
        request(address, authorization)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(QqJson.text(body))));
  }

  QqAnswer get(URI address, String authorization) {
    return call(request(address, Optional.of(authorization)).GET());
  }

  private HttpRequest.Builder request(URI address, Optional<String> authorization) {
    var request = HttpRequest.newBuilder(address).timeout(timeout);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** The request's own timeout ends with the first byte of the answer; this one with the last. */
  private QqAnswer call(HttpRequest.Builder request) {
    var answer =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return read(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      return broken(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new QqAnswer.Unclear("no whole answer in time");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new QqAnswer.Unclear("interrupted in a call");
    }
  }

  private static QqAnswer broken(Throwable cause) {
    boolean never =
        cause instanceof HttpConnectTimeoutException
            || cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof UnresolvedAddressException
            || cause instanceof SSLHandshakeException;
    var reason = cause.getClass().getSimpleName();
    return never
        ? new QqAnswer.NotDone("no connection: " + reason)
        : new QqAnswer.Unclear(
            cause instanceof IOException ? "connection broke: " + reason : reason);
  }

  private static QqAnswer read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    var body = QqJson.object(response.body());
    if (body.isPresent()) {
      long code = code(body.get());
      boolean done = status / 100 == 2 && code == 0;
      return done ? new QqAnswer.Ok(body.get()) : failed(response, code);
    }
    if (status == 401 || status == 429) {
      return failed(response, 0);
    }
    return status / 100 == 2 || status >= 500
        ? new QqAnswer.Unclear("status " + status + " without an answer of QQ")
        : new QqAnswer.NotDone("status " + status + ", not from QQ");
  }

  private static long code(ObjectNode body) {
    long precise = body.path("err_code").asLong(0);
    return precise == 0 ? body.path("code").asLong(0) : precise;
  }

  private static QqAnswer failed(HttpResponse<byte[]> response, long code) {
    var wait =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    return new QqAnswer.Failed(response.statusCode(), code, wait);
  }

  /** Lets calls in flight finish for a moment; what is cut off then is unknown. */
  @Override
  public void close() {
    http.shutdown();
    try {
      var _ = http.awaitTermination(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
