package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.Play;
import org.qingsheng.bot.simulation.Scenario;

@DisplayName("场景 · scenarios against the real server")
class ScenarioTest {
  private static final Path ROOT = Path.of(System.getProperty("qingsheng.root"));

  @TestFactory
  @DisplayName("每个场景文件都演得通")
  Stream<DynamicTest> every_scenario_plays() throws IOException {
    var settings =
        switch (Settings.load(ROOT.resolve("config/qingsheng.yaml"), Map.of())) {
          case Settings.Loaded(var usable, _) -> usable;
          case Settings.Problems(var list) -> throw new AssertionError(list.toString());
        };
    var files = Scenario.files(List.of(ROOT.resolve("bot/src/test/resources/scenarios")));
    assertThat(files).hasSizeGreaterThanOrEqualTo(25);
    return files.stream()
        .map(SimulateScenario::of)
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.title(),
                () -> {
                  try (var house = new SimulatedHouse(settings, SimulatedHouse.START)) {
                    assertThat(new Play(house).play(scenario)).isEmpty();
                  }
                }));
  }

  /** Reads a file where streams cannot throw. */
  private static final class SimulateScenario {
    static Scenario of(Path file) {
      try {
        return Scenario.read(file);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
