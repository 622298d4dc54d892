package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.ItemPage;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Asker;
import org.qingsheng.bot.people.Askers;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.Knowledge;

/** One item: its thread and timeline, and what a cadre does with it. */
public final class ItemPages {
  private static final int EARLIER = 6;

  private final Items items;
  private final Desk desk;
  private final ItemInside inside;
  private final Accounts accounts;
  private final Askers askers;
  private final Cards cards;
  private final ItemStory story;
  private final Suggestions suggestions;
  private final ItemFiles files;
  private final LiveFeed live;

  public ItemPages(
      Items items,
      Desk desk,
      ItemInside inside,
      Knowledge knowledge,
      Accounts accounts,
      Askers askers,
      Cards cards,
      ItemFiles files,
      LiveFeed live) {
    this.items = items;
    this.desk = desk;
    this.inside = inside;
    this.accounts = accounts;
    this.askers = askers;
    this.cards = cards;
    this.story = new ItemStory(cards, knowledge);
    this.suggestions = new Suggestions(knowledge, cards);
    this.files = files;
    this.live = live;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    var item = "/console/items/{number}";
    routes.get(item, ctx -> frame.show(ctx, "item", page(frame, ctx)), Gate.READ_ITEMS);
    routes.get(item + "/now", ctx -> frame.show(ctx, "itemnow", page(frame, ctx)), Gate.READ_ITEMS);
    routes.get(
        item + "/presence",
        ctx ->
            frame.show(ctx, "presence", live.viewers(required(ctx).number().value(), account(ctx))),
        Gate.READ_ITEMS);
    routes.post(item + "/typing", this::typing, Gate.DESK);
    routes.post(
        item + "/claim", ctx -> done(ctx, desk.claim(required(ctx).id(), account(ctx))), Gate.DESK);
    routes.post(
        item + "/answer",
        ctx ->
            done(
                ctx,
                desk.answer(
                    required(ctx).id(),
                    account(ctx),
                    field(ctx, "text"),
                    ctx.formParam("keep") != null)),
        Gate.DESK);
    routes.post(
        item + "/release",
        ctx -> done(ctx, desk.release(required(ctx).id(), account(ctx), field(ctx, "reason"))),
        Gate.DESK);
    routes.post(item + "/transfer", this::transfer, Gate.DESK);
    inside.addTo(mount, this::required);
    files.addTo(mount, this::required);
  }

  /** The item of that number, if there is one in the visitor's region. */
  static Optional<Item> find(Items items, String number, Visitor visitor) {
    try {
      return items.find(new ItemNumber(number), visitor.scope());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Item required(Context ctx) {
    return find(items, ctx.pathParam("number"), Visitor.of(ctx))
        .orElseThrow(() -> new Faults.NotFound("没有这个条目，或不在你的地区"));
  }

  private void typing(Context ctx) {
    live.types(required(ctx).number().value(), account(ctx));
    ctx.status(204);
  }

  private void transfer(Context ctx) {
    var item = required(ctx);
    var by = account(ctx);
    var colleague = field(ctx, "to");
    var region = field(ctx, "region");
    Optional<Account> to =
        colleague.isBlank()
            ? Optional.empty()
            : Optional.of(
                accounts
                    .find(new AccountId(colleague))
                    .filter(found -> by.scope().covers(found.region()))
                    .filter(found -> found.active() && found.has(Role.CADRE))
                    .orElseThrow(() -> new BadInput("to", "没有这位同事，或不能办理条目")));
    var where =
        region.isBlank()
            ? Optional.<org.qingsheng.knowledge.RegionCode>empty()
            : Optional.of(RegionInput.read(region, "region", cards.regions(), by.region()));
    var moved = desk.transfer(item.id(), by, to, where, field(ctx, "reason"));
    Frame.goTo(
        ctx, by.scope().covers(moved.region()) ? "/console/items/" + moved.number() : "/console");
  }

  static void done(Context ctx, Item item) {
    Frame.goTo(ctx, "/console/items/" + item.number());
  }

  private ItemPage page(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    var item = required(ctx);
    var by = visitor.account();
    boolean workable = by.has(Role.CADRE);
    boolean mine =
        item.state() == ItemState.ASSIGNED && item.assignee().equals(Optional.of(by.id().value()));
    var earlier =
        items.find(ItemQuery.ANY.talk(item.talk()).page(0, EARLIER + 1), visitor.scope()).stream()
            .filter(other -> !other.id().equals(item.id()))
            .limit(EARLIER)
            .toList();
    return new ItemPage(
        frame.around(ctx, item.number().value()),
        cards.of(item, workable, false),
        askers.find(item.talk().channel(), item.talk().asker()).map(Asker::code).orElse("匿名"),
        item.talk().channel().value(),
        cards.phrases().at(item.openedAt()),
        item.feedback().map(useful -> useful ? "提问人觉得有用" : "提问人觉得没用").orElse(""),
        item.version(),
        mine,
        workable && item.state() == ItemState.WAITING,
        workable,
        story.thread(items.thread(item.id())),
        story.timeline(items.history(item.id())),
        workable ? suggestions.near(item) : List.of(),
        cards.of(earlier, false),
        colleagues(by),
        live.viewers(item.number().value(), by),
        Gate.EDIT_ENTRIES.admits(by) && !item.question().isBlank()
            ? "/console/golden/new?item=" + item.number()
            : "",
        workable ? files.of(item) : List.of(),
        inside.of(item, by));
  }

  private List<Choice> colleagues(Account by) {
    return accounts.list(by.scope()).stream()
        .filter(other -> other.active() && other.has(Role.CADRE) && !other.id().equals(by.id()))
        .map(other ->
            new Choice(
                other.id().value(),
                other.name() + "（" + cards.regions().name(other.region()) + "）",
                false))
        .toList();
  }

  /** Kinds that count as asked; the figures of the ledger leave small talk out. */
  static final java.util.Set<ItemKind> COUNTED =
      java.util.Set.copyOf(Arrays.stream(ItemKind.values()).filter(ItemKind::counts).toList());

  static String label(ItemState.Group group) {
    return switch (group) {
      case OPEN -> "未办结";
      case ANSWERED -> "已答复";
      case WITHDRAWN -> "已撤回";
      case MERGED -> "已合并";
      case DECLINED -> "已谢绝";
    };
  }

  static Optional<LocalDate> day(Context ctx, String name) {
    try {
      return Optional.ofNullable(ctx.queryParam(name))
          .filter(text -> !text.isBlank())
          .map(LocalDate::parse);
    } catch (DateTimeParseException _) {
      throw new BadInput(name, "日期格式不对，应为 2026-11-20 这样");
    }
  }

  static String field(Context ctx, String name) {
    return Optional.ofNullable(ctx.formParam(name)).orElse("");
  }

  private static Account account(Context ctx) {
    return Visitor.of(ctx).account();
  }
}
