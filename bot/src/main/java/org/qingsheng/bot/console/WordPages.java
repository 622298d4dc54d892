package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.console.page.LocalValuesPage;
import org.qingsheng.bot.console.page.SynonymsPage;
import org.qingsheng.bot.curation.GoldenSet;
import org.qingsheng.bot.curation.Words;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

/** The words an area keeps for itself: local values of answers, and synonyms. */
public final class WordPages {
  private static final String LOCAL_VALUES = "/console/local-values";
  private static final String SYNONYMS = "/console/synonyms";
  private static final int MOST_SHOWN = 100;

  private final Words words;
  private final GoldenSet golden;
  private final KnowledgeBase knowledge;
  private final Regions regions;
  private final InstantSource clock;

  public WordPages(
      Words words,
      GoldenSet golden,
      KnowledgeBase knowledge,
      Regions regions,
      InstantSource clock) {
    this.words = words;
    this.golden = golden;
    this.knowledge = knowledge;
    this.regions = regions;
    this.clock = clock;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        LOCAL_VALUES,
        ctx -> frame.show(ctx, "localvalues", values(frame, ctx, Optional.empty())),
        Gate.ADMINISTER);
    routes.post(LOCAL_VALUES, ctx -> fill(frame, ctx), Gate.ADMINISTER);
    routes.get(SYNONYMS, ctx -> frame.show(ctx, "synonyms", tried(frame, ctx)), Gate.ADMINISTER);
    routes.post(SYNONYMS, ctx -> save(frame, ctx), Gate.ADMINISTER);
    routes.post(SYNONYMS + "/remove", this::remove, Gate.ADMINISTER);
  }

  private RegionCode region(Context ctx) {
    var home = Visitor.of(ctx).account().region();
    return Optional.ofNullable(ctx.queryParam("region"))
        .filter(text -> !text.isBlank())
        .map(text -> RegionInput.read(text, "region", regions, home))
        .orElse(home);
  }

  private LocalValuesPage values(Frame frame, Context ctx, Optional<BadInput> problem) {
    var region = region(ctx);
    var needed = words.needed(Visitor.of(ctx).account(), region);
    var rows =
        needed.stream()
            .map(each ->
                new LocalValuesPage.Row(
                    each.name(),
                    each.here().orElse(""),
                    each.above().orElse(""),
                    each.users().getFirst().answerWithoutLocal().orElse(""),
                    each.users().stream()
                        .map(entry ->
                            new LocalValuesPage.EntryLink(
                                "/console/entries/" + entry.id(), entry.question()))
                        .toList()))
            .toList();
    return new LocalValuesPage(
        frame.around(ctx, "本地值"),
        RegionInput.write(region, regions),
        region.value(),
        (int) needed.stream().filter(Words.Needed::isEmpty).count(),
        rows,
        problem.map(BadInput::field).orElse(""),
        problem.map(Faults::words).orElse(""));
  }

  private void fill(Frame frame, Context ctx) {
    var region = region(ctx);
    try {
      words.fill(
          Visitor.of(ctx).account(),
          ItemPages.field(ctx, "name"),
          region,
          ItemPages.field(ctx, "content"));
      Frame.goTo(ctx, LOCAL_VALUES + "?region=" + region);
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "localvalues", values(frame, ctx, Optional.of(e)));
    }
  }

  /** The list, and what a synonym in the query would change. */
  private SynonymsPage tried(Frame frame, Context ctx) {
    var alias = Optional.ofNullable(ctx.queryParam("alias")).orElse("").strip();
    var meaning = Optional.ofNullable(ctx.queryParam("meaning")).orElse("").strip();
    var by = Visitor.of(ctx).account();
    if (alias.isEmpty() && meaning.isEmpty()) {
      var place = RegionInput.write(by.region(), regions);
      return page(frame, ctx, false, "", "", place, List.of(), Optional.empty());
    }
    var typed = Optional.ofNullable(ctx.queryParam("region")).orElse("");
    try {
      var region = region(ctx);
      var changes =
          golden.changes(
              knowledge,
              words.used(),
              words.with(by, new Synonym(alias, meaning, region)),
              regions.path(region),
              clock.instant());
      return page(frame, ctx, true, alias, meaning, typed, changes, Optional.empty());
    } catch (BadInput e) {
      ctx.status(422);
      return page(frame, ctx, false, alias, meaning, typed, List.of(), Optional.of(e));
    }
  }

  private SynonymsPage page(
      Frame frame,
      Context ctx,
      boolean tried,
      String alias,
      String meaning,
      String region,
      List<GoldenSet.Change> changes,
      Optional<BadInput> problem) {
    var by = Visitor.of(ctx).account();
    return new SynonymsPage(
        frame.around(ctx, "同义词"),
        words.listed(by).stream()
            .map(each ->
                new SynonymsPage.Row(
                    each.alias(),
                    each.meaning(),
                    regions.name(each.region()),
                    each.region().value(),
                    by.scope().covers(each.region())))
            .toList(),
        words.filed(),
        golden.size(),
        tried,
        alias,
        meaning,
        region,
        changes.stream()
            .limit(MOST_SHOWN)
            .map(each -> new SynonymsPage.Change(each.question(), each.before(), each.after()))
            .toList(),
        problem.map(BadInput::field).orElse(""),
        problem.map(Faults::words).orElse(""));
  }

  private void save(Frame frame, Context ctx) {
    var by = Visitor.of(ctx).account();
    var alias = ItemPages.field(ctx, "alias");
    var meaning = ItemPages.field(ctx, "meaning");
    var typed = ItemPages.field(ctx, "region");
    try {
      var region = RegionInput.read(typed, "region", regions, by.region());
      words.save(by, new Synonym(alias, meaning, region));
      Frame.goTo(ctx, SYNONYMS);
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(
          ctx,
          "synonyms",
          page(frame, ctx, false, alias, meaning, typed, List.of(), Optional.of(e)));
    }
  }

  private void remove(Context ctx) {
    var by = Visitor.of(ctx).account();
    var region = RegionInput.read(ItemPages.field(ctx, "region"), "region", regions, by.region());
    words.remove(by, ItemPages.field(ctx, "alias"), region);
    Frame.goTo(ctx, SYNONYMS);
  }
}
