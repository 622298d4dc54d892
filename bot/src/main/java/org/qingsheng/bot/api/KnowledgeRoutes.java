package org.qingsheng.bot.api;

import static org.qingsheng.bot.api.ApiRoutes.BASE;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.console.Gate;
import org.qingsheng.bot.console.RegionInput;
import org.qingsheng.bot.console.WebServer;
import org.qingsheng.bot.curation.GoldenCase;
import org.qingsheng.bot.curation.RegressionSet;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.rehearsal.HitTest;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.RegionCode;

/** The API's routes that test the knowledge: the hit test and the golden questions. */
final class KnowledgeRoutes {
  private static final int LONGEST = 1_000;

  private final HitTest hitTest;
  private final RegressionSet questions;
  private final Regions regions;
  private final InstantSource clock;

  KnowledgeRoutes(HitTest hitTest, RegressionSet questions, Regions regions, InstantSource clock) {
    this.hitTest = hitTest;
    this.questions = questions;
    this.regions = regions;
    this.clock = clock;
  }

  void addTo(WebServer.Mount mount) {
    var json = mount.json();
    var routes = mount.routes();
    routes.post(
        BASE + "/hit-test",
        ctx -> Requests.write(ctx, json, tested(ctx, Body.of(ctx, json))),
        Gate.READ_ENTRIES);
    routes.get(BASE + "/golden", ctx -> Requests.write(ctx, json, list(ctx)), Gate.READ_ENTRIES);
    routes.post(
        BASE + "/golden",
        ctx -> {
          var input = input(ctx, Body.of(ctx, json));
          var added = questions.add(Requests.by(ctx).account(), input, Optional.empty());
          ctx.status(201);
          Requests.write(ctx, json, write(added));
        },
        Gate.EDIT_ENTRIES);
    routes.put(
        BASE + "/golden/{id}",
        ctx -> {
          var body = Body.of(ctx, json);
          var by = Requests.by(ctx).account();
          var id = ctx.pathParam("id");
          questions.edit(by, id, input(ctx, body));
          Requests.write(ctx, json, write(questions.retire(by, id, body.flag("retired"))));
        },
        Gate.EDIT_ENTRIES);
  }

  private Map<String, Object> tested(Context ctx, Body body) {
    var question = body.required("question");
    if (question.length() > LONGEST) {
      throw new BadInput("question", "问题最多 " + LONGEST + " 字");
    }
    var region = region(ctx, body).orElse(Requests.by(ctx).account().region());
    var at =
        body.day("day")
            .map(day -> Requests.startOf(day).plus(Duration.ofHours(12)))
            .orElseGet(clock::instant);
    return write(hitTest.of(question, region, Set.copyOf(body.texts("audience")), at));
  }

  private static Map<String, Object> write(HitTest.Result result) {
    var live = result.live();
    var explanation = result.explanation();
    var all = new LinkedHashMap<String, Object>();
    all.put("outcome", live.outcome().kind().name());
    all.put("entries", live.outcome().entries());
    all.put("reason", live.outcome().reason());
    all.put("said", live.said());
    all.put("normalized", explanation.normalized());
    all.put("tokens", explanation.tokens());
    all.put("answerThreshold", explanation.answerThreshold());
    all.put("clarifyThreshold", explanation.clarifyThreshold());
    all.put("candidates", explanation.candidates().stream().map(KnowledgeRoutes::write).toList());
    return all;
  }

  private static Map<String, Object> write(Explanation.Candidate candidate) {
    return Map.of(
        "entry",
        candidate.match().entry().id().value(),
        "question",
        candidate.match().entry().question(),
        "wording",
        candidate.match().wording(),
        "probability",
        candidate.match().probability(),
        "matchedTerms",
        candidate.matchedTerms(),
        "removedBy",
        candidate.removedBy());
  }

  private Map<String, Object> list(Context ctx) {
    var all = questions.list(Requests.by(ctx).account());
    var page = new LinkedHashMap<String, Object>();
    page.put("total", all.size());
    page.put(
        "questions",
        all.stream()
            .skip(Requests.offset(ctx))
            .limit(Requests.limit(ctx))
            .map(KnowledgeRoutes::write)
            .toList());
    return page;
  }

  private RegressionSet.Input input(Context ctx, Body body) {
    return new RegressionSet.Input(
        body.required("question"),
        region(ctx, body),
        body.texts("expected"),
        body.flag("must"),
        body.text("note"));
  }

  private Optional<RegionCode> region(Context ctx, Body body) {
    return body.optional("region")
        .map(typed ->
            RegionInput.read(typed, "region", regions, Requests.by(ctx).account().region()));
  }

  private static Map<String, Object> write(GoldenCase each) {
    var all = new LinkedHashMap<String, Object>();
    all.put("id", each.id());
    all.put("question", each.question());
    each.region().ifPresent(region -> all.put("region", region.value()));
    all.put("expected", each.expected());
    all.put("must", each.must());
    all.put("origin", each.origin().name());
    each.originItem().ifPresent(item -> all.put("item", item));
    all.put("retired", each.retired());
    all.put("note", each.note());
    if (each.updatedAt().isAfter(Instant.EPOCH)) {
      all.put("updatedAt", each.updatedAt().toString());
    }
    return all;
  }
}
