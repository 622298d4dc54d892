package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("按自己的标注拟合 · fitting to one's own labelled questions")
class FittingTest {
  private static final List<String> THINGS =
      List.of(
          "档案", "户口", "社保卡", "医保", "公积金", "租房券", "培训费", "资格证", "就业证", "毕业证", "居住证", "护照", "党费",
          "团费", "失业金", "生育金", "工伤", "退休金", "小额贷", "场地费", "税票", "执照", "商标", "专利", "落户", "驾照", "学籍",
          "学费", "奖学金", "助学金");
  private static final List<String> ASKED = List.of("怎么办", "去哪里", "要多久", "要什么材料", "多少钱");
  private static final List<String> BEFORE =
      List.of("请问一下", "我想问", "有人知道", "急", "老师您好", "想了解", "帮忙看下", "咨询");

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path entries = Path.of("");
  private Path queries = Path.of("");

  /** 150 entries, four labelled questions each, and 200 questions about nothing in the base. */
  @BeforeEach
  void write() throws IOException {
    var base = new ArrayList<String>();
    var asked = new ArrayList<String>();
    for (String thing : THINGS) {
      for (String what : ASKED) {
        int number = base.size();
        base.add(
            "{\"id\":\"e%d\",\"question\":\"%s%s\",\"similar\":[\"办%s%s\",\"%s的事%s呀\"],\"answer\":\"答%d\"}"
                .formatted(number, thing, what, thing, what, thing, what, number));
        for (int i = 0; i < 4; i++) {
          asked.add(
              "{\"id\":\"q%d-%d\",\"text\":\"%s%s到底%s呢\",\"relevant\":[\"e%d\"],\"kind\":\"in\"}"
                  .formatted(number, i, BEFORE.get((number + i) % 8), thing, what, number));
        }
      }
    }
    for (int i = 0; i < 200; i++) {
      asked.add(
          "{\"id\":\"x%d\",\"text\":\"%s电影第%d集好看吗演员是谁\",\"relevant\":[],\"kind\":\"far\"}"
              .formatted(i, BEFORE.get(i % 8), i));
    }
    entries = Files.write(folder.resolve("kb.jsonl"), base, StandardCharsets.UTF_8);
    queries = Files.write(folder.resolve("q.jsonl"), asked, StandardCharsets.UTF_8);
  }

  private Figures run(Optional<Path> fit, boolean split) throws IOException {
    Optional<Path> none = Optional.empty();
    return Evaluation.run(
        new Evaluation.Request(
            entries,
            queries,
            folder.resolve("run.jsonl"),
            false,
            fit,
            split,
            none,
            none,
            Optional.of(folder.resolve("charts")),
            Optional.of(folder.resolve("figures.json")),
            0.97),
        new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("分两半时只报没拟合过的一半,门槛沿用过去,图和数字都写出来")
  void a_split_reports_the_half_that_was_not_fitted_on() throws IOException {
    String doubled =
        Files.readString(queries) + Files.readString(queries).replace("\"id\":\"", "\"id\":\"b-");
    Files.writeString(queries, doubled);

    Figures figures = run(Optional.empty(), true);

    assertThat(figures.questions()).isBetween(400, 1_200);
    assertThat(Files.readAllLines(folder.resolve("run.jsonl"))).hasSize(figures.questions());
    assertThat(figures.recallAt1()).isGreaterThan(0.8);
    assertThat(figures.auroc()).isGreaterThan(0.9);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("门槛沿用");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
    assertThat(json.path("transferred").path("0.97").path("precision").asDouble())
        .isGreaterThan(0.9);
    assertThat(folder.resolve("charts").resolve("reliability.svg")).content().contains("<svg");
    assertThat(folder.resolve("charts").resolve("risk-coverage.svg"))
        .content()
        .contains("polyline");
  }

  @Test
  @DisplayName("拟合和要报的是同一份时,每题由没见过它的模型来答")
  void the_same_file_is_answered_in_folds() throws IOException {
    Figures figures = run(Optional.of(queries), false);

    assertThat(figures.questions()).isEqualTo(800);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("三折交叉");
    assertThat(figures.recallAt1()).isGreaterThan(0.8);
  }

  @Test
  @DisplayName("接着拟合出来的门槛，不低于随附模型同一目标的门槛")
  void a_further_fit_answers_no_sooner_than_the_shipped_model() throws IOException {
    var fitting =
        new Fitting(
            Corpus.entries(entries, false), Corpus.questions(queries), Pairs.none(), List.of());

    RankingModel fitted = fitting.fit("own", 0.9, Map.of()).model();

    RankingModel shipped = RankingModel.shipped();
    for (double target : new double[] {0.9, 0.95, 0.99}) {
      assertThat(fitted.targeting(target).answerThreshold())
          .isGreaterThanOrEqualTo(shipped.targeting(target).answerThreshold());
    }
    assertThat(fitted.answerThreshold())
        .isEqualTo(fitted.targeting(0.9).answerThreshold())
        .isLessThan(1);
    assertThat(fitted.mark()).isNotEqualTo(shipped.mark());
  }

  @Test
  @DisplayName("碰到被报的问题,或者和它同义的句对,不拿来学")
  void pairs_near_a_reported_question_are_left_out() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pairs.tsv"),
            "1\ta\t甲问题\t乙问题\n1\ta\t乙问题\t丙问题\n1\ta\t丁问题\t戊问题\n0\ta\t己问题\t庚问题\n");

    List<List<String>> left = Pairs.read(file).without(List.of("甲问题?"));

    assertThat(left).containsExactly(List.of("丁问题", "戊问题"));
  }

  @Test
  @DisplayName("互相算对的条目是同一个意图,不会分到两边")
  void entries_that_count_for_each_other_are_one_intent() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("linked.jsonl"),
            """
            {"id":"1","text":"一","relevant":["a"]}
            {"id":"2","text":"二","relevant":["a","b"]}
            {"id":"3","text":"三","relevant":["b"]}
            {"id":"4","text":"四","relevant":["c"]}
            """);
    List<Corpus.Question> questions = Corpus.questions(file);

    var intents = new Intents(questions);

    assertThat(intents.of(questions.get(0)))
        .isEqualTo(intents.of(questions.get(1)))
        .isEqualTo(intents.of(questions.get(2)))
        .isNotEqualTo(intents.of(questions.get(3)));
  }
}
