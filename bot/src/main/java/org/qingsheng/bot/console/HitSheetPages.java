package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.qingsheng.bot.console.page.HitSheetPage;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.rehearsal.HitTest;
import org.qingsheng.bot.rehearsal.Outcome;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.exchange.Table;

/** The hit test of many questions at once: pasted or out of a file, as a table and as CSV. */
public final class HitSheetPages {
  private static final String PATH = "/console/hit-test/batch";
  private static final int MOST = 2_000;
  private static final int LARGEST = 900 * 1024;
  private static final Set<String> HEADS = Set.of("问题", "问法", "question", "text");
  private static final String NONE = "无";

  private final HitTest test;
  private final Knowledge knowledge;
  private final Regions regions;
  private final Phrases phrases;
  private final Function<String, List<EntryId>> titled;

  /**
   * @param titled published entries of which this is the standard question
   */
  public HitSheetPages(
      HitTest test,
      Knowledge knowledge,
      Regions regions,
      Function<String, List<EntryId>> titled,
      InstantSource clock) {
    this.test = test;
    this.knowledge = knowledge;
    this.regions = regions;
    this.titled = titled;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get(PATH, ctx -> frame.show(ctx, "hitsheet", blank(frame, ctx, "")), Gate.READ_ENTRIES);
    mount.routes().post(PATH, ctx -> run(frame, ctx), Gate.READ_ENTRIES);
  }

  private HitSheetPage blank(Frame frame, Context ctx, String problem) {
    var home = Visitor.of(ctx).account().region();
    return new HitSheetPage(
        frame.around(ctx, "批量命中测试"),
        ItemPages.field(ctx, "text"),
        RegionInput.write(home, regions),
        phrases.today().toString(),
        List.of(),
        0,
        0,
        List.of(),
        problem);
  }

  private void run(Frame frame, Context ctx) {
    try {
      var asked = asked(ctx);
      var region =
          HitTestPages.region(ctx.formParam("region"), regions, Visitor.of(ctx).account().region());
      var typed = ItemPages.field(ctx, "date");
      var date = typed.isBlank() ? phrases.today() : LocalDate.parse(typed);
      var at = HitTestPages.moment(date, phrases);
      var rows = new ArrayList<HitSheetPage.Row>();
      Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
      for (var each : asked) {
        var result = test.of(each.question(), region, Set.of(), at);
        counts.merge(result.live().outcome().kind(), 1, Integer::sum);
        rows.add(row(rows.size() + 1, each, result));
      }
      if (ctx.formParam("csv") != null) {
        download(ctx, rows);
        return;
      }
      frame.show(
          ctx,
          "hitsheet",
          new HitSheetPage(
              frame.around(ctx, "批量命中测试"),
              Table.csv(asked.stream().map(Asked::cells).toList()).substring(1),
              RegionInput.write(region, regions),
              date.toString(),
              rows,
              (int) rows.stream().filter(row -> !row.hit().isEmpty()).count(),
              (int) rows.stream().filter(row -> row.hit().equals("命中")).count(),
              counts.entrySet().stream()
                  .map(each -> each.getKey().label() + " " + each.getValue())
                  .toList(),
              ""));
    } catch (Table.Unreadable e) {
      again(frame, ctx, String.valueOf(e.getMessage()));
    } catch (BadInput e) {
      again(frame, ctx, Faults.words(e));
    } catch (java.time.format.DateTimeParseException _) {
      again(frame, ctx, "日期格式不对，应为 2026-11-20 这样");
    }
  }

  private void again(Frame frame, Context ctx, String problem) {
    ctx.status(422);
    frame.show(ctx, "hitsheet", blank(frame, ctx, problem));
  }

  /**
   * @param expected as written: an entry's id or standard question, 无 for none; empty for no
   *     expectation
   */
  private record Asked(String question, String expected) {
    List<String> cells() {
      return expected.isEmpty() ? List.of(question) : List.of(question, expected);
    }
  }

  private List<Asked> asked(Context ctx) throws Table.Unreadable {
    var file = ctx.isMultipartFormData() ? ctx.uploadedFile("file") : null;
    var bytes =
        file != null && file.size() > 0
            ? Table.bytes(file.content(), LARGEST)
            : ItemPages.field(ctx, "text").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var rows = Table.read(bytes, MOST);
    var asked = new ArrayList<Asked>();
    for (var row : rows) {
      var question = row.getFirst();
      boolean head = asked.isEmpty() && HEADS.contains(question);
      if (question.isEmpty() || head) {
        continue;
      }
      if (question.length() > HitTestPages.LONGEST) {
        throw new BadInput(
            "text", "第 %d 个问题超过 %d 字".formatted(asked.size() + 1, HitTestPages.LONGEST));
      }
      asked.add(new Asked(question, row.size() > 1 ? row.get(1) : ""));
    }
    if (asked.isEmpty()) {
      throw new BadInput("text", "没有问题：每行写一个，或上传 CSV、xlsx 文件，第一列是问题");
    }
    return asked;
  }

  private HitSheetPage.Row row(int number, Asked asked, HitTest.Result result) {
    var outcome = result.live().outcome();
    var first = result.first();
    return new HitSheetPage.Row(
        number,
        asked.question(),
        outcome.kind().label(),
        HitTestPages.tone(outcome),
        // What is answered need not be the first candidate: the dialogue reads short questions.
        outcome.entries().isEmpty()
            ? first.map(each -> each.match().entry().id().value()).orElse("")
            : outcome.entries().getFirst(),
        outcome.entries().isEmpty()
            ? first.map(each -> each.match().entry().question()).orElse("")
            : title(outcome.entries().getFirst()),
        first
            .map(Explanation.Candidate::match)
            .map(match -> HitTestPages.percent(match.probability()))
            .orElse(""),
        asked.expected(),
        hit(asked.expected(), result),
        String.join("、", result.filters()),
        outcome.reason().isEmpty() ? HitTestPages.reason(result.explanation()) : outcome.reason());
  }

  private String title(String id) {
    return knowledge.entry(new EntryId(id)).map(entry -> entry.question()).orElse(id);
  }

  private String hit(String expected, HitTest.Result result) {
    if (expected.isEmpty()) {
      return "";
    }
    var ids = new java.util.HashSet<String>();
    if (!expected.equals(NONE)) {
      Arrays.stream(expected.split("[,，;；\\s]+")).forEach(ids::add);
      titled.apply(expected).forEach(id -> ids.add(id.value()));
    }
    return result.hits(ids) ? "命中" : "未命中";
  }

  private static void download(Context ctx, List<HitSheetPage.Row> rows) {
    var table = new ArrayList<List<String>>();
    table.add(List.of("序号", "问题", "处置", "条目编号", "条目", "第一名把握", "期望", "是否命中", "过滤", "理由"));
    rows.forEach(row ->
        table.add(
            List.of(
                Integer.toString(row.number()),
                row.question(),
                row.decision(),
                row.entryId(),
                row.entry(),
                row.probability(),
                row.expected(),
                row.hit(),
                row.filters(),
                row.reason())));
    ctx.contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"hit-test.csv\"")
        .result(Table.csv(table));
  }
}
