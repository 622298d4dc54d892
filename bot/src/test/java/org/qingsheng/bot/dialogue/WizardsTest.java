package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.knowledge.exchange.EntryFiles;

@DisplayName("资格自查 · eligibility checks")
class WizardsTest {
  private static final Path CONFIG = Parlour.ROOT.resolve("config");
  private static final Wizards WIZARDS =
      Wizards.load(CONFIG.resolve("dialogue").resolve("wizards.yaml"));

  /** One way through a check. */
  record Way(Wizard wizard, List<Wizard.Reply> replies, String result) {
    @Override
    public String toString() {
      return wizard.id() + replies + "→" + result;
    }
  }

  /** Every way through every check. */
  static Stream<Way> ways() {
    return WIZARDS.all().stream()
        .flatMap(wizard -> ways(wizard, wizard.first(), List.of()).stream());
  }

  private static List<Way> ways(Wizard wizard, String at, List<Wizard.Reply> before) {
    var step = wizard.steps().get(at);
    if (step == null) {
      return List.of(new Way(wizard, before, at));
    }
    var ways = new ArrayList<Way>();
    for (var reply : Wizard.Reply.values()) {
      var path = new ArrayList<>(before);
      path.add(reply);
      ways.addAll(ways(wizard, step.after(reply), path));
    }
    return ways;
  }

  @ParameterizedTest
  @MethodSource("ways")
  @DisplayName("每条路都有结果：最多六问，“多半可以”之前至少三问，有理由，不打包票")
  void every_way_ends_in_a_reasoned_result(Way way) {
    var result = Objects.requireNonNull(way.wizard().results().get(way.result()));

    assertThat(way.replies()).hasSizeBetween(1, 6);
    if (result.verdict() == Wizard.Verdict.LIKELY) {
      assertThat(way.replies()).hasSizeGreaterThanOrEqualTo(3);
      assertThat(way.replies()).doesNotContain(Wizard.Reply.UNSURE);
    }
    assertThat(result.why()).hasSizeGreaterThan(8).doesNotContain("一定能", "肯定", "保证", "百分百");
  }

  @Test
  @DisplayName("至少三项；每项三种结果都有，依据、日期、条目齐全")
  void every_check_names_its_rule() throws IOException {
    var shipped =
        EntryFiles.readFolder(CONFIG.resolve("knowledge")).orThrow().stream()
            .map(entry -> entry.id().value())
            .toList();

    assertThat(WIZARDS.all()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(WIZARDS.all())
        .allSatisfy(wizard -> {
          assertThat(wizard.rule()).contains("《").doesNotContain("null");
          assertThat(wizard.checked()).matches("\\d{4}-\\d{2}-\\d{2}");
          assertThat(wizard.office()).isNotBlank();
          assertThat(shipped).contains(wizard.entry());
          assertThat(wizard.steps()).hasSizeBetween(3, 6);
          assertThat(wizard.results().values())
              .extracting(Wizard.Result::verdict)
              .contains(Wizard.Verdict.values());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"我能不能申请创业担保贷款", "我符合创业贷条件吗", "我够不够条件", "帮我看看我符不符合求职补贴"})
  @DisplayName("问自己行不行，就开始自查")
  void is_asked_for(String said) {
    assertThat(WIZARDS.askedFor(said)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"谁能申请创业担保贷款", "我有房贷能不能办创业贷", "我可以申请多少钱", "我去哪申请"})
  @DisplayName("问谁能、问多少、问去哪、带着具体情况来问的，不自查")
  void is_not_asked_for(String said) {
    assertThat(WIZARDS.askedFor(said)).isFalse();
  }

  @Test
  @DisplayName("写错的树逐条指出：走不到、绕圈、没有的步骤、认不得的结果")
  void names_every_mistake(@TempDir Path folder) throws IOException {
    var file = folder.resolve("wizards.yaml");
    Files.writeString(
        file,
        """
        asks: [我能不能]
        wizards:
          - id: w
            first: a
            steps:
              a: {ask: 甲, yes: b, no: nowhere, unsure: r}
              b: {ask: 乙, yes: a, no: r, unsure: r}
              c: {ask: 丙, yes: r, no: r, unsure: r}
            results:
              r: {verdict: office, why: 要问}
              s: {verdict: maybe, why: 也许}
        """);

    assertThatThrownBy(() -> Wizards.load(file))
        .hasMessageContaining("nowhere 既不是问题也不是结果")
        .hasMessageContaining("a 绕回了自己")
        .hasMessageContaining("自查 w 的 c 走不到")
        .hasMessageContaining("verdict 只能是");
  }
}
