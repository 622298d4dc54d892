package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.tencent.Tokens;
import org.qingsheng.adapters.tencent.Tokens.Fetched;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls with an application's token, repeated once with a new one where the token was not taken.
 * Thread-safe; opens nothing before the first call.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/91039">获取access_token</a>
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90313">全局错误码</a>
 */
final class WeComClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WeComClient.class);

  private final ChannelId channel;
  private final String corpId;
  private final String secret;
  private final URI apiBase;
  private final WeComHttp http;
  private final Tokens tokens;
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
    this.tokens = new Tokens("企业微信", _ -> fetched(), Tokens::mostOf, clock);
  }

  /**
   * POST with the token.
   *
   * @param path {@code /cgi-bin/…}
   * @return a token that could not be had is {@link WeComAnswer.NotDone}
   */
  WeComAnswer call(String path, JsonNode body) {
    return tokens.<WeComAnswer>call(
        token -> watched(post(path, token.value(), body)),
        answer -> answer instanceof WeComAnswer.Failed failed && failed.isTokenRejected(),
        why ->
            new WeComAnswer.NotDone(why.reason(), why.retryAfter().orElse(Tokens.AFTER_TROUBLE)));
  }

  /** What keeps calls from working, in Chinese for the operator; as of the last call. */
  Optional<String> trouble() {
    return tokens.trouble().or(() -> trouble);
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

  private Fetched fetched() {
    var address =
        URI.create(
            "%s/cgi-bin/gettoken?corpid=%s&corpsecret=%s"
                .formatted(base(), encoded(corpId), encoded(secret)));
    return switch (http.get(address)) {
      case WeComAnswer.Ok(var body) -> {
        var value = body.path("access_token").asText("");
        yield value.isEmpty()
            ? new Fetched.Trouble("token answer without token", Tokens.AFTER_TROUBLE)
            : new Fetched.Got(value, Duration.ofSeconds(body.path("expires_in").asLong(7200)));
      }
      case WeComAnswer.Failed failed -> refused(failed);
      case WeComAnswer.NotDone(var reason, var wait) -> new Fetched.Trouble(reason, wait);
      case WeComAnswer.Unclear(var reason) -> new Fetched.Trouble(reason, Tokens.AFTER_TROUBLE);
    };
  }

  private Fetched refused(WeComAnswer.Failed failed) {
    log.atWarn()
        .addKeyValue("channel", channel)
        .addKeyValue("errcode", failed.code())
        .log("wecom token refused");
    return new Fetched.Refused("token refused with " + failed.code(), explained(failed));
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
