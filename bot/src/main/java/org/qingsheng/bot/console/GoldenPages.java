package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.GoldenFormPage;
import org.qingsheng.bot.console.page.GoldenListPage;
import org.qingsheng.bot.curation.GoldenCase;
import org.qingsheng.bot.curation.GoldenSet;
import org.qingsheng.bot.curation.RegressionSet;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/** The golden questions (回归题): list, add, change, retire, and taken from real items. */
public final class GoldenPages {
  private static final String PATH = "/console/golden";
  private static final int PAGE = 50;
  private static final int CANDIDATES = 6;

  private final RegressionSet questions;
  private final Knowledge knowledge;
  private final Items items;
  private final Regions regions;
  private final Phrases phrases;

  public GoldenPages(
      RegressionSet questions,
      Knowledge knowledge,
      Items items,
      Regions regions,
      InstantSource clock) {
    this.questions = questions;
    this.knowledge = knowledge;
    this.items = items;
    this.regions = regions;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    var one = PATH + "/{id}";
    routes.get(PATH, ctx -> frame.show(ctx, "golden", list(frame, ctx)), Gate.READ_ENTRIES);
    routes.get(PATH + "/new", ctx -> blank(frame, ctx), Gate.EDIT_ENTRIES);
    routes.post(PATH, ctx -> add(frame, ctx), Gate.EDIT_ENTRIES);
    routes.get(one, ctx -> form(frame, ctx), Gate.EDIT_ENTRIES);
    routes.post(one, ctx -> edit(frame, ctx), Gate.EDIT_ENTRIES);
    routes.post(one + "/retire", ctx -> retire(ctx, true), Gate.EDIT_ENTRIES);
    routes.post(one + "/restore", ctx -> retire(ctx, false), Gate.EDIT_ENTRIES);
  }

  // ---- list ----

  private enum Kind {
    IN_USE("在用", each -> !each.retired()),
    MUST("必答", each -> each.must() && !each.retired()),
    OWN("自己加的", each -> each.origin() != GoldenCase.Origin.SHIPPED && !each.retired()),
    RETIRED("已停用", GoldenCase::retired);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // looks at the question only
    private final Predicate<GoldenCase> fits;

    Kind(String label, Predicate<GoldenCase> fits) {
      this.label = label;
      this.fits = fits;
    }
  }

  private GoldenListPage list(Frame frame, Context ctx) {
    var by = by(ctx);
    var kind =
        Arrays.stream(Kind.values())
            .filter(each -> each.name().equals(ctx.queryParam("kind")))
            .findFirst()
            .orElse(Kind.IN_USE);
    var text = Optional.ofNullable(ctx.queryParam("text")).orElse("").strip();
    int offset = Math.max(0, ctx.queryParamAsClass("offset", Integer.class).getOrDefault(0));
    var fitting =
        questions.list(by).stream()
            .filter(kind.fits)
            .filter(each -> each.question().contains(text))
            .sorted(java.util.Comparator.comparing(GoldenCase::updatedAt).reversed())
            .toList();
    var more =
        offset + PAGE < fitting.size()
            ? PATH + "?kind=" + kind + "&text=" + encoded(text) + "&offset=" + (offset + PAGE)
            : "";
    return new GoldenListPage(
        frame.around(ctx, "回归题"),
        Arrays.stream(Kind.values())
            .map(each -> new Choice(PATH + "?kind=" + each, each.label, each == kind))
            .toList(),
        text,
        fitting.size(),
        fitting.stream().skip(offset).limit(PAGE).map(each -> row(each, by)).toList(),
        more,
        Gate.EDIT_ENTRIES.admits(by));
  }

  private GoldenListPage.Row row(GoldenCase each, Account by) {
    return new GoldenListPage.Row(
        each.id(),
        each.question(),
        each.expected().stream().map(this::title).toList(),
        each.must(),
        each.retired(),
        each.originItem().map(number -> "来自 " + number).orElse(each.origin().label()),
        each.region().map(regions::name).orElse("本单位所在地"),
        each.origin() == GoldenCase.Origin.SHIPPED && each.updatedBy().isEmpty()
            ? ""
            : phrases.at(each.updatedAt()),
        questions.mayChange(by, each));
  }

  private String title(String id) {
    return knowledge.entry(new EntryId(id)).map(entry -> entry.question()).orElse(id + "（没有发布）");
  }

  // ---- one ----

  private void blank(Frame frame, Context ctx) {
    var number = query(ctx, "item");
    var item = ItemPages.find(items, number, Visitor.of(ctx));
    var question = item.map(found -> found.question()).orElse(query(ctx, "question"));
    var region = item.map(found -> found.region());
    var typed = query(ctx, "region");
    show(
        frame,
        ctx,
        new Filled(
            "",
            item.map(found -> found.number().value()).orElse(""),
            question,
            region.map(code -> RegionInput.write(code, regions)).orElse(typed),
            item.flatMap(found -> found.entry()).map(Set::of).orElse(Set.of()),
            false,
            "",
            false),
        Optional.empty());
  }

  private void form(Frame frame, Context ctx) {
    var found = found(ctx);
    show(
        frame,
        ctx,
        new Filled(
            found.id(),
            found.originItem().orElse(""),
            found.question(),
            found.region().map(code -> RegionInput.write(code, regions)).orElse(""),
            new LinkedHashSet<>(found.expected()),
            found.must(),
            found.note(),
            found.retired()),
        Optional.empty());
  }

  private GoldenCase found(Context ctx) {
    return questions
        .find(by(ctx), ctx.pathParam("id"))
        .orElseThrow(() -> new Faults.NotFound("没有这道题，或不在你的地区"));
  }

  /** What stands in the form. */
  private record Filled(
      String id,
      String item,
      String question,
      String region,
      Set<String> expected,
      boolean must,
      String note,
      boolean retired) {}

  private static Filled filled(Context ctx, String id, boolean retired) {
    var expected = new LinkedHashSet<String>(ctx.formParams("pick"));
    Arrays.stream(ItemPages.field(ctx, "expected").split("[,，\\s]+"))
        .filter(each -> !each.isEmpty())
        .forEach(expected::add);
    return new Filled(
        id,
        ItemPages.field(ctx, "item"),
        ItemPages.field(ctx, "question"),
        ItemPages.field(ctx, "region"),
        expected,
        ctx.formParam("must") != null,
        ItemPages.field(ctx, "note"),
        retired);
  }

  private RegressionSet.Input input(Filled filled, Context ctx) {
    return new RegressionSet.Input(
        filled.question(),
        place(filled.region(), ctx),
        List.copyOf(filled.expected()),
        filled.must(),
        filled.note());
  }

  private Optional<RegionCode> place(String typed, Context ctx) {
    return Optional.of(typed)
        .filter(text -> !text.isBlank())
        .map(text -> RegionInput.read(text, "region", regions, by(ctx).region()));
  }

  private void add(Frame frame, Context ctx) {
    var filled = filled(ctx, "", false);
    try {
      // Only what the reader may see can be named as the origin, and only its masked words are
      // there.
      var item =
          ItemPages.find(items, filled.item(), Visitor.of(ctx))
              .map(found -> found.number().value());
      questions.add(by(ctx), input(filled, ctx), item);
      Frame.goTo(ctx, PATH + "?kind=" + Kind.OWN);
    } catch (BadInput e) {
      ctx.status(422);
      show(frame, ctx, filled, Optional.of(e));
    }
  }

  private void edit(Frame frame, Context ctx) {
    var before = found(ctx);
    var filled = filled(ctx, before.id(), before.retired());
    try {
      questions.edit(by(ctx), before.id(), input(filled, ctx));
      Frame.goTo(ctx, PATH);
    } catch (BadInput e) {
      ctx.status(422);
      show(frame, ctx, filled, Optional.of(e));
    }
  }

  private void retire(Context ctx, boolean retired) {
    questions.retire(by(ctx), found(ctx).id(), retired);
    Frame.goTo(ctx, PATH);
  }

  private void show(Frame frame, Context ctx, Filled filled, Optional<BadInput> problem) {
    var candidates = new ArrayList<GoldenFormPage.Candidate>();
    var now = "";
    var picked = new LinkedHashSet<>(filled.expected());
    if (!filled.question().isBlank() && filled.question().length() <= HitTestPages.LONGEST) {
      var region = asked(filled.region(), ctx);
      var explanation =
          knowledge.explain(
              new Query(filled.question(), regions.path(region), Set.of(), phrases.now()));
      now = GoldenSet.words(explanation.decision());
      explanation.candidates().stream()
          .limit(CANDIDATES)
          .forEach(each -> {
            var entry = each.match().entry();
            candidates.add(
                new GoldenFormPage.Candidate(
                    entry.id().value(),
                    entry.question(),
                    HitTestPages.percent(each.match().probability()),
                    picked.remove(entry.id().value())));
          });
    }
    boolean fresh = filled.id().isEmpty();
    frame.show(
        ctx,
        "goldenform",
        new GoldenFormPage(
            frame.around(ctx, fresh ? "加一道回归题" : "修改回归题"),
            fresh ? PATH : PATH + "/" + filled.id(),
            fresh,
            filled.item(),
            filled.question(),
            filled.region(),
            filled.note(),
            filled.must(),
            now,
            candidates,
            String.join("\n", picked),
            filled.retired(),
            problem.map(BadInput::field).orElse(""),
            problem.map(Faults::words).orElse("")));
  }

  /** A region that cannot be read is told as a problem elsewhere; here any will do. */
  private RegionCode asked(String typed, Context ctx) {
    try {
      return place(typed, ctx).orElse(by(ctx).region());
    } catch (BadInput _) {
      return by(ctx).region();
    }
  }

  private static String query(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).map(String::strip).orElse("");
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Account by(Context ctx) {
    return Visitor.of(ctx).account();
  }
}
