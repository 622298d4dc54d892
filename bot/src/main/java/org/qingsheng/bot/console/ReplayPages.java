package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.console.page.ReplayPage;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.rehearsal.Outcome;
import org.qingsheng.bot.rehearsal.Replay;
import org.qingsheng.bot.rehearsal.ReplayRuns;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;

/** A day of the ledger said again to the bot of today (重放), and what would end otherwise. */
public final class ReplayPages {
  private static final String PATH = "/console/replay";
  private static final int MOST_SHOWN = 200;

  private final ReplayRuns runs;
  private final Knowledge knowledge;
  private final Regions regions;
  private final Phrases phrases;

  public ReplayPages(ReplayRuns runs, Knowledge knowledge, Regions regions, InstantSource clock) {
    this.runs = runs;
    this.knowledge = knowledge;
    this.regions = regions;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(PATH, ctx -> frame.show(ctx, "replay", page(frame, ctx)), Gate.READ_ITEMS);
    routes.post(PATH, this::start, Gate.READ_ITEMS);
  }

  private record Wanted(LocalDate day, Scope scope, String region) {}

  private Wanted wanted(Context ctx, Optional<LocalDate> day, String typed) {
    var by = Visitor.of(ctx).account();
    var region = HitTestPages.region(typed, regions, by.region());
    if (!by.scope().covers(region) && !by.region().equals(region)) {
      throw new NotAllowed("只能重放本地区及以下的");
    }
    return new Wanted(
        day.orElse(phrases.today().minusDays(1)),
        new Scope(region),
        RegionInput.write(region, regions));
  }

  private void start(Context ctx) {
    Optional<LocalDate> day;
    try {
      day =
          Optional.of(ItemPages.field(ctx, "day")).filter(t -> !t.isBlank()).map(LocalDate::parse);
    } catch (java.time.format.DateTimeParseException _) {
      throw new BadInput("day", "日期格式不对，应为 2026-11-20 这样");
    }
    var wanted = wanted(ctx, day, ItemPages.field(ctx, "region"));
    if (wanted.day().isAfter(phrases.today())) {
      throw new BadInput("day", "这一天还没有到");
    }
    runs.start(wanted.day(), wanted.scope());
    Frame.goTo(ctx, address(wanted, false));
  }

  private static String address(Wanted wanted, boolean all) {
    return PATH
        + "?day="
        + wanted.day()
        + "&region="
        + wanted.scope().region()
        + (all ? "&all=1" : "");
  }

  private ReplayPage page(Frame frame, Context ctx) {
    var wanted =
        wanted(
            ctx,
            ItemPages.day(ctx, "day"),
            Optional.ofNullable(ctx.queryParam("region")).orElse(""));
    boolean all = ctx.queryParam("all") != null;
    var standing = runs.of(wanted.day(), wanted.scope());
    var result = standing.flatMap(ReplayRuns.Standing::result);
    var changed = result.map(Replay.Result::changed).orElse(List.of());
    var shown = all ? result.map(Replay.Result::questions).orElse(List.of()) : changed;
    return new ReplayPage(
        frame.around(ctx, "重放"),
        wanted.day().toString(),
        wanted.region(),
        address(wanted, !all),
        standing.map(ReplayRuns.Standing::running).orElse(false),
        result.isPresent(),
        result.map(Replay.Result::messages).orElse(0),
        result.map(found -> found.questions().size()).orElse(0),
        changed.size(),
        result.map(ReplayPages::moves).orElse(List.of()),
        shown.stream()
            .sorted(Comparator.comparing((Replay.Compared each) -> !tone(each).equals("red")))
            .limit(MOST_SHOWN)
            .map(this::row)
            .toList(),
        shown.size());
  }

  private static List<ReplayPage.Move> moves(Replay.Result result) {
    var moves = new ArrayList<ReplayPage.Move>();
    for (var then : Outcome.Kind.values()) {
      for (var now : Outcome.Kind.values()) {
        long count = result.count(then, now);
        if (count > 0) {
          moves.add(new ReplayPage.Move(then.label(), now.label(), count, then != now));
        }
      }
    }
    moves.sort(Comparator.comparing((ReplayPage.Move each) -> !each.changed()));
    return moves;
  }

  private ReplayPage.Row row(Replay.Compared each) {
    return new ReplayPage.Row(
        each.number(),
        each.text(),
        phrases.at(each.at()),
        words(each.then()),
        words(each.now()),
        tone(each));
  }

  private static String tone(Replay.Compared each) {
    if (!each.changed()) {
      return "";
    }
    if (each.then().kind() == Outcome.Kind.ANSWERED) {
      return "red";
    }
    return each.now().kind() == Outcome.Kind.ANSWERED ? "green" : "warn";
  }

  private String words(Outcome outcome) {
    var titles =
        outcome.entries().stream()
            .map(id -> knowledge.entry(new EntryId(id)).map(entry -> entry.question()).orElse(id))
            .toList();
    return titles.isEmpty()
        ? outcome.kind().label() + (outcome.reason().isEmpty() ? "" : "（" + outcome.reason() + "）")
        : outcome.kind().label() + "：" + String.join("／", titles);
  }
}
