package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.qingsheng.knowledge.Samples.anEntry;
import static org.qingsheng.knowledge.Samples.query;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.evaluation.Quality.Fault;
import org.qingsheng.knowledge.evaluation.Quality.Labelled;
import org.qingsheng.knowledge.evaluation.Quality.Part;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("知识库质量 · quality of a live base")
class QualityTest {
  private static Labelled asks(String id, String text, String... relevant) {
    return new Labelled(id, query(text), Set.of(relevant), relevant.length == 0 ? "out" : "in");
  }

  @Test
  @DisplayName("精度、覆盖、两张图和没答好的题都来自同一次提问，答错的排最前")
  void counts_what_the_base_decides() {
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      knowledge.replaceAll(
          List.of(
              anEntry("loan").question("创业贷款额度是多少").build(),
              anEntry("file").question("毕业档案放在哪里").build()),
          1);

      var quality =
          Quality.of(
              knowledge,
              List.of(
                  asks("right", "创业贷款额度是多少", "loan"),
                  asks("wrong", "毕业档案放在哪里", "loan"),
                  asks("missed", "火星上怎么种土豆", "file"),
                  asks("refused", "今晚月亮圆不圆")));

      assertThat(quality.precision().some()).isEqualTo(1);
      assertThat(quality.precision().all()).isEqualTo(2);
      assertThat(quality.coverage().all()).isEqualTo(3);
      assertThat(quality.figures().questions()).isEqualTo(4);
      assertThat(quality.answerThreshold()).isGreaterThan(quality.clarifyThreshold() / 2);
      assertThat(quality.failures())
          .extracting(Quality.Failure::id)
          .containsExactly("wrong", "missed");
      assertThat(quality.failures().getFirst().fault()).isEqualTo(Fault.ANSWERED_WRONGLY);
      assertThat(quality.failures().getFirst().given()).containsExactly("file");
      assertThat(quality.reliability()).startsWith("<svg").doesNotContain("<script");
      assertThat(quality.riskCoverage()).startsWith("<svg").contains("polyline");
    }
  }

  @Test
  @DisplayName("区间按 Wilson 算：96／100 是 90.2% 到 98.4%；一个都没有就是零到一")
  void states_how_sure_a_part_is() {
    var part = Part.of(96, 100);

    assertThat(part.from()).isCloseTo(0.9016, within(0.0005));
    assertThat(part.to()).isCloseTo(0.9843, within(0.0005));
    assertThat(Part.of(0, 0)).isEqualTo(new Part(0, 0, 0, 1));
    assertThat(Part.of(0, 0).value()).isEqualTo(1);
    assertThat(Part.of(5, 5).to()).isEqualTo(1);
  }
}
