package org.qingsheng.bot.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@link KillRun}: a few kills of the real server under load. */
@Tag("endurance")
@DisplayName("反复强杀")
final class KillTest {
  @TempDir Path folder;

  @Test
  @DisplayName("有来信时三次强杀：确认过的来信都在，没有一条答复说了两遍，台账对得上")
  void three_kills_under_load_lose_nothing_and_repeat_nothing() {
    var trial = new KillTrial(3, 7, 20, true);

    var result = trial.run(folder, line -> {});

    assertThat(result.faults()).allSatisfy((what, found) -> assertThat(found).as(what).isEmpty());
    assertThat(result.figures().get("items")).isNotEqualTo(0);
    assertThat(List.of(result.figures().get("kills"))).containsExactly(3);
  }
}
