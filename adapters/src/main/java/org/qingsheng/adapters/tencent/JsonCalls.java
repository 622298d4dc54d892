package org.qingsheng.adapters.tencent;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Calls to a platform that speaks JSON. Checks certificate and host name, logs nothing, follows no
 * redirect, repeats nothing and ends every call within its timeout. Addresses and headers carry
 * secrets and never leave this class. What an answer means is for the platform's own package.
 * Thread-safe; opens nothing before the first call.
 */
public final class JsonCalls implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final HttpClient http;
  private final Duration timeout;
  private final long maxAnswerBytes;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * @param timeout for one call as a whole, connecting and reading included
   * @param maxAnswerBytes a longer answer is none
   */
  public JsonCalls(Duration timeout, long maxAnswerBytes) {
    this.timeout = timeout;
    this.maxAnswerBytes = maxAnswerBytes;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT.compareTo(timeout) < 0 ? CONNECT_TIMEOUT : timeout)
            .followRedirects(Redirect.NEVER)
            .build();
  }

  /** How one call ended. */
  public sealed interface Ended {
    /** Something answered, which need not be the platform. */
    record Answered(int status, HttpHeaders headers, String body) implements Ended {
      /** Bodies carry what people said. */
      @Override
      public String toString() {
        return "Answered[" + status + "]";
      }
    }

    /** The call certainly never left. */
    record NeverLeft(String reason) implements Ended {}

    /** It may have arrived. */
    record Broken(String reason) implements Ended {}
  }

  /** For a platform's long connection, which has the same manners. */
  public HttpClient client() {
    return http;
  }

  /** That nobody is there, in Chinese; until something answers again. */
  public Optional<String> trouble() {
    return trouble;
  }

  public Ended get(URI address, Map<String, String> headers) {
    return call(request(address, headers).GET());
  }

  /**
   * @param json sent as it is, in UTF-8
   */
  public Ended post(URI address, Map<String, String> headers, String json) {
    return call(
        request(address, headers)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
  }

  private HttpRequest.Builder request(URI address, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(address).timeout(timeout);
    headers.forEach(request::header);
    return request;
  }

  /** The request's own timeout ends with the first byte of the answer; this one with the last. */
  private Ended call(HttpRequest.Builder request) {
    var coming =
        http.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), maxAnswerBytes));
    try {
      var answer = coming.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      trouble = Optional.empty();
      return answered(answer);
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      coming.cancel(true);
      return new Ended.Broken("no whole answer in time");
    } catch (InterruptedException e) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      return new Ended.Broken("interrupted in a call");
    }
  }

  private static Ended answered(HttpResponse<String> answer) {
    return new Ended.Answered(answer.statusCode(), answer.headers(), answer.body());
  }

  private Ended failed(Throwable cause) {
    var name = cause.getClass().getSimpleName();
    boolean neverLeft =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnknownHostException
            || cause instanceof UnresolvedAddressException
            || cause instanceof SSLHandshakeException
            || cause.getCause() instanceof UnresolvedAddressException;
    if (!neverLeft) {
      return new Ended.Broken("no answer: " + name);
    }
    trouble = Optional.of("连不上平台的接口服务器（%s），消息先留着，稍后自动重试".formatted(name));
    return new Ended.NeverLeft("no connection: " + name);
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
