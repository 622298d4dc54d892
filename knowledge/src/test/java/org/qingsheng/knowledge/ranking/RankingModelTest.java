package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("排序模型 · ranking model")
class RankingModelTest {
  @Test
  @DisplayName("随附的模型写明在什么数据上、哪天、按什么目标拟合")
  void the_shipped_model_names_its_origin() {
    RankingModel model = RankingModel.shipped();

    assertThat(model.provenance()).containsKeys("fitted-on", "cases", "date", "target-precision");
    assertThat(model.answerThreshold()).isBetween(0.5, 1.0);
    assertThat(model.clarifyThreshold()).isLessThan(model.answerThreshold());
  }

  @Test
  @DisplayName("目标准确率越高,直接答复的门槛越高;高过拟合过的,就只答一字不差的")
  void a_higher_target_never_has_a_lower_threshold() {
    RankingModel model = RankingModel.shipped();

    double last = 0;
    for (double target : new double[] {0.5, 0.9, 0.93, 0.97, 0.98, 0.99, 0.995}) {
      double threshold = model.targeting(target).answerThreshold();
      assertThat(threshold).isBetween(last, 1.0);
      last = threshold;
    }
    assertThat(model.targeting(0.97).answerThreshold()).isEqualTo(model.answerThreshold());
    assertThat(model.targeting(0.999).answerThreshold()).isEqualTo(1);
  }

  @Test
  @DisplayName("写出去再读回来是同一个模型")
  void a_written_model_reads_back(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("a.json");
    Path second = folder.resolve("b.json");

    RankingModel.shipped().write(first);
    RankingModel.read(first).write(second);

    assertThat(Files.readString(second)).isEqualTo(Files.readString(first));
  }

  @Test
  @DisplayName("一条算几条,和把它抄几遍是一样的")
  void a_weighted_row_counts_as_often() {
    List<float[]> rows = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    List<float[]> copied = new ArrayList<>();
    List<Boolean> copiedRight = new ArrayList<>();
    var random = new Random(3);
    for (int i = 0; i < 600; i++) {
      float[] row = {random.nextInt(20) / 20f};
      boolean holds = random.nextFloat() < row[0];
      rows.add(row);
      right.add(holds);
      weights.add(holds ? 3.0 : 1.0);
      for (int copy = 0; copy < (holds ? 3 : 1); copy++) {
        copied.add(row);
        copiedRight.add(holds);
      }
    }

    Forest weighted = ForestTraining.fit(rows, right, weights, 40);
    Forest often =
        ForestTraining.fit(copied, copiedRight, Collections.nCopies(copied.size(), 1.0), 40);

    for (float x = 0.1f; x < 1; x += 0.2f) {
      assertThat(weighted.logOdds(new float[] {x}))
          .isEqualTo(often.logOdds(new float[] {x}), within(0.15));
    }
  }

  @Test
  @DisplayName("自家问法的门槛也随目标只升不降,没有时用通用的")
  void thresholds_at_home_rise_too() {
    RankingModel model = RankingModel.shipped();

    double last = 0;
    for (double target : new double[] {0.9, 0.95, 0.97, 0.98, 0.99}) {
      double threshold = model.atHome(target).answerThreshold();
      assertThat(threshold).isBetween(last, 1.0);
      last = threshold;
    }
    assertThat(model.withThresholds(model.thresholds(), new TreeMap<>(), 0.5).atHome(0.97))
        .extracting(RankingModel::answerThreshold)
        .isEqualTo(model.targeting(0.97).answerThreshold());
  }

  @Test
  @DisplayName("校准曲线只升不降,与数出来的比例相符")
  void calibration_rises_and_counts() {
    var random = new Random(1);
    var cases = new ArrayList<Calibration.Case>();
    for (int i = 0; i < 5_000; i++) {
      double x = random.nextDouble() * 8 - 4;
      cases.add(new Calibration.Case(x, random.nextDouble() < 1 / (1 + Math.exp(-x))));
    }
    Calibration curve = Calibration.fit(cases);

    double last = 0;
    for (double x = -6; x <= 6; x += 0.05) {
      assertThat(curve.probability(x)).isBetween(last, 1.0);
      last = curve.probability(x);
    }
    assertThat(curve.probability(0)).isEqualTo(0.5, within(0.06));
    assertThat(curve.probability(2)).isEqualTo(0.88, within(0.06));
  }

  @Test
  @DisplayName("几棵小树学得会“同时成立才算数”")
  void a_forest_learns_an_interaction() {
    var random = new Random(2);
    List<float[]> rows = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      float[] row = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      rows.add(row);
      right.add(row[0] > 0.5 && row[1] > 0.5);
    }

    Forest forest = ForestTraining.fit(rows, right, Collections.nCopies(rows.size(), 1.0), 80);

    assertThat(forest.logOdds(new float[] {0.9f, 0.9f, 0.1f})).isPositive();
    assertThat(forest.logOdds(new float[] {0.9f, 0.1f, 0.9f})).isNegative();
    assertThat(forest.logOdds(new float[] {0.1f, 0.9f, 0.5f})).isNegative();
  }

  @Test
  @DisplayName("两片林子的平均，就是两个对数几率的平均")
  void the_mean_of_two_forests_gives_the_mean_of_their_log_odds() {
    var random = new Random(4);
    List<float[]> rows = new ArrayList<>();
    List<Boolean> one = new ArrayList<>();
    List<Boolean> other = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      float[] row = {random.nextFloat(), random.nextFloat()};
      rows.add(row);
      one.add(row[0] > 0.5);
      other.add(row[1] > 0.5);
    }
    List<Double> weights = Collections.nCopies(rows.size(), 1.0);
    Forest first = ForestTraining.fit(rows, one, weights, 20);
    Forest second = ForestTraining.fit(rows, other, weights, 30);

    Forest mean = Forest.mean(first, second);

    for (float[] row : rows.subList(0, 20)) {
      assertThat(mean.logOdds(row))
          .isEqualTo((first.logOdds(row) + second.logOdds(row)) / 2, within(1e-4));
    }
  }

  @Test
  @DisplayName("二百条标注不到就不动随附的校准")
  void recalibration_needs_evidence() {
    RankingModel model = RankingModel.shipped();
    var recalibration = new Recalibration(model, 0.97);

    assertThat(recalibration.rests()).isFalse();
    assertThat(recalibration.model()).isSameAs(model);
    assertThat(Recalibration.lowerBound(97, 100)).isBetween(0.93, 0.97);
  }
}
