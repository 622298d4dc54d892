package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.evaluation.BaseCalibration;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.OwnCalibration;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator's own base taught about probabilities (校准). It is kept beside the data and put
 * in force as soon as the file changes, by a command or by the night. The night never makes the bot
 * answer more than the day before: such a proposal waits for a person. Thread-safe.
 */
public final class Calibrations {
  private static final Logger log = LoggerFactory.getLogger(Calibrations.class);
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final int NIGHT = 3;

  /** Measures a base as it is; changes nothing. */
  interface Measuring {
    /**
     * @param current decides now
     * @param rehearse whether the base is asked its own wordings too
     */
    BaseCalibration.Result measure(RankingModel current, boolean rehearse);
  }

  private final LuceneKnowledge knowledge;
  private final RankingModel shipped;
  private final double target;
  private final Path file;
  private final Measuring measuring;
  private final InstantSource clock;
  private @Nullable FileTime seen;
  private @Nullable LocalDate measured;
  private volatile Optional<String> remark = Optional.empty();

  public Calibrations(
      LuceneKnowledge knowledge, Settings settings, Measuring measuring, InstantSource clock) {
    this.knowledge = knowledge;
    this.shipped = shipped(settings);
    this.target = settings.knowledge().targetPrecision();
    this.file = file(settings);
    this.measuring = measuring;
    this.clock = clock;
  }

  /** The shipped model at the configured target. */
  public static RankingModel shipped(Settings settings) {
    return RankingModel.shipped().atHome(settings.knowledge().targetPrecision());
  }

  /**
   * The model a server with these settings decides by: what lies beside the data, if it counts for
   * this model and target.
   *
   * @throws IOException if the calibration is there and cannot be read
   */
  public static RankingModel inForce(Settings settings) throws IOException {
    var shipped = shipped(settings);
    var file = file(settings);
    return Files.exists(file)
        ? OwnCalibration.read(file)
            .over(shipped, settings.knowledge().targetPrecision())
            .orElse(shipped)
        : shipped;
  }

  private static Path file(Settings settings) {
    return settings.data().resolve("calibration.json");
  }

  /** Puts in force what lies beside the data, if it has changed since the last look. */
  public synchronized void look() {
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
  public Optional<String> remark() {
    return remark;
  }

  public BaseCalibration.Result measure(boolean rehearse) {
    return measuring.measure(knowledge.model(), rehearse);
  }

  /** Keeps a calibration and puts it in force here. */
  public void keep(OwnCalibration calibration) {
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
