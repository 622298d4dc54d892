package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qingsheng.bot.console.page.HitTestPage;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.rehearsal.HitTest;
import org.qingsheng.bot.rehearsal.Outcome;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.RegionCode;

/** The hit test (命中测试): the same path as live traffic, with everything that led to the decision. */
public final class HitTestPages {
  static final int LONGEST = 1000;

  private final HitTest test;
  private final Knowledge knowledge;
  private final Regions regions;
  private final Phrases phrases;

  public HitTestPages(HitTest test, Knowledge knowledge, Regions regions, InstantSource clock) {
    this.test = test;
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
    var question = text(ctx, "question");
    var region = region(ctx.queryParam("region"), regions, home);
    var audience = text(ctx, "audience");
    var today = phrases.today();
    var date = ItemPages.day(ctx, "date").orElse(today);
    var shell = frame.around(ctx, "命中测试");
    var place = RegionInput.write(region, regions);
    if (question.isEmpty()) {
      return new HitTestPage(
          shell,
          "",
          place,
          audience,
          date.toString(),
          "",
          "",
          "",
          List.of(),
          "",
          "",
          "",
          List.of(),
          "",
          "",
          List.of(),
          knowledge.revision(),
          List.of());
    }
    if (question.length() > LONGEST) {
      throw new BadInput("question", "问题最多 " + LONGEST + " 字");
    }
    var known = audience(audience);
    var found = test.of(question, region, known, moment(date, phrases));
    var explanation = found.explanation();
    var outcome = found.live().outcome();
    return new HitTestPage(
        shell,
        question,
        place,
        audience,
        date.toString(),
        words(outcome),
        tone(outcome),
        outcome.reason(),
        found.live().said(),
        verdict(explanation.decision()),
        reason(explanation),
        explanation.normalized(),
        explanation.tokens(),
        percent(explanation.answerThreshold()),
        percent(explanation.clarifyThreshold()),
        filters(region, known, date, explanation),
        knowledge.revision(),
        explanation.candidates().stream().map(this::candidate).toList());
  }

  private static String text(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).orElse("").strip();
  }

  static RegionCode region(
      @org.jspecify.annotations.Nullable String typed, Regions regions, RegionCode home) {
    return Optional.ofNullable(typed)
        .filter(text -> !text.isBlank())
        .map(text -> RegionInput.read(text, "region", regions, home))
        .orElse(home);
  }

  /** Now, or the noon of another day. */
  static Instant moment(LocalDate date, Phrases phrases) {
    return date.equals(phrases.today())
        ? phrases.now()
        : Phrases.startOf(date).plus(Duration.ofHours(12));
  }

  private static Set<String> audience(String typed) {
    return Arrays.stream(typed.split("[,，、\\s]+"))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toSet());
  }

  /** What really would be done, with the titles of the entries. */
  private String words(Outcome outcome) {
    var titles =
        outcome.entries().stream()
            .map(id ->
                knowledge
                    .entry(new org.qingsheng.knowledge.EntryId(id))
                    .map(entry -> entry.question())
                    .orElse(id))
            .toList();
    return titles.isEmpty()
        ? outcome.kind().label()
        : outcome.kind().label() + "：" + String.join("／", titles);
  }

  static String tone(Outcome outcome) {
    return switch (outcome.kind()) {
      case ANSWERED -> "green";
      case OFFERED, RECORDED -> "warn";
      case HANDED_OFF, CRISIS -> "red";
      case DECLINED, TOLD -> "";
    };
  }

  private static String verdict(Decision decision) {
    return switch (decision) {
      case Decision.Answer _ -> "直接答复";
      case Decision.Clarify _ -> "追问";
      case Decision.NoAnswer _ -> "不直接答";
    };
  }

  /** Why the knowledge base decided so, with the figures it decided by. */
  static String reason(Explanation explanation) {
    var inScope =
        explanation.candidates().stream().filter(each -> each.removedBy().isEmpty()).toList();
    double first = inScope.isEmpty() ? 0 : inScope.getFirst().match().probability();
    var answer = percent(explanation.answerThreshold());
    return switch (explanation.decision()) {
      case Decision.Answer(var match) when match.probability() > first ->
          "问法与“" + match.wording() + "”一字不差，直接用“" + match.entry().question() + "”";
      case Decision.Answer(var match) ->
          "“"
              + match.entry().question()
              + "”的把握 "
              + percent(match.probability())
              + "，达到直接答复的门槛 "
              + answer;
      case Decision.Clarify(var options) -> {
        double sum = options.stream().mapToDouble(each -> each.probability()).sum();
        yield (first >= explanation.answerThreshold()
                ? "第一名的把握够，但问题与它的问法有数字、地名或否定的冲突，或同一句话属于几个条目"
                : "第一名的把握 " + percent(first) + "，不到直接答复的门槛 " + answer)
            + "；给出的 "
            + options.size()
            + " 个选项合计 "
            + percent(Math.min(1, sum))
            + "，追问的门槛是 "
            + percent(explanation.clarifyThreshold());
      }
      case Decision.NoAnswer(Decision.Reason.NothingNear _, _) ->
          "第一名的把握 "
              + percent(first)
              + "，不到直接答复的门槛 "
              + answer
              + "，几名合计也不到追问的门槛 "
              + percent(explanation.clarifyThreshold())
              + "：知识库里没有足够相近的条目";
      case Decision.NoAnswer(var why, _) -> words(why);
    };
  }

  private static String words(Decision.Reason reason) {
    return switch (reason) {
      case Decision.Reason.NothingNear _ -> "知识库里没有足够相近的条目";
      case Decision.Reason.TooLittle _ -> "只凭这几个字看不出在问什么";
      case Decision.Reason.NotInForce(var entry) -> "“" + entry.question() + "”不在有效期内";
      case Decision.Reason.OtherRegion(var entry) -> "“" + entry.question() + "”只适用于其他地区";
      case Decision.Reason.OtherAudience(var entry) -> "“" + entry.question() + "”只适用于其他人群";
    };
  }

  private List<String> filters(
      RegionCode region, Set<String> audience, LocalDate date, Explanation explanation) {
    var filters = new ArrayList<String>();
    filters.add(
        "地区：只用 "
            + String.join("、", regions.path(region).stream().map(regions::name).toList())
            + " 的条目，近的优先"
            + removed(explanation, "地区"));
    filters.add("有效期：" + date + " 当天有效" + removed(explanation, "有效期"));
    filters.add(
        "人群："
            + (audience.isEmpty()
                ? "不知道，不过滤"
                : String.join("、", audience.stream().sorted().toList()))
            + removed(explanation, "人群"));
    return filters;
  }

  private static String removed(Explanation explanation, String filter) {
    long count =
        explanation.candidates().stream().filter(each -> each.removedBy().equals(filter)).count();
    return count == 0 ? "" : "（去掉 " + count + " 条）";
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

  static String percent(double probability) {
    return String.format(Locale.ROOT, "%.1f%%", probability * 100);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
