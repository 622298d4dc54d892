package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.util.Set;
import org.qingsheng.adapters.ChannelId;

/**
 * One OneBot channel.
 *
 * @param channel its name, part of the address the QQ client connects to
 * @param accessToken what the QQ client must show at the handshake, or what we show it where we
 *     connect; never blank, because a bind on loopback is no protection on a shared machine
 * @param accounts the QQ numbers that may connect; empty allows any that knows the token
 * @param catchUp how far back messages are fetched from the platform's history after a gap
 * @param callTimeout how long one call may take; NapCat itself gives up a send after 10 s
 * @param pace the least time between two sends; zero for none. Projects around these clients
 *     recommend one send per 1–2 s to protect the account
 * @param transport which way the two reach each other
 */
public record OneBotSettings(
    ChannelId channel,
    String accessToken,
    Set<String> accounts,
    Duration catchUp,
    Duration callTimeout,
    Duration pace,
    OneBotTransport transport) {
  /** One day: a night's outage is caught up whole. */
  public static final Duration DEFAULT_CATCH_UP = Duration.ofHours(24);

  /** Longer than the 10 s after which NapCat answers "Timeout" by itself. */
  public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(15);

  public OneBotSettings {
    if (accessToken.isBlank()) {
      throw new IllegalArgumentException(
          "channel %s: accessToken must not be blank".formatted(channel));
    }
    if (catchUp.isNegative()
        || pace.isNegative()
        || callTimeout.isNegative()
        || callTimeout.isZero()) {
      throw new IllegalArgumentException(
          "channel %s: catchUp and pace must not be negative, callTimeout must be positive"
              .formatted(channel));
    }
    for (String account : accounts) {
      if (!OneBotIds.isNumber(account)) {
        throw new IllegalArgumentException(
            "channel %s: \"%s\" is not a QQ number".formatted(channel, account));
      }
    }
    accounts = Set.copyOf(accounts);
  }

  /** By reverse WebSocket. */
  public OneBotSettings(
      ChannelId channel,
      String accessToken,
      Set<String> accounts,
      Duration catchUp,
      Duration callTimeout,
      Duration pace) {
    this(channel, accessToken, accounts, catchUp, callTimeout, pace, new OneBotTransport.Reverse());
  }

  /** The same by another way. */
  public OneBotSettings over(OneBotTransport other) {
    return new OneBotSettings(channel, accessToken, accounts, catchUp, callTimeout, pace, other);
  }

  /** Whether that account may be served here. */
  boolean allows(String account) {
    return accounts.isEmpty() || accounts.contains(account);
  }

  /** Settings with every default, any account allowed. */
  public static OneBotSettings of(ChannelId channel, String accessToken) {
    return new OneBotSettings(
        channel, accessToken, Set.of(), DEFAULT_CATCH_UP, DEFAULT_CALL_TIMEOUT, Duration.ZERO);
  }

  /** The token prints as {@code ***}. */
  @Override
  public String toString() {
    return "OneBotSettings[channel=%s, accessToken=***, accounts=%s, catchUp=%s, callTimeout=%s, pace=%s, transport=%s]"
        .formatted(channel, accounts, catchUp, callTimeout, pace, transport);
  }
}
