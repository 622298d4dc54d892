package org.qingsheng.bot.console;

import java.util.List;
import org.qingsheng.bot.console.page.ChatPage;

/** The page of the web chat; what is said there travels through the web channel's own routes. */
public final class ChatPages {
  private final String name;
  private final String unit;
  private final String greeting;
  private final List<String> examples;
  private final String base;

  /**
   * @param name how the bot is called
   * @param unit who runs it
   * @param greeting first words on an empty page
   * @param examples questions to tap, of the published entries
   * @param base address of the web channel, {@code /chat}
   */
  public ChatPages(String name, String unit, String greeting, List<String> examples, String base) {
    this.name = name;
    this.unit = unit;
    this.greeting = greeting;
    this.examples = List.copyOf(examples);
    this.base = base;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get(
            "/",
            ctx ->
                frame.show(
                    ctx,
                    "chat",
                    new ChatPage(frame.version(), name, unit, greeting, examples, base)),
            Gate.EVERYONE);
    mount.routes().get("/favicon.ico", ctx -> ctx.redirect("/assets/favicon.svg"), Gate.EVERYONE);
  }
}
