package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.ItemListPage;
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

/** One item: its thread and timeline, and what a cadre does with it; also the list of all items. */
public final class ItemPages {
  private static final int PAGE = 30;
  private static final int EARLIER = 6;

  private final Items items;
  private final Desk desk;
  private final Accounts accounts;
  private final Askers askers;
  private final Cards cards;
  private final ItemStory story;
  private final Suggestions suggestions;
  private final LiveFeed live;

  public ItemPages(
      Items items,
      Desk desk,
      Knowledge knowledge,
      Accounts accounts,
      Askers askers,
      Cards cards,
      LiveFeed live) {
    this.items = items;
    this.desk = desk;
    this.accounts = accounts;
    this.askers = askers;
    this.cards = cards;
    this.story = new ItemStory(cards, knowledge);
    this.suggestions = new Suggestions(knowledge, cards);
    this.live = live;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    var item = "/console/items/{number}";
    routes.get(
        "/console/items", ctx -> frame.show(ctx, "items", list(frame, ctx)), Gate.READ_ITEMS);
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
    routes.post(
        item + "/note",
        ctx -> done(ctx, desk.note(required(ctx).id(), account(ctx), field(ctx, "text"))),
        Gate.DESK);
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

  private static void done(Context ctx, Item item) {
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
        cards.of(item, workable),
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
        live.viewers(item.number().value(), by));
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

  private ItemListPage list(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    var group = group(ctx);
    var today = cards.phrases().today();
    var from = day(ctx, "from").orElse(today.minusDays(29));
    var to = day(ctx, "to").orElse(today);
    var text = Optional.ofNullable(ctx.queryParam("text")).map(String::strip).orElse("");
    int offset = Math.max(0, ctx.queryParamAsClass("offset", Integer.class).getOrDefault(0));
    var query =
        ItemQuery.ANY.opened(Phrases.startOf(from), Phrases.startOf(to.plusDays(1))).kinds(COUNTED);
    if (group.isPresent()) {
      query =
          query.states(
              Arrays.stream(ItemState.values())
                  .filter(state -> state.group() == group.get())
                  .toArray(ItemState[]::new));
    }
    if (!text.isEmpty()) {
      query = query.containing(text);
    }
    long total = items.count(query, visitor.scope());
    var found = items.find(query.page(offset, PAGE), visitor.scope());
    var groups = new ArrayList<Choice>();
    groups.add(new Choice("", "全部", group.isEmpty()));
    for (var each : ItemState.Group.values()) {
      groups.add(new Choice(each.name(), label(each), group.equals(Optional.of(each))));
    }
    var more =
        offset + found.size() < total
            ? "/console/items?group="
                + group.map(Enum::name).orElse("")
                + "&from="
                + from
                + "&to="
                + to
                + "&text="
                + java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                + "&offset="
                + (offset + PAGE)
            : "";
    return new ItemListPage(
        frame.around(ctx, "条目"),
        group.map(ItemPages::label).orElse("全部条目"),
        total,
        cards.of(found, false),
        more,
        groups,
        from.toString(),
        to.toString(),
        text);
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

  private static Optional<ItemState.Group> group(Context ctx) {
    var wanted = ctx.queryParam("group");
    return Arrays.stream(ItemState.Group.values())
        .filter(group -> group.name().equals(wanted))
        .findFirst();
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
