package org.qingsheng.bot.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** What a web address in the settings must look like. */
final class Addresses {
  static final String EXPECTED = "应为 http:// 或 https:// 开头的网址，不带问号和井号";

  static final String PAGE_EXPECTED = "应为 http:// 或 https:// 开头的网址";

  static final String SOCKET_EXPECTED = "应为 ws:// 或 wss:// 开头的网址";

  private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "[::1]");

  private Addresses() {}

  /**
   * An http or https address without a slash at the end.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static URI base(String text) {
    var address = URI.create(text.strip().replaceAll("/+$", ""));
    var scheme = address.getScheme();
    if (address.getHost() == null
        || !("http".equals(scheme) || "https".equals(scheme))
        || address.getQuery() != null
        || address.getFragment() != null
        || address.getUserInfo() != null) {
      throw new IllegalArgumentException("not a base address");
    }
    return address;
  }

  /**
   * The http or https address of a page, with whatever belongs to it.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static URI page(String text) {
    var address = URI.create(text.strip());
    if (address.getHost() == null
        || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
        || address.getUserInfo() != null) {
      throw new IllegalArgumentException("not a page's address");
    }
    return address;
  }

  /**
   * A ws or wss address.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static URI socket(String text) {
    var address = URI.create(text.strip());
    if (address.getHost() == null
        || !("ws".equals(address.getScheme()) || "wss".equals(address.getScheme()))) {
      throw new IllegalArgumentException("not a WebSocket address");
    }
    return address;
  }

  /** Whether only this machine can reach the host. */
  static boolean isLoopback(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return LOOPBACK.contains(name) || name.startsWith("127.");
  }
}
