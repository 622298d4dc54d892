package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.GroupFormPage;
import org.qingsheng.bot.console.page.GroupsPage;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Group.TriggerMode;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.QuietChoices;
import org.qingsheng.bot.people.QuietProfile;
import org.qingsheng.bot.people.Regions;

/** The groups: their names, regions and when the bot listens. */
public final class GroupPages {
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_WORD = 20;
  private static final int MOST_WORDS = 50;

  private final Groups groups;
  private final Regions regions;
  private final QuietChoices quiet;

  public GroupPages(Groups groups, Regions regions, QuietChoices quiet) {
    this.groups = groups;
    this.regions = regions;
    this.quiet = quiet;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        "/console/groups", ctx -> frame.show(ctx, "groups", list(frame, ctx)), Gate.ADMINISTER);
    routes.get(
        "/console/groups/edit",
        ctx -> frame.show(ctx, "groupform", form(frame, ctx, required(ctx))),
        Gate.ADMINISTER);
    routes.post("/console/groups/edit", ctx -> save(frame, ctx), Gate.ADMINISTER);
  }

  private GroupsPage list(Frame frame, Context ctx) {
    var rows =
        groups.list(Visitor.of(ctx).scope()).stream()
            .map(group ->
                new GroupsPage.Row(
                    group.name().isBlank() ? "（未命名的群）" : group.name(),
                    group.channel().value(),
                    regions.name(group.region()),
                    group.mode().label(),
                    String.join("、", group.words()),
                    standing(group),
                    "/console/groups/edit?channel="
                        + group.channel()
                        + "&conversation="
                        + URLEncoder.encode(group.conversation().value(), StandardCharsets.UTF_8)))
            .toList();
    return new GroupsPage(frame.around(ctx, "群"), rows);
  }

  static String standing(Group group) {
    return switch (group.standing()) {
      case JOINED -> "";
      case MUTED -> "被禁言";
      case REMOVED -> "已移出";
    };
  }

  private Group required(Context ctx) {
    var channel = Optional.ofNullable(ctx.queryParam("channel")).orElse("");
    var conversation = Optional.ofNullable(ctx.queryParam("conversation")).orElse("");
    try {
      return groups
          .find(new ChannelId(channel), new ConversationId(conversation))
          .filter(group -> Visitor.of(ctx).scope().covers(group.region()))
          .orElseThrow(GroupPages::unknown);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static Faults.NotFound unknown() {
    return new Faults.NotFound("没有这个群，或不在你的地区");
  }

  private GroupFormPage form(Frame frame, Context ctx, Group group) {
    return page(
        frame,
        ctx,
        group,
        group.name(),
        RegionInput.write(group.region(), regions),
        group.mode(),
        String.join("\n", group.words()),
        quiet.of(group.channel(), group.conversation()).orElse(QuietProfile.STANDARD),
        Optional.empty());
  }

  private void save(Frame frame, Context ctx) {
    var group = required(ctx);
    var name = CleanText.of(ItemPages.field(ctx, "name")).strip();
    var region = ItemPages.field(ctx, "region");
    var mode = mode(ItemPages.field(ctx, "mode")).orElse(group.mode());
    var words = CleanText.of(ItemPages.field(ctx, "words"));
    var rest = profile(ItemPages.field(ctx, "quiet"));
    try {
      groups.save(changed(ctx, group, name, region, mode, words));
      quiet.choose(group.channel(), group.conversation(), rest);
      Frame.goTo(ctx, "/console/groups");
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(
          ctx,
          "groupform",
          page(frame, ctx, group, name, region, mode, words, rest, Optional.of(e)));
    }
  }

  private Group changed(
      Context ctx, Group group, String name, String region, TriggerMode mode, String words) {
    var by = Visitor.of(ctx).account();
    if (name.length() > LONGEST_NAME) {
      throw new BadInput("name", "群名最多 " + LONGEST_NAME + " 字");
    }
    var where = RegionInput.read(region, "region", regions, by.region());
    if (!by.scope().covers(where)) {
      throw new NotAllowed("只能把群放在本地区及以下");
    }
    var list = words.lines().map(String::strip).filter(word -> !word.isEmpty()).distinct().toList();
    if (list.size() > MOST_WORDS || list.stream().anyMatch(word -> word.length() > LONGEST_WORD)) {
      throw new BadInput("words", "最多 " + MOST_WORDS + " 个词，每个最多 " + LONGEST_WORD + " 字");
    }
    boolean needsWords = mode == TriggerMode.PREFIX || mode == TriggerMode.KEYWORD;
    if (needsWords && list.isEmpty()) {
      throw new BadInput("words", "“" + mode.label() + "”方式至少要写一个词");
    }
    return new Group(
        group.channel(), group.conversation(), name, where, mode, list, group.standing());
  }

  private static Optional<TriggerMode> mode(String wanted) {
    return Arrays.stream(TriggerMode.values())
        .filter(mode -> mode.name().equals(wanted))
        .findFirst();
  }

  private static QuietProfile profile(String wanted) {
    return Arrays.stream(QuietProfile.values())
        .filter(profile -> profile.name().equals(wanted))
        .findFirst()
        .orElse(QuietProfile.STANDARD);
  }

  private static GroupFormPage page(
      Frame frame,
      Context ctx,
      Group group,
      String name,
      String region,
      TriggerMode mode,
      String words,
      QuietProfile chosen,
      Optional<BadInput> problem) {
    List<Choice> modes =
        Arrays.stream(TriggerMode.values())
            .map(each -> new Choice(each.name(), each.label(), each == mode))
            .toList();
    return new GroupFormPage(
        frame.around(ctx, "修改群"),
        group.channel().value(),
        group.conversation().value(),
        name,
        region,
        modes,
        words,
        Arrays.stream(QuietProfile.values())
            .map(each -> new Choice(each.name(), each.label(), each == chosen))
            .toList(),
        problem.map(BadInput::field).orElse(""),
        problem.map(Faults::words).orElse(""));
  }
}
