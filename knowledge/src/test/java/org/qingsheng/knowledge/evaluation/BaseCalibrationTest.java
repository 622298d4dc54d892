package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.NOON;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.evaluation.BaseCalibration.Labelled;
import org.qingsheng.knowledge.evaluation.BaseCalibration.Result;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("校准一个库 · calibrating a base")
class BaseCalibrationTest {
  private static final List<String> THINGS = List.of("档案", "户口", "社保卡", "居住证", "执照", "学籍");
  private static final List<String> ASKED = List.of("怎么办理", "要带什么材料", "多久能办好", "收不收钱", "在哪里办");
  private static final List<String> BEFORE =
      List.of("我想问下", "老师", "那个", "你好", "急急急", "听说", "朋友问", "在吗");
  private static final List<RegionCode> HOME = List.of(RegionCode.NATION);

  private static List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (String thing : THINGS) {
      for (String asked : ASKED) {
        entries.add(
            anEntry("e" + entries.size())
                .question(thing + asked)
                .similar(
                    "我的" + thing + asked,
                    "请教一下" + thing + "的事" + asked,
                    thing + "这个" + asked,
                    "办" + thing + asked,
                    "弄个" + thing + asked)
                .build());
      }
    }
    return entries;
  }

  private static List<Labelled> questions(int answerable, int others) {
    List<Entry> entries = entries();
    var questions = new ArrayList<Labelled>();
    for (int i = 0; i < answerable; i++) {
      Entry entry = entries.get(i % entries.size());
      questions.add(
          new Labelled(
              BEFORE.get(i / entries.size() % 8) + entry.question(),
              HOME,
              Set.of(entry.id().value()),
              i % 2 == 0));
    }
    for (int i = 0; i < others; i++) {
      questions.add(new Labelled(BEFORE.get(i % 8) + "第" + i + "集电影好看吗", HOME, Set.of(), true));
    }
    return questions;
  }

  private static Result run(List<Labelled> questions, RankingModel shipped) {
    return BaseCalibration.run(entries(), questions, shipped, shipped, 0.97, true, NOON);
  }

  @Test
  @DisplayName("证据不足时什么也不改,报告里说清楚要多少")
  void thin_evidence_is_told_and_changes_nothing() {
    Result result = run(questions(40, 20), RankingModel.shipped());

    assertThat(result.calibration()).isEmpty();
    assertThat(result.answerThresholdThen()).isEqualTo(result.answerThresholdNow());
    assertThat(result.report()).contains("证据不足").contains("200").contains("条目自测");
  }

  @Test
  @DisplayName("证据够了给出新旧门槛、区间和没有如期的金标")
  void enough_evidence_gives_a_calibration() {
    List<Labelled> questions = new ArrayList<>(questions(200, 90));
    questions.add(new Labelled("档案怎么办理呢", HOME, Set.of("nothing-like-it"), true));

    Result result = run(questions, RankingModel.shipped());

    assertThat(result.golden() + result.confirmed()).isEqualTo(291);
    assertThat(result.confirmed()).isEqualTo(100);
    assertThat(result.unanswerable()).isEqualTo(90);
    assertThat(result.calibration()).isPresent();
    assertThat(result.failures()).anyMatch(f -> f.text().equals("档案怎么办理呢"));
    assertThat(result.report()).contains("校准后门槛").contains("八成把握").contains("nothing-like-it");
  }

  @Test
  @DisplayName("随附模型拟合时用过的问题不作依据")
  void questions_the_model_was_fitted_on_do_not_count() {
    List<Labelled> questions = questions(200, 90);
    String known =
        String.join(" ", questions.stream().map(q -> BaseCalibration.checksum(q.text())).toList());
    RankingModel shipped = RankingModel.shipped().with(Map.of(BaseCalibration.SEEN, known));

    Result result = run(questions, shipped);

    assertThat(result.golden() + result.confirmed()).isZero();
    assertThat(result.seen()).isEqualTo(290);
    assertThat(result.calibration()).isEmpty();
  }

  @Test
  @DisplayName("自测抽出相似问来问,多数仍排第一;整条抽走的会指出被谁顶替")
  void a_base_is_asked_its_own_wordings() {
    Rehearsal.Report report = Rehearsal.of(entries(), RankingModel.shipped(), NOON);

    assertThat(report.asked()).isEqualTo(30 * 5 - report.missing() / 5);
    assertThat(report.found()).isGreaterThan(report.asked() * 3 / 4);
    assertThat(report.missing()).isEqualTo(15 * 5);
    assertThat(report.mistaken()).allMatch(each -> !each.own().equals(each.other()));
  }
}
