package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

@DisplayName("按自己的库校准 · calibrating on one's own base")
class RecalibrationTest {
  private static final List<String> THINGS = List.of("档案", "户口", "社保卡", "居住证", "执照", "学籍");
  private static final List<String> ASKED = List.of("怎么办理", "要带什么材料", "多久能办好", "收不收钱", "在哪里办");
  private static final List<String> BEFORE =
      List.of("我想问下", "老师", "那个", "你好", "急急急", "听说", "朋友问", "在吗");
  private static final Wordings BASE = Wordings.of(entries());

  private static List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (String thing : THINGS) {
      for (String asked : ASKED) {
        entries.add(anEntry("e" + entries.size()).question(thing + asked).build());
      }
    }
    return entries;
  }

  private static Training.Case asked(String question, Set<Integer> relevant) {
    return asked(question, relevant, 0);
  }

  private static Training.Case asked(String question, Set<Integer> relevant, int family) {
    Normalization text = Normalization.of(question);
    var comparison = new Comparison(BASE, text, Tokens.of(text));
    var candidates = new ArrayList<Candidate>();
    for (int e = 0; e < BASE.entryCount(); e++) {
      var candidate = new Candidate(e);
      comparison.fill(candidate);
      candidates.add(candidate);
    }
    comparison.align(candidates);
    return new Training.Case("own", family, candidates, comparison, relevant, false, 1);
  }

  private static int first(Training.Case each) {
    double[] weights = RankingModel.shipped().ranker().weights(BASE.shape());
    return Ranking.order(weights, each.candidates()).getFirst().entry();
  }

  /**
   * 240 questions that are wordings with a word before, 80 about something else; what comes first
   * is right, or never.
   */
  private static Recalibration evidence(boolean right) {
    return evidence(right, 1);
  }

  private static Recalibration evidence(boolean right, int times) {
    var recalibration = new Recalibration(RankingModel.shipped(), 0.97);
    for (int i = 0; i < times; i++) {
      add(right, recalibration);
    }
    return recalibration;
  }

  private static void add(boolean right, Recalibration recalibration) {
    for (int i = 0; i < 240; i++) {
      int entry = i % BASE.entryCount();
      String question = BEFORE.get(i / BASE.entryCount()) + BASE.entry(entry).question();
      int first = first(asked(question, Set.of()));
      recalibration.add(
          asked(question, Set.of(right ? first : (first + 1) % BASE.entryCount()), entry));
    }
    for (int i = 0; i < 80; i++) {
      recalibration.add(asked(BEFORE.get(i % 8) + "第" + i + "集电影好看吗", Set.of(), 1_000 + i));
    }
  }

  @Test
  @DisplayName("问题够数但答错的多,门槛就升上去,这些问题不再直接答")
  void wrong_answers_raise_the_threshold() {
    RankingModel shipped = RankingModel.shipped();
    Recalibration evidence = evidence(false);

    RankingModel calibrated = evidence.model();

    assertThat(evidence.rests()).isTrue();
    assertThat(evidence.measured(shipped).answers()).isPositive();
    assertThat(evidence.measured(calibrated).answers())
        .isLessThan(evidence.measured(shipped).answers() / 4);
  }

  @Test
  @DisplayName("证据多而且都对,覆盖不会比随附的少,精度给出八成把握的上下限")
  void right_answers_keep_or_widen_what_is_answered() {
    Recalibration evidence = evidence(true, 10);

    Recalibration.Measured before = evidence.measured(RankingModel.shipped());
    Recalibration.Measured after = evidence.measured(evidence.model());

    assertThat(after.right()).isGreaterThanOrEqualTo(before.right());
    assertThat(after.precision()).isGreaterThanOrEqualTo(0.97);
    assertThat(after.precision()).isBetween(after.atLeast(), after.atMost());
  }

  @Test
  @DisplayName("不可答的不到四分之一,或者总数不到二百,沿用随附的")
  void thin_evidence_changes_nothing() {
    RankingModel shipped = RankingModel.shipped();
    var onlyAnswerable = new Recalibration(shipped, 0.97);
    for (int i = 0; i < 240; i++) {
      onlyAnswerable.add(asked("请问" + BASE.entry(i % 30).question(), Set.of(i % 30)));
    }

    assertThat(onlyAnswerable.rests()).isFalse();
    assertThat(onlyAnswerable.model()).isSameAs(shipped);
  }

  @Test
  @DisplayName("重抽金标每次给出同一个十分位,且不高于中位数")
  void drawn_golden_sets_give_the_same_figure_each_time() {
    Recalibration evidence = evidence(true);

    Recalibration.Drawn one = evidence.drawn(220, 50);
    Recalibration.Drawn two = evidence.drawn(220, 50);

    assertThat(one).isEqualTo(two);
    assertThat(one.draws()).isPositive();
    assertThat(one.tenthPercentile()).isBetween(0.5, one.median());
  }

  @Test
  @DisplayName("从一半里整族重抽、在另一半上量：证据里答错的多，另一半就几乎不答；证据都对，另一半答得和随附的一样准")
  void golden_sets_drawn_from_one_half_are_measured_on_the_other() {
    Recalibration others = evidence(true);
    Recalibration right = evidence(true, 10);

    Recalibration.Drawn misled = evidence(false, 10).drawn(2_000, 20, others);
    Recalibration.Drawn led = right.drawn(2_000, 20, others);

    assertThat(led).isEqualTo(right.drawn(2_000, 20, others));
    assertThat(led.size()).isEqualTo(2_000);
    assertThat(led.draws()).isPositive();
    assertThat(led.tenthPercentile()).isGreaterThanOrEqualTo(0.9);
    assertThat(led.tenthPercentile()).isLessThanOrEqualTo(led.median());
    assertThat(misled.coverage()).isLessThan(led.coverage() / 2);
  }

  @Test
  @DisplayName("写在数据旁边的校准读回来一样;换了模型或目标就不认")
  void a_kept_calibration_counts_for_its_model_and_target_only(@TempDir Path folder)
      throws IOException {
    RankingModel shipped = RankingModel.shipped();
    RankingModel calibrated = evidence(false).model();
    Path file = folder.resolve("calibration.json");
    OwnCalibration.of(shipped, calibrated, 0.97, Map.of("依据", "测试")).write(file);

    OwnCalibration read = OwnCalibration.read(file);

    RankingModel again = read.over(shipped, 0.97).orElseThrow();
    assertThat(again.answerThreshold()).isEqualTo(calibrated.answerThreshold());
    assertThat(again.mark()).isEqualTo(calibrated.mark()).isNotEqualTo(shipped.mark());
    assertThat(shipped.targeting(0.9).mark()).isEqualTo(shipped.mark());
    assertThat(read.over(shipped, 0.95)).isEmpty();
    assertThat(read.over(calibrated, 0.97)).isEmpty();
    assertThat(read.provenance()).containsEntry("依据", "测试");
  }

  @Test
  @DisplayName("缺东少西的校准文件报读不出来,不当真")
  void a_damaged_calibration_is_refused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("calibration.json"), "{\"format\":1}");

    Assertions.assertThatThrownBy(() -> OwnCalibration.read(file)).isInstanceOf(IOException.class);
  }
}
