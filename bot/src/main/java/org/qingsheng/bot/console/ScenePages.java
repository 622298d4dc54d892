package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.MakesSceneCodes;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.ScenesPage;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.SceneCode;
import org.qingsheng.bot.people.SceneCodes;

/** Codes for counties and groups: who scans one need not be asked where they are. */
public final class ScenePages {
  private static final String PATH = "/console/codes";
  private static final int LONGEST_LABEL = 40;

  private final Supplier<List<ChannelAdapter>> channels;
  private final SceneCodes codes;
  private final Regions regions;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param ids makes a new id each time
   */
  public ScenePages(
      Supplier<List<ChannelAdapter>> channels,
      SceneCodes codes,
      Regions regions,
      Supplier<String> ids,
      InstantSource clock) {
    this.channels = channels;
    this.codes = codes;
    this.regions = regions;
    this.ids = ids;
    this.clock = clock;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        PATH,
        ctx -> frame.show(ctx, "scenes", page(frame, ctx, Optional.empty())),
        Gate.ADMINISTER);
    routes.post(PATH, ctx -> make(frame, ctx), Gate.ADMINISTER);
  }

  private List<ChannelAdapter> makers() {
    return channels.get().stream().filter(each -> each instanceof MakesSceneCodes).toList();
  }

  private void make(Frame frame, Context ctx) {
    try {
      make(ctx);
      Frame.goTo(ctx, PATH);
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "scenes", page(frame, ctx, Optional.of(e)));
    }
  }

  private void make(Context ctx) {
    var by = Visitor.of(ctx).account();
    var label = CleanText.of(ItemPages.field(ctx, "label")).strip();
    if (label.isEmpty() || label.length() > LONGEST_LABEL) {
      throw new BadInput("label", "请写贴在哪里，1 到 40 个字");
    }
    var region = RegionInput.read(ItemPages.field(ctx, "region"), "region", regions, by.region());
    if (!by.scope().covers(region)) {
      throw new NotAllowed("只能给本地区及以下做二维码");
    }
    var wanted = ItemPages.field(ctx, "channel");
    var channel =
        makers().stream()
            .filter(each -> each.channel().value().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new BadInput("channel", "请选一个能做二维码的渠道"));
    var scene = "s-" + ids.get();
    switch (((MakesSceneCodes) channel).makeCode(scene)) {
      case MakesSceneCodes.Made.NotMade(var reason) -> throw new BadInput("channel", reason);
      case MakesSceneCodes.Made.Code(var content) -> {
        var now = clock.instant();
        codes.add(
            new SceneCode(channel.channel(), scene, label, region, content.toString()),
            by.id(),
            now,
            new AuditEvent(
                ids.get(),
                now,
                Optional.of(by.id()),
                "code.create",
                scene,
                "做二维码：" + label + "，" + regions.name(region)));
      }
    }
  }

  private ScenesPage page(Frame frame, Context ctx, Optional<BadInput> problem) {
    var visitor = Visitor.of(ctx);
    return new ScenesPage(
        frame.around(ctx, "地区二维码"),
        makers().stream()
            .map(each -> new Choice(each.channel().value(), each.channel().value(), false))
            .toList(),
        codes.list(visitor.scope()).stream().map(this::shown).toList(),
        ItemPages.field(ctx, "label"),
        problem.isPresent()
            ? ItemPages.field(ctx, "region")
            : RegionInput.write(visitor.account().region(), regions),
        problem.map(BadInput::field).orElse(""),
        problem.map(Faults::words).orElse(""));
  }

  private ScenesPage.Code shown(SceneCode code) {
    var picture = QrCode.of(code.content());
    return new ScenesPage.Code(
        code.label(),
        regions.name(code.region()),
        code.channel().value(),
        code.content(),
        picture.side(),
        picture.path());
  }
}
