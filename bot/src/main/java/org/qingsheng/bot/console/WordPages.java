package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.qingsheng.bot.console.page.LocalValuesPage;
import org.qingsheng.bot.console.page.SynonymsPage;
import org.qingsheng.bot.console.page.SynonymsPage.Trying;
import org.qingsheng.bot.curation.GoldenSet;
import org.qingsheng.bot.curation.RegressionSet;
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

  private final Words words;
  private final RegressionSet golden;
  private final KnowledgeBase knowledge;
  private final Regions regions;
  private final InstantSource clock;

  public WordPages(
      Words words,
      RegressionSet golden,
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
    routes.get(SYNONYMS, ctx -> synonyms(frame, ctx), Gate.ADMINISTER);
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

  /**
   * The list, and what a synonym does to the golden questions: one that may be saved, one that was
   * just saved, or one that may be taken away.
   */
  private void synonyms(Frame frame, Context ctx) {
    var by = Visitor.of(ctx).account();
    var alias = query(ctx, "alias");
    var meaning = query(ctx, "meaning");
    if (alias.isEmpty() && meaning.isEmpty()) {
      var place = RegionInput.write(by.region(), regions);
      show(frame, ctx, new Shown(Trying.NOTHING, "", "", place), Optional.empty());
      return;
    }
    var shown = new Shown(trying(ctx), alias, meaning, query(ctx, "region"));
    try {
      var region = region(ctx);
      var compared =
          switch (shown.trying()) {
            case TO_REMOVE -> compared(words.used(), words.without(alias, region), region);
            case SAVED -> compared(words.without(alias, region), words.used(), region);
            case TO_SAVE, NOTHING ->
                compared(words.used(), words.with(by, new Synonym(alias, meaning, region)), region);
          };
      show(frame, ctx, shown, Optional.of(compared));
    } catch (BadInput e) {
      wrong(frame, ctx, shown, e);
    }
  }

  private static Trying trying(Context ctx) {
    return ctx.queryParam("saved") != null
        ? Trying.SAVED
        : ctx.queryParam("removing") != null ? Trying.TO_REMOVE : Trying.TO_SAVE;
  }

  /** A synonym holds in its area: questions without a place of their own are asked there. */
  private GoldenSet.Comparison compared(
      Collection<Synonym> before, Collection<Synonym> after, RegionCode region) {
    return golden
        .inUse(region)
        .compare(
            query -> knowledge.ask(query, before),
            query -> knowledge.ask(query, after),
            clock.instant());
  }

  /** What stands in the form. */
  private record Shown(Trying trying, String alias, String meaning, String region) {}

  private void wrong(Frame frame, Context ctx, Shown shown, BadInput e) {
    ctx.status(422);
    frame.show(
        ctx,
        "synonyms",
        page(
            frame,
            ctx,
            new Shown(Trying.NOTHING, shown.alias(), shown.meaning(), shown.region()),
            Optional.empty(),
            Optional.of(e)));
  }

  private void show(
      Frame frame, Context ctx, Shown shown, Optional<GoldenSet.Comparison> compared) {
    frame.show(ctx, "synonyms", page(frame, ctx, shown, compared, Optional.empty()));
  }

  private SynonymsPage page(
      Frame frame,
      Context ctx,
      Shown shown,
      Optional<GoldenSet.Comparison> compared,
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
        shown.trying(),
        shown.alias(),
        shown.meaning(),
        shown.region(),
        compared.map(Comparisons::view),
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
      Frame.goTo(
          ctx,
          SYNONYMS
              + "?saved=1&alias="
              + encoded(alias)
              + "&meaning="
              + encoded(meaning)
              + "&region="
              + region);
    } catch (BadInput e) {
      wrong(frame, ctx, new Shown(Trying.NOTHING, alias, meaning, typed), e);
    }
  }

  private void remove(Context ctx) {
    var by = Visitor.of(ctx).account();
    var region = RegionInput.read(ItemPages.field(ctx, "region"), "region", regions, by.region());
    words.remove(by, ItemPages.field(ctx, "alias"), region);
    Frame.goTo(ctx, SYNONYMS);
  }

  private static String query(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).orElse("").strip();
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
