package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.client.HttpResponseException;

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

  /** A call that is made now. */
  @FunctionalInterface
  interface Request {
    String send() throws IOException;
  }

  /** Makes the call and reads its answer. */
  static WeChatAnswer to(Request request) {
    try {
      return read(request.send());
    } catch (HttpResponseException e) {
      return status(e.getStatusCode());
    } catch (IOException e) {
      return neverLeft(e)
          ? new NotDone("no connection: " + e.getClass().getSimpleName(), Duration.ofSeconds(5))
          : new Unclear("no answer: " + e.getClass().getSimpleName());
    } catch (RuntimeException e) { // WxJava and Apache wrap what they did not expect
      return new Unclear("call failed: " + e.getClass().getSimpleName());
    }
  }

  private static boolean neverLeft(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof UnknownHostException
        || e instanceof SSLHandshakeException
        || e.getCause() instanceof UnresolvedAddressException;
  }

  /**
   * A status other than 200 is never WeChat's API but something before it. It did not pass the call
   * on, except a gateway that gave up waiting (504).
   */
  private static WeChatAnswer status(int status) {
    if (status == 504) {
      return new Unclear("HTTP 504");
    }
    return new NotDone("HTTP " + status, Duration.ofSeconds(status >= 500 ? 5 : 60));
  }

  private static WeChatAnswer read(String text) {
    try {
      var body = Parts.JSON.readTree(text);
      if (body == null || !body.isObject()) {
        return new Unclear("answer is no JSON object");
      }
      if (body.path("access_token").isTextual()) {
        return new Ok(body);
      }
      var code = body.path("errcode");
      if (!code.isInt()) {
        return new Unclear("answer without errcode");
      }
      return code.intValue() == 0 ? new Ok(body) : failed(code.intValue(), body);
    } catch (JsonProcessingException e) {
      return new Unclear("answer is no JSON"); // the page of a gateway; its text is not for logs
    }
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
