package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.List;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.cadres.Binding;
import org.qingsheng.bot.console.page.BindingPage;
import org.qingsheng.bot.console.page.PersonFormPage;
import org.qingsheng.bot.people.BadInput;

/** A cadre makes themselves known on the organisation's own channel (企业微信). */
public final class BindingPages {
  private static final String PATH = "/console/binding";

  private final Binding binding;
  private final List<ChannelId> channels;

  /**
   * @param channels on which cadres work
   */
  public BindingPages(Binding binding, List<ChannelId> channels) {
    this.binding = binding;
    this.channels = List.copyOf(channels);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(PATH, ctx -> frame.show(ctx, "binding", page(frame, ctx, "")), Gate.DESK);
    routes.post(PATH + "/code", ctx -> code(frame, ctx), Gate.DESK);
    routes.post(PATH + "/end", this::end, Gate.DESK);
  }

  private void code(Frame frame, Context ctx) {
    if (channels.isEmpty()) {
      throw new BadInput("channel", "还没有接通团干部用的企业微信应用");
    }
    var code = binding.code(Visitor.of(ctx).account());
    ctx.header("Cache-Control", "no-store");
    frame.show(ctx, "binding", page(frame, ctx, code));
  }

  private void end(Context ctx) {
    var account = Visitor.of(ctx).account();
    channels.stream()
        .filter(channel -> channel.value().equals(ItemPages.field(ctx, "channel")))
        .forEach(channel -> binding.end(account, account, channel));
    Frame.goTo(ctx, PATH);
  }

  private BindingPage page(Frame frame, Context ctx, String code) {
    var account = Visitor.of(ctx).account();
    return new BindingPage(
        frame.around(ctx, "企业微信"),
        channels.stream()
            .map(channel ->
                new PersonFormPage.Bound(
                    channel.value(),
                    binding.member(channel, account).map(AskerId::value).orElse("")))
            .toList(),
        code,
        Binding.CODE_WORKS.toMinutes());
  }
}
