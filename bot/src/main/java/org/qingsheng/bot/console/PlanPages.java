package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.bot.console.page.PlanPage;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.delivery.DeliveryRules.OfChannel;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.people.Role;

/** The delivery plan for those who operate the channels: the rules of now, and what waits. */
public final class PlanPages {
  private static final int SHOWN = 200;

  private final Supplier<List<ChannelAdapter>> channels;
  private final Supplier<DeliveryRules> rules;
  private final Outbox outbox;
  private final Function<Outbound, Step> planned;
  private final Phrases phrases;

  /**
   * @param planned what would be done with a message now
   */
  public PlanPages(
      Supplier<List<ChannelAdapter>> channels,
      Supplier<DeliveryRules> rules,
      Outbox outbox,
      Function<Outbound, Step> planned,
      InstantSource clock) {
    this.channels = channels;
    this.rules = rules;
    this.outbox = outbox;
    this.planned = planned;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get("/console/plan", ctx -> frame.show(ctx, "plan", page(frame, ctx)), Gate.OPERATE);
  }

  private PlanPage page(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    boolean reads = visitor.account().has(Role.CADRE) || visitor.account().has(Role.LEADER);
    var now = rules.get();
    return new PlanPage(
        frame.around(ctx, "投递计划"),
        now.nights().toString(),
        now.days().toString(),
        channels.get().stream()
            .map(adapter -> rules(adapter, now.of(adapter.channel(), adapter.capabilities())))
            .toList(),
        outbox.waiting(visitor.scope(), SHOWN).stream().map(each -> waiting(each, reads)).toList());
  }

  private PlanPage.Waiting waiting(Outbox.Stuck stuck, boolean reads) {
    var standing = stuck.standing();
    var message = standing.message();
    var step = planned.apply(message);
    return new PlanPage.Waiting(
        message.to().channel().value(),
        message.purpose().label(),
        standing.state().label(),
        reason(standing, step),
        chance(message, step),
        stuck.itemNumber().orElse(""),
        reads);
  }

  /** What was found when it was last tried; where that says nothing, what is found now. */
  private static String reason(Outbox.Standing standing, Step step) {
    return standing
        .reason()
        .orElseGet(() ->
            switch (step) {
              case Step.Send _ -> "就要发送";
              case Step.Wait(var why, _) -> why;
              case Step.Hold(var why, _) -> why;
            });
  }

  private String chance(Outbound message, Step step) {
    return switch (step) {
      case Step.Wait(_, var until) -> phrases.at(until);
      case Step.Hold(_, var chance) -> chance.label();
      case Step.Send _ ->
          message.notBefore().isAfter(phrases.now())
              ? phrases.at(message.notBefore())
              : "对方下次来信时，或由你在渠道页重新发送";
    };
  }

  private static PlanPage.Rules rules(ChannelAdapter adapter, OfChannel rules) {
    var words = new ArrayList<>(ChannelPages.words(rules.can()));
    if (rules.can().pace().isPositive()) {
      words.add("两条之间至少隔 " + rules.can().pace().toMillis() / 1000.0 + " 秒");
    }
    for (var rate : rules.rates()) {
      words.add(
          (rate.each() ? "每个会话 " : "整个渠道 ")
              + Phrases.length(rate.in())
              + " 内最多 "
              + rate.count()
              + " 条");
    }
    return new PlanPage.Rules(adapter.channel().value(), rules.amended(), words);
  }
}
