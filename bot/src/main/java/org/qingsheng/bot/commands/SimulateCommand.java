package org.qingsheng.bot.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.qingsheng.bot.house.SimulatedHouse;
import org.qingsheng.bot.simulation.Play;
import org.qingsheng.bot.simulation.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays scenario files against the real server. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "演一遍场景文件（或文件夹里的全部 *.txt），每个场景用全新的数据。",
      "Plays scenario files, or all of a folder, each against a new server."
    })
final class SimulateCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "SCENARIO", arity = "1..*", description = "场景文件或文件夹")
  private List<Path> paths = List.of();

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    var usable = settings.settings();
    var clock = InstantSource.system();
    var began = clock.instant();
    int failed = 0;
    var files = Scenario.files(paths);
    for (var file : files) {
      var scenario = Scenario.read(file);
      try (var house = new SimulatedHouse(usable, SimulatedHouse.START)) {
        var failure = new Play(house).play(scenario);
        var simulated = Duration.between(SimulatedHouse.START, house.clock().instant());
        out.printf(
            "%s %s（%s，模拟 %s）%n",
            failure.isEmpty() ? "通过" : "失败", scenario.title(), scenario.name(), words(simulated));
        failure.ifPresent(what -> out.println("     " + what));
        failed += failure.isEmpty() ? 0 : 1;
      }
      out.flush();
    }
    out.printf(
        "%d 个场景，%d 个失败，用时 %.1f 秒%n",
        files.size(), failed, Duration.between(began, clock.instant()).toMillis() / 1000.0);
    out.flush();
    return failed == 0 ? 0 : 1;
  }

  private static String words(Duration time) {
    return time.toDays() > 0
        ? "%d 天 %d 小时".formatted(time.toDays(), time.toHoursPart())
        : "%d 分钟".formatted(time.toMinutes());
  }
}
