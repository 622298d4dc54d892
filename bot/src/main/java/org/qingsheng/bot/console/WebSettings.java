package org.qingsheng.bot.console;

import java.net.URI;

/**
 * Where the server listens.
 *
 * @param port 0 for any free one
 * @param publicUrl how people reach it; https makes cookies Secure
 * @param behindProxy whether the last X-Forwarded-For value, set by our own proxy, is the address
 *     of the person
 */
public record WebSettings(String host, int port, URI publicUrl, boolean behindProxy) {
  boolean secure() {
    return "https".equals(publicUrl.getScheme());
  }
}
