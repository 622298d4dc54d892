package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.MessageReceived;

/** A line that is lost is noticed, comes back by itself, and doubles nothing. */
interface LineChecks {
  Kit kit();

  @Test
  @DisplayName("断线看得出来")
  default void a_lost_line_shows() {
    kit().needs(Trait.LINE);
    assertThat(kit().adapter().check().state()).isEqualTo(State.UP);

    kit().platform().lineBreaks();

    kit().sink().await("bad health", () -> kit().adapter().check().state() != State.UP);
    assertThat(kit().adapter().check().reason()).isNotBlank();
  }

  @Test
  @DisplayName("断线时发送：没有发出")
  default void on_a_lost_line_nothing_is_sent() {
    kit().needs(Trait.LINE, Trait.SENDS_ON_LINE);
    var question = kit().asked("在吗");
    kit().platform().lineBreaks();
    kit().sink().await("bad health", () -> kit().adapter().check().state() != State.UP);

    assertThat(kit().answers(question, "在")).isInstanceOf(NotSent.class);
    assertThat(kit().seenTexts()).isEmpty();
  }

  @Test
  @DisplayName("线路回来之后收发照常，一句话只听到一次")
  default void after_a_reconnect_everything_is_as_before() {
    kit().needs(Trait.LINE);
    reconnect();

    var question = kit().asked("回来了吗");
    assertThat(kit().answers(question, "回来了")).isInstanceOf(Accepted.class);

    kit().awaitSeen("回来了");
    assertHeardOnce("回来了吗");
    assertThat(kit().seen("回来了")).hasSize(1);
  }

  @Test
  @DisplayName("断了五次又回来，一句话还是只听到一次")
  default void reconnecting_often_multiplies_nothing() {
    kit().needs(Trait.LINE);
    for (int i = 0; i < 5; i++) {
      reconnect();
    }

    var _ = kit().asked("还好吗");
    kit().stillWorks();

    assertHeardOnce("还好吗");
  }

  @Test
  @DisplayName("断线期间说的话回来之后补上")
  default void what_was_said_meanwhile_is_caught_up() {
    kit().needs(Trait.LINE, Trait.CATCHES_UP);
    var _ = kit().asked("断线之前");
    kit().platform().lineBreaks();
    kit().sink().await("bad health", () -> kit().adapter().check().state() != State.UP);
    var _ = kit().says("断线期间");
    kit().platform().lineComesBack();

    kit().untilStored("断线期间");
  }

  /** It may be told again, but only under the same id. */
  private void assertHeardOnce(String text) {
    assertThat(
            kit().sink().messages().stream()
                .filter(message -> message.text().equals(text))
                .map(MessageReceived::id)
                .distinct())
        .hasSize(1);
  }

  private void reconnect() {
    kit().platform().lineBreaks();
    kit().sink().await("bad health", () -> kit().adapter().check().state() != State.UP);
    kit().platform().lineComesBack();
    kit()
        .sink()
        .await(
            "good health",
            () -> {
              kit().platform().passes(Duration.ofSeconds(1));
              return kit().adapter().check().state() == State.UP;
            });
  }
}
