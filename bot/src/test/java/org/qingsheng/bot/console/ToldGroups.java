package org.qingsheng.bot.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.KnowsGroups;
import org.qingsheng.adapters.OutboundMessage;

/** A channel that is there only to tell in which groups it is. */
record ToldGroups(ChannelId channel, List<Group> groups, Optional<Instant> groupsTold)
    implements ChannelAdapter, KnowsGroups {
  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true, true, Optional.empty(), false, true, List.of(), false, 4_000, Duration.ZERO);
  }

  @Override
  public void start(InboundSink sink) {}

  @Override
  public Delivery send(OutboundMessage message) {
    return new Delivery.NotSent("只报群名单", Optional.empty());
  }

  @Override
  public Health check() {
    return new Health(Health.State.UP, "已连接。");
  }

  @Override
  public void close() {}
}
