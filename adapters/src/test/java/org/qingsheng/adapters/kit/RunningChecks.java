package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.kit.KitSink.Mood;

/** What the adapter says of itself is true, and it ends when told, once or twice. */
interface RunningChecks {
  Kit kit();

  /** Ends the present set-up and begins with another, started. */
  Kit anew(Setup setup);

  /** The same, not started. */
  Kit anewNotStarted();

  @Test
  @DisplayName("声明的能力合情合理")
  default void capabilities_make_sense() {
    var can = kit().adapter().capabilities();

    assertThat(can.maxTextBytes()).isBetween(300, 1_000_000);
    assertThat(can.pace()).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(can.passive().orElse(Duration.ofSeconds(1))).isPositive();
    assertThat(can.windows())
        .allSatisfy(window -> {
          assertThat(window.length()).isPositive();
          assertThat(window.count()).isPositive();
        });
    if (can.freePush()) {
      assertThat(can.windows()).isEmpty();
    }
  }

  @Test
  @DisplayName("跳过的检查与声明的能力对得上，没有偷懒")
  default void what_is_skipped_is_declared() {
    var can = kit().adapter().capabilities();
    var abilities = kit().platform().abilities();

    assertThat(abilities.has(Trait.GROUPS)).isEqualTo(can.groups());
    assertThat(abilities.has(Trait.PASSIVE)).isEqualTo(can.passive().isPresent());
    if (abilities.has(Trait.CALLS)) {
      assertThat(abilities.has(Trait.DEDUPLICATES)).isEqualTo(can.deduplicates());
    }
    if (!can.windows().isEmpty()) {
      assertThat(abilities.has(Fate.WINDOW_OVER)).isTrue();
    }
  }

  @Test
  @DisplayName("没启动时说自己停着，启动后说自己好着")
  default void health_follows_the_start() {
    var idle = anewNotStarted();
    assertThat(idle.adapter().check().state()).isEqualTo(State.DOWN);

    var running = idle.started();

    running.sink().await("good health", () -> running.adapter().check().state() == State.UP);
  }

  @Test
  @DisplayName("健康状况是一句中文")
  default void health_is_a_chinese_sentence() {
    assertThat(kit().adapter().check().reason()).matches("(?s).*[\\u4e00-\\u9fff]{2,}.*");
    kit().adapter().close();
    assertThat(kit().adapter().check().reason()).matches("(?s).*[\\u4e00-\\u9fff]{2,}.*");
  }

  @Test
  @DisplayName("停下来之后说自己停着")
  default void health_follows_the_end() {
    kit().adapter().close();

    assertThat(kit().adapter().check().state()).isEqualTo(State.DOWN);
  }

  @Test
  @DisplayName("停两次与停一次一样")
  default void closing_twice_is_closing_once() {
    assertThatCode(
            () -> {
              kit().adapter().close();
              kit().adapter().close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("没启动就停下来也行")
  default void closing_without_a_start_is_fine() {
    var idle = anewNotStarted();

    assertThatCode(() -> idle.adapter().close()).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("没启动时来的话不说收到，也不崩")
  default void before_the_start_nothing_is_acknowledged() {
    kit().needs(Trait.ACKNOWLEDGES);
    var idle = anewNotStarted();

    assertThat(Kit.acknowledged(idle.says("太早"))).contains(false);
  }

  @Test
  @DisplayName("停的时候还在路上的发送有个说法，不抛异常，也不拖住停")
  default void a_send_under_way_ends_with_the_channel() {
    kit().needs(Trait.CALLS, Fate.SILENT_BUT_DONE);
    var question = kit().asked("在吗");
    kit().platform().next(Fate.SILENT_BUT_DONE);
    var sending = CompletableFuture.supplyAsync(() -> kit().answers(question, "在"));
    kit().sink().await("send", () -> kit().platform().sendCalls() > 0);

    Assertions.assertTimeout(Duration.ofSeconds(20), () -> kit().adapter().close());

    Delivery end = sending.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(end).isInstanceOfAny(Unknown.class, Accepted.class);
  }

  @Test
  @DisplayName("没存好的话拦不住停")
  default void a_message_not_stored_does_not_hold_up_the_end() {
    kit().needs(Trait.ACKNOWLEDGES);
    kit().sink().mood(Mood.HOLDS);
    var _ = kit().says("在吗");
    kit().sink().await("offer", () -> kit().sink().offered() > 0);

    Assertions.assertTimeout(Duration.ofSeconds(20), () -> kit().adapter().close());
  }
}
