package org.qingsheng.adapters.wechat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.wechat.WeChatTokens.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our calls to WeChat, and what its answers mean. Thread-safe. Opens nothing before the first
 * message is sent; WxJava itself is loaded only then.
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
  private final Duration callTimeout;
  private final WeChatTokens tokens;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable WeChatService service;
  private volatile @Nullable WeChatHttp http;
  private volatile boolean closed;

  /** The errcode by which WeChat took the right to push away; 0 while it has not. */
  private volatile int barredBy;

  WeChatClient(WeChatSettings settings, InstantSource clock, Duration callTimeout) {
    this.settings = settings;
    this.callTimeout = callTimeout;
    this.tokens = new WeChatTokens(this::service, clock);
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
    return switch (tokens.current()) {
      case Result.None(var why) -> why;
      case Result.Token token -> push(token, openid, shown);
    };
  }

  private Delivery push(Result.Token token, String openid, String shown) {
    var answer = call(token, openid, shown);
    if (!isTokenRejected(answer)) {
      return delivery(answer);
    }
    return switch (tokens.insteadOf(token)) {
      case Result.None(var why) -> why;
      case Result.Token other -> delivery(call(other, openid, shown));
    };
  }

  private WeChatAnswer call(Result.Token token, String openid, String shown) {
    return WeChatAnswer.to(() -> service().customerMessage(token.value(), openid, shown));
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
        .map(trouble -> new Health(State.DEGRADED, trouble + "；提问当时的回复不受影响"))
        .orElseGet(() -> new Health(State.UP, "公众号回调已就绪，客服消息可用"));
  }

  private String barred() {
    return switch (barredBy) {
      case 48001 -> "微信回复 48001：公众号没有客服消息权限（通常是尚未认证），现在只能在提问的当时回复；认证后请重启服务";
      default -> "微信回复 %d：公众号的接口已被封禁或受限，请登录公众号后台查看；现在只能在提问的当时回复".formatted(barredBy);
    };
  }

  private WeChatService service() {
    var ready = service;
    if (ready != null) {
      return ready;
    }
    opening.lock();
    try {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      var again = service;
      if (again == null) {
        var client = new WeChatHttp(callTimeout);
        again = new WeChatService(settings, client);
        http = client;
        service = again;
      }
      return again;
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      var client = http;
      if (client != null) {
        client.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
