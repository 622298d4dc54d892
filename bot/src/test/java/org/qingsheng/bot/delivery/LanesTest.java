package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("车道 · lanes")
@Timeout(30)
class LanesTest {
  private final Lanes<String> lanes = new Lanes<>("test");

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  @DisplayName("同一个人的事按先后做，从不同时做")
  void keeps_order_within_a_key() throws InterruptedException {
    var done = Collections.synchronizedList(new ArrayList<Integer>());
    var running = new AtomicInteger();
    var most = new AtomicInteger();

    IntStream.range(0, 1_000)
        .forEach(i ->
            lanes.submit(
                "wang",
                () -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  done.add(i);
                  running.decrementAndGet();
                }));

    assertThat(lanes.awaitIdle(20)).isTrue();
    assertThat(done).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    assertThat(most).hasValue(1);
  }

  @Test
  @DisplayName("一个人卡住，别人照常")
  void nobody_waits_for_another() throws InterruptedException {
    var stuck = new CountDownLatch(1);
    var other = new CountDownLatch(1);
    lanes.submit("wang", () -> assertThat(awaited(stuck)).isTrue());
    lanes.submit("li", other::countDown);

    assertThat(awaited(other)).isTrue();
    assertThat(lanes.busy()).isPositive();
    assertThat(lanes.awaitIdle(0)).isFalse();
    stuck.countDown();
    assertThat(lanes.awaitIdle(20)).isTrue();
    assertThat(lanes.busy()).isZero();
  }

  @Test
  @DisplayName("一件事出错（哪怕是栈溢出），同一个人后面的事照做")
  void goes_on_after_failures() throws InterruptedException {
    var after = new CountDownLatch(1);
    lanes.submit(
        "wang",
        () -> {
          throw new IllegalStateException("坏了");
        });
    lanes.submit(
        "wang",
        () -> {
          throw new StackOverflowError("太深");
        });
    lanes.submit("wang", after::countDown);

    assertThat(awaited(after)).isTrue();
    assertThat(lanes.awaitIdle(20)).isTrue();
  }

  @Test
  @DisplayName("关闭后不再接新的，接下的做完")
  void finishes_what_was_taken_when_closed() throws InterruptedException {
    var go = new CountDownLatch(1);
    var done = Collections.synchronizedList(new ArrayList<String>());
    lanes.submit("wang", () -> done.add(awaited(go) ? "一" : "没等到"));
    lanes.submit("wang", () -> done.add("二"));

    lanes.close();
    var refused = lanes.submit("wang", () -> done.add("三"));
    go.countDown();

    assertThat(refused).isFalse();
    assertThat(lanes.awaitIdle(20)).isTrue();
    assertThat(done).isEqualTo(List.of("一", "二"));
  }

  @Test
  @DisplayName("一个渠道堵死、排满，别的渠道照常；排不下的当场拒收，接下的一件不少")
  void a_share_that_is_full_leaves_the_others_alone() throws InterruptedException {
    var fair = new Lanes<String>("test", 2, 3);
    var stuck = new CountDownLatch(1);
    var other = new CountDownLatch(1);
    var done = new AtomicInteger();
    Runnable task = () -> done.addAndGet(awaited(stuck) ? 1 : 0);
    var flood =
        IntStream.range(0, 7).mapToObj(i -> fair.submit("flooded", "person-" + i, task)).toList();

    fair.submit("calm", "li", other::countDown);

    assertThat(flood).containsExactly(true, true, true, true, true, false, false);
    assertThat(awaited(other)).isTrue();
    assertThat(done).hasValue(0);
    stuck.countDown();
    assertThat(fair.awaitIdle(20)).isTrue();
    assertThat(done).hasValue(5);
    assertThat(fair.submit("flooded", "person-7", task)).as("room again").isTrue();
    assertThat(fair.awaitIdle(20)).isTrue();
  }

  @Test
  @DisplayName("同一个渠道里各人轮流，一人连说三句也只轮一句")
  void keys_of_a_share_take_turns() throws InterruptedException {
    var fair = new Lanes<String>("test", 1, 10);
    var go = new CountDownLatch(1);
    var order = Collections.synchronizedList(new ArrayList<String>());
    fair.submit("channel", "wang", () -> order.add(awaited(go) ? "王一" : "没等到"));
    fair.submit("channel", "wang", () -> order.add("王二"));
    fair.submit("channel", "wang", () -> order.add("王三"));
    fair.submit("channel", "li", () -> order.add("李一"));
    fair.submit("channel", "zhao", () -> order.add("赵一"));
    go.countDown();

    assertThat(fair.awaitIdle(20)).isTrue();
    assertThat(order).containsExactly("王一", "李一", "赵一", "王二", "王三");
  }

  @Test
  @DisplayName("一个渠道再怎么涌，同时在做的正好是它那一份")
  void a_share_runs_only_so_many_at_once() throws InterruptedException {
    var fair = new Lanes<Integer>("test", 8, 2_000);
    var eight = new CountDownLatch(8);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new AtomicInteger();
    for (int i = 0; i < 1_000; i++) {
      fair.submit(
          "channel",
          i,
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            eight.countDown();
            done.addAndGet(awaited(eight) ? 1 : 0);
            running.decrementAndGet();
          });
    }

    assertThat(fair.awaitIdle(20)).isTrue();
    assertThat(done).hasValue(1_000);
    assertThat(most).hasValue(8);
    assertThat(fair.busy()).isZero();
  }
}
