package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.qingsheng.adapters.tencent.Tokens;
import org.qingsheng.adapters.tencent.Tokens.Fetched;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How QQ hands out the bot's token. Thread-safe.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/api-use.html">获取调用凭证</a>
 */
final class QqTokens {
  /** QQ hands out a new token only in the last 60 s of the old one; both are good until its end. */
  private static final Duration LAST = Duration.ofSeconds(60);

  private static final long USUAL_LIFE_SECONDS = 7_200;
  private static final Logger log = LoggerFactory.getLogger(QqTokens.class);

  private final QqSettings settings;
  private final QqHttp http;

  private QqTokens(QqSettings settings, QqHttp http) {
    this.settings = settings;
    this.http = http;
  }

  /** A token in its last minute is used for what it is good for: one call. */
  static Tokens of(QqSettings settings, QqHttp http, InstantSource clock) {
    return new Tokens(
        " QQ ", new QqTokens(settings, http)::fetched, life -> life.minus(LAST), clock);
  }

  /** The value of the header and of the gateway's {@code token}. */
  static String authorization(Tokens.Result.Token token) {
    return "QQBot " + token.value();
  }

  private Fetched fetched(Optional<String> rejected) {
    var body =
        QqJson.object().put("appId", settings.appId()).put("clientSecret", settings.secret());
    var address = QqClient.below(settings.tokenBase(), "/app/getAppAccessToken");
    return switch (http.post(address, body, Optional.empty())) {
      case QqAnswer.Ok(var answer) -> read(answer, rejected);
      case QqAnswer.Failed failed -> refused(failed);
      case QqAnswer.NotDone(var reason, _) -> trouble(reason);
      case QqAnswer.Unclear(var reason) -> trouble(reason);
    };
  }

  /** {@code expires_in} is a number, or a number as text. */
  private static Fetched read(ObjectNode answer, Optional<String> rejected) {
    var value = answer.path("access_token").asText("");
    if (value.isEmpty()) {
      return trouble("token answer without token");
    }
    return rejected.equals(Optional.of(value))
        ? new Fetched.Refused("token not taken by QQ", "QQ 不认可它刚发放的令牌，一分钟后自动重试")
        : new Fetched.Got(
            value, Duration.ofSeconds(answer.path("expires_in").asLong(USUAL_LIFE_SECONDS)));
  }

  private static Fetched trouble(String reason) {
    return new Fetched.Trouble(reason, Tokens.AFTER_TROUBLE);
  }

  private Fetched refused(QqAnswer.Failed failed) {
    if (failed.code() == 0 && failed.status() >= 500) {
      return trouble("status " + failed.status());
    }
    log.atWarn()
        .addKeyValue("channel", settings.channel())
        .addKeyValue("code", failed.code())
        .addKeyValue("status", failed.status())
        .log("qq token refused");
    return new Fetched.Refused("token refused with " + failed.code(), explained(failed.code()));
  }

  private static String explained(long code) {
    return switch ((int) code) {
      case 100_001 -> "取 QQ 接口令牌太频繁（100001），稍后自动重试";
      case 100_007 -> "QQ 拒绝发放令牌（100007）：AppID 不对，请核对 appId";
      case 100_016 -> "QQ 拒绝发放令牌（100016）：AppID 或 AppSecret 不对或已重置，请核对 appId 和 secret";
      case 10_004 -> "QQ 拒绝发放令牌（10004）：没有这个机器人，请在开放平台查看";
      default -> "QQ 拒绝发放令牌（错误码 %d）".formatted(code);
    };
  }
}
