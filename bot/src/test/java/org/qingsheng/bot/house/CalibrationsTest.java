package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.TurnedClock;
import org.qingsheng.knowledge.evaluation.BaseCalibration;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.OwnCalibration;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Recalibration.Measured;

@DisplayName("校准不用重启，夜里不自作主张 · calibrations")
class CalibrationsTest {
  /** 18:30 in Shanghai. */
  private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-20T10:30:00Z"));

  @TempDir Path folder;
  private LuceneKnowledge knowledge = LuceneKnowledge.inMemory(RankingModel.untrained());
  private RankingModel shipped = RankingModel.untrained();
  private Calibrations calibrations = calibrations(settings(), 0);
  private int measured;

  @BeforeEach
  void open() {
    var settings = settings().in(folder);
    shipped = Calibrations.shipped(settings);
    knowledge = LuceneKnowledge.inMemory(shipped);
    calibrations = calibrations(settings, 0);
  }

  @AfterEach
  void close() {
    knowledge.close();
  }

  private static Settings settings() {
    var file = RunningServer.root().resolve("config").resolve("qingsheng.yaml");
    return ((Settings.Loaded) Settings.load(file, Map.of())).settings();
  }

  /**
   * @param by how much the night's measuring would move the answer threshold
   */
  private Calibrations calibrations(Settings settings, double by) {
    return new Calibrations(
        knowledge,
        settings,
        (current, _) -> {
          measured++;
          return result(current, current.answerThreshold() + by);
        },
        clock);
  }

  private BaseCalibration.Result result(RankingModel current, double then) {
    return new BaseCalibration.Result(
        300,
        20,
        0,
        90,
        current.answerThreshold(),
        then,
        new Measured(100, 98, 230),
        new Measured(110, 107, 230),
        Optional.of(own(then, 0.95)),
        List.of(),
        "");
  }

  private OwnCalibration own(double answerFrom, double target) {
    var current = OwnCalibration.of(shipped, shipped, target, Map.of());
    return new OwnCalibration(
        Map.of(),
        current.mark(),
        target,
        current.first(),
        current.listed(),
        answerFrom,
        current.clarifyThreshold());
  }

  private void atNight() {
    clock.turn(Duration.ofHours(9)); // 03:30
    calibrations.atNight();
  }

  @Test
  @DisplayName("数据文件夹里放进校准就生效，拿走就回到随附的，都不用重启")
  void a_kept_calibration_comes_into_force_and_goes() throws IOException {
    var file = folder.resolve("calibration.json");
    own(0.912, 0.95).write(file);

    calibrations.look();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(0.912);

    own(0.934, 0.95).write(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L));
    calibrations.look();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(0.934);

    Files.delete(file);
    calibrations.look();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(shipped.answerThreshold());
  }

  @Test
  @DisplayName("给别的目标做的校准不用，写坏的不用，都说出来")
  void a_calibration_for_something_else_is_told() throws IOException {
    var file = folder.resolve("calibration.json");
    own(0.5, 0.9).write(file);

    calibrations.look();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(shipped.answerThreshold());
    assertThat(calibrations.remark()).hasValueSatisfying(it -> assertThat(it).contains("没有采用"));

    Files.writeString(file, "{");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L));
    calibrations.look();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(shipped.answerThreshold());
    assertThat(calibrations.remark()).hasValueSatisfying(it -> assertThat(it).contains("读不出来"));
  }

  @Test
  @DisplayName("夜里量出来更谨慎就直接采用，一夜只量一次，白天不量")
  void the_night_takes_over_what_is_more_cautious() {
    calibrations = calibrations(settings().in(folder), 0.05);

    calibrations.atNight();
    assertThat(measured).isZero();

    atNight();
    calibrations.atNight();

    assertThat(measured).isEqualTo(1);
    assertThat(folder.resolve("calibration.json")).exists();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(shipped.answerThreshold() + 0.05);
    assertThat(calibrations.remark()).isEmpty();
  }

  @Test
  @DisplayName("夜里量出来会答得更多，只提建议，等人来采用")
  void the_night_only_proposes_what_answers_more() {
    calibrations = calibrations(settings().in(folder), -0.05);

    atNight();

    assertThat(folder.resolve("calibration.json")).doesNotExist();
    assertThat(knowledge.model().answerThreshold()).isEqualTo(shipped.answerThreshold());
    assertThat(calibrations.remark())
        .hasValueSatisfying(it -> assertThat(it).contains("建议").contains("calibrate"));
  }
}
