package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.ItemListPage;
import org.qingsheng.bot.desk.Filters;
import org.qingsheng.bot.desk.ItemFilter;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.ItemQuery;

/** The list of all items by any filter, and the filters a reader keeps. */
public final class ItemListPages {
  private static final int PAGE = 30;
  private static final String PATH = "/console/items";

  /** Without days, and without a filter that was kept, this many are shown. */
  private static final int DAYS = 30;

  private final Items items;
  private final Filters filters;
  private final Cards cards;
  private final Supplier<List<String>> channels;

  /**
   * @param channels ids of the channels to choose from
   */
  public ItemListPages(Items items, Filters filters, Cards cards, Supplier<List<String>> channels) {
    this.items = items;
    this.filters = filters;
    this.cards = cards;
    this.channels = channels;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(PATH, ctx -> frame.show(ctx, "items", page(frame, ctx)), Gate.READ_ITEMS);
    routes.post("/console/filters", this::save, Gate.READ_ITEMS);
    routes.post("/console/filters/{id}/drop", this::drop, Gate.READ_ITEMS);
  }

  private void save(Context ctx) {
    var by = Visitor.of(ctx).account();
    var kept =
        filters.save(
            by,
            ItemPages.field(ctx, "name"),
            new ItemFilter(
                ItemPages.field(ctx, "group"),
                region(ctx, ItemPages.field(ctx, "region")),
                ItemPages.field(ctx, "channel"),
                ItemPages.field(ctx, "topic"),
                ItemPages.field(ctx, "text")));
    Frame.goTo(ctx, PATH + "?filter=" + kept.id());
  }

  private void drop(Context ctx) {
    filters.drop(Visitor.of(ctx).account(), ctx.pathParam("id"));
    Frame.goTo(ctx, PATH);
  }

  /** The code of a region that was typed or picked; empty for nothing typed. */
  private String region(Context ctx, String typed) {
    return typed.isBlank()
        ? ""
        : RegionInput.read(typed, "region", cards.regions(), Visitor.of(ctx).account().region())
            .value();
  }

  private ItemListPage page(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    var saved = filters.of(visitor.account());
    var current =
        Optional.ofNullable(ctx.queryParam("filter"))
            .flatMap(id -> saved.stream().filter(each -> each.id().equals(id)).findFirst());
    var filter = current.map(Filters.Saved::filter).orElseGet(() -> asked(ctx));
    var today = cards.phrases().today();
    boolean anyTime = current.isPresent() || ctx.queryParam("from") != null;
    var from = ItemPages.day(ctx, "from").or(() -> unless(anyTime, today.minusDays(DAYS - 1)));
    var to = ItemPages.day(ctx, "to").or(() -> unless(anyTime, today));
    int offset = Math.max(0, ctx.queryParamAsClass("offset", Integer.class).getOrDefault(0));
    var query = during(filter.narrow(ItemQuery.ANY.kinds(ItemPages.COUNTED)), from, to);
    long total = items.count(query, visitor.scope());
    var found = items.find(query.page(offset, PAGE), visitor.scope());
    var area = filter.area();
    return new ItemListPage(
        frame.around(ctx, "条目"),
        current.map(Filters.Saved::name).orElseGet(() -> heading(filter.standing())),
        total,
        cards.of(found, false),
        offset + found.size() < total
            ? address(current, filter, from, to) + "&offset=" + (offset + PAGE)
            : "",
        standings(filter.standing()),
        choices(channels.get(), filter.channel(), "全部渠道"),
        choices(filters.topics(), filter.topic(), "全部主题"),
        area.map(code -> code + " " + cards.regions().name(code)).orElse(""),
        from.map(LocalDate::toString).orElse(""),
        to.map(LocalDate::toString).orElse(""),
        Phrases.days(from, to),
        described(filter),
        filter.words(),
        saved.stream()
            .map(each ->
                new Choice(
                    PATH + "?filter=" + each.id(),
                    each.name(),
                    current.map(each::equals).orElse(false)))
            .toList(),
        current.map(Filters.Saved::id).orElse(""),
        filter.isEmpty() ? "" : current.map(Filters.Saved::name).orElse("新筛选"));
  }

  private String described(ItemFilter filter) {
    return Stream.of(
            filter.standing().isEmpty() ? "" : heading(filter.standing()),
            filter.area().map(cards.regions()::name).orElse(""),
            filter.channel(),
            filter.topic(),
            filter.words().isEmpty() ? "" : "“" + filter.words() + "”")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  private ItemFilter asked(Context ctx) {
    return new ItemFilter(
        query(ctx, "group"),
        region(ctx, query(ctx, "region")),
        query(ctx, "channel"),
        query(ctx, "topic"),
        query(ctx, "text"));
  }

  private static String query(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).orElse("");
  }

  private static Optional<LocalDate> unless(boolean anyTime, LocalDate day) {
    return anyTime ? Optional.empty() : Optional.of(day);
  }

  private static ItemQuery during(
      ItemQuery query, Optional<LocalDate> from, Optional<LocalDate> to) {
    var begun =
        from.map(day -> query.and(new Items.Condition.OpenedFrom(Phrases.startOf(day))))
            .orElse(query);
    return to.map(
            day -> begun.and(new Items.Condition.OpenedBefore(Phrases.startOf(day.plusDays(1)))))
        .orElse(begun);
  }

  private static String address(
      Optional<Filters.Saved> current,
      ItemFilter filter,
      Optional<LocalDate> from,
      Optional<LocalDate> to) {
    var days =
        "&from="
            + from.map(LocalDate::toString).orElse("")
            + "&to="
            + to.map(LocalDate::toString).orElse("");
    return current
            .map(saved -> PATH + "?filter=" + saved.id())
            .orElseGet(() ->
                PATH
                    + "?group="
                    + filter.standing()
                    + "&region="
                    + filter.region()
                    + "&channel="
                    + encoded(filter.channel())
                    + "&topic="
                    + encoded(filter.topic())
                    + "&text="
                    + encoded(filter.words()))
        + days;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<Choice> standings(String chosen) {
    var all = new ArrayList<Choice>();
    all.add(new Choice("", "全部", chosen.isEmpty()));
    for (var group : ItemState.Group.values()) {
      all.add(new Choice(group.name(), ItemPages.label(group), chosen.equals(group.name())));
      for (var state : ItemState.values()) {
        if (group == ItemState.Group.OPEN && state.isOpen() && state != ItemState.HEARD) {
          all.add(new Choice(state.name(), "　" + state.label(), chosen.equals(state.name())));
        }
      }
    }
    return all;
  }

  private static String heading(String standing) {
    return standings("").stream()
        .filter(each -> !standing.isEmpty() && each.value().equals(standing))
        .findFirst()
        .map(each -> each.label().strip())
        .orElse("全部条目");
  }

  private static List<Choice> choices(List<String> all, String chosen, String none) {
    var choices = new ArrayList<Choice>();
    choices.add(new Choice("", none, chosen.isEmpty()));
    all.forEach(each -> choices.add(new Choice(each, each, each.equals(chosen))));
    if (!chosen.isEmpty() && !all.contains(chosen)) {
      choices.add(new Choice(chosen, chosen, true)); // kept before it was taken away
    }
    return choices;
  }
}
