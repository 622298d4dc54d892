package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.Outbox.OpenWindow;
import org.qingsheng.bot.people.QuietHours;

/**
 * Decides whether a message may travel now and how (投递计划). A pure function of the channel's rules,
 * where the message and its person stand, and the time; sending never happens outside what it
 * returns.
 */
public final class DeliveryPlan {
  private DeliveryPlan() {}

  /** What to do with a message. */
  public sealed interface Step {
    record Send(Route route) implements Step {}

    /**
     * Not now, but then.
     *
     * @param reason Chinese, for the cadre who waits for it
     */
    record Wait(String reason, Instant until) implements Step {}

    /**
     * Not now, and nobody can say when.
     *
     * @param reason Chinese, for the cadre who waits for it
     */
    record Hold(String reason, Chance chance) implements Step {}
  }

  /** What a held message waits for (下次机会). */
  public enum Chance {
    NEXT_MESSAGE("对方下次来信时"),
    SPEECH("机器人可以说话时，或对方下次来信时");

    private final String label;

    Chance(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * Where a message and its person stand.
   *
   * @param inReplyTo the inbound message it answers; without one it comes unasked (推送)
   * @param window the person's last opened window
   * @param passiveGone whether the exchange was found closed a moment ago
   * @param silenced why the bot may not speak there now
   * @param quiet hours in which nothing may come unasked
   * @param free when pace and rates let the channel send again; empty for now
   */
  public record Situation(
      Optional<MessageId> inReplyTo,
      Optional<OpenWindow> window,
      boolean passiveGone,
      Optional<String> silenced,
      List<Quiet> quiet,
      Optional<Instant> free) {
    public Situation {
      quiet = List.copyOf(quiet);
    }
  }

  /**
   * Hours in which nothing may come unasked.
   *
   * @param reason Chinese, for the cadre who waits; says whose hours they are, not which: when they
   *     end stands beside it
   */
  public record Quiet(String reason, QuietHours hours) {
    static Quiet usual(QuietHours hours) {
      return new Quiet("免打扰时段，过后送达", hours);
    }

    static Quiet chosen(QuietHours hours) {
      return new Quiet("对方设了免打扰，过后送达", hours);
    }
  }

  public static Step of(Capabilities rules, Situation stands, Instant now) {
    if (stands.silenced().isPresent()) {
      return new Step.Hold(stands.silenced().get(), Chance.SPEECH);
    }
    if (!stands.passiveGone() && exchangeOpen(rules, stands, now)) {
      return new Step.Send(new Route.Passive(stands.inReplyTo().orElseThrow()));
    }
    var earliest = earliest(stands, now);
    if (rules.freePush()) {
      return earliest
          .<Step>map(wait -> wait)
          .orElseGet(() -> new Step.Send(new Route.Push(stands.inReplyTo())));
    }
    if (stands.window().isEmpty() || rules.windows().isEmpty()) {
      return hold("该渠道不能主动发消息，对方下次来信时送达");
    }
    var open = stands.window().get();
    if (!now.isBefore(open.expiresAt())) {
      return hold("回复窗口已过，对方下次来信时送达");
    }
    if (open.remaining() <= 0) {
      return hold("本次来信的回复次数已用完，对方下次来信时送达");
    }
    if (earliest.isEmpty()) {
      return new Step.Send(new Route.Push(Optional.of(open.message())));
    }
    return earliest.get().until().isBefore(open.expiresAt())
        ? earliest.get()
        : hold(earliest.get().reason() + "，而回复窗口先到期，对方下次来信时送达");
  }

  private static Step hold(String reason) {
    return new Step.Hold(reason, Chance.NEXT_MESSAGE);
  }

  /** Why it may not go yet by manners alone; empty if it may. */
  private static Optional<Step.Wait> earliest(Situation stands, Instant now) {
    boolean unasked = stands.inReplyTo().isEmpty();
    var awake =
        unasked
            ? QuietHours.endAfter(stands.quiet().stream().map(Quiet::hours).toList(), now)
            : now;
    var free = stands.free().filter(at -> at.isAfter(now)).orElse(now);
    if (awake.isAfter(now) && !awake.isBefore(free)) {
      var first = stands.quiet().stream().filter(each -> each.hours().contains(now)).findFirst();
      return Optional.of(new Step.Wait(first.orElseThrow().reason(), awake));
    }
    return free.isAfter(now) ? Optional.of(new Step.Wait("按发送节奏排队", free)) : Optional.empty();
  }

  private static boolean exchangeOpen(Capabilities rules, Situation stands, Instant now) {
    if (rules.passive().isEmpty() || stands.inReplyTo().isEmpty() || stands.window().isEmpty()) {
      return false;
    }
    Duration length = rules.passive().get();
    var window = stands.window().get();
    return window.message().equals(stands.inReplyTo().get())
        && now.isBefore(window.openedAt().plus(length));
  }
}
