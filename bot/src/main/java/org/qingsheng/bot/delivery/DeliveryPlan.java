package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.Outbox.OpenWindow;

/**
 * Decides whether a message may travel now and how (投递计划). A pure function of the channel's rules,
 * the person's answer window and the time; sending never happens outside what it returns.
 */
public final class DeliveryPlan {
  private DeliveryPlan() {}

  /** What to do with a message. */
  public sealed interface Step {
    record Send(Route route) implements Step {}

    /**
     * Not now, and nobody can say when: at the person's next message.
     *
     * @param reason Chinese, for the cadre who waits for it
     */
    record Hold(String reason) implements Step {}
  }

  /**
   * @param inReplyTo the inbound message it answers
   * @param window the person's last opened window
   * @param passiveGone whether the exchange was found closed a moment ago
   * @param silenced whether the bot is muted in, or removed from, that group
   */
  public static Step of(
      Capabilities rules,
      Optional<MessageId> inReplyTo,
      Optional<OpenWindow> window,
      boolean passiveGone,
      boolean silenced,
      Instant now) {
    if (silenced) {
      return new Step.Hold("机器人在该群被禁言或已被移出，恢复后或对方再次来信时送达");
    }
    if (!passiveGone && exchangeOpen(rules, inReplyTo, window, now)) {
      return new Step.Send(new Route.Passive(inReplyTo.orElseThrow()));
    }
    if (rules.freePush()) {
      return new Step.Send(new Route.Push(inReplyTo));
    }
    if (window.isEmpty() || rules.windows().isEmpty()) {
      return new Step.Hold("该渠道不能主动发消息，对方下次来信时送达");
    }
    var open = window.get();
    if (!now.isBefore(open.expiresAt())) {
      return new Step.Hold("回复窗口已过，对方下次来信时送达");
    }
    if (open.remaining() <= 0) {
      return new Step.Hold("本次来信的回复次数已用完，对方下次来信时送达");
    }
    return new Step.Send(new Route.Push(Optional.of(open.message())));
  }

  private static boolean exchangeOpen(
      Capabilities rules, Optional<MessageId> inReplyTo, Optional<OpenWindow> window, Instant now) {
    if (rules.passive().isEmpty() || inReplyTo.isEmpty() || window.isEmpty()) {
      return false;
    }
    Duration length = rules.passive().get();
    return window.get().message().equals(inReplyTo.get())
        && now.isBefore(window.get().openedAt().plus(length));
  }
}
