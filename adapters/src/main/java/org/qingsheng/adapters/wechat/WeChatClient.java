package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.MakesSceneCodes;
import org.qingsheng.adapters.MakesSceneCodes.Made;
import org.qingsheng.adapters.tencent.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our calls to WeChat, and what its answers mean. Thread-safe. Opens nothing before the first call.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html">全局返回码</a>
 */
final class WeChatClient implements AutoCloseable {
  /**
   * How long one call may take as a whole. Much longer than WeChat needs on a good day: what was
   * given up on is {@link Unknown}, and that costs a person's attention.
   */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private static final Logger log = LoggerFactory.getLogger(WeChatClient.class);

  private final WeChatSettings settings;
  private final WeChatHttp http;
  private final Tokens tokens;
  private volatile boolean closed;

  /** The errcode by which WeChat took the right to push away; 0 while it has not. */
  private volatile int barredBy;

  WeChatClient(WeChatSettings settings, InstantSource clock, Duration callTimeout) {
    this.settings = settings;
    this.http = new WeChatHttp(settings.apiBase(), callTimeout);
    this.tokens = WeChatTokens.of(settings, http, clock);
  }

  /** Whether customer-service messages can be sent at all, as far as is known. */
  boolean mayPush() {
    return settings.customerService() && barredBy == 0;
  }

  /**
   * Sends one customer-service message.
   *
   * @param shown as {@link WeChatEncoder#shown(String)} gives it
   */
  Delivery push(String openid, String shown) {
    if (!mayPush()) {
      return new Refused(
          Integer.toString(barredBy == 0 ? 48001 : barredBy),
          Meaning.NOT_PERMITTED,
          "this account may not send customer-service messages");
    }
    if (closed) {
      return new NotSent("closed", Optional.empty());
    }
    var body = JsonNodeFactory.instance.objectNode().put("touser", openid).put("msgtype", "text");
    body.putObject("text").put("content", shown);
    return delivery(post("/cgi-bin/message/custom/send", body));
  }

  /** POST with the token; one that is not taken is renewed once. */
  WeChatAnswer post(String path, JsonNode body) {
    return call(token -> http.post(path, token, body));
  }

  /** GET with the token. */
  WeChatAnswer get(String path) {
    return call(token -> http.get(path, token));
  }

  private WeChatAnswer call(Function<Tokens.Result.Token, WeChatAnswer> call) {
    return tokens.call(
        call,
        WeChatClient::isTokenRejected,
        why ->
            new WeChatAnswer.NotDone(why.reason(), why.retryAfter().orElse(Tokens.AFTER_TROUBLE)));
  }

  private static boolean isTokenRejected(WeChatAnswer answer) {
    return answer instanceof WeChatAnswer.Failed(int code, _, _)
        && (code == 40001 || code == 40014 || code == 42001);
  }

  private Delivery delivery(WeChatAnswer answer) {
    return switch (answer) {
      case WeChatAnswer.Ok _ -> new Accepted(Optional.empty());
      case WeChatAnswer.NotDone(var reason, var retryAfter) ->
          new NotSent(reason, Optional.of(retryAfter));
      case WeChatAnswer.Unclear(var reason) -> new Unknown(reason);
      case WeChatAnswer.Failed error -> {
        log.atInfo()
            .addKeyValue("channel", settings.channel())
            .addKeyValue("errcode", error.code())
            .addKeyValue("rid", error.rid().orElse(""))
            .log("wechat refused a customer-service message");
        yield delivery(error);
      }
    };
  }

  private Delivery delivery(WeChatAnswer.Failed error) {
    return switch (error.code()) {
      case -1 -> later(error, Duration.ofSeconds(2), "WeChat is busy");
      case 45011 -> later(error, Duration.ofMinutes(1), "calls of this minute used up");
      case 45009 -> later(error, Duration.ofHours(1), "calls of this day used up");
      case 40001, 40014, 42001 ->
          later(error, Duration.ofMinutes(1), "token not taken, also after a refresh");
      case 40164, 61004, 89503 ->
          later(error, Duration.ofMinutes(5), "our address is not on the allow list");
      case 45015 -> refused(error, Meaning.WINDOW_CLOSED, "48 hours are over or not following");
      case 45047 -> refused(error, Meaning.WINDOW_CLOSED, "answers to this message used up");
      case 43004 -> refused(error, Meaning.UNREACHABLE, "does not follow the account");
      case 40003 -> refused(error, Meaning.UNREACHABLE, "no such person on this account");
      case 45002, 45008, 44004, 87014 ->
          refused(error, Meaning.CONTENT, "text too long, empty or not allowed");
      case 48001, 48004, 50002 -> {
        barredBy = error.code();
        yield refused(error, Meaning.NOT_PERMITTED, "not granted to this account");
      }
      default -> refused(error, Meaning.OTHER, "not accepted");
    };
  }

  private static Delivery later(WeChatAnswer.Failed error, Duration retryAfter, String reason) {
    return new NotSent(described(error, reason), Optional.of(retryAfter));
  }

  private static Delivery refused(WeChatAnswer.Failed error, Meaning meaning, String reason) {
    return new Refused(Integer.toString(error.code()), meaning, described(error, reason));
  }

  private static String described(WeChatAnswer.Failed error, String reason) {
    return "%s (errcode %d%s)"
        .formatted(reason, error.code(), error.rid().map(rid -> ", rid " + rid).orElse(""));
  }

  /**
   * Makes a code that lasts.
   *
   * @see <a
   *     href="https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html">生成带参数的二维码</a>
   */
  MakesSceneCodes.Made makeCode(String scene) {
    var body = JsonNodeFactory.instance.objectNode().put("action_name", "QR_LIMIT_STR_SCENE");
    body.putObject("action_info").putObject("scene").put("scene_str", scene);
    return switch (post("/cgi-bin/qrcode/create", body)) {
      case WeChatAnswer.Ok(var answer) -> code(answer.path("url").asText(""));
      case WeChatAnswer.Failed failed -> new Made.NotMade(explained(failed.code()));
      case WeChatAnswer.NotDone(var reason, _) -> new Made.NotMade("现在连不上微信（" + reason + "），请稍后再试");
      case WeChatAnswer.Unclear(var reason) -> new Made.NotMade("微信没有正常应答（" + reason + "），请再试一次");
    };
  }

  private static Made code(String url) {
    try {
      return url.isBlank() ? new Made.NotMade("微信的应答里没有二维码内容") : new Made.Code(URI.create(url));
    } catch (IllegalArgumentException e) {
      return new Made.NotMade("微信给的二维码内容不是网址");
    }
  }

  /** Why a call that only a granted account may make was refused. */
  static String explained(int code) {
    return switch (code) {
      case 48001 -> "微信回复 48001：公众号没有这项权限（要认证的服务号；菜单要认证的号）";
      case 45009 -> "微信回复 45009：今天的次数用完了";
      case 45028, 45029, 45030 -> "微信回复 %d：二维码数量到了上限".formatted(code);
      case 40016, 40017, 40018, 40019, 40020, 40023, 40025, 40027, 65314 ->
          "微信回复 %d：菜单的个数、文字长短或网址不合微信的要求".formatted(code);
      default -> "微信回复错误码 %d".formatted(code);
    };
  }

  /** From what the last calls told; calls nothing. */
  Health health() {
    if (barredBy != 0) {
      return new Health(State.DEGRADED, barred());
    }
    if (!settings.customerService()) {
      return new Health(State.UP, "公众号回调已就绪；未开通客服消息，只能在提问的当时回复");
    }
    return tokens
        .trouble()
        .or(http::trouble)
        .map(trouble -> new Health(State.DEGRADED, trouble + "；提问当时的回复不受影响"))
        .orElseGet(() -> new Health(State.UP, "公众号回调已就绪，客服消息可用"));
  }

  private String barred() {
    return switch (barredBy) {
      case 48001 -> "微信回复 48001：公众号没有客服消息权限（通常是尚未认证），现在只能在提问的当时回复；认证后请重启服务";
      default -> "微信回复 %d：公众号的接口已被封禁或受限，请登录公众号后台查看；现在只能在提问的当时回复".formatted(barredBy);
    };
  }

  @Override
  public void close() {
    closed = true;
    http.close();
  }
}
