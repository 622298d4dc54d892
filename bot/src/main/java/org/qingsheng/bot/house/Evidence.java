package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qingsheng.bot.curation.Confirmed;
import org.qingsheng.bot.curation.Shelf;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.evaluation.BaseCalibration;
import org.qingsheng.knowledge.evaluation.BaseCalibration.Labelled;
import org.qingsheng.knowledge.ranking.RankingModel;

/**
 * What a base is calibrated on (依据): the golden files beside the entries, the reported half left
 * out, and what people and cadres confirmed in the last half year.
 */
public final class Evidence implements Calibrations.Measuring {
  private static final Duration REMEMBERED = Duration.ofDays(180);

  /** The half of a golden set that is only ever reported on. */
  private static final String REPORTED = "test.jsonl";

  private final Settings settings;
  private final Shelf shelf;
  private final Confirmed confirmed;
  private final Regions regions;
  private final InstantSource clock;

  public Evidence(
      Settings settings, Shelf shelf, Confirmed confirmed, Regions regions, InstantSource clock) {
    this.settings = settings;
    this.shelf = shelf;
    this.confirmed = confirmed;
    this.regions = regions;
    this.clock = clock;
  }

  @Override
  public BaseCalibration.Result measure(RankingModel current, boolean rehearse) {
    return BaseCalibration.run(
        shelf.published().entries(),
        questions(),
        Calibrations.shipped(settings),
        current,
        settings.knowledge().targetPrecision(),
        rehearse,
        clock.instant());
  }

  private List<Labelled> questions() {
    var home = regions.path(settings.organisation().region());
    var questions = new ArrayList<Labelled>();
    for (var file : goldenFiles()) {
      try {
        questions.addAll(BaseCalibration.golden(file, home));
      } catch (IOException e) {
        throw new UncheckedIOException("金标读不出来：" + file.getFileName(), e);
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
    var folder = settings.files().knowledge().resolveSibling("golden");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.toString().endsWith(".jsonl"))
          .filter(each -> !each.endsWith(REPORTED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("金标文件夹读不出来", e);
    }
  }
}
