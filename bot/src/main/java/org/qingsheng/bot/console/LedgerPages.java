package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.LedgerPage;
import org.qingsheng.bot.console.page.LedgerPage.Figure;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.people.Scope;

/** The ledger's equation (台账): each number opens the list it counts. */
public final class LedgerPages {
  private final Items items;
  private final Supplier<Optional<Reconciliation>> last;
  private final Phrases phrases;

  /**
   * @param last result of the last reconciliation of all books, if there was one
   */
  public LedgerPages(
      Items items, Supplier<Optional<Reconciliation>> last, java.time.InstantSource clock) {
    this.items = items;
    this.last = last;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get(
            "/console/ledger", ctx -> frame.show(ctx, "ledger", page(frame, ctx)), Gate.READ_ITEMS);
  }

  private LedgerPage page(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    var today = phrases.today();
    var from = ItemPages.day(ctx, "from").orElse(today.minusDays(29));
    var to = ItemPages.day(ctx, "to").orElse(today);
    var begin = Phrases.startOf(from);
    var end = Phrases.startOf(to.plusDays(1));
    var byState = items.countsByState(begin, end, visitor.scope());
    long asked =
        items.count(ItemQuery.ANY.opened(begin, end).kinds(ItemPages.COUNTED), visitor.scope());
    var terms = new ArrayList<Figure>();
    long sum = 0;
    for (var group : ItemState.Group.values()) {
      long count = sum(byState, group);
      sum += count;
      terms.add(new Figure(ItemPages.label(group), count, list(group.name(), from, to)));
    }
    var open =
        Arrays.stream(ItemState.values())
            .filter(state -> state.isOpen() && byState.getOrDefault(state, 0L) > 0)
            .map(state ->
                new Figure(
                    state.label(), byState.getOrDefault(state, 0L), list(state.name(), from, to)))
            .toList();
    var books = last.get();
    boolean everything = visitor.scope().equals(Scope.ALL);
    return new LedgerPage(
        frame.around(ctx, "台账"),
        from.toString(),
        to.toString(),
        Phrases.days(Optional.of(from), Optional.of(to)),
        periods(today, from, to),
        new Figure("提出", asked, list("", from, to)),
        terms,
        open,
        asked == sum && books.map(Reconciliation::balances).orElse(true),
        books.map(found -> phrases.at(found.at())).orElse(""),
        everything ? books.map(Reconciliation::faults).orElse(List.of()) : List.of());
  }

  private static long sum(Map<ItemState, Long> byState, ItemState.Group group) {
    return byState.entrySet().stream()
        .filter(each -> each.getKey().group() == group)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static String list(String group, LocalDate from, LocalDate to) {
    return "/console/items?group=" + group + "&from=" + from + "&to=" + to;
  }

  private static List<Choice> periods(LocalDate today, LocalDate from, LocalDate to) {
    var periods = new ArrayList<Choice>();
    for (var period :
        List.of(
            Map.entry("今天", today),
            Map.entry("近 7 天", today.minusDays(6)),
            Map.entry("近 30 天", today.minusDays(29)),
            Map.entry("今年", today.withDayOfYear(1)))) {
      periods.add(
          new Choice(
              "/console/ledger?from=" + period.getValue() + "&to=" + today,
              period.getKey(),
              from.equals(period.getValue()) && to.equals(today)));
    }
    return periods;
  }
}
