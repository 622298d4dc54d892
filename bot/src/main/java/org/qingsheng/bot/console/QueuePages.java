package org.qingsheng.bot.console;

import static org.qingsheng.bot.ledger.ItemState.ANSWERED;
import static org.qingsheng.bot.ledger.ItemState.ASSIGNED;
import static org.qingsheng.bot.ledger.ItemState.CLARIFYING;
import static org.qingsheng.bot.ledger.ItemState.DELIVERING;
import static org.qingsheng.bot.ledger.ItemState.WAITING;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.QueuePage;
import org.qingsheng.bot.desk.ClaimTime;
import org.qingsheng.bot.desk.Filters;
import org.qingsheng.bot.desk.Mentions;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Order;

/** The queue (待办): lists whose counts are those of the lists, and the filters staff keep. */
public final class QueuePages {
  private static final int PAGE = 30;

  private final Items items;
  private final Cards cards;
  private final Mentions mentions;
  private final Filters filters;
  private final LiveFeed live;

  public QueuePages(Items items, Cards cards, Mentions mentions, Filters filters, LiveFeed live) {
    this.items = items;
    this.cards = cards;
    this.mentions = mentions;
    this.filters = filters;
    this.live = live;
  }

  /** The lists, in the order shown. */
  private enum Tab {
    WAITING_LIST("waiting", "待认领", "都有人在办了", ""),
    MINE("mine", "我的", "你手上没有待办", ""),
    MENTIONED("mentioned", "提到我", "没有备注提到你", ""),
    UNIT("unit", "本单位", "本单位没有在办的", ""),
    UNCLAIMED("unclaimed", "认领超时", "都按时认领了", "red"),
    DUE_SOON("soon", "即将超时", "两小时内没有到期的", "yellow"),
    OVERDUE("overdue", "已超时", "没有超时的，很好", "red"),
    ASKER("asker", "等提问人", "没有在等提问人选择的", ""),
    ON_ITS_WAY("delivering", "待送达", "答复都送到了", ""),
    DONE("done", "已办结", "还没有办结的", "");

    private final String key;
    private final String label;
    private final String empty;
    private final String tone;

    Tab(String key, String label, String empty, String tone) {
      this.key = key;
      this.label = label;
      this.empty = empty;
      this.tone = tone;
    }

    static Tab of(Context ctx) {
      var wanted = ctx.queryParam("tab");
      return Arrays.stream(values())
          .filter(tab -> tab.key.equals(wanted))
          .findFirst()
          .orElse(WAITING_LIST);
    }

    ItemQuery query(Visitor visitor, ClaimTime claims, Instant now) {
      var all = ItemQuery.ANY.by(Order.MOST_URGENT);
      return switch (this) {
        case WAITING_LIST -> all.states(WAITING);
        case MINE -> all.states(ASSIGNED).assignee(visitor.account().id().value());
        case MENTIONED ->
            ItemQuery.ANY.and(new Condition.Mentioning(visitor.account().id().value()));
        case UNIT ->
            all.states(WAITING, ASSIGNED, DELIVERING)
                .and(new Condition.OfUnit(visitor.account().region()));
        case UNCLAIMED -> claims.late(now);
        case ASKER -> all.states(CLARIFYING).by(Order.OLDEST);
        case DUE_SOON ->
            all.states(WAITING, ASSIGNED).due(Optional.of(now), now.plus(Phrases.SOON));
        case OVERDUE -> all.states(WAITING, ASSIGNED).due(Optional.empty(), now);
        case ON_ITS_WAY -> all.states(DELIVERING).by(Order.OLDEST);
        case DONE -> all.states(ANSWERED).and(new Condition.Ticket()).by(Order.NEWEST);
      };
    }
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount.routes().get("/console", ctx -> frame.show(ctx, "queue", page(frame, ctx)), Gate.DESK);
    mount
        .routes()
        .get("/console/queue", ctx -> frame.show(ctx, "queuelist", page(frame, ctx)), Gate.DESK);
    mount.routes().get("/console/live", ctx -> live.serve(ctx, watched(ctx)), Gate.READ_ITEMS);
  }

  /** The item a page watches, if its reader may see it. */
  private Optional<String> watched(Context ctx) {
    return Optional.ofNullable(ctx.queryParam("item"))
        .flatMap(number -> ItemPages.find(items, number, Visitor.of(ctx)))
        .map(item -> item.number().value());
  }

  private QueuePage page(Frame frame, Context ctx) {
    var visitor = Visitor.of(ctx);
    var now = cards.phrases().now();
    var current = Tab.of(ctx);
    int from = ctx.queryParamAsClass("from", Integer.class).getOrDefault(0);
    from = Math.max(0, Math.min(from, 100_000));
    var unread = mentions.unread(visitor.account().id());
    var tabs = new ArrayList<QueuePage.Tab>();
    for (var tab : Tab.values()) {
      long count = items.count(tab.query(visitor, cards.claims(), now), visitor.scope());
      var tone = tab == Tab.MENTIONED && !unread.isEmpty() ? "yellow" : tab.tone;
      tabs.add(new QueuePage.Tab(tab.key, tab.label, count, tab == current, count > 0 ? tone : ""));
    }
    var here = tabs.stream().filter(QueuePage.Tab::current).findFirst().orElseThrow();
    var found =
        items.find(current.query(visitor, cards.claims(), now).page(from, PAGE), visitor.scope());
    var more =
        from + found.size() < here.count()
            ? "/console?tab=" + current.key + "&from=" + (from + PAGE)
            : "";
    return new QueuePage(
        frame.around(ctx, "待办"),
        tabs,
        here,
        cards.of(found, true, unread),
        more,
        current.empty,
        filters.of(visitor.account()).stream()
            .map(saved -> new Choice("/console/items?filter=" + saved.id(), saved.name(), false))
            .toList());
  }

  /** The lists by their keys, for checks that counts and lists agree. */
  static List<String> keys() {
    return Arrays.stream(Tab.values()).map(tab -> tab.key).toList();
  }
}
