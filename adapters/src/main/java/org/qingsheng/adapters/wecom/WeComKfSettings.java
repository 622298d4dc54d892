package org.qingsheng.adapters.wecom;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;

/**
 * 微信客服, called by a self-built application (可调用接口的应用).
 *
 * @param corpId 企业ID, {@code ww…}
 * @param secret Secret of that application; never printed
 * @param keys Token and EncodingAESKey of the place where the 客服 events are received
 * @param accounts the 客服 accounts served, {@code wk…}; events of others are left alone
 * @param apiBase where API calls go; another address only for tests and forwarding proxies
 * @param sweep how often every account is looked at without being told, for events that never came
 */
public record WeComKfSettings(
    ChannelId channel,
    String corpId,
    String secret,
    WeComKeys keys,
    Set<String> accounts,
    URI apiBase,
    Duration sweep) {
  /** Where WeCom's API lives. */
  public static final URI API = URI.create("https://qyapi.weixin.qq.com");

  /** Ours: seldom enough for the strict limit on pulling without an event's token. */
  public static final Duration SWEEP = Duration.ofMinutes(10);

  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public WeComKfSettings {
    WeComKeys.require(!corpId.isBlank(), "corpId", "the 企业ID, such as ww1234567890abcdef");
    WeComKeys.require(!secret.isBlank(), "secret", "the application's Secret");
    WeComKeys.require(!accounts.isEmpty(), "accounts", "at least one 客服 account, wk…");
    WeComKeys.require(
        accounts.stream().allMatch(account -> ACCOUNT.matcher(account).matches()),
        "accounts",
        "open_kfid of 客服 accounts, wk…");
    WeComKeys.requireHttp(apiBase, "apiBase");
    WeComKeys.require(sweep.isPositive(), "sweep", "more than 0");
    accounts = Set.copyOf(accounts);
  }

  /** With every default. */
  public static WeComKfSettings of(
      ChannelId channel, String corpId, String secret, WeComKeys keys, Set<String> accounts) {
    return new WeComKfSettings(channel, corpId, secret, keys, accounts, API, SWEEP);
  }

  public WeComKfSettings withApiBase(URI base) {
    return new WeComKfSettings(channel, corpId, secret, keys, accounts, base, sweep);
  }

  /** Without secret, token and key. */
  @Override
  public String toString() {
    return "WeComKfSettings[channel=%s, corpId=%s, secret=***, accounts=%d, apiBase=%s]"
        .formatted(channel, corpId, accounts.size(), apiBase);
  }
}
