package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.delivery.Outbox.OpenWindow;

@DisplayName("投递计划 · delivery plan")
class DeliveryPlanTest {
  private static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");
  private static final MessageId ASKED = new MessageId("m1");
  private static final Capabilities QQ =
      new Capabilities(
          true, true, Optional.empty(), false, true, List.of(), false, 4000, Duration.ZERO);
  private static final Capabilities WECHAT =
      new Capabilities(
          false,
          false,
          Optional.of(Duration.ofMillis(4_500)),
          true,
          false,
          List.of(new Window(Opener.MESSAGE, Duration.ofDays(2), 5)),
          false,
          2048,
          Duration.ZERO);

  private static Optional<OpenWindow> window(int remaining) {
    return Optional.of(
        new OpenWindow(Opener.MESSAGE, ASKED, NINE, NINE.plus(Duration.ofDays(2)), remaining));
  }

  private static Step plan(Capabilities rules, Optional<OpenWindow> window, Instant at) {
    return DeliveryPlan.of(rules, Optional.of(ASKED), window, false, false, at);
  }

  @Test
  @DisplayName("可以随时发的渠道直接发")
  void pushes_freely_where_allowed() {
    assertThat(plan(QQ, Optional.empty(), NINE))
        .isEqualTo(new Step.Send(new Route.Push(Optional.of(ASKED))));
  }

  @Test
  @DisplayName("公众号 4.5 秒内用被动回复，不占次数")
  void answers_passively_within_the_exchange() {
    assertThat(plan(WECHAT, window(0), NINE.plusSeconds(4)))
        .isEqualTo(new Step.Send(new Route.Passive(ASKED)));
  }

  @Test
  @DisplayName("过了被动时限就用客服消息，直到 48 小时的最后一毫秒")
  void pushes_until_the_window_ends() {
    var last = NINE.plus(Duration.ofDays(2)).minusMillis(1);

    assertThat(plan(WECHAT, window(5), last))
        .isEqualTo(new Step.Send(new Route.Push(Optional.of(ASKED))));
    assertThat(plan(WECHAT, window(5), last.plusMillis(1))).isInstanceOf(Step.Hold.class);
  }

  @Test
  @DisplayName("次数用完就暂缓，并说明等对方来信")
  void holds_when_the_quota_is_used_up() {
    assertThat(plan(WECHAT, window(0), NINE.plusSeconds(60)))
        .isInstanceOfSatisfying(
            Step.Hold.class, hold -> assertThat(hold.reason()).contains("次数已用完", "下次来信"));
  }

  @Test
  @DisplayName("交换已经关闭时不再尝试被动回复")
  void does_not_try_a_gone_exchange_again() {
    var step =
        DeliveryPlan.of(WECHAT, Optional.of(ASKED), window(5), true, false, NINE.plusSeconds(1));

    assertThat(step).isEqualTo(new Step.Send(new Route.Push(Optional.of(ASKED))));
  }

  @Test
  @DisplayName("群里被禁言时一律暂缓")
  void holds_while_silenced() {
    assertThat(DeliveryPlan.of(QQ, Optional.of(ASKED), Optional.empty(), false, true, NINE))
        .isInstanceOf(Step.Hold.class);
  }

  @Test
  @DisplayName("旧来信的窗口不能给新来信做被动回复")
  void never_answers_passively_into_another_messages_exchange() {
    var step =
        DeliveryPlan.of(
            WECHAT, Optional.of(new MessageId("m0")), window(5), false, false, NINE.plusSeconds(1));

    assertThat(step).isEqualTo(new Step.Send(new Route.Push(Optional.of(ASKED))));
  }
}
