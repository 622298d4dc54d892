package org.qingsheng.adapters.wechat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Delivery.NotSent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's token (stable token), fetched when first needed. One fetch at a time: whoever needs
 * one meanwhile waits for that and shares its end, good or bad. Thread-safe.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html">获取稳定版接口调用凭据</a>
 */
final class WeChatTokens {
  /** Taken off a token's life, so that it does not end on the way. */
  private static final Duration MARGIN = Duration.ofSeconds(200);

  /** WeChat allows a forced refresh every 30 s and 20 a day. */
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(60);

  /** What only a person at the console can repair is asked again this seldom. */
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(WeChatTokens.class);

  private final Supplier<WeChatService> service;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kept kept;
  private @Nullable Refused refused;
  private @Nullable Instant lastForced;
  private @Nullable CompletableFuture<Result> flight;
  private volatile Optional<String> trouble = Optional.empty();

  WeChatTokens(Supplier<WeChatService> service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  /** A token, or why there is none. */
  sealed interface Result {
    /** Never printed. */
    record Token(String value) implements Result {
      @Override
      public String toString() {
        return "Token[***]";
      }
    }

    /** Nothing can be sent for now. */
    record None(NotSent why) implements Result {}
  }

  private record Kept(String value, Instant until) {}

  private record Refused(NotSent why, Instant until) {}

  /** The token at hand, or a fetched one. */
  Result current() {
    return obtained(null);
  }

  /** Another one than the token that WeChat just did not take. */
  Result insteadOf(Result.Token rejected) {
    return obtained(rejected.value());
  }

  /** What keeps the account from getting a token, in Chinese for the operator. */
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
      if (refused != null && now.isBefore(refused.until)) {
        return new Result.None(refused.why);
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
    Result result = new Result.None(notSent("token fetch failed", Duration.ofSeconds(5)));
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

  /** WeChat's stable token stays the same while it believes in it; then only force helps. */
  private Result fetched(@Nullable String rejected) {
    var result = read(WeChatAnswer.to(() -> service.get().stableToken(false)));
    if (!(result instanceof Result.Token token) || !token.value().equals(rejected)) {
      return result;
    }
    if (lastForced != null && clock.instant().isBefore(lastForced.plus(BETWEEN_FORCED))) {
      return new Result.None(notSent("token not taken by WeChat", BETWEEN_FORCED));
    }
    lastForced = clock.instant();
    return read(WeChatAnswer.to(() -> service.get().stableToken(true)));
  }

  private Result read(WeChatAnswer answer) {
    return switch (answer) {
      case WeChatAnswer.Ok(var body) -> {
        var value = body.path("access_token").asText("");
        yield value.isEmpty()
            ? none("token answer without token", Duration.ofSeconds(5))
            : keep(value, Duration.ofSeconds(body.path("expires_in").asLong(7200)));
      }
      case WeChatAnswer.Failed error -> refused(error);
      case WeChatAnswer.NotDone(var reason, var retryAfter) -> none(reason, retryAfter);
      case WeChatAnswer.Unclear(var reason) -> none(reason, Duration.ofSeconds(5));
    };
  }

  private Result keep(String value, Duration life) {
    var tenth = life.dividedBy(10);
    var margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    lock.lock();
    try {
      kept = new Kept(value, clock.instant().plus(life).minus(margin));
      refused = null;
    } finally {
      lock.unlock();
    }
    trouble = Optional.empty();
    return new Result.Token(value);
  }

  private Result none(String reason, Duration retryAfter) {
    trouble = Optional.of("暂时取不到微信接口令牌（%s），稍后自动重试".formatted(reason));
    return new Result.None(notSent("token: " + reason, retryAfter));
  }

  private Result refused(WeChatAnswer.Failed error) {
    var why = notSent("token refused with " + error.code(), AFTER_REFUSAL);
    lock.lock();
    try {
      refused = new Refused(why, clock.instant().plus(AFTER_REFUSAL));
    } finally {
      lock.unlock();
    }
    trouble = Optional.of(explained(error));
    log.atWarn()
        .addKeyValue("errcode", error.code())
        .addKeyValue("rid", error.rid().orElse(""))
        .log("wechat token refused");
    return new Result.None(why);
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

  private static NotSent notSent(String reason, Duration retryAfter) {
    return new NotSent(reason, Optional.of(retryAfter));
  }
}
