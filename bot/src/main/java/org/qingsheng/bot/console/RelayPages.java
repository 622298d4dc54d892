package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.BiConsumer;
import org.qingsheng.bot.console.page.RelayPage;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.pickup.PickUpLinks;

/** For answers that no channel may push: the pick-up link, its QR code, and words for the group. */
public final class RelayPages {
  private final Items items;
  private final Outbox outbox;
  private final PickUpLinks links;
  private final String name;
  private final BiConsumer<Item, Account> relayed;

  /**
   * @param name how the bot is called
   * @param relayed records that the account has passed the item's answer on
   */
  public RelayPages(
      Items items,
      Outbox outbox,
      PickUpLinks links,
      String name,
      BiConsumer<Item, Account> relayed) {
    this.items = items;
    this.outbox = outbox;
    this.links = links;
    this.name = name;
    this.relayed = relayed;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        "/console/items/{number}/relay",
        ctx -> frame.show(ctx, "relay", page(frame, ctx)),
        Gate.DESK);
    routes.post("/console/items/{number}/relay", this::relay, Gate.DESK);
  }

  private Item required(Context ctx) {
    return ItemPages.find(items, ctx.pathParam("number"), Visitor.of(ctx))
        .orElseThrow(() -> new Faults.NotFound("没有这个条目，或不在你的地区"));
  }

  private void relay(Context ctx) {
    var item = required(ctx);
    if (item.answer().isEmpty() || item.state() == ItemState.WITHDRAWN) {
      throw new org.qingsheng.bot.people.BadInput("item", "还没有答复，或提问人已撤回，不能转达");
    }
    relayed.accept(item, Visitor.of(ctx).account());
    Frame.goTo(ctx, "/console/items/" + item.number());
  }

  private RelayPage page(Frame frame, Context ctx) {
    var item = required(ctx);
    var link = links.of(item.id(), item.number().value());
    var code = QrCode.of(link);
    boolean answered = item.answer().isPresent() && item.state() != ItemState.WITHDRAWN;
    return new RelayPage(
        frame.around(ctx, "取件与转达"),
        item.number().value(),
        link,
        code.side(),
        code.path(),
        answered ? words(item, link) : "",
        outbox.undelivered(item.id()).size(),
        answered);
  }

  /** Without the question: in a group it is nobody else's. */
  private String words(Item item, String link) {
    return String.join(
        "\n",
        List.of(
            "【%s】提问编号 %s 的朋友，你的问题有答复了：".formatted(name, item.number()),
            item.answer().orElseThrow(),
            "完整内容和进度：" + link));
  }
}
