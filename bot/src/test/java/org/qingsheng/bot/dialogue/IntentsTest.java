package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.text.Normalization;

@DisplayName("意图规则 · intents")
class IntentsTest {
  private static final Path CONFIG = Parlour.ROOT.resolve("config");
  private static final Intents INTENTS =
      Intents.load(CONFIG.resolve("dialogue").resolve("intents.yaml"));

  /** One line of the examples: whether the words belong to the rule. */
  record Example(String rule, boolean fits, String said) {}

  static List<Example> examples() throws IOException {
    var file = Parlour.ROOT.resolve("bot/src/test/resources/intents.txt");
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split(" ", 3))
        .map(parts -> new Example(parts[0], parts[1].equals("+"), parts[2]))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  @DisplayName("该算的算，看着像的不算")
  void tells_the_meant_from_the_similar(Example example) {
    var found = INTENTS.in(Normalization.of(example.said()).text()).map(Intent::id);

    if (example.fits()) {
      assertThat(found).contains(example.rule());
    } else {
      assertThat(found).isNotEqualTo(java.util.Optional.of(example.rule()));
    }
  }

  @Test
  @DisplayName("每条规则都有该算的和不该算的例子")
  void every_rule_has_both_kinds_of_examples() throws IOException {
    var fitting = new HashSet<String>();
    var similar = new HashSet<String>();
    for (var example : examples()) {
      (example.fits() ? fitting : similar).add(example.rule());
    }

    assertThat(fitting).isEqualTo(INTENTS.ids());
    assertThat(similar).isEqualTo(INTENTS.ids());
  }

  @Test
  @DisplayName("规则给出的选项都是随附知识库里的条目")
  void offers_entries_that_exist() throws IOException {
    var shipped = EntryFiles.readFolder(CONFIG.resolve("knowledge")).orThrow();

    assertThat(shipped.stream().map(entry -> entry.id().value()).toList())
        .containsAll(INTENTS.offered());
  }

  static Stream<String> questions() throws IOException {
    return EntryFiles.readFolder(CONFIG.resolve("knowledge")).orThrow().stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.question()), entry.similar().stream()));
  }

  @Test
  @DisplayName("知识库里的问法几乎都不被规则截走")
  void leaves_the_questions_of_the_base_alone() throws IOException {
    var taken =
        questions()
            .flatMap(text ->
                INTENTS.in(Normalization.of(text).text()).stream()
                    .filter(intent -> intent.kind() != Intent.Kind.PLACE)
                    .map(intent -> intent.id() + "：" + text))
            .filter(line -> !MEANT.contains(line))
            .toList();

    assertThat(taken).isEmpty();
  }

  /** Wordings of the base that the rules take on purpose: a person at once, or a record. */
  private static final Set<String> MEANT =
      Set.of(
          "distress：天天睡不好觉心里堵得慌",
          "bullied：我弟在学校被人勒索钱",
          "bullied：宿舍里一直有人欺负我",
          "wish：帮我记一个心愿",
          "suggestion：想给团委提个建议");

  @Test
  @DisplayName("规则写错时逐条说清：不认识的键、空词、引用不存在的词组、选项太多")
  void names_every_mistake(@TempDir Path folder) throws IOException {
    var file = folder.resolve("intents.yaml");
    Files.writeString(
        file,
        """
        rules:
          - {id: a, kind: refuse, any: ["*"], say: 不行}
          - {id: a, kind: nonsense, any: [甲]}
          - {id: b, kind: ask, any: ["@none"], options: [a, b, c, d], say: 哪个}
          - {id: c, kind: urgent, any: [乙], alsoo: [丙]}
        """);

    assertThatThrownBy(() -> Intents.load(file))
        .hasMessageContaining("规则 a 的词“*”里没有字")
        .hasMessageContaining("id 重复：a")
        .hasMessageContaining("kind 不认识：nonsense")
        .hasMessageContaining("引用的词组不存在：@none")
        .hasMessageContaining("options 超过 3 个")
        .hasMessageContaining("不认识的键 alsoo")
        .hasMessageContaining("规则 c 没有 say");
  }
}
