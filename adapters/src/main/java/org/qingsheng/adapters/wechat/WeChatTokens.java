package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.tencent.Tokens;
import org.qingsheng.adapters.tencent.Tokens.Fetched;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How WeChat hands out the account's stable token. It is asked by one thread at a time.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html">获取稳定版接口调用凭据</a>
 */
final class WeChatTokens {
  /** WeChat allows a forced refresh every 30 s and 20 a day. */
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(WeChatTokens.class);

  private final WeChatSettings settings;
  private final WeChatHttp http;
  private final InstantSource clock;
  private @Nullable Instant lastForced;

  private WeChatTokens(WeChatSettings settings, WeChatHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  static Tokens of(WeChatSettings settings, WeChatHttp http, InstantSource clock) {
    return new Tokens(
        "微信", new WeChatTokens(settings, http, clock)::fetched, Tokens::mostOf, clock);
  }

  /** WeChat's stable token stays the same while it believes in it; then only force helps. */
  private Fetched fetched(Optional<String> rejected) {
    var fetched = asked(false);
    if (!(fetched instanceof Fetched.Got(var value, _)) || !rejected.equals(Optional.of(value))) {
      return fetched;
    }
    if (lastForced != null && clock.instant().isBefore(lastForced.plus(BETWEEN_FORCED))) {
      return new Fetched.Trouble("not taken by WeChat", BETWEEN_FORCED);
    }
    lastForced = clock.instant();
    return asked(true);
  }

  private Fetched asked(boolean force) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("grant_type", "client_credential")
        .put("appid", settings.appId())
        .put("secret", settings.secret())
        .put("force_refresh", force);
    return switch (http.post("/cgi-bin/stable_token", body)) {
      case WeChatAnswer.Ok(var answer) -> {
        var value = answer.path("access_token").asText("");
        yield value.isEmpty()
            ? new Fetched.Trouble("token answer without token", Tokens.AFTER_TROUBLE)
            : new Fetched.Got(value, Duration.ofSeconds(answer.path("expires_in").asLong(7200)));
      }
      case WeChatAnswer.Failed error -> refused(error);
      case WeChatAnswer.NotDone(var reason, var wait) -> new Fetched.Trouble(reason, wait);
      case WeChatAnswer.Unclear(var reason) -> new Fetched.Trouble(reason, Tokens.AFTER_TROUBLE);
    };
  }

  private static Fetched refused(WeChatAnswer.Failed error) {
    log.atWarn()
        .addKeyValue("errcode", error.code())
        .addKeyValue("rid", error.rid().orElse(""))
        .log("wechat token refused");
    return new Fetched.Refused("token refused with " + error.code(), explained(error));
  }

  private static String explained(WeChatAnswer.Failed error) {
    return switch (error.code()) {
      case 40164 ->
          "微信拒绝发放令牌（40164）：本服务器的出口 IP %s 不在公众号后台的 IP 白名单里，请加入白名单，约 5 分钟后生效"
              .formatted(error.ip().orElse("（微信未告知）"));
      case 40013 -> "微信拒绝发放令牌（40013）：AppID 不对，请核对 appId";
      case 40125, 40001 -> "微信拒绝发放令牌（%d）：AppSecret 不对或已重置，请核对 secret".formatted(error.code());
      case 40243 -> "微信拒绝发放令牌（40243）：AppSecret 已被冻结，请在公众号后台解冻";
      case 45009, 45011 -> "微信接口调用太频繁（%d），稍后自动重试".formatted(error.code());
      case -1 -> "微信系统繁忙（-1），稍后自动重试";
      default -> "微信拒绝发放令牌（错误码 %d）".formatted(error.code());
    };
  }
}
