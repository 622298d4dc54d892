package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.EventRelay;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

@DisplayName("转交存储 · relay to storage")
class EventRelayTest {
  private static final Chat GROUP = OneBotIds.groupChat("10001000", "20002000");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final RecordingSink sink = new RecordingSink();
  private final AtomicInteger recoveries = new AtomicInteger();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  @DisplayName("存储坏了又好：一条不少，次序不变")
  void nothing_is_lost_or_reordered_while_storage_is_down() {
    var relay = relay(100);
    sink.down(true);
    for (int i = 0; i < 50; i++) {
      var _ = relay.offer(message(i));
    }
    sink.await(() -> sink.offered() >= 2); // the first, and its first repetition
    assertThat(relay.kept()).isPositive();

    sink.down(false);

    sink.await(() -> sink.texts().size() == 50);
    assertThat(sink.texts()).isEqualTo(texts(50));
    assertThat(recoveries).hasValue(0);
  }

  @Test
  @DisplayName("缓冲满了丢新的，恢复后要求补收一次")
  void a_full_buffer_drops_the_newest_and_asks_to_catch_up_afterwards() {
    var relay = relay(10);
    sink.down(true);
    var ends = IntStream.range(0, 15).mapToObj(i -> relay.offer(message(i))).toList();

    sink.down(false);

    sink.await(() -> recoveries.get() == 1);
    assertThat(sink.texts()).isSubsetOf(texts(15)).hasSizeGreaterThanOrEqualTo(10);
    assertThat(ends.stream().filter(end -> end.isCompletedExceptionally()).count()).isPositive();
    assertThat(ends.getFirst()).isCompleted();
  }

  @Test
  @DisplayName("只作计数的事件存不下就算了，不占缓冲")
  void events_only_counted_are_not_kept() {
    var relay = relay(10);
    sink.down(true);

    relay
        .offer(new InboundEvent.Unsupported(new ChannelId("q"), "notice.poke", Instant.EPOCH))
        .join();

    assertThat(relay.kept()).isZero();
  }

  private EventRelay relay(int capacity) {
    var relay =
        new EventRelay(
            (delay, action) -> {
              var _ = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
            },
            capacity,
            recoveries::incrementAndGet);
    relay.start(sink);
    return relay;
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "第" + i + "条").toList();
  }

  private static InboundEvent message(int i) {
    return new InboundEvent.MessageReceived(
        new ChannelId("q"),
        GROUP.message(Integer.toString(i)),
        GROUP.conversation(),
        OneBotIds.asker("10002000"),
        "第" + i + "条",
        List.of(),
        Addressing.NONE,
        Optional.empty(),
        Instant.EPOCH,
        false);
  }
}
