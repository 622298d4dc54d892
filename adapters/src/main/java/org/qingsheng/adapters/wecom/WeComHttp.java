package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.tencent.JsonCalls;
import org.qingsheng.adapters.tencent.JsonCalls.Ended;
import org.qingsheng.adapters.tencent.Tokens;

/** Calls to WeCom, and its answers read. Thread-safe. */
final class WeComHttp implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  /**
   * How long one call may take as a whole. Much longer than WeCom needs on a good day: what was
   * given up on is unknown, and that may cost a person's attention.
   */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  /** A page of a thousand messages of 2 KB, and as much again. */
  private static final long MAX_ANSWER_BYTES = 8L * 1024 * 1024;

  private static final Pattern IP =
      Pattern.compile("from ip: ?([0-9a-fA-F.:]{3,45})", Pattern.CASE_INSENSITIVE);

  private final JsonCalls calls;

  /**
   * @param timeout for one call as a whole, connecting and reading included
   */
  WeComHttp(Duration timeout) {
    this.calls = new JsonCalls(timeout, MAX_ANSWER_BYTES);
  }

  /** For the long connection, which has the same manners. */
  HttpClient client() {
    return calls.client();
  }

  WeComAnswer get(URI address) {
    return read(calls.get(address, Map.of()));
  }

  WeComAnswer post(URI address, JsonNode body) {
    return read(calls.post(address, Map.of(), body.toString()));
  }

  private static WeComAnswer read(Ended ended) {
    return switch (ended) {
      case Ended.Answered answered -> read(answered);
      case Ended.NeverLeft(var reason) -> new WeComAnswer.NotDone(reason, Tokens.AFTER_TROUBLE);
      case Ended.Broken(var reason) -> new WeComAnswer.Unclear(reason);
    };
  }

  /**
   * A status other than 200 is never WeCom's API but something before it: what says it did not pass
   * the call on (4xx, 503) did nothing, any other 5xx may have.
   */
  private static WeComAnswer read(Ended.Answered response) {
    int status = response.status();
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

  /** That the platform cannot be reached, if so. */
  Optional<String> trouble() {
    return calls.trouble();
  }

  @Override
  public void close() {
    calls.close();
  }
}
