package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.house.TestClock;

@DisplayName("渠道失联 · losing a channel")
class ChannelWatchTest {
  private static final ChannelId CHANNEL = new ChannelId("qq-groups");

  private final TestClock clock = new TestClock();
  private final Scripted adapter = new Scripted();
  private final List<ChannelId> returned = new ArrayList<>();
  private final ChannelWatch watch = new ChannelWatch(() -> List.of(adapter), returned::add, clock);

  private void lookFor(Duration time) {
    var end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      watch.look();
      clock.pass(Duration.ofSeconds(1));
    }
    watch.look();
  }

  @Test
  @DisplayName("断了二十秒就算失联，说得出哪个渠道、从什么时候起、为什么")
  void notices_a_lost_channel_within_two_minutes() {
    lookFor(Duration.ofMinutes(1));
    assertThat(watch.losses()).isEmpty();

    var lost = clock.instant();
    adapter.health = new Health(Health.State.DOWN, "QQ 账号已掉线");
    lookFor(Duration.ofSeconds(19));
    assertThat(watch.losses()).isEmpty();
    lookFor(Duration.ofSeconds(1));

    assertThat(watch.losses()).containsExactly(new ChannelWatch.Loss(CHANNEL, lost, "QQ 账号已掉线"));
    assertThat(returned).isEmpty();
  }

  @Test
  @DisplayName("令牌失效一类的“部分可用”同样算；闪断不算；恢复了只说一次")
  void tells_once_when_it_is_back() {
    adapter.health = new Health(Health.State.DEGRADED, "令牌失效");
    lookFor(Duration.ofSeconds(10));
    adapter.health = new Health(Health.State.UP, "");
    lookFor(Duration.ofSeconds(5));
    assertThat(returned).as("a blink").isEmpty();

    adapter.health = new Health(Health.State.DEGRADED, "令牌失效");
    lookFor(Duration.ofMinutes(10));
    assertThat(watch.losses()).hasSize(1);
    adapter.health = new Health(Health.State.UP, "");
    lookFor(Duration.ofSeconds(5));

    assertThat(watch.losses()).isEmpty();
    assertThat(returned).containsExactly(CHANNEL);
  }

  /** A channel that is as well as told. */
  private static final class Scripted implements ChannelAdapter {
    Health health = new Health(Health.State.UP, "");

    @Override
    public ChannelId channel() {
      return CHANNEL;
    }

    @Override
    public Capabilities capabilities() {
      return SimulatorRules.ONEBOT.capabilities();
    }

    @Override
    public void start(InboundSink sink) {}

    @Override
    public Delivery send(OutboundMessage message) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public Health check() {
      return health;
    }

    @Override
    public void close() {}
  }
}
