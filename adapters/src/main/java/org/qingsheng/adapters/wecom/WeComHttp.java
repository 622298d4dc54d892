package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * JSON calls to WeCom. Checks certificate and host name, logs nothing, follows no redirect, repeats
 * nothing and ends every call within its timeout. Addresses carry secrets and never leave this
 * class. Thread-safe.
 */
final class WeComHttp implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  /**
   * How long one call may take as a whole. Much longer than WeCom needs on a good day: what was
   * given up on is unknown, and that may cost a person's attention.
   */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  /** A page of a thousand messages of 2 KB, and as much again. */
  private static final long MAX_ANSWER_BYTES = 8L * 1024 * 1024;

  private static final Pattern IP =
      Pattern.compile("from ip: ?([0-9a-fA-F.:]{3,45})", Pattern.CASE_INSENSITIVE);

  private final HttpClient client;
  private final Duration timeout;

  /**
   * @param timeout for one call as a whole, connecting and reading included
   */
  WeComHttp(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT.compareTo(timeout) < 0 ? CONNECT_TIMEOUT : timeout)
            .followRedirects(Redirect.NEVER)
            .build();
  }

  /** For the long connection, which has the same manners. */
  HttpClient client() {
    return client;
  }

  WeComAnswer get(URI address) {
    return call(HttpRequest.newBuilder(address).timeout(timeout).GET().build());
  }

  WeComAnswer post(URI address, JsonNode body) {
    return call(
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build());
  }

  private WeComAnswer call(HttpRequest request) {
    var coming =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return read(coming.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      return failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      coming.cancel(true);
      return new WeComAnswer.Unclear("no whole answer in time");
    } catch (InterruptedException e) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      return new WeComAnswer.Unclear("interrupted in a call");
    }
  }

  private static WeComAnswer failure(Throwable cause) {
    var name = cause.getClass().getSimpleName();
    boolean neverLeft =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnknownHostException
            || cause instanceof SSLHandshakeException
            || cause.getCause() instanceof UnresolvedAddressException;
    return neverLeft
        ? new WeComAnswer.NotDone("no connection: " + name, Duration.ofSeconds(5))
        : new WeComAnswer.Unclear("no answer: " + name);
  }

  /**
   * A status other than 200 is never WeCom's API but something before it: what says it did not pass
   * the call on (4xx, 503) did nothing, any other 5xx may have.
   */
  private static WeComAnswer read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status != 200) {
      return status >= 500 && status != 503
          ? new WeComAnswer.Unclear("HTTP " + status)
          : new WeComAnswer.NotDone("HTTP " + status, Duration.ofSeconds(status == 503 ? 5 : 60));
    }
    try {
      var body = JSON.readTree(response.body());
      if (body == null || !body.isObject()) {
        return new WeComAnswer.Unclear("answer is no JSON object");
      }
      var code = body.path("errcode");
      if (!code.isInt()) {
        return new WeComAnswer.Unclear("answer without errcode");
      }
      return code.intValue() == 0 ? new WeComAnswer.Ok(body) : failed(code.intValue(), body);
    } catch (JsonProcessingException e) {
      return new WeComAnswer.Unclear("answer is no JSON"); // a gateway's page; not for logs
    } catch (IOException e) {
      return new WeComAnswer.Unclear("answer is unreadable");
    }
  }

  private static WeComAnswer failed(int code, JsonNode body) {
    var message = body.path("errmsg").asText("");
    var ip = IP.matcher(message);
    return new WeComAnswer.Failed(
        code,
        message.contains("msgid"),
        code == 60020 && ip.find() ? Optional.of(ip.group(1)) : Optional.empty());
  }

  /** Lets calls in flight finish for a moment; what is cut off then is unknown. */
  @Override
  public void close() {
    client.shutdown();
    try {
      var _ = client.awaitTermination(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}
