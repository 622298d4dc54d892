package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.ItemPage.Inside;
import org.qingsheng.bot.console.page.ItemPage.Said;
import org.qingsheng.bot.desk.Colleagues;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.desk.Mentions;
import org.qingsheng.bot.desk.Reveal;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Role;

/** What stays among staff: notes that name colleagues, and the asker's words as they were said. */
public final class ItemInside {
  private final Desk desk;
  private final Colleagues colleagues;
  private final Mentions mentions;
  private final Reveal reveal;
  private final Cards cards;

  public ItemInside(
      Desk desk, Colleagues colleagues, Mentions mentions, Reveal reveal, Cards cards) {
    this.desk = desk;
    this.colleagues = colleagues;
    this.mentions = mentions;
    this.reveal = reveal;
    this.cards = cards;
  }

  /**
   * @param required the item a request is about, within the visitor's region
   */
  void addTo(WebServer.Mount mount, Function<Context, Item> required) {
    var item = "/console/items/{number}";
    var routes = mount.routes();
    routes.post(
        item + "/note",
        ctx ->
            ItemPages.done(
                ctx,
                desk.note(required.apply(ctx).id(), account(ctx), ItemPages.field(ctx, "text"))),
        Gate.DESK);
    routes.post(
        item + "/mention",
        ctx -> {
          var about = required.apply(ctx);
          mentions.read(about.id(), account(ctx).id(), cards.phrases().now());
          ItemPages.done(ctx, about);
        },
        Gate.READ_ITEMS);
    routes.post(
        item + "/original",
        ctx -> {
          var about = required.apply(ctx);
          reveal.open(about, account(ctx), ItemPages.field(ctx, "reason"));
          ItemPages.done(ctx, about);
        },
        Gate.DESK);
  }

  Inside of(Item item, Account by) {
    var mentioned =
        mentions
            .find(item.id(), by.id())
            .filter(found -> !found.read())
            .map(found -> cards.name(found.by()) + " " + cards.phrases().at(found.at()))
            .orElse("");
    var view = reveal.view(item, by);
    return new Inside(
        by.has(Role.CADRE) ? mates(item, by) : List.of(),
        mentioned,
        view.possible(),
        view.until().map(cards.phrases()::at).orElse(""),
        view.words().stream()
            .map(words -> new Said(true, words.text(), cards.phrases().at(words.at()), "", false))
            .toList());
  }

  private List<Choice> mates(Item item, Account by) {
    return colleagues.of(item).stream()
        .filter(mate -> !mate.account().id().equals(by.id()))
        .map(
            mate -> new Choice(mate.handle(), cards.regions().name(mate.account().region()), false))
        .toList();
  }

  private static Account account(Context ctx) {
    return Visitor.of(ctx).account();
  }
}
