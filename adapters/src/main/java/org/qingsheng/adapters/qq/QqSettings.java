package org.qingsheng.adapters.qq;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;

/**
 * One bot as its console (q.qq.com → 开发设置) shows it.
 *
 * @param appId AppID, digits
 * @param secret AppSecret: for the token, and the key of every signature; never printed
 * @param apiBase where API calls go; another address for the sandbox and for tests
 * @param tokenBase where the token comes from
 * @param transport how events reach us, as chosen in the console
 * @param intents which events the gateway is asked for; one that was not granted closes the
 *     connection for good. Not used by the webhook, whose events are chosen in the console
 * @param timestampTolerance how far a callback's timestamp may be from our clock, either way
 * @param linkHosts registered in the console (消息 URL 配置); a link to one of them or below it may
 *     stay in a text, every other is taken out before sending
 * @param limits how long, how often and how much may be answered
 */
public record QqSettings(
    ChannelId channel,
    String appId,
    String secret,
    URI apiBase,
    URI tokenBase,
    Transport transport,
    int intents,
    Duration timestampTolerance,
    Set<String> linkHosts,
    Limits limits) {

  /** Where QQ's API lives since 2026-08-10. */
  public static final URI API = URI.create("https://api.bot.qq.com");

  /** GROUP_AND_C2C_EVENT, which every bot has. */
  public static final int GROUP_AND_C2C = 1 << 25;

  /** Events of group, C2C, guild and direct chats, by the names of QQ's page. */
  private static final Map<String, Integer> INTENTS =
      Map.of(
          "GROUP_AND_C2C_EVENT",
          GROUP_AND_C2C,
          "DIRECT_MESSAGE",
          1 << 12,
          "PUBLIC_GUILD_MESSAGES",
          1 << 30);

  /**
   * The number the gateway wants for these events.
   *
   * @throws IllegalArgumentException for a name this adapter makes nothing of
   */
  public static int intents(Set<String> names) {
    return names.stream().mapToInt(QqSettings::intent).reduce(0, (all, bit) -> all | bit);
  }

  private static int intent(String name) {
    var bit = INTENTS.get(name);
    if (bit == null) {
      throw new IllegalArgumentException("intents: expected some of " + INTENTS.keySet());
    }
    return bit;
  }

  /**
   * How old a signed callback may be. Ours, not QQ's: long enough for a clock that runs wrong by
   * minutes, short enough that a recorded call is soon worthless.
   */
  public static final Duration TIMESTAMP_TOLERANCE = Duration.ofMinutes(10);

  private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
  private static final Pattern HOST = Pattern.compile("[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}");

  /** How events reach us. The two exclude each other. */
  public enum Transport {
    /** QQ calls our address. */
    WEBHOOK,
    /** We connect to QQ: for a server without a public address. */
    GATEWAY
  }

  /**
   * What QQ lets us say. Its own pages disagreed over the years, so each can be set.
   *
   * @param groupWindow after a group message
   * @param groupReplies to one group message
   * @param privateWindow after a private message
   * @param privateReplies to one private message
   * @param maxTextBytes QQ publishes no limit; 900 to 1,500 characters arrive
   * @see <a
   *     href="https://bot.q.qq.com/wiki/develop/api-v2/server-inter/message/overview.html">消息收发概述</a>
   */
  public record Limits(
      Duration groupWindow,
      int groupReplies,
      Duration privateWindow,
      int privateReplies,
      int maxTextBytes) {
    /** As published since 2026-01-10. */
    public static final Limits PUBLISHED =
        new Limits(Duration.ofMinutes(5), 5, Duration.ofMinutes(60), 4, 3_000);

    public Limits {
      require(groupWindow.isPositive(), "groupWindow", "more than 0");
      require(groupReplies > 0, "groupReplies", "at least 1");
      require(privateWindow.isPositive(), "privateWindow", "more than 0");
      require(privateReplies > 0, "privateReplies", "at least 1");
      require(maxTextBytes >= 100, "maxTextBytes", "at least 100");
    }
  }

  public QqSettings {
    require(APP_ID.matcher(appId).matches(), "appId", "the AppID, such as 102000001");
    require(!secret.isBlank(), "secret", "the AppSecret");
    requireAddress(apiBase, "apiBase");
    requireAddress(tokenBase, "tokenBase");
    require(intents > 0, "intents", "at least one");
    require(timestampTolerance.isPositive(), "timestampTolerance", "more than 0");
    linkHosts = Set.copyOf(linkHosts);
    require(
        linkHosts.stream().allMatch(host -> HOST.matcher(host).matches()),
        "linkHosts",
        "host names in lower case, such as www.example.cn");
  }

  /** A bot on the webhook with every default. */
  public static QqSettings webhook(ChannelId channel, String appId, String secret) {
    return new QqSettings(
        channel,
        appId,
        secret,
        API,
        API,
        Transport.WEBHOOK,
        GROUP_AND_C2C,
        TIMESTAMP_TOLERANCE,
        Set.of(),
        Limits.PUBLISHED);
  }

  /** The same bot with other addresses. */
  public QqSettings at(URI api, URI token) {
    return new QqSettings(
        channel,
        appId,
        secret,
        api,
        token,
        transport,
        intents,
        timestampTolerance,
        linkHosts,
        limits);
  }

  /** The same bot on the gateway. */
  public QqSettings overGateway(int wanted) {
    return new QqSettings(
        channel,
        appId,
        secret,
        apiBase,
        tokenBase,
        Transport.GATEWAY,
        wanted,
        timestampTolerance,
        linkHosts,
        limits);
  }

  /** The same bot with registered hosts. */
  public QqSettings withLinkHosts(Set<String> hosts) {
    return new QqSettings(
        channel,
        appId,
        secret,
        apiBase,
        tokenBase,
        transport,
        intents,
        timestampTolerance,
        hosts,
        limits);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "QqSettings[channel=%s, appId=%s, secret=***, apiBase=%s, transport=%s]"
        .formatted(channel, appId, apiBase, transport);
  }

  private static void requireAddress(URI base, String key) {
    require(
        base.getHost() != null
            && ("https".equals(base.getScheme()) || "http".equals(base.getScheme())),
        key,
        "an http or https address");
  }

  private static void require(boolean holds, String key, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: expected %s".formatted(key, expected));
    }
  }
}
