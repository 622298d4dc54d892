package org.qingsheng.adapters.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;

/** Rules of real platforms to put on the simulated channel; sources are the adapters' own. */
public enum SimulatorRules {
  /** An ordinary QQ group over OneBot: free to send. */
  ONEBOT(
      new Capabilities(
          true, true, Optional.empty(), false, true, List.of(), false, 4000, Duration.ZERO)),
  /** A verified WeChat account: passive reply, then five messages in 48 hours. */
  WECHAT(
      new Capabilities(
          false,
          false,
          Optional.of(Duration.ofMillis(4_500)),
          true,
          false,
          List.of(new Window(Opener.MESSAGE, Duration.ofDays(2), 5)),
          false,
          2048,
          Duration.ZERO)),
  /** An unverified WeChat account: the passive reply is all there is. */
  WECHAT_PASSIVE(
      new Capabilities(
          false,
          false,
          Optional.of(Duration.ofMillis(4_500)),
          true,
          false,
          List.of(),
          false,
          2048,
          Duration.ZERO)),
  /** A QQ group of the official bot: five answers in five minutes. */
  QQ_GROUP(
      new Capabilities(
          true,
          true,
          Optional.empty(),
          false,
          false,
          List.of(new Window(Opener.MESSAGE, Duration.ofMinutes(5), 5)),
          true,
          1500,
          Duration.ZERO));

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable parts
  private final Capabilities capabilities;

  SimulatorRules(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  public Capabilities capabilities() {
    return capabilities;
  }
}
