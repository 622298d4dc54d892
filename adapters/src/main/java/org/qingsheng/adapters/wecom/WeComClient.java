package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.ChannelId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls with an application's token. One fetch of the token at a time: whoever needs one meanwhile
 * waits for that and shares its end, good or bad. A call whose token was not taken is repeated once
 * with a new one. Thread-safe; opens nothing before the first call.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/91039">获取access_token</a>
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90313">全局错误码</a>
 */
final class WeComClient implements AutoCloseable {
  /** Taken off a token's life, so that it does not end on the way. */
  private static final Duration MARGIN = Duration.ofSeconds(200);

  /** What only a person at the console can repair is asked again this seldom. */
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(WeComClient.class);

  private final ChannelId channel;
  private final String corpId;
  private final String secret;
  private final URI apiBase;
  private final WeComHttp http;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kept kept;
  private @Nullable Barred barred;
  private @Nullable CompletableFuture<Fetched> flight;
  private volatile Optional<String> trouble = Optional.empty();

  WeComClient(
      ChannelId channel,
      String corpId,
      String secret,
      URI apiBase,
      WeComHttp http,
      InstantSource clock) {
    this.channel = channel;
    this.corpId = corpId;
    this.secret = secret;
    this.apiBase = apiBase;
    this.http = http;
    this.clock = clock;
  }

  private record Kept(String value, Instant until) {}

  private record Barred(WeComAnswer why, Instant until) {}

  /** A token, or why there is none. */
  private record Fetched(@Nullable String token, WeComAnswer why) {}

  /**
   * POST with the token.
   *
   * @param path {@code /cgi-bin/…}
   * @return a token that could not be had is {@link WeComAnswer.NotDone}
   */
  WeComAnswer call(String path, JsonNode body) {
    var first = token(null);
    if (first.token() == null) {
      return first.why();
    }
    var answer = post(path, first.token(), body);
    if (!(answer instanceof WeComAnswer.Failed failed) || !failed.isTokenRejected()) {
      return watched(answer);
    }
    var second = token(first.token());
    return second.token() == null ? second.why() : watched(post(path, second.token(), body));
  }

  /** What keeps calls from working, in Chinese for the operator; as of the last call. */
  Optional<String> trouble() {
    return trouble;
  }

  private WeComAnswer post(String path, String token, JsonNode body) {
    return http.post(URI.create(base() + path + "?access_token=" + encoded(token)), body);
  }

  private WeComAnswer watched(WeComAnswer answer) {
    trouble =
        switch (answer) {
          case WeComAnswer.Ok _ -> Optional.empty();
          case WeComAnswer.NotDone(var reason, _) ->
              Optional.of("暂时连不上企业微信（" + reason + "），稍后自动重试");
          case WeComAnswer.Unclear(var reason) -> Optional.of("企业微信没有正常应答（" + reason + "），稍后自动重试");
          case WeComAnswer.Failed failed -> {
            log.atInfo()
                .addKeyValue("channel", channel)
                .addKeyValue("errcode", failed.code())
                .log("wecom answered with an error");
            yield concernsAll(failed) ? Optional.of(explained(failed)) : trouble;
          }
        };
    return answer;
  }

  private static boolean concernsAll(WeComAnswer.Failed failed) {
    return switch (failed.code()) {
      case 40001, 40014, 42001, 40013, 40056, 60011, 60020, 48002 -> true;
      default -> false;
    };
  }

  private Fetched token(@Nullable String rejected) {
    CompletableFuture<Fetched> shared;
    boolean mine = false;
    lock.lock();
    try {
      var now = clock.instant();
      if (kept != null && now.isBefore(kept.until) && !kept.value.equals(rejected)) {
        return new Fetched(kept.value, new WeComAnswer.Unclear("unused"));
      }
      if (barred != null && now.isBefore(barred.until)) {
        return new Fetched(null, barred.why);
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
      land(shared);
    }
    return shared.join();
  }

  private void land(CompletableFuture<Fetched> shared) {
    var result = none("token fetch failed", Duration.ofSeconds(5));
    try {
      result = fetched();
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

  private Fetched fetched() {
    var address =
        URI.create(
            "%s/cgi-bin/gettoken?corpid=%s&corpsecret=%s"
                .formatted(base(), encoded(corpId), encoded(secret)));
    return switch (http.get(address)) {
      case WeComAnswer.Ok(var body) -> {
        var value = body.path("access_token").asText("");
        yield value.isEmpty()
            ? none("token answer without token", Duration.ofSeconds(5))
            : keep(value, Duration.ofSeconds(body.path("expires_in").asLong(7200)));
      }
      case WeComAnswer.Failed failed -> refused(failed);
      case WeComAnswer.NotDone(var reason, var wait) -> none(reason, wait);
      case WeComAnswer.Unclear(var reason) -> none(reason, Duration.ofSeconds(5));
    };
  }

  private Fetched keep(String value, Duration life) {
    var tenth = life.dividedBy(10);
    var margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    lock.lock();
    try {
      kept = new Kept(value, clock.instant().plus(life).minus(margin));
      barred = null;
    } finally {
      lock.unlock();
    }
    trouble = Optional.empty();
    return new Fetched(value, new WeComAnswer.Unclear("unused"));
  }

  private Fetched none(String reason, Duration wait) {
    trouble = Optional.of("暂时取不到企业微信接口令牌（%s），稍后自动重试".formatted(reason));
    return new Fetched(null, new WeComAnswer.NotDone("token: " + reason, wait));
  }

  private Fetched refused(WeComAnswer.Failed failed) {
    var why = new WeComAnswer.NotDone("token refused with " + failed.code(), AFTER_REFUSAL);
    lock.lock();
    try {
      barred = new Barred(why, clock.instant().plus(AFTER_REFUSAL));
    } finally {
      lock.unlock();
    }
    trouble = Optional.of(explained(failed));
    log.atWarn()
        .addKeyValue("channel", channel)
        .addKeyValue("errcode", failed.code())
        .log("wecom token refused");
    return new Fetched(null, why);
  }

  private static String explained(WeComAnswer.Failed failed) {
    return switch (failed.code()) {
      case 60020 ->
          "企业微信拒绝调用（60020）：本服务器的出口 IP %s 不在应用的企业可信IP里，请在管理后台添加"
              .formatted(failed.ip().orElse("（未告知）"));
      case 40013 -> "企业微信拒绝调用（40013）：企业ID 不对，请核对 corpId";
      case 40001 -> "企业微信拒绝调用（40001）：应用的 Secret 不对或已重置，请核对 secret";
      case 40056 -> "企业微信拒绝调用（40056）：应用编号不对，请核对 agentId";
      case 60011, 48002 -> "企业微信拒绝调用（%d）：应用没有这项权限，请在管理后台授权".formatted(failed.code());
      case 45009 -> "企业微信接口调用太频繁（45009），稍后自动重试";
      case -1 -> "企业微信系统繁忙（-1），稍后自动重试";
      default -> "企业微信拒绝调用（错误码 %d）".formatted(failed.code());
    };
  }

  private String base() {
    var base = apiBase.toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
