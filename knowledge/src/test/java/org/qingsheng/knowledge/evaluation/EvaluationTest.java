package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("评测 · evaluation")
class EvaluationTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines), StandardCharsets.UTF_8);
  }

  private Figures run(boolean cold, Path out) throws IOException {
    Path entries =
        write(
            "kb.jsonl",
            "{\"id\":\"loan\",\"question\":\"创业贷款额度是多少\",\"similar\":[\"创业能借几万\"],\"answer\":\"三十万\"}",
            "{\"id\":\"file\",\"question\":\"毕业档案放在哪里\",\"similar\":[],\"answer\":\"人才中心\"}");
    Path queries =
        write(
            "q.jsonl",
            "{\"id\":\"q1\",\"text\":\"创业能借几万?\",\"relevant\":[\"loan\"],\"kind\":\"in\"}",
            "{\"id\":\"q2\",\"text\":\"毕业档案放在哪里\",\"relevant\":[\"file\"],\"kind\":\"in\"}",
            "{\"id\":\"q3\",\"text\":\"晚上吃什么好呀\",\"relevant\":[],\"kind\":\"far\"}");
    Optional<Path> none = Optional.empty();
    return Evaluation.run(
        new Evaluation.Request(
            entries, queries, out, cold, none, false, none, none, none, none, 0.97),
        new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("按输入次序一问一行写出,并打印各项数字")
  void writes_one_line_a_question_and_prints_figures() throws IOException {
    Path out = folder.resolve("run.jsonl");

    Figures figures = run(false, out);

    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(3);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertThat(first.path("id").asText()).isEqualTo("q1");
    assertThat(first.path("action").asText()).isEqualTo("ANSWER");
    assertThat(first.path("ranked").path(0).path(0).asText()).isEqualTo("loan");
    assertThat(new ObjectMapper().readTree(lines.get(2)).path("action").asText())
        .isEqualTo("ESCALATE");
    assertThat(figures.serviceScore()).isEqualTo(1, within(1e-9));
    assertThat(figures.wrongAnswers()).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Recall@1", "ECE");
  }

  @Test
  @DisplayName("冷启动时不看相似问")
  void cold_ignores_similar_questions() throws IOException {
    Figures figures = run(true, folder.resolve("cold.jsonl"));

    assertThat(figures.answered()).isEqualTo(1);
  }

  @Test
  @DisplayName("坏的一行说出在第几行")
  void names_the_broken_line() throws IOException {
    Path broken = write("b.jsonl", "{\"id\":\"x\",\"text\":\"t\",\"relevant\":[]}", "{oops");

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Corpus.questions(broken))
        .hasMessageContaining("line 2");
  }

  private static Outcome outcome(
      Set<String> relevant, double confidence, Outcome.Action action, String... ranked) {
    var question = new Corpus.Question("q", "问", relevant, "in", List.of(RegionCode.NATION));
    List<String> options = action == Outcome.Action.CLARIFY ? List.of(ranked) : List.of();
    return new Outcome(
        question,
        List.of(ranked),
        java.util.Collections.nCopies(ranked.length, confidence),
        confidence,
        action,
        options);
  }

  @Test
  @DisplayName("各项数字按约定计算")
  void figures_follow_their_definitions() {
    Set<String> a = Set.of("a");
    Figures figures =
        Figures.of(
            List.of(
                outcome(a, 0.95, Outcome.Action.ANSWER, "a"),
                outcome(a, 0.95, Outcome.Action.ANSWER, "b", "a"),
                outcome(a, 0.55, Outcome.Action.CLARIFY, "b", "a"),
                outcome(a, 0.05, Outcome.Action.ESCALATE),
                outcome(Set.of(), 0.05, Outcome.Action.ESCALATE, "b")));

    assertThat(figures.recallAt1()).isEqualTo(0.25);
    assertThat(figures.recallAt5()).isEqualTo(0.75);
    assertThat(figures.reciprocalRank()).isEqualTo(0.5);
    assertThat(figures.answerPrecision()).isEqualTo(0.5);
    assertThat(figures.wrongAnswers()).isEqualTo(1);
    assertThat(figures.clarifyHit()).isEqualTo(1);
    assertThat(figures.serviceScore()).isEqualTo((1 - 4 + 0.6 + 0 + 1) / 5, within(1e-9));
    assertThat(figures.calibrationError()).isEqualTo((0.9 + 0.55 + 0.1) / 5, within(1e-9));
  }
}
