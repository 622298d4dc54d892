package org.qingsheng.adapters.onebot;

import java.net.URI;

/** Which way we and the QQ client reach each other. */
public sealed interface OneBotTransport {
  /** The client opens a WebSocket to us (反向 WebSocket); the usual way. */
  record Reverse() implements OneBotTransport {}

  /**
   * We open a WebSocket to the client (正向 WebSocket).
   *
   * @param address its universal path, such as {@code ws://127.0.0.1:3001/}
   */
  record Forward(URI address) implements OneBotTransport {
    public Forward {
      requireHost(address, "ws", "wss");
    }
  }

  /**
   * The client posts events to us, and we call its HTTP API.
   *
   * @param api where the actions are, such as {@code http://127.0.0.1:3000}
   * @param secret with which it signs its posts ({@code X-Signature}); never blank
   */
  record Http(URI api, String secret) implements OneBotTransport {
    public Http {
      requireHost(api, "http", "https");
      if (secret.isBlank()) {
        throw new IllegalArgumentException("secret must not be blank");
      }
    }

    /** The secret prints as {@code ***}. */
    @Override
    public String toString() {
      return "Http[api=%s, secret=***]".formatted(api);
    }
  }

  private static void requireHost(URI address, String plain, String encrypted) {
    if (address.getHost() == null
        || !(plain.equals(address.getScheme()) || encrypted.equals(address.getScheme()))) {
      throw new IllegalArgumentException(
          "expected an address with %s or %s".formatted(plain, encrypted));
    }
  }
}
