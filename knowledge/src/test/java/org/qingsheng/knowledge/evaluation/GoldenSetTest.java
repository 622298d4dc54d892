package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Recalibration;

/**
 * The gate of the build: what the shipped model reaches on the test half of the golden set may not
 * fall by more than half a point below what is recorded in {@code golden-baseline.properties}. When
 * it rises, the new figures, which the failing or passing test prints, are written into that file
 * by hand together with the change that reached them; they are lowered only with a reason in the
 * commit message. Nothing is ever fitted on this half.
 */
@DisplayName("金标集测试一半 · the test half of the golden set")
class GoldenSetTest {
  private static final double HALF_A_POINT = 0.005;

  private static Map<String, Double> reached() throws IOException {
    Path config = Samples.configuredKnowledge().resolveSibling("golden");
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      knowledge.replaceAll(Corpus.entries(Samples.configuredKnowledge(), false), 1);
      Figures figures =
          Figures.of(
              Evaluation.outcomes(knowledge, Corpus.questions(config.resolve("test.jsonl"))));
      var reached = new TreeMap<String, Double>();
      reached.put("recallAt1", figures.recallAt1());
      reached.put("recallAt5", figures.recallAt5());
      reached.put("reciprocalRank", figures.reciprocalRank());
      reached.put("auroc", figures.auroc());
      reached.put("clarifyHit", figures.clarifyHit());
      reached.put("serviceScore", figures.serviceScore());
      reached.put(
          "rightUnlessAnsweredWrong", 1 - (double) figures.wrongAnswers() / figures.questions());
      return reached;
    }
  }

  @Test
  @DisplayName("从校准一半重抽二百条来定门槛，测试一半上精度的十分位不低于九成四")
  void golden_sets_of_200_keep_their_promise() throws IOException {
    Path golden = Samples.configuredKnowledge().resolveSibling("golden");
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      knowledge.replaceAll(Corpus.entries(Samples.configuredKnowledge(), false), 1);

      Recalibration.Drawn drawn =
          Evaluation.drawn(
              knowledge,
              RankingModel.shipped().targeting(0.97),
              0.97,
              Corpus.questions(golden.resolve("calibration.jsonl")),
              Corpus.questions(golden.resolve("test.jsonl")));

      System.out.println(Evaluation.words(drawn));
      assertThat(drawn.draws()).isGreaterThanOrEqualTo(200);
      assertThat(drawn.tenthPercentile()).isGreaterThanOrEqualTo(0.94);
    }
  }

  private static Properties recorded() throws IOException {
    var recorded = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            GoldenSetTest.class.getResourceAsStream("golden-baseline.properties"))) {
      recorded.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return recorded;
  }

  @Test
  @DisplayName("没有一项比记录下来的低半个点以上")
  void no_figure_falls_half_a_point_below_its_record() throws IOException {
    Map<String, Double> reached = reached();
    Properties recorded = recorded();

    List<String> fallen = new ArrayList<>();
    reached.forEach((name, value) -> {
      double before = Double.parseDouble(recorded.getProperty(name, "2"));
      if (value < before - HALF_A_POINT) {
        fallen.add(String.format(Locale.ROOT, "%s %.4f, recorded %.4f", name, value, before));
      }
    });

    assertThat(fallen).as("all figures: %s", reached).isEmpty();
  }
}
