package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.MutesPage;
import org.qingsheng.bot.delivery.Mute;
import org.qingsheng.bot.delivery.Mute.Where;
import org.qingsheng.bot.delivery.Mutes;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.RegionCode;

/** The big switch (静默开关): the bot says nothing in a group, a region or anywhere for a while. */
public final class MutePages {
  private static final Set<Integer> HOURS = Set.of(1, 4, 12, 24, 72, 168);
  private static final int LONGEST_WORDS = 200;

  private final Mutes mutes;
  private final Groups groups;
  private final Regions regions;
  private final RegionCode home;
  private final Switch switches;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final Phrases phrases;

  /**
   * @param home where the organisation is responsible: who may not read all of it may not silence
   *     everything
   */
  public MutePages(
      Mutes mutes,
      Groups groups,
      Regions regions,
      RegionCode home,
      Switch switches,
      Supplier<String> ids,
      InstantSource clock) {
    this.mutes = mutes;
    this.groups = groups;
    this.regions = regions;
    this.home = home;
    this.switches = switches;
    this.ids = ids;
    this.clock = clock;
    this.phrases = new Phrases(clock);
  }

  /** Carries out what was decided. */
  public interface Switch {
    /**
     * @param announcement for the groups it falls on, empty for none
     */
    void mute(Mute mute, String announcement);

    void unmute(String id);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        "/console/mutes", ctx -> frame.show(ctx, "mutes", page(frame, ctx, "")), Gate.OPERATE);
    routes.post("/console/mutes", ctx -> begin(frame, ctx), Gate.OPERATE);
    routes.post("/console/mutes/{id}/lift", this::lift, Gate.OPERATE);
  }

  private void begin(Frame frame, Context ctx) {
    try {
      var by = Visitor.of(ctx).account();
      var where = where(ctx, by);
      if (!reaches(by, where)) {
        throw new NotAllowed("只能静默本地区及以下");
      }
      var now = clock.instant();
      var words = CleanText.of(ItemPages.field(ctx, "words")).strip();
      if (words.length() > LONGEST_WORDS) {
        throw new BadInput("words", "群里的话最多 " + LONGEST_WORDS + " 字");
      }
      switches.mute(new Mute(ids.get(), where, now, now.plus(length(ctx)), by.id().value()), words);
      Frame.goTo(ctx, "/console/mutes");
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "mutes", page(frame, ctx, Faults.words(e)));
    }
  }

  private static Duration length(Context ctx) {
    try {
      int hours = Integer.parseInt(ItemPages.field(ctx, "hours"));
      if (HOURS.contains(hours)) {
        return Duration.ofHours(hours);
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new BadInput("hours", "请选择静默多久");
  }

  private Where where(Context ctx, Account by) {
    return switch (ItemPages.field(ctx, "where")) {
      case "all" -> new Where.Everywhere();
      case "region" ->
          new Where.InRegion(
              RegionInput.read(ItemPages.field(ctx, "region"), "region", regions, by.region()));
      case "group" ->
          group(ItemPages.field(ctx, "group"))
              .<Where>map(group -> new Where.InGroup(group.channel(), group.conversation()))
              .orElseThrow(() -> new BadInput("group", "请选择一个群"));
      default -> throw new BadInput("where", "请选择在哪里静默");
    };
  }

  private Optional<Group> group(String chosen) {
    var parts = chosen.split(" ", 2);
    try {
      return parts.length == 2
          ? groups.find(new ChannelId(parts[0]), new ConversationId(parts[1]))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether all that falls silent is in the account's region. */
  private boolean reaches(Account by, Where where) {
    return switch (where) {
      case Where.Everywhere _ -> by.scope().covers(home);
      case Where.InRegion(var region) -> by.scope().covers(region);
      case Where.InGroup(var channel, var conversation) ->
          groups
              .find(channel, conversation)
              .filter(group -> by.scope().covers(group.region()))
              .isPresent();
    };
  }

  private void lift(Context ctx) {
    var by = Visitor.of(ctx).account();
    var mute =
        mutes.now().stream()
            .filter(each -> each.id().equals(ctx.pathParam("id")))
            .filter(each -> reaches(by, each.where()))
            .findFirst()
            .orElseThrow(() -> new Faults.NotFound("这次静默已经结束，或不在你的地区"));
    switches.unmute(mute.id());
    Frame.goTo(ctx, "/console/mutes");
  }

  private MutesPage page(Frame frame, Context ctx, String problem) {
    var by = Visitor.of(ctx).account();
    List<Choice> choices =
        groups.list(by.scope()).stream()
            .map(group ->
                new Choice(group.channel() + " " + group.conversation(), name(group), false))
            .toList();
    return new MutesPage(
        frame.around(ctx, "静默开关"),
        mutes.now().stream()
            .map(mute ->
                new MutesPage.Holding(
                    mute.id(),
                    words(mute.where()),
                    phrases.at(mute.until()),
                    "从" + phrases.at(mute.since()) + "起",
                    reaches(by, mute.where())))
            .toList(),
        by.scope().covers(home),
        choices,
        problem);
  }

  private String words(Where where) {
    return switch (where) {
      case Where.Everywhere _ -> "全部渠道";
      case Where.InRegion(var region) -> regions.name(region) + "的所有群";
      case Where.InGroup(var channel, var conversation) ->
          groups.find(channel, conversation).map(MutePages::name).orElse(channel.value());
    };
  }

  private static String name(Group group) {
    return (group.name().isBlank() ? "未命名的群" : group.name()) + "（" + group.channel() + "）";
  }
}
