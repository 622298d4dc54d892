package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.DiffPart;
import org.qingsheng.bot.console.page.EntryFormPage;
import org.qingsheng.bot.console.page.EntryListPage;
import org.qingsheng.bot.console.page.EntryPage;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.Move;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.RevisionId;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.exchange.Problem;

/** The knowledge base for those who keep it: list, versions, writing, and each step of a life. */
public final class EntryPages {
  private static final int PAGE = 30;

  private final Curation curation;
  private final Function<Entry, List<Problem>> rules;
  private final Cards cards;
  private final Supplier<String> ids;

  /**
   * @param rules what stands against publishing an entry, by field
   * @param ids makes a new id each time
   */
  public EntryPages(
      Curation curation, Function<Entry, List<Problem>> rules, Cards cards, Supplier<String> ids) {
    this.curation = curation;
    this.rules = rules;
    this.cards = cards;
    this.ids = ids;
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    var all = "/console/entries";
    var one = all + "/{id}";
    var version = one + "/{version}";
    routes.get(all, ctx -> frame.show(ctx, "entries", list(frame, ctx)), Gate.READ_ENTRIES);
    routes.get(all + "/new", ctx -> blank(frame, ctx), Gate.EDIT_ENTRIES);
    routes.post(all, ctx -> draft(frame, ctx), Gate.EDIT_ENTRIES);
    routes.get(one, ctx -> frame.show(ctx, "entry", page(frame, ctx)), Gate.READ_ENTRIES);
    routes.post(
        one + "/new-version",
        ctx -> done(ctx, curation.newVersion(by(ctx), entryId(ctx))),
        Gate.EDIT_ENTRIES);
    routes.get(version + "/edit", ctx -> form(frame, ctx), Gate.EDIT_ENTRIES);
    routes.post(version + "/edit", ctx -> edit(frame, ctx), Gate.EDIT_ENTRIES);
    routes.post(
        version + "/submit",
        ctx -> done(ctx, curation.submit(by(ctx), id(ctx))),
        Gate.EDIT_ENTRIES);
    routes.post(
        version + "/discard",
        ctx -> done(ctx, curation.discard(by(ctx), id(ctx), reason(ctx))),
        Gate.EDIT_ENTRIES);
    routes.post(
        version + "/return",
        ctx -> done(ctx, curation.returnForChanges(by(ctx), id(ctx), reason(ctx))),
        Gate.REVIEW_ENTRIES);
    routes.post(
        version + "/retire",
        ctx -> done(ctx, curation.retire(by(ctx), id(ctx), reason(ctx))),
        Gate.REVIEW_ENTRIES);
    new PublishPages(curation).addTo(mount, version);
  }

  // ---- list ----

  private EntryListPage list(Frame frame, Context ctx) {
    var by = by(ctx);
    var state =
        Arrays.stream(State.values())
            .filter(each -> each.name().equals(ctx.queryParam("state")))
            .findFirst();
    var topic = query(ctx, "topic");
    var text = query(ctx, "text");
    int offset = Math.max(0, ctx.queryParamAsClass("offset", Integer.class).getOrDefault(0));
    var query = new ShelfQuery(state.map(Set::of).orElse(Set.of()), topic, "", text, PAGE, offset);
    long total = curation.count(by, query);
    var rows = curation.find(by, query).stream().map(this::row).toList();
    var states = new ArrayList<Choice>();
    states.add(new Choice("", "全部状态", state.isEmpty()));
    for (var each : State.values()) {
      states.add(new Choice(each.name(), each.label(), state.equals(Optional.of(each))));
    }
    var more =
        offset + rows.size() < total
            ? "/console/entries?state="
                + state.map(Enum::name).orElse("")
                + "&topic="
                + encoded(topic)
                + "&text="
                + encoded(text)
                + "&offset="
                + (offset + PAGE)
            : "";
    return new EntryListPage(
        frame.around(ctx, "知识库"),
        states,
        topic,
        text,
        total,
        rows,
        more,
        Gate.EDIT_ENTRIES.admits(by));
  }

  private EntryListPage.Row row(Revision revision) {
    var content = revision.content();
    return new EntryListPage.Row(
        link(revision.id()),
        content.question(),
        revision.state().label(),
        tone(revision.state()),
        cards.regions().name(content.region()),
        content.topic(),
        content.version(),
        cards.phrases().at(revision.updatedAt()),
        content.validUntil().map(LocalDate::toString).orElse(""),
        revision.emergency());
  }

  // ---- one version ----

  private EntryPage page(Frame frame, Context ctx) {
    var by = by(ctx);
    var history = curation.history(by, entryId(ctx));
    if (history.isEmpty()) {
      throw unknown();
    }
    var wanted = ctx.queryParamAsClass("version", Integer.class).getOrDefault(0);
    var revision =
        history.stream()
            .filter(each -> each.content().version() == wanted)
            .findFirst()
            .orElse(history.getLast());
    var content = revision.content();
    boolean open = revision.state().isOpen();
    return new EntryPage(
        frame.around(ctx, content.question()),
        content.id().value(),
        content.version(),
        revision.state().label(),
        tone(revision.state()),
        content.question(),
        content.similar(),
        content.answer(),
        content.answerWithoutLocal().orElse(""),
        content.official(),
        content.sources().stream()
            .map(source ->
                Suggestions.line(source)
                    + "，"
                    + source.date()
                    + source.link().map(link -> "，" + link).orElse(""))
            .toList(),
        facts(revision),
        revision.note(),
        revision.emergency(),
        revision.originItem().isPresent() ? "来自一条团干部答复" : "",
        revision.updatedAt().toString(),
        open
            ? rules.apply(content).stream()
                .map(each -> each.problem() + "。" + each.remedy())
                .toList()
            : List.of(),
        open ? difference(history, revision) : List.of(),
        history.reversed().stream().map(each -> version(each, revision)).toList(),
        steps(by, revision),
        Move.EDIT.isOpenTo(by, revision));
  }

  private static List<DiffPart> difference(List<Revision> history, Revision revision) {
    return history.stream()
        .filter(each -> each.state() == State.PUBLISHED)
        .findFirst()
        .filter(live -> !live.id().equals(revision.id()))
        .map(live -> TextDiff.between(live.content().answer(), revision.content().answer()))
        .orElse(List.of());
  }

  private EntryPage.Version version(Revision each, Revision current) {
    return new EntryPage.Version(
        link(each.id()),
        each.content().version(),
        each.state().label(),
        Revision.SEED.equals(each.author()) ? "随程序附带" : cards.name(each.author()),
        cards.phrases().at(each.updatedAt()),
        each.id().equals(current.id()));
  }

  private List<EntryPage.Fact> facts(Revision revision) {
    var content = revision.content();
    var facts = new ArrayList<EntryPage.Fact>();
    facts.add(new EntryPage.Fact("类型", content.kind() == Entry.Kind.POLICY ? "政策" : "指引"));
    facts.add(new EntryPage.Fact("主题", content.topic()));
    facts.add(new EntryPage.Fact("适用地区", cards.regions().name(content.region())));
    facts.add(
        new EntryPage.Fact(
            "适用人群",
            content.audience().isEmpty()
                ? "所有人"
                : content.audience().stream().sorted().collect(Collectors.joining("、"))));
    facts.add(
        new EntryPage.Fact(
            "有效期",
            content.validFrom().map(LocalDate::toString).orElse("不限")
                + " 至 "
                + content.validUntil().map(LocalDate::toString).orElse("不限")));
    facts.add(
        new EntryPage.Fact("核对日期", content.checkedOn().map(LocalDate::toString).orElse("未填")));
    facts.add(new EntryPage.Fact("责任单位", content.office()));
    facts.add(new EntryPage.Fact("审核人", revision.reviewer().map(cards::name).orElse("—")));
    content.supersededBy().ifPresent(next -> facts.add(new EntryPage.Fact("被替代为", next.value())));
    return facts;
  }

  private static List<EntryPage.Step> steps(Account by, Revision revision) {
    var steps = new ArrayList<EntryPage.Step>();
    var base = "/console/entries/" + revision.content().id();
    var here = base + "/" + revision.content().version();
    for (var move : Move.values()) {
      if (!move.isOpenTo(by, revision)) {
        continue;
      }
      switch (move) {
        case SUBMIT -> steps.add(new EntryPage.Step(here + "/submit", "提交审核", false, "primary"));
        case APPROVE -> {
          steps.add(new EntryPage.Step(here + "/gate", "先看发布会改变什么", false, "link"));
          steps.add(new EntryPage.Step(here + "/approve", "审核通过并发布", false, "primary"));
        }
        case RETURN -> steps.add(new EntryPage.Step(here + "/return", "退回修改", true, ""));
        case RETIRE -> steps.add(new EntryPage.Step(here + "/retire", "下架", true, "danger"));
        case DISCARD -> steps.add(new EntryPage.Step(here + "/discard", "弃用", true, "danger"));
        case PUBLISH_ALONE ->
            steps.add(new EntryPage.Step(here + "/emergency", "紧急发布", true, "danger"));
        case NEW_VERSION -> steps.add(new EntryPage.Step(base + "/new-version", "修订", false, ""));
        case DRAFT, EDIT -> {}
      }
    }
    return steps;
  }

  // ---- writing ----

  private void blank(Frame frame, Context ctx) {
    show(frame, ctx, EntryForm.blank(by(ctx).region(), cards.regions()), "", Map.of());
  }

  private void form(Frame frame, Context ctx) {
    var revision = curation.find(by(ctx), id(ctx)).orElseThrow(EntryPages::unknown);
    var problems = new LinkedHashMap<String, List<String>>();
    for (var each : rules.apply(revision.content())) {
      var field = each.field().startsWith("sources") ? "sources" : each.field();
      problems
          .computeIfAbsent(field, _ -> new ArrayList<>())
          .add(each.problem() + "。" + each.remedy());
    }
    show(
        frame,
        ctx,
        EntryForm.of(revision.content(), cards.regions()),
        revision.updatedAt().toString(),
        problems);
  }

  private void draft(Frame frame, Context ctx) {
    var form = EntryForm.read(ctx);
    var fresh = ids.get();
    var id = "e-" + fresh.substring(Math.max(0, fresh.length() - 12));
    try {
      done(ctx, curation.draft(by(ctx), form.entry(id, 1, cards.regions(), by(ctx).region())));
    } catch (BadInput e) {
      again(frame, ctx, form, "", e);
    }
  }

  private void edit(Frame frame, Context ctx) {
    var id = id(ctx);
    var form = EntryForm.read(ctx);
    try {
      var entry = form.entry(id.entry().value(), id.version(), cards.regions(), by(ctx).region());
      done(ctx, curation.edit(by(ctx), id, seen(ctx), entry));
    } catch (BadInput e) {
      again(frame, ctx, form, ItemPages.field(ctx, "seen"), e);
    }
  }

  private void again(Frame frame, Context ctx, EntryForm form, String seen, BadInput e) {
    ctx.status(422);
    show(frame, ctx, form, seen, Map.of(e.field(), List.of(Faults.words(e))));
  }

  private static void show(
      Frame frame, Context ctx, EntryForm form, String seen, Map<String, List<String>> problems) {
    boolean fresh = ctx.pathParamMap().isEmpty();
    var sources = new ArrayList<>(form.sources());
    sources.add(Map.of());
    frame.show(
        ctx,
        "entryform",
        new EntryFormPage(
            frame.around(ctx, fresh ? "新建条目" : "修改条目"),
            fresh ? "/console/entries" : ctx.path(),
            fresh,
            seen,
            form.values(),
            sources,
            problems));
  }

  // ---- small ----

  static void done(Context ctx, Revision revision) {
    Frame.goTo(ctx, link(revision.id()));
  }

  private static String link(RevisionId id) {
    return "/console/entries/" + id.entry() + "?version=" + id.version();
  }

  private static String tone(State state) {
    return switch (state) {
      case PUBLISHED -> "green";
      case DRAFT, RETURNED -> "warn";
      case IN_REVIEW -> "state";
      case SUPERSEDED, RETIRED -> "";
    };
  }

  static RevisionId id(Context ctx) {
    try {
      return new RevisionId(entryId(ctx), Integer.parseInt(ctx.pathParam("version")));
    } catch (NumberFormatException _) {
      throw unknown();
    }
  }

  private static EntryId entryId(Context ctx) {
    try {
      return new EntryId(ctx.pathParam("id"));
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  static Instant seen(Context ctx) {
    try {
      return Instant.parse(ItemPages.field(ctx, "seen"));
    } catch (java.time.format.DateTimeParseException _) {
      throw new BadInput("seen", "请刷新页面后再试");
    }
  }

  private static String reason(Context ctx) {
    return ItemPages.field(ctx, "reason");
  }

  private static String query(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).map(String::strip).orElse("");
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  static Faults.NotFound unknown() {
    return new Faults.NotFound("没有这个条目，或不在你的地区");
  }

  static Account by(Context ctx) {
    return Visitor.of(ctx).account();
  }
}
