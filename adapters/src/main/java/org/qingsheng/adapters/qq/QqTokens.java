package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Delivery.NotSent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's token, fetched when first needed. One fetch at a time: whoever needs one meanwhile
 * waits for that and shares its end, good or bad. Thread-safe.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/api-use.html">获取调用凭证</a>
 */
final class QqTokens {
  /** QQ hands out a new token only in the last 60 s of the old one; both are good until its end. */
  private static final Duration LAST = Duration.ofSeconds(60);

  /** What only a person at the console can repair is asked again this seldom. */
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
  private static final long USUAL_LIFE_SECONDS = 7_200;
  private static final Logger log = LoggerFactory.getLogger(QqTokens.class);

  private final QqSettings settings;
  private final QqHttp http;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kept kept;
  private @Nullable Pause pause;
  private @Nullable CompletableFuture<Result> flight;
  private volatile Optional<String> trouble = Optional.empty();

  QqTokens(QqSettings settings, QqHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /** A token, or why there is none. */
  sealed interface Result {
    /** Never printed. */
    record Token(String value) implements Result {
      /** The value of the header and of the gateway's {@code token}. */
      String authorization() {
        return "QQBot " + value;
      }

      @Override
      public String toString() {
        return "Token[***]";
      }
    }

    /** Nothing can be sent for now. */
    record None(NotSent why) implements Result {}
  }

  private record Kept(String value, Instant until) {}

  private record Pause(NotSent why, Instant until) {}

  /** The token at hand, or a fetched one. */
  Result current() {
    return obtained(null);
  }

  /** Another one than the token that QQ just did not take. */
  Result insteadOf(Result.Token rejected) {
    return obtained(rejected.value());
  }

  /** What keeps the bot from getting a token, in Chinese for the operator. */
  Optional<String> trouble() {
    return trouble;
  }

  private Result obtained(@Nullable String rejected) {
    CompletableFuture<Result> shared;
    boolean mine = false;
    lock.lock();
    try {
      var now = clock.instant();
      if (kept != null && now.isBefore(kept.until) && !kept.value.equals(rejected)) {
        return new Result.Token(kept.value);
      }
      if (pause != null && now.isBefore(pause.until)) {
        return new Result.None(pause.why);
      }
      if (flight == null) {
        flight = new CompletableFuture<>();
        mine = true;
      }
      shared = flight;
    } finally {
      lock.unlock();
    }
    if (mine) {
      land(shared, rejected);
    }
    return shared.join();
  }

  private void land(CompletableFuture<Result> shared, @Nullable String rejected) {
    Result result = new Result.None(notSent("token fetch failed", AFTER_TROUBLE));
    try {
      result = fetched(rejected);
    } finally {
      lock.lock();
      try {
        flight = null;
      } finally {
        lock.unlock();
      }
      shared.complete(result);
    }
  }

  private Result fetched(@Nullable String rejected) {
    var body =
        QqJson.object().put("appId", settings.appId()).put("clientSecret", settings.secret());
    return switch (http.post(address(), body, Optional.empty())) {
      case QqAnswer.Ok(var answer) -> read(answer, rejected);
      case QqAnswer.Failed failed -> refused(failed);
      case QqAnswer.NotDone(var reason, _) -> none(reason);
      case QqAnswer.Unclear(var reason) -> none(reason);
    };
  }

  private URI address() {
    return QqClient.below(settings.tokenBase(), "/app/getAppAccessToken");
  }

  /** {@code expires_in} is a number, or a number as text. */
  private Result read(ObjectNode answer, @Nullable String rejected) {
    var value = answer.path("access_token").asText("");
    if (value.isEmpty()) {
      return none("token answer without token");
    }
    if (value.equals(rejected)) {
      return paused("token not taken by QQ", "QQ 不认可它刚发放的令牌，一分钟后自动重试");
    }
    var life = Duration.ofSeconds(answer.path("expires_in").asLong(USUAL_LIFE_SECONDS));
    lock.lock();
    try {
      // A token in its last minute is used for what it is good for: this call.
      kept = new Kept(value, clock.instant().plus(life).minus(LAST));
      pause = null;
    } finally {
      lock.unlock();
    }
    trouble = Optional.empty();
    return new Result.Token(value);
  }

  private Result none(String reason) {
    trouble = Optional.of("暂时取不到 QQ 接口令牌（%s），稍后自动重试".formatted(reason));
    return new Result.None(notSent("token: " + reason, AFTER_TROUBLE));
  }

  private Result refused(QqAnswer.Failed failed) {
    if (failed.code() == 0 && failed.status() >= 500) {
      return none("status " + failed.status());
    }
    log.atWarn()
        .addKeyValue("channel", settings.channel())
        .addKeyValue("code", failed.code())
        .addKeyValue("status", failed.status())
        .log("qq token refused");
    return paused("token refused with " + failed.code(), explained(failed.code()));
  }

  private Result paused(String reason, String explained) {
    var why = notSent(reason, AFTER_REFUSAL);
    lock.lock();
    try {
      kept = null;
      pause = new Pause(why, clock.instant().plus(AFTER_REFUSAL));
    } finally {
      lock.unlock();
    }
    trouble = Optional.of(explained);
    return new Result.None(why);
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

  private static NotSent notSent(String reason, Duration retryAfter) {
    return new NotSent(reason, Optional.of(retryAfter));
  }
}
