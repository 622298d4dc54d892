package org.qingsheng.bot.console;

import java.util.List;
import java.util.function.Supplier;
import org.qingsheng.bot.console.page.ChatPage;

/** The page of the web chat; what is said there travels through the web channel's own routes. */
public final class ChatPages {
  private final String name;
  private final Supplier<Words> words;
  private final List<String> examples;
  private final String base;

  /**
   * @param name how the bot is called
   * @param words what the page says, as it is now
   * @param examples questions to tap, of the published entries
   * @param base address of the web channel, {@code /chat}
   */
  public ChatPages(String name, Supplier<Words> words, List<String> examples, String base) {
    this.name = name;
    this.words = words;
    this.examples = List.copyOf(examples);
    this.base = base;
  }

  /**
   * What an operator may change while the server runs.
   *
   * @param unit who runs it
   * @param greeting first words on an empty page
   */
  public record Words(String unit, String greeting) {}

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get(
            "/",
            ctx -> {
              var now = words.get();
              frame.show(
                  ctx,
                  "chat",
                  new ChatPage(frame.version(), name, now.unit(), now.greeting(), examples, base));
            },
            Gate.EVERYONE);
    mount.routes().get("/favicon.ico", ctx -> ctx.redirect("/assets/favicon.svg"), Gate.EVERYONE);
  }
}
