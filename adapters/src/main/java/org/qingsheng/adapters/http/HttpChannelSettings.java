package org.qingsheng.adapters.http;

import java.net.URI;
import java.time.Duration;
import org.qingsheng.adapters.ChannelId;

/**
 * Settings of one plain HTTP channel.
 *
 * @param secret shared with the other system; signs both directions; at least 16 characters
 * @param deliverTo where our answers are posted
 * @param callTimeout how long the other system may take to answer
 * @param tolerance how much the time in a signature may differ from our clock
 */
public record HttpChannelSettings(
    ChannelId channel, String secret, URI deliverTo, Duration callTimeout, Duration tolerance) {
  public HttpChannelSettings {
    if (secret.length() < 16) {
      throw new IllegalArgumentException(
          "channel %s: secret must have at least 16 characters".formatted(channel));
    }
    if (deliverTo.getHost() == null
        || !("http".equals(deliverTo.getScheme()) || "https".equals(deliverTo.getScheme()))) {
      throw new IllegalArgumentException(
          "channel %s: deliverTo must be an http or https address".formatted(channel));
    }
  }

  /** With every default: 10 s for a call, 5 min for the clocks. */
  public static HttpChannelSettings of(ChannelId channel, String secret, URI deliverTo) {
    return new HttpChannelSettings(
        channel, secret, deliverTo, Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  /** The secret prints as {@code ***}. */
  @Override
  public String toString() {
    return "HttpChannelSettings[channel=%s, secret=***, deliverTo=%s]"
        .formatted(channel, deliverTo);
  }
}
