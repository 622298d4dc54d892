package org.qingsheng.adapters.webchat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;

/**
 * Settings of one web chat.
 *
 * @param publicUrl how people reach the server; https makes the session cookie Secure
 * @param shortPath where the chat is served besides its channel address, e.g. {@code /chat}
 * @param behindProxy whether the last X-Forwarded-For value, set by our own proxy, is the address
 *     of the person
 * @param keepAlive how often an idle stream gets a comment, against proxies that cut silent lines
 * @param perSession messages one session may send in a minute
 * @param perAddress messages one address may send in a minute
 */
public record WebChatSettings(
    ChannelId channel,
    URI publicUrl,
    Optional<String> shortPath,
    boolean behindProxy,
    Duration keepAlive,
    int perSession,
    int perAddress) {

  /** Longest message in characters (code points). */
  public static final int MAX_TEXT = 1000;

  /** How long a session lasts after its last visit: late answers are picked up within this time. */
  public static final Duration SESSION = Duration.ofDays(30);

  /** The usual settings: 10 messages a minute and session, 60 an address, a comment every 15 s. */
  public static WebChatSettings of(ChannelId channel, URI publicUrl) {
    return new WebChatSettings(
        channel, publicUrl, Optional.of("/chat"), false, Duration.ofSeconds(15), 10, 60);
  }

  boolean secure() {
    return "https".equals(publicUrl.getScheme());
  }
}
