package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How one API call ended. None of the cases carries the token or a text of ours. */
sealed interface WeChatAnswer {
  /** WeChat answered in its own words, and they are no error. */
  record Ok(JsonNode body) implements WeChatAnswer {}

  /**
   * WeChat answered with an error.
   *
   * @param code errcode; the message beside it is for people and changes
   * @param rid request id to quote to Tencent's support, if given
   * @param ip the address of ours that WeChat saw, given with 40164
   */
  record Failed(int code, Optional<String> rid, Optional<String> ip) implements WeChatAnswer {}

  /** Certainly nothing happened there. */
  record NotDone(String reason, Duration retryAfter) implements WeChatAnswer {}

  /** It may have happened. */
  record Unclear(String reason) implements WeChatAnswer {}

  /**
   * Reads an answer. A status of 300 and above is never WeChat's API but something before it: what
   * says it did not pass the call on (3xx, 4xx, 503) did nothing; any other 5xx may come from a
   * gateway that passed it on and lost the answer.
   */
  static WeChatAnswer of(int status, String text) {
    if (status >= 500 && status != 503) {
      return new Unclear("HTTP " + status);
    }
    if (status >= 300) {
      return new NotDone("HTTP " + status, Duration.ofSeconds(status == 503 ? 5 : 60));
    }
    try {
      var body = Parts.JSON.readTree(text);
      if (body == null || !body.isObject()) {
        return new Unclear("answer is no JSON object");
      }
      var code = body.path("errcode");
      if (!code.isInt()) {
        return hasContent(body) ? new Ok(body) : new Unclear("answer without errcode");
      }
      return code.intValue() == 0 ? new Ok(body) : failed(code.intValue(), body);
    } catch (JsonProcessingException e) {
      return new Unclear("answer is no JSON"); // the page of a gateway; its text is not for logs
    }
  }

  /** Some calls are answered with what was asked for, and without errcode. */
  private static boolean hasContent(JsonNode body) {
    return body.path("access_token").isTextual()
        || body.path("ticket").isTextual()
        || body.path("menu").isObject();
  }

  private static Failed failed(int code, JsonNode body) {
    var message = body.path("errmsg").asText("");
    return new Failed(
        code,
        Parts.first(Parts.RID, message),
        code == 40164 ? Parts.first(Parts.IP, message) : Optional.empty());
  }

  /** What reading needs. */
  final class Parts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern RID = Pattern.compile("rid: ?([0-9a-fA-F-]{6,60})");
    private static final Pattern IP =
        Pattern.compile(
            "((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})");

    private Parts() {}

    private static Optional<String> first(Pattern pattern, String text) {
      var matcher = pattern.matcher(text);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }
}
