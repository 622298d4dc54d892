package org.qingsheng.bot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.curation.Confirmed;
import org.qingsheng.bot.curation.Shelf;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.evaluation.BaseCalibration;
import org.qingsheng.knowledge.evaluation.BaseCalibration.Labelled;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.OwnCalibration;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator's own base taught about probabilities (校准). It is kept beside the data and put in
 * force as soon as the file changes, by a command or by the night. The night never makes the bot
 * answer more than the day before: such a proposal waits for a person. Thread-safe.
 */
final class Calibrations {
  private static final Logger log = LoggerFactory.getLogger(Calibrations.class);
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final int NIGHT = 3;

  /** How far back people's confirmations count. */
  private static final Duration REMEMBERED = Duration.ofDays(180);

  /** The half of a golden set that is only ever reported on. */
  private static final String REPORTED = "test.jsonl";

  private final LuceneKnowledge knowledge;
  private final RankingModel shipped;
  private final double target;
  private final Path file;
  private final Path golden;
  private final RegionCode home;
  private final Shelf shelf;
  private final Confirmed confirmed;
  private final Regions regions;
  private final InstantSource clock;
  private @Nullable FileTime seen;
  private @Nullable LocalDate measured;
  private volatile Optional<String> remark = Optional.empty();

  Calibrations(
      LuceneKnowledge knowledge,
      Settings settings,
      Shelf shelf,
      Confirmed confirmed,
      Regions regions,
      InstantSource clock) {
    this.knowledge = knowledge;
    this.shipped = shipped(settings);
    this.target = settings.knowledge().targetPrecision();
    this.file = settings.data().resolve("calibration.json");
    this.golden = settings.files().knowledge().resolveSibling("golden");
    this.home = settings.organisation().region();
    this.shelf = shelf;
    this.confirmed = confirmed;
    this.regions = regions;
    this.clock = clock;
  }

  /** The shipped model at the configured target. */
  static RankingModel shipped(Settings settings) {
    return RankingModel.shipped().atHome(settings.knowledge().targetPrecision());
  }

  /** Puts in force what lies beside the data, if it has changed since the last look. */
  synchronized void look() {
    try {
      FileTime now = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
      if (Objects.equals(now, seen)) {
        return;
      }
      seen = now;
      if (now == null) {
        knowledge.use(shipped);
        return;
      }
      var own = OwnCalibration.read(file).over(shipped, target);
      knowledge.use(own.orElse(shipped));
      remark =
          own.isPresent()
              ? Optional.empty()
              : Optional.of("已有的校准是给另一版模型或另一个目标准确率做的，没有采用；请重新运行 calibrate");
      log.atInfo()
          .addKeyValue("used", own.isPresent())
          .addKeyValue("answerFrom", knowledge.model().answerThreshold())
          .log("calibration looked at");
    } catch (IOException e) {
      remark = Optional.of("校准文件读不出来，沿用正在用的校准；请重新运行 calibrate");
      log.atWarn().setCause(e).log("calibration not readable");
    }
  }

  /** What waits for a person, in Chinese. */
  Optional<String> remark() {
    return remark;
  }

  /** Measures the base as it is; changes nothing. */
  BaseCalibration.Result measure(boolean rehearse) {
    return BaseCalibration.run(
        shelf.published().entries(),
        questions(),
        shipped,
        knowledge.model(),
        target,
        rehearse,
        clock.instant());
  }

  private List<Labelled> questions() {
    var path = regions.path(home);
    var questions = new ArrayList<Labelled>();
    for (var each : goldenFiles()) {
      try {
        questions.addAll(BaseCalibration.golden(each, path));
      } catch (IOException e) {
        throw new UncheckedIOException("金标读不出来：" + each.getFileName(), e);
      }
    }
    var now = clock.instant();
    for (var each : confirmed.between(now.minus(REMEMBERED), now)) {
      questions.add(
          new Labelled(
              each.question(),
              regions.path(each.region()),
              each.entry().stream().collect(Collectors.toSet()),
              false));
    }
    return questions;
  }

  private List<Path> goldenFiles() {
    if (!Files.isDirectory(golden)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(golden)) {
      return files
          .filter(each -> each.toString().endsWith(".jsonl"))
          .filter(each -> !each.endsWith(REPORTED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("金标文件夹读不出来", e);
    }
  }

  /** Keeps a calibration and puts it in force here. */
  void keep(OwnCalibration calibration) {
    try {
      calibration.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("校准写不进数据文件夹", e);
    }
    look();
  }

  /** Once a day, at night, what the day has taught; call it every hour or so. */
  void atNight() {
    var now = clock.instant().atZone(ZONE);
    if (now.getHour() != NIGHT || now.toLocalDate().equals(measured)) {
      return;
    }
    measured = now.toLocalDate();
    var result = measure(false);
    result
        .calibration()
        .ifPresent(calibration -> {
          if (result.raisesRisk()) {
            remark =
                Optional.of(
                    String.format(
                        Locale.ROOT,
                        "昨夜的校准建议把直接答复的门槛从 %.3f 降到 %.3f，会答得更多；看过 calibrate --dry-run 的报告后，运行 calibrate 采用",
                        result.answerThresholdNow(),
                        result.answerThresholdThen()));
          } else {
            keep(calibration);
          }
        });
    log.atInfo()
        .addKeyValue("golden", result.golden())
        .addKeyValue("confirmed", result.confirmed())
        .addKeyValue("rests", result.calibration().isPresent())
        .addKeyValue("raisesRisk", result.raisesRisk())
        .log("calibration measured");
  }
}
