package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.DeliveryPlan.Chance;
import org.qingsheng.bot.delivery.DeliveryPlan.Quiet;
import org.qingsheng.bot.delivery.DeliveryPlan.Situation;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.delivery.Outbox.OpenWindow;
import org.qingsheng.bot.people.QuietHours;

@DisplayName("投递计划 · delivery plan")
class DeliveryPlanTest {
  private static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-20T16:00:00Z");
  private static final Instant HALF_PAST_SEVEN = Instant.parse("2026-11-20T23:30:00Z");
  private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30));
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
    return DeliveryPlan.of(rules, situation(Optional.of(ASKED), window, false), at);
  }

  private static Situation situation(
      Optional<MessageId> inReplyTo, Optional<OpenWindow> window, boolean passiveGone) {
    return new Situation(
        inReplyTo, window, passiveGone, Optional.empty(), List.of(), Optional.empty());
  }

  /** Something unasked, while nobody is to be disturbed between ten and half past seven. */
  private static Step push(Capabilities rules, Optional<OpenWindow> window, Instant at) {
    return DeliveryPlan.of(
        rules,
        new Situation(
            Optional.empty(),
            window,
            false,
            Optional.empty(),
            List.of(Quiet.usual(NIGHT)),
            Optional.empty()),
        at);
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
        DeliveryPlan.of(
            WECHAT, situation(Optional.of(ASKED), window(5), true), NINE.plusSeconds(1));

    assertThat(step).isEqualTo(new Step.Send(new Route.Push(Optional.of(ASKED))));
  }

  @Test
  @DisplayName("群里被禁言时一律暂缓")
  void holds_while_silenced() {
    var muted =
        new Situation(
            Optional.of(ASKED),
            Optional.empty(),
            false,
            Optional.of("被禁言"),
            List.of(),
            Optional.empty());

    assertThat(DeliveryPlan.of(QQ, muted, NINE)).isEqualTo(new Step.Hold("被禁言", Chance.SPEECH));
  }

  @Test
  @DisplayName("旧来信的窗口不能给新来信做被动回复")
  void never_answers_passively_into_another_messages_exchange() {
    var step =
        DeliveryPlan.of(
            WECHAT,
            situation(Optional.of(new MessageId("m0")), window(5), false),
            NINE.plusSeconds(1));

    assertThat(step).isEqualTo(new Step.Send(new Route.Push(Optional.of(ASKED))));
  }

  @Test
  @DisplayName("免打扰时段里不主动发，等到时段结束；对方自己问的照答")
  void pushes_nothing_in_quiet_hours() {
    assertThat(push(QQ, Optional.empty(), MIDNIGHT))
        .isEqualTo(new Step.Wait("免打扰时段，过后送达", HALF_PAST_SEVEN));
    assertThat(push(QQ, Optional.empty(), HALF_PAST_SEVEN)).isInstanceOf(Step.Send.class);
    assertThat(plan(QQ, Optional.empty(), MIDNIGHT)).isInstanceOf(Step.Send.class);
  }

  @Test
  @DisplayName("等不到免打扰结束窗口就过了的，写明两个原因，等对方来信")
  void says_when_the_window_ends_before_the_quiet_does() {
    var short_ =
        new OpenWindow(Opener.MESSAGE, ASKED, MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(1)), 5);
    var long_ =
        new OpenWindow(Opener.MESSAGE, ASKED, MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(48)), 5);

    assertThat(push(WECHAT, Optional.of(short_), MIDNIGHT))
        .isEqualTo(new Step.Hold("免打扰时段，过后送达，而回复窗口先到期，对方下次来信时送达", Chance.NEXT_MESSAGE));
    assertThat(push(WECHAT, Optional.of(long_), MIDNIGHT))
        .isEqualTo(new Step.Wait("免打扰时段，过后送达", HALF_PAST_SEVEN));
  }

  @Test
  @DisplayName("节奏排不上就等到能发的那一刻；当场答复不用排队")
  void waits_for_its_turn() {
    var free = NINE.plusSeconds(7);
    var busy =
        new Situation(
            Optional.of(ASKED), window(5), false, Optional.empty(), List.of(), Optional.of(free));

    assertThat(DeliveryPlan.of(QQ, busy, NINE)).isEqualTo(new Step.Wait("按发送节奏排队", free));
    assertThat(DeliveryPlan.of(QQ, busy, free)).isInstanceOf(Step.Send.class);
    assertThat(DeliveryPlan.of(WECHAT, busy, NINE))
        .isEqualTo(new Step.Send(new Route.Passive(ASKED)));
  }

  @Test
  @DisplayName("三十天里每七分钟问一次计划：没有一次在窗口外、次数外、免打扰时段里主动发")
  void never_sends_outside_the_rules_in_a_month() {
    int sent = 0;
    int held = 0;
    for (var at = NINE; at.isBefore(NINE.plus(Duration.ofDays(30))); at = at.plusSeconds(420)) {
      for (int remaining = 0; remaining < 3; remaining++) {
        for (long age : List.of(0L, 60L, 47L * 60, 48L * 60, 49L * 60)) {
          var opened = at.minus(Duration.ofMinutes(age));
          var window =
              new OpenWindow(
                  Opener.MESSAGE, ASKED, opened, opened.plus(Duration.ofDays(2)), remaining);
          switch (push(WECHAT, Optional.of(window), at)) {
            case Step.Send _ -> {
              sent++;
              assertThat(NIGHT.contains(at)).isFalse();
              assertThat(remaining).isPositive();
              assertThat(age).isLessThan(48L * 60);
            }
            case Step.Wait(_, var until) -> {
              held++;
              assertThat(until).isAfter(at).isBefore(window.expiresAt());
              assertThat(NIGHT.contains(until)).isFalse();
            }
            case Step.Hold(var reason, _) -> {
              held++;
              assertThat(reason).isNotBlank();
            }
          }
        }
      }
    }

    assertThat(sent).isGreaterThan(10_000);
    assertThat(held).isGreaterThan(10_000);
  }
}
