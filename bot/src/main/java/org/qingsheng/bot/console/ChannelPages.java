package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.bot.console.page.ChannelsPage;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.notice.Alert;
import org.qingsheng.bot.notice.Alerts;
import org.qingsheng.bot.notice.Notices;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;

/**
 * The channels for those who operate them: health in plain words, and messages whose end is not
 * known, refused or held, with what a person can decide about them.
 */
public final class ChannelPages {
  private static final int SHOWN = 200;

  /** Outages listed, open and past. */
  private static final int PAST = 10;

  private final Supplier<List<ChannelAdapter>> channels;
  private final Outbox outbox;
  private final Settlement settlement;
  private final Supplier<List<String>> remarks;
  private final Alerts alerts;
  private final Notices notices;
  private final InstantSource clock;
  private final Phrases phrases;
  private final ChannelGroups inGroups;

  /**
   * @param remarks what an operator should know about the settings, in Chinese
   */
  public ChannelPages(
      Supplier<List<ChannelAdapter>> channels,
      Outbox outbox,
      Settlement settlement,
      Supplier<List<String>> remarks,
      Alerts alerts,
      Notices notices,
      Groups groups,
      Regions regions,
      InstantSource clock) {
    this.channels = channels;
    this.outbox = outbox;
    this.settlement = settlement;
    this.remarks = remarks;
    this.alerts = alerts;
    this.notices = notices;
    this.clock = clock;
    this.phrases = new Phrases(clock);
    this.inGroups = new ChannelGroups(groups, regions, phrases);
  }

  /** Carries out what a person decided about a message that does not move. */
  @FunctionalInterface
  public interface Settlement {
    /**
     * @param state ACCEPTED for 已送达, CANCELLED for 不再发送, PLANNED for 重新发送
     * @param reason who decided, for the record
     */
    void settle(Outbound message, OutboundState state, String reason);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        "/console/channels", ctx -> frame.show(ctx, "channels", page(frame, ctx)), Gate.OPERATE);
    routes.post(
        "/console/deliveries/{id}/delivered",
        ctx -> settle(ctx, OutboundState.ACCEPTED, "人工确认已送达"),
        Gate.OPERATE);
    routes.post(
        "/console/deliveries/{id}/cancel",
        ctx -> settle(ctx, OutboundState.CANCELLED, "人工决定不再发送"),
        Gate.OPERATE);
    routes.post(
        "/console/deliveries/{id}/again",
        ctx -> settle(ctx, OutboundState.PLANNED, "人工决定重新发送"),
        Gate.OPERATE);
    routes.post("/console/notices/{id}/again", this::notifyAgain, Gate.OPERATE);
  }

  private void notifyAgain(Context ctx) {
    if (!notices.revive(ctx.pathParam("id"), clock.instant())) {
      throw new Faults.NotFound("这条通知已经处理过了");
    }
    Frame.goTo(ctx, "/console/channels");
  }

  private void settle(Context ctx, OutboundState state, String reason) {
    var visitor = Visitor.of(ctx);
    var id = ctx.pathParam("id");
    var stuck =
        outbox.stuck(visitor.scope(), Integer.MAX_VALUE).stream()
            .filter(each -> each.standing().message().id().value().equals(id))
            .findFirst()
            .orElseThrow(() -> new Faults.NotFound("这条消息已经处理过了，或不在你的地区"));
    settlement.settle(
        stuck.standing().message(), state, reason + "（" + visitor.account().name() + "）");
    Frame.goTo(ctx, "/console/channels");
  }

  private ChannelsPage page(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    boolean reads = visitor.account().has(Role.CADRE) || visitor.account().has(Role.LEADER);
    var stuck =
        outbox.stuck(visitor.scope(), SHOWN).stream()
            .map(each -> {
              var standing = each.standing();
              var message = standing.message();
              return new ChannelsPage.Stuck(
                  message.id().value(),
                  message.to().channel().value(),
                  message.purpose().label(),
                  standing.state().label(),
                  standing.reason().orElse(""),
                  phrases.at(message.notBefore()),
                  each.itemNumber().orElse(""),
                  reads);
            })
            .toList();
    return new ChannelsPage(
        frame.around(ctx, "渠道"),
        channels.get().stream().map(each -> channel(each, visitor.scope())).toList(),
        stuck,
        remarks.get(),
        alerts.latest(PAST).stream().map(this::outage).toList(),
        notices.dead(SHOWN).stream().map(this::dead).toList());
  }

  private ChannelsPage.Outage outage(Alert alert) {
    return new ChannelsPage.Outage(
        alert.words(), phrases.at(alert.since()), alert.resolvedAt().map(phrases::at).orElse(""));
  }

  private ChannelsPage.DeadNotice dead(Notices.Dead dead) {
    return new ChannelsPage.DeadNotice(
        dead.id(), dead.receiver(), dead.problem(), dead.attempts(), phrases.at(dead.since()));
  }

  private ChannelsPage.Channel channel(ChannelAdapter adapter, Scope scope) {
    var health = adapter.check();
    var id = adapter.channel();
    return new ChannelsPage.Channel(
        id.value(),
        health.state().name().toLowerCase(java.util.Locale.ROOT),
        switch (health.state()) {
          case UP -> "正常";
          case DEGRADED -> "部分可用";
          case DOWN -> "不可用";
        },
        health.reason(),
        words(adapter.capabilities()),
        outbox.count(id, OutboundState.HELD),
        outbox.count(id, OutboundState.UNKNOWN),
        inGroups.of(adapter, scope));
  }

  static List<String> words(Capabilities can) {
    var words = new ArrayList<String>();
    words.add(can.groups() ? "群聊和私聊" : "私聊");
    if (can.freePush()) {
      words.add("随时可主动发送");
    } else {
      for (var window : can.windows()) {
        words.add(
            switch (window.opener()) {
                  case MESSAGE ->
                      switch (window.reach()) {
                        case ANY -> "对方来信后 ";
                        case GROUPS -> "对方在群里来信后 ";
                        case PRIVATE -> "对方私聊来信后 ";
                      };
                  case MENU_TAP -> "对方点菜单后 ";
                  case FOLLOW -> "对方关注后 ";
                }
                + Phrases.length(window.length())
                + " 内可发 "
                + window.count()
                + " 条");
      }
    }
    can.passive().ifPresent(limit -> words.add("可在 " + limit.toMillis() / 1000.0 + " 秒内当场答复"));
    words.add("每条最多 " + can.maxTextBytes() + " 字节");
    return words;
  }
}
