package org.qingsheng.adapters.kit;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How the adapter under test is to be set up.
 *
 * @param callTimeout how long it waits for the platform's answer
 * @param elsewhere where it is to look for the platform's HTTP or WebSocket addresses instead of at
 *     the platform; given as http or https, a WebSocket adapter takes ws or wss instead
 */
public record Setup(Duration callTimeout, Optional<URI> elsewhere) {
  /** As in service. */
  public static final Setup USUAL = new Setup(Duration.ofSeconds(10), Optional.empty());

  /** For checks that wait for a time-out. */
  public static final Setup IMPATIENT = new Setup(Duration.ofSeconds(1), Optional.empty());

  static Setup at(URI elsewhere) {
    return new Setup(Duration.ofSeconds(5), Optional.of(elsewhere));
  }

  /** The address to use where a WebSocket is opened. */
  public Optional<URI> webSocket() {
    return elsewhere.map(uri -> URI.create(uri.toString().replaceFirst("^http", "ws")));
  }
}
