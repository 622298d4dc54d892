package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.tencent.JsonCalls;
import org.qingsheng.adapters.tencent.JsonCalls.Ended;
import org.qingsheng.adapters.tencent.Tokens;

/** Calls to WeChat, and its answers read. Thread-safe. */
final class WeChatHttp implements AutoCloseable {
  /** WeChat's answers have some hundred bytes; a menu has some thousand. */
  private static final long MAX_ANSWER_BYTES = 256 * 1024;

  private final JsonCalls calls;
  private final String base;

  /**
   * @param timeout for one call as a whole, connecting and reading included
   */
  WeChatHttp(URI apiBase, Duration timeout) {
    this.base = apiBase.toString().replaceAll("/+$", "");
    this.calls = new JsonCalls(timeout, MAX_ANSWER_BYTES);
  }

  /** Without a token. Characters outside ASCII travel as they are: some calls show escapes. */
  WeChatAnswer post(String path, JsonNode body) {
    return read(calls.post(URI.create(base + path), Map.of(), body.toString()));
  }

  WeChatAnswer post(String path, Tokens.Result.Token token, JsonNode body) {
    return read(calls.post(address(path, token), Map.of(), body.toString()));
  }

  WeChatAnswer get(String path, Tokens.Result.Token token) {
    return read(calls.get(address(path, token), Map.of()));
  }

  private URI address(String path, Tokens.Result.Token token) {
    var value = URLEncoder.encode(token.value(), StandardCharsets.UTF_8);
    return URI.create(base + path + "?access_token=" + value);
  }

  private static WeChatAnswer read(Ended ended) {
    return switch (ended) {
      case Ended.Answered answered -> WeChatAnswer.of(answered.status(), answered.body());
      case Ended.NeverLeft(var reason) -> new WeChatAnswer.NotDone(reason, Tokens.AFTER_TROUBLE);
      case Ended.Broken(var reason) -> new WeChatAnswer.Unclear(reason);
    };
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
