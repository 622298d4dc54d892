package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.tencent.JsonCalls;
import org.qingsheng.adapters.tencent.JsonCalls.Ended;

/** Calls to QQ, and its answers read. Thread-safe. */
final class QqHttp implements AutoCloseable {
  private static final long MAX_ANSWER_BYTES = 256 * 1024;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

  private final JsonCalls calls;

  /**
   * @param timeout for one call as a whole, connecting and reading included
   */
  QqHttp(Duration timeout) {
    this.calls = new JsonCalls(timeout, MAX_ANSWER_BYTES);
  }

  /** For the gateway's connection, which has the same rules. */
  HttpClient client() {
    return calls.client();
  }

  /**
   * @param authorization the header's value; none for the token itself
   */
  QqAnswer post(URI address, ObjectNode body, Optional<String> authorization) {
    var headers = authorization.map(value -> Map.of("Authorization", value)).orElse(Map.of());
    return read(calls.post(address, headers, QqJson.text(body)));
  }

  QqAnswer get(URI address, String authorization) {
    return read(calls.get(address, Map.of("Authorization", authorization)));
  }

  private static QqAnswer read(Ended ended) {
    return switch (ended) {
      case Ended.Answered answered -> read(answered);
      case Ended.NeverLeft(var reason) -> new QqAnswer.NotDone(reason);
      case Ended.Broken(var reason) -> new QqAnswer.Unclear(reason);
    };
  }

  private static QqAnswer read(Ended.Answered response) {
    int status = response.status();
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

  private static QqAnswer failed(Ended.Answered response, long code) {
    var wait =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    return new QqAnswer.Failed(response.status(), code, wait);
  }

  /** That the platform cannot be reached, if so. */
  Optional<String> trouble() {
    return calls.trouble();
  }

  @Override
  public void close() {
    calls.close();
  }
}
