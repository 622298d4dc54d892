package org.qingsheng.adapters.wechat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;

/**
 * One official account as its console (设置与开发 → 开发接口管理) shows it.
 *
 * @param appId {@code wx…}
 * @param secret AppSecret, for the token; never printed
 * @param token the Token of 服务器配置, 3 to 32 letters and digits; never printed
 * @param aesKey EncodingAESKey, 43 characters; never printed. Present exactly when {@code mode} is
 *     not {@link Mode#PLAIN}: once it is set, a callback without encryption is refused
 * @param mode 消息加解密方式 as chosen in the console
 * @param apiBase where API calls go; another address only for tests and forwarding proxies
 * @param passiveWindow see {@link #PASSIVE_REPLY}
 * @param timestampTolerance how far a callback's timestamp may be from our clock, either way
 * @param originalId 原始ID, {@code gh_…}; if set, callbacks for another account are refused
 * @param customerService whether the account holds the right to send 客服消息 (verified accounts only)
 */
public record WeChatSettings(
    ChannelId channel,
    String appId,
    String secret,
    String token,
    Optional<String> aesKey,
    Mode mode,
    URI apiBase,
    Duration passiveWindow,
    Duration timestampTolerance,
    Optional<String> originalId,
    boolean customerService) {

  /**
   * How long one callback may take, from the arrival of the request. WeChat closes the connection
   * after 5 s and calls again, three calls in all; the rest is ours for encryption and the network.
   *
   * @see <a
   *     href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html">被动回复用户消息</a>
   */
  public static final Duration PASSIVE_REPLY = Duration.ofMillis(4_500);

  /**
   * How old a signed callback may be. Ours, not WeChat's: long enough for a retry and a clock that
   * runs wrong by minutes, short enough that an address seen in some log is soon worthless.
   */
  public static final Duration TIMESTAMP_TOLERANCE = Duration.ofMinutes(10);

  /** Where WeChat's API lives. */
  public static final URI API = URI.create("https://api.weixin.qq.com");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{3,32}");
  private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");

  /** 消息加解密方式. */
  public enum Mode {
    /** 明文模式: the content is not protected by any signature. */
    PLAIN,
    /** 兼容模式: encrypted and plain content side by side; only the encrypted one counts. */
    COMPATIBLE,
    /** 安全模式: encrypted only. */
    SECURE
  }

  public WeChatSettings {
    require(!appId.isBlank(), "appId", "the AppID, such as wx0123456789abcdef");
    require(!secret.isBlank(), "secret", "the AppSecret");
    require(TOKEN.matcher(token).matches(), "token", "3 to 32 letters and digits");
    require(
        aesKey.isEmpty() || AES_KEY.matcher(aesKey.get()).matches(),
        "aesKey",
        "the 43 characters of EncodingAESKey");
    require(
        aesKey.isPresent() == (mode != Mode.PLAIN),
        "mode",
        "plain without aesKey, compatible or secure with it");
    require(
        apiBase.getHost() != null
            && ("https".equals(apiBase.getScheme()) || "http".equals(apiBase.getScheme())),
        "apiBase",
        "an http or https address");
    require(
        passiveWindow.isPositive() && passiveWindow.compareTo(Duration.ofSeconds(5)) < 0,
        "passiveWindow",
        "more than 0 and less than 5 s");
    require(timestampTolerance.isPositive(), "timestampTolerance", "more than 0");
  }

  /** An account in 明文模式 with every default and without the right to 客服消息. */
  public static WeChatSettings plain(ChannelId channel, String appId, String secret, String token) {
    return new WeChatSettings(
        channel,
        appId,
        secret,
        token,
        Optional.empty(),
        Mode.PLAIN,
        API,
        PASSIVE_REPLY,
        TIMESTAMP_TOLERANCE,
        Optional.empty(),
        false);
  }

  /** The same account in 安全模式. */
  public WeChatSettings secure(String key) {
    return encrypted(key, Mode.SECURE);
  }

  /** The same account in 兼容模式. */
  public WeChatSettings compatible(String key) {
    return encrypted(key, Mode.COMPATIBLE);
  }

  public WeChatSettings withApiBase(URI base) {
    return new WeChatSettings(
        channel,
        appId,
        secret,
        token,
        aesKey,
        mode,
        base,
        passiveWindow,
        timestampTolerance,
        originalId,
        customerService);
  }

  public WeChatSettings withOriginalId(String id) {
    return new WeChatSettings(
        channel,
        appId,
        secret,
        token,
        aesKey,
        mode,
        apiBase,
        passiveWindow,
        timestampTolerance,
        Optional.of(id),
        customerService);
  }

  public WeChatSettings withPassiveWindow(Duration window) {
    return new WeChatSettings(
        channel,
        appId,
        secret,
        token,
        aesKey,
        mode,
        apiBase,
        window,
        timestampTolerance,
        originalId,
        customerService);
  }

  public WeChatSettings withCustomerService() {
    return new WeChatSettings(
        channel,
        appId,
        secret,
        token,
        aesKey,
        mode,
        apiBase,
        passiveWindow,
        timestampTolerance,
        originalId,
        true);
  }

  private WeChatSettings encrypted(String key, Mode encryption) {
    return new WeChatSettings(
        channel,
        appId,
        secret,
        token,
        Optional.of(key),
        encryption,
        apiBase,
        passiveWindow,
        timestampTolerance,
        originalId,
        customerService);
  }

  /** Without secret, token and key. */
  @Override
  public String toString() {
    return "WeChatSettings[channel=%s, appId=%s, secret=***, token=***, aesKey=%s, mode=%s, apiBase=%s]"
        .formatted(channel, appId, aesKey.isPresent() ? "***" : "none", mode, apiBase);
  }

  private static void require(boolean holds, String key, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: expected %s".formatted(key, expected));
    }
  }
}
