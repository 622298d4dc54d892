package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.store.SqlAudit;

@DisplayName("知识库质量页面 · what the console shows of the knowledge")
@Timeout(120)
class KnowledgePagesTest {
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"");
  private static final String LOAN = "创业担保贷款最高能贷多少";

  @TempDir Path folder;
  private Office office;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
  }

  @AfterEach
  void close() {
    office.close();
  }

  private static String seen(String page) {
    var found = SEEN.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  @DisplayName("命中测试：说出机器人会怎么做、过滤了什么、理由和门槛、前十名")
  void tells_what_would_happen_and_why() {
    try (var editor = Browser.signedIn(office, "editor")) {
      var page =
          editor.get("/console/hit-test?question=" + LOAN + "&audience=%E9%80%80%E5%BD%B9").body();
      var crisis =
          editor
              .get("/console/hit-test?question=%E6%88%91%E4%B8%8D%E6%83%B3%E6%B4%BB%E4%BA%86")
              .body();

      assertThat(page)
          .contains("机器人会这样做", "直接答复：" + LOAN, "提问人会看到", "门槛", "地区：只用", "有效期：2026-11-20", "人群：退役");
      assertThat(crisis).contains("危机处置");
    }
  }

  @Test
  @DisplayName("批量测试：贴进来的、上传的都行；命中几个、怎么处置、为什么；下载的 CSV 一样")
  void tests_many_questions_at_once() {
    try (var editor = Browser.signedIn(office, "editor")) {
      editor.get("/console/hit-test/batch");
      var lines = LOAN + ",loan\n" + LOAN + ",file\n没人答得了的怪问题,无\n只看看";
      var page = editor.post("/console/hit-test/batch", "text", lines);
      var csv = editor.post("/console/hit-test/batch", "text", lines, "csv", "1");
      var uploaded = editor.send(upload(editor, "问题,期望\r\n" + LOAN + "," + LOAN + "\r\n"));
      var empty = editor.post("/console/hit-test/batch", "text", " \n ");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("4 个问题", "／3", "未命中", "只看看");
      assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).contains("text/csv");
      assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
          .contains("hit-test.csv");
      assertThat(csv.body().lines().toList()).hasSize(5);
      assertThat(csv.body()).contains("序号,问题,处置", "直接答复,loan");
      assertThat(uploaded.body()).contains("1 个问题", "命中 1／1");
      assertThat(empty.statusCode()).isEqualTo(422);
      assertThat(empty.body()).contains("没有问题");
    }
  }

  private HttpRequest upload(Browser browser, String file) {
    var boundary = "----qs";
    var body =
        "--%s\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%s\r\n--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"q.csv\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n--%s--\r\n"
            .formatted(boundary, browser.csrf(), boundary, file, boundary);
    return HttpRequest.newBuilder(office.at("/console/hit-test/batch"))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  @Test
  @DisplayName("回归题：加、改、停用、搜索；从条目取来的只有脱敏的字，管编辑的人才看得到入口")
  void keeps_golden_questions() {
    var item = office.asks("我电话13812345678，" + LOAN, Town.QINGYUAN, Duration.ofHours(5), 2);
    try (var editor = Browser.signedIn(office, "editor");
        var admin = Browser.signedIn(office, "admin");
        var cadre = Browser.signedIn(office, "wang")) {
      var form = admin.get("/console/golden/new?item=" + item.number()).body();
      var added =
          admin.post(
              "/console/golden",
              "item",
              item.number().value(),
              "question",
              item.question(),
              "pick",
              "loan",
              "must",
              "1");
      var list = editor.get(location(added)).body();
      var id = office.golden.list(office.editor).getFirst().id();
      var again = editor.get("/console/golden/" + id).body();
      var edited =
          editor.post("/console/golden/" + id, "question", "贷款上限是多少", "pick", "loan", "note", "改短");
      var wrong = editor.post("/console/golden", "question", "另一题", "expected", "nothing");
      var retired = editor.post("/console/golden/" + id + "/retire");

      assertThat(admin.get("/console/items/" + item.number()).body()).contains("加入回归题");
      assertThat(cadre.get("/console/items/" + item.number()).body()).doesNotContain("加入回归题");
      assertThat(form).contains(LOAN, "现在的处置", "value=\"loan\"").doesNotContain("13812345678");
      assertThat(list).contains("必答", "来自 " + item.number());
      assertThat(again).contains("value=\"loan\" checked");
      location(edited);
      assertThat(wrong.statusCode()).isEqualTo(422);
      assertThat(wrong.body()).contains("没有编号为 nothing 的条目", "另一题");
      location(retired);
      assertThat(editor.get("/console/golden").body()).contains("没有这样的题");
      assertThat(editor.get("/console/golden?kind=RETIRED&text=贷款").body())
          .contains("贷款上限是多少", "已停用");
      assertThat(cadre.get("/console/golden?kind=RETIRED").body()).doesNotContain("加一道题");
    }
  }

  @Test
  @DisplayName("发布门禁：审核通过时被拦，看得到哪题怎么变；审核员不能放行，管理员写明原因才行，日志有记")
  void holds_a_publication_and_lets_an_administrator_through() {
    try (var editor = Browser.signedIn(office, "editor");
        var reviewer = Browser.signedIn(office, "reviewer");
        var admin = Browser.signedIn(office, "admin")) {
      editor.get("/console/golden/new?question=x");
      location(editor.post("/console/golden", "question", LOAN, "pick", "loan", "must", "1"));
      var twin = drafted(editor, "青年创业贷款新问", "贷款上限\n" + LOAN);
      var inReview = reviewer.get(twin).body();
      var approve = path(inReview, "approve");

      var held = location(reviewer.post(approve, "seen", seen(inReview)));
      var page = reviewer.get(held).body();
      var adminPage = admin.get(held).body();
      var refused =
          reviewer.post(
              approve.replace("approve", "override"), "seen", seen(inReview), "reason", "我就是要发布");
      var published =
          admin.post(
              approve.replace("approve", "override"), "seen", seen(adminPage), "reason", "旧条目明天下架");

      assertThat(held).endsWith("/gate?held=1");
      assertThat(page)
          .contains("没有发布：回归题没有通过", "1 道必答题没有答对", LOAN, "发布前", "发布后")
          .doesNotContain("放行并发布");
      assertThat(adminPage).contains("放行并发布");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(reviewer.get(location(published)).body()).contains("已发布", "旧条目明天下架");
      assertThat(
              new SqlAudit(office.database)
                  .find(Instant.EPOCH, office.clock.instant().plusSeconds(9), 50))
          .anyMatch(event ->
              event.action().equals("entry.gate-override") && event.detail().contains("旧条目明天下架"));
    }
  }

  /** A draft handed in for review; its address. */
  private static String drafted(Browser editor, String question, String similar) {
    var draft =
        location(
            editor.post(
                "/console/entries",
                "question",
                question,
                "similar",
                similar,
                "answer",
                "七天，带毕业证和身份证。",
                "kind",
                "GUIDE",
                "topic",
                "住房",
                "region",
                "441800 清远市",
                "office",
                "团市委",
                "checkedOn",
                "2026-11-01"));
    var page = editor.get(draft).body();
    location(editor.post(path(page, "submit"), "seen", seen(page)));
    return draft;
  }

  /** Where a step of an entry is sent to. */
  private static String path(String page, String step) {
    var found = Pattern.compile("action=\"([^\"]+/" + step + ")\"").matcher(page);
    assertThat(found.find()).as(step).isTrue();
    return found.group(1);
  }

  @Test
  @DisplayName("质量页：数字带区间，两条曲线在页面里，没答好的题和没过的必答题都列出；管理员能重建索引")
  void shows_the_curves_of_the_live_base() {
    try (var editor = Browser.signedIn(office, "editor");
        var admin = Browser.signedIn(office, "admin")) {
      editor.get("/console/golden");
      editor.post("/console/golden", "question", LOAN, "pick", "loan");
      editor.post("/console/golden", "question", "毕业后档案放在哪里", "pick", "loan", "must", "1");
      editor.get("/console/quality");
      var page = editor.get("/console/quality").body();

      assertThat(page)
          .contains("直接答复的精度", "50.0%", "95% 区间", "覆盖率", "校准误差", "现行门槛", "<svg", "可靠性 reliability")
          .contains("没有答对的必答题", "答错", "毕业后档案放在哪里")
          .doesNotContain("重建索引</button>", "正在重算");
      location(admin.post("/console/quality/rebuild"));
      assertThat(admin.get("/console/quality").body()).contains("上次重建：今天");
      assertThat(office.base.entry(new org.qingsheng.knowledge.EntryId("loan"))).isPresent();
    }
  }

  @Test
  @DisplayName("同义词：保存前、保存后、删除前，都看得到回归题怎么变")
  void shows_what_a_synonym_changes() {
    try (var admin = Browser.signedIn(office, "admin")) {
      admin.get("/console/golden");
      admin.post("/console/golden", "question", "翻身钱最高能贷多少", "pick", "loan");
      var form = "alias=翻身钱&meaning=创业担保贷款&region=441800";
      var before = admin.get("/console/synonyms?" + form).body();
      var saved =
          location(
              admin.post(
                  "/console/synonyms", "alias", "翻身钱", "meaning", "创业担保贷款", "region", "441800"));
      var after = admin.get(saved).body();
      var removing = admin.get("/console/synonyms?removing=1&alias=翻身钱&region=441800").body();
      var removed = admin.post("/console/synonyms/remove", "alias", "翻身钱", "region", "441800");

      assertThat(before).contains("会改变什么", "翻身钱最高能贷多少", "保存，马上生效");
      assertThat(after).contains("已保存，马上生效", "没有它", "翻身钱最高能贷多少");
      assertThat(removing).contains("删除“翻身钱”会改变什么", "删除后", "翻身钱最高能贷多少");
      location(removed);
    }
  }

  @Test
  @DisplayName("重放页：选一天，列出会变的提问；别的地区不行，没到的日子不行")
  void replays_a_day() {
    office.asks(LOAN, Town.LIANNAN, Duration.ofHours(5), 2);
    office.asks("江西的问题", Town.JIANGXI, Duration.ofHours(5), 2);
    office.now.set(Office.NINE.plus(Duration.ofDays(1)));
    try (var cadre = Browser.signedIn(office, "wang")) {
      var blank = cadre.get("/console/replay").body();
      var started = location(cadre.post("/console/replay", "day", "2026-11-20", "region", ""));
      var page = cadre.get(started).body();
      var elsewhere = cadre.post("/console/replay", "day", "2026-11-20", "region", "360000");
      var future = cadre.post("/console/replay", "day", "2026-12-20");

      assertThat(blank).contains("重放这一天", "2026-11-20");
      assertThat(page)
          .contains("1 条消息，1 个提问，1 个的处置会变", "转人工 → 直接答复", "当时 转人工", "现在", "直接答复：" + LOAN)
          .doesNotContain("江西的问题");
      assertThat(List.of(elsewhere.statusCode(), future.statusCode())).containsExactly(403, 422);
    }
  }
}
