package org.qingsheng.bot.console;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MakesSceneCodes;
import org.qingsheng.adapters.OutboundMessage;

/** A channel that does nothing but make codes, until it is told not to. */
final class CodeMaker implements ChannelAdapter, MakesSceneCodes {
  volatile String refuses = "";

  @Override
  public Made makeCode(String scene) {
    return refuses.isEmpty()
        ? new Made.Code(URI.create("http://weixin.qq.com/q/" + scene))
        : new Made.NotMade(refuses);
  }

  @Override
  public ChannelId channel() {
    return new ChannelId("wechat-main");
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false, false, Optional.empty(), false, false, List.of(), false, 2048, Duration.ZERO);
  }

  @Override
  public void start(InboundSink sink) {}

  @Override
  public Delivery send(OutboundMessage message) {
    return new Delivery.NotSent("makes codes only", Optional.empty());
  }

  @Override
  public Health check() {
    return new Health(Health.State.UP, "");
  }

  @Override
  public void close() {}
}
