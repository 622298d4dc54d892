package org.qingsheng.bot.commands;

import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.curation.Confirmed;
import org.qingsheng.bot.house.Calibrations;
import org.qingsheng.bot.house.ContentFiles;
import org.qingsheng.bot.house.Evidence;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Calibrates the probabilities on the operator's own base; a running server takes it up by itself.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "用自己的金标和群众、团干部确认过的答复校准直接答复的门槛，服务不用停。",
      "Calibrates on this base's labelled questions and confirmed answers."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(names = "--dry-run", description = "只量，不采用")
  private boolean dry;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var usable = settings.settings();
    var content = ContentFiles.require(usable.files());
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    try (var database = Database.open(usable.database().url());
        var knowledge = LuceneKnowledge.inMemory(Calibrations.shipped(usable))) {
      var calibrations =
          new Calibrations(
              knowledge,
              usable,
              new Evidence(
                  usable,
                  new SqlShelf(database),
                  new Confirmed(new SqlItems(database)),
                  content.regions(),
                  InstantSource.system()),
              InstantSource.system());
      calibrations.look();
      var result = calibrations.measure(true);
      out.print(result.report());
      if (dry) {
        out.println("只量，没有采用");
      } else if (result.calibration().isPresent()) {
        calibrations.keep(result.calibration().orElseThrow());
        out.println("已采用，运行中的服务几秒内生效");
      }
      calibrations.remark().ifPresent(out::println);
      out.flush();
      return 0;
    }
  }
}
