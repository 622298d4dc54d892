package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.console.page.HitTestPage;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;

/** The hit test (命中测试): the same path as live traffic, with everything that led to the decision. */
public final class HitTestPages {
  private static final int LONGEST = 1000;

  private final Knowledge knowledge;
  private final Regions regions;
  private final Phrases phrases;

  public HitTestPages(Knowledge knowledge, Regions regions, java.time.InstantSource clock) {
    this.knowledge = knowledge;
    this.regions = regions;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get(
            "/console/hit-test",
            ctx -> frame.show(ctx, "hittest", page(frame, ctx)),
            Gate.READ_ENTRIES);
  }

  private HitTestPage page(Frame frame, Context ctx) {
    var home = Visitor.of(ctx).account().region();
    var question = Optional.ofNullable(ctx.queryParam("question")).orElse("").strip();
    var typed = Optional.ofNullable(ctx.queryParam("region")).filter(text -> !text.isBlank());
    var region = typed.map(text -> RegionInput.read(text, "region", regions, home)).orElse(home);
    var today = phrases.today();
    var date = ItemPages.day(ctx, "date").orElse(today);
    var shell = frame.around(ctx, "命中测试");
    var place = RegionInput.write(region, regions);
    if (question.isEmpty()) {
      return new HitTestPage(
          shell,
          "",
          place,
          date.toString(),
          "",
          "",
          "",
          "",
          List.of(),
          "",
          "",
          knowledge.revision(),
          List.of());
    }
    if (question.length() > LONGEST) {
      throw new BadInput("question", "问题最多 " + LONGEST + " 字");
    }
    var at = date.equals(today) ? phrases.now() : noon(date);
    var found = knowledge.explain(new Query(question, regions.path(region), Set.of(), at));
    var verdict = verdict(found.decision());
    return new HitTestPage(
        shell,
        question,
        place,
        date.toString(),
        verdict.words(),
        verdict.tone(),
        verdict.reason(),
        found.normalized(),
        found.tokens(),
        percent(found.answerThreshold()),
        percent(found.clarifyThreshold()),
        knowledge.revision(),
        found.candidates().stream().map(this::candidate).toList());
  }

  private static java.time.Instant noon(LocalDate date) {
    return Phrases.startOf(date).plus(Duration.ofHours(12));
  }

  private record Verdict(String words, String tone, String reason) {}

  private static Verdict verdict(Decision decision) {
    return switch (decision) {
      case Decision.Answer(var match) ->
          new Verdict("直接答复", "good", "最像的条目是“" + match.entry().question() + "”，把握达到直接答复的门槛");
      case Decision.Clarify(var options) ->
          new Verdict("追问", "warn", "有 " + options.size() + " 个可能的条目，请提问人选一个");
      case Decision.NoAnswer(var reason, _) -> new Verdict("转人工", "bad", words(reason));
    };
  }

  static String words(Decision.Reason reason) {
    return switch (reason) {
      case Decision.Reason.NothingNear _ -> "知识库里没有足够相近的条目";
      case Decision.Reason.TooLittle _ -> "只凭这几个字看不出在问什么";
      case Decision.Reason.NotInForce(var entry) -> "“" + entry.question() + "”不在有效期内";
      case Decision.Reason.OtherRegion(var entry) -> "“" + entry.question() + "”只适用于其他地区";
      case Decision.Reason.OtherAudience(var entry) -> "“" + entry.question() + "”只适用于其他人群";
    };
  }

  private HitTestPage.Candidate candidate(Explanation.Candidate candidate) {
    var match = candidate.match();
    return new HitTestPage.Candidate(
        match.entry().id().value(),
        match.entry().question(),
        match.wording(),
        regions.name(match.entry().region()),
        percent(match.probability()),
        match.probability(),
        number(candidate.score()),
        candidate.matchedTerms(),
        candidate.removedBy(),
        candidate.features().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getKey() + " = " + number(each.getValue()))
            .toList());
  }

  private static String percent(double probability) {
    return String.format(Locale.ROOT, "%.1f%%", probability * 100);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
