package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("危机词 · crisis words")
class CrisisWordsTest {
  private static final CrisisWords WORDS =
      CrisisWords.load(Path.of(System.getProperty("qingsheng.root")).resolve("config/crisis.yaml"));

  @ParameterizedTest(name = "{0}")
  @DisplayName("这些要马上给热线")
  @ValueSource(
      strings = {"我不想活了", "不 想 活 了", "不，想。活了", "活着没意思，想自杀", "自-杀", "想死你了，我真的想死", "活着太累死了算了"})
  void brings_the_hotline(String said) {
    assertThat(WORDS.in(said)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("这些是平常话")
  @ValueSource(strings = {"笑死我了", "想死你了", "创业担保贷款能贷多少", "", "。。。", "死线是什么时候"})
  void leaves_ordinary_words_alone(String said) {
    assertThat(WORDS.in(said)).isFalse();
  }
}
