package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.qingsheng.bot.console.page.QualityPage;
import org.qingsheng.bot.curation.GoldenCase;
import org.qingsheng.bot.curation.IndexRebuild;
import org.qingsheng.bot.curation.QualityWatch;
import org.qingsheng.bot.people.Account;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.evaluation.Quality;

/** How good the live base is (知识库质量): its curves, its figures, and what fails. */
public final class QualityPages {
  private static final String PATH = "/console/quality";
  private static final int MOST_SHOWN = 30;

  private final QualityWatch watch;
  private final IndexRebuild rebuild;
  private final Knowledge knowledge;
  private final Phrases phrases;

  public QualityPages(
      QualityWatch watch, IndexRebuild rebuild, Knowledge knowledge, InstantSource clock) {
    this.watch = watch;
    this.rebuild = rebuild;
    this.knowledge = knowledge;
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    mount
        .routes()
        .get(PATH, ctx -> frame.show(ctx, "quality", page(frame, ctx)), Gate.READ_ENTRIES);
    mount
        .routes()
        .post(
            PATH + "/rebuild",
            ctx -> {
              rebuild.start(by(ctx));
              Frame.goTo(ctx, PATH);
            },
            Gate.ADMINISTER);
  }

  private QualityPage page(Frame frame, Context ctx) {
    var standing = watch.now();
    var shell = frame.around(ctx, "知识库质量");
    boolean mayRebuild = Gate.ADMINISTER.admits(by(ctx));
    if (standing.report().isEmpty()) {
      return new QualityPage(
          shell,
          false,
          false,
          "",
          0,
          List.of(),
          "",
          "",
          0,
          0,
          "",
          "",
          List.of(),
          List.of(),
          0,
          mayRebuild,
          rebuilt());
    }
    var report = standing.report().get();
    var quality = report.quality();
    return new QualityPage(
        shell,
        true,
        standing.current() && !rebuild.running(),
        phrases.at(report.at()),
        report.revision(),
        figures(report),
        HitTestPages.percent(quality.answerThreshold()),
        HitTestPages.percent(quality.clarifyThreshold()),
        quality.figures().questions(),
        report.fitted(),
        quality.reliability(),
        quality.riskCoverage(),
        report.all().failing().stream()
            .map(each ->
                new QualityPage.Failure(
                    each.question().id(),
                    each.question().question(),
                    each.after(),
                    "red",
                    List.of(),
                    titles(each.question().expected())))
            .toList(),
        quality.failures().stream()
            .limit(MOST_SHOWN)
            .flatMap(each -> failure(each, report).stream())
            .toList(),
        quality.failures().size(),
        mayRebuild,
        rebuilt());
  }

  private String rebuilt() {
    if (rebuild.running()) {
      return "正在重建，问答照常进行";
    }
    return rebuild
        .last()
        .map(ended ->
            ended.well()
                ? "上次重建：" + phrases.at(ended.at())
                : phrases.at(ended.at()) + " 的重建没有成功，仍在用原来的索引")
        .orElse("");
  }

  private static List<QualityPage.Figure> figures(QualityWatch.Report report) {
    var quality = report.quality();
    var figures = quality.figures();
    return List.of(
        new QualityPage.Figure(
            "直接答复的精度", part(quality.precision()), interval(quality.precision(), "答对", "直接答复")),
        new QualityPage.Figure(
            "覆盖率", part(quality.coverage()), interval(quality.coverage(), "直接答对", "能答的题")),
        new QualityPage.Figure(
            "校准误差", String.format(Locale.ROOT, "%.3f", figures.calibrationError()), "说的把握与实际平均差多少"),
        new QualityPage.Figure(
            "追问选项里有", HitTestPages.percent(figures.clarifyHit()), "追问时，正确条目在选项里的比例"),
        new QualityPage.Figure(
            "不该答却答了", HitTestPages.percent(figures.falseAccept()), "没有条目能答的题里，被直接答复的比例"),
        new QualityPage.Figure(
            "服务得分",
            String.format(Locale.ROOT, "%.2f", figures.serviceScore()),
            "答对 1，答错 −4，追问有 0.6，追问没有 −0.4"));
  }

  private static String part(Quality.Part part) {
    return part.all() == 0 ? "—" : HitTestPages.percent(part.value());
  }

  private static String interval(Quality.Part part, String some, String all) {
    return String.format(
        Locale.ROOT,
        "%s %d／%s %d，95%% 区间 %.1f%%–%.1f%%",
        some,
        part.some(),
        all,
        part.all(),
        100 * part.from(),
        100 * part.to());
  }

  private Optional<QualityPage.Failure> failure(Quality.Failure each, QualityWatch.Report report) {
    return Optional.ofNullable(report.cases().get(each.id())).map(found -> failure(each, found));
  }

  private QualityPage.Failure failure(Quality.Failure each, GoldenCase found) {
    var confidence = "，把握 " + HitTestPages.percent(each.confidence());
    return new QualityPage.Failure(
        found.id(),
        found.question(),
        switch (each.fault()) {
          case ANSWERED_WRONGLY -> "答错" + confidence;
          case OFFERED_OTHERS -> "追问，选项里没有";
          case HANDED_ON -> "转人工" + confidence;
        },
        switch (each.fault()) {
          case ANSWERED_WRONGLY -> "red";
          case OFFERED_OTHERS -> "warn";
          case HANDED_ON -> "";
        },
        titles(each.given()),
        titles(found.expected()));
  }

  private List<String> titles(List<String> ids) {
    return ids.stream()
        .map(id -> knowledge.entry(new EntryId(id)).map(entry -> entry.question()).orElse(id))
        .toList();
  }

  private static Account by(Context ctx) {
    return Visitor.of(ctx).account();
  }
}
