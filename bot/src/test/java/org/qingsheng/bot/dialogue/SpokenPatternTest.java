package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("说法写法 · patterns of words")
class SpokenPatternTest {
  private static final String LETTERS = "甲乙丙abX";

  private final Random random = new Random(17);

  @ParameterizedTest
  @CsvSource({
    "想要*活动,我想要多一点活动,true",
    "想要*活动,活动我想要,false",
    "^投诉,投诉你们,true",
    "^投诉,我要投诉,false",
    "谢谢$,好的谢谢,true",
    "谢谢$,谢谢你,false",
    "a*b,a123456789012b,true",
    "a*b,a1234567890123b,false",
  })
  @DisplayName("星号是几个字的空当，尖号是开头，美元号是结尾")
  void finds_words(String written, String bare, boolean found) {
    assertThat(new SpokenPattern(written).in(bare)).isEqualTo(found);
  }

  @Test
  @DisplayName("与对应的正则表达式处处相同")
  void agrees_with_the_regular_expression() {
    for (int round = 0; round < 20_000; round++) {
      var written = new StringBuilder(random.nextInt(4) == 0 ? "^" : "");
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        written.append(random.nextInt(4) == 0 ? "*" : letters(1 + random.nextInt(2)));
      }
      written.append(letters(1)).append(random.nextInt(4) == 0 ? "*" : "");
      written.append(random.nextInt(4) == 0 ? "$" : "");
      var bare = SpokenPattern.bare(letters(random.nextInt(30)));
      var expression =
          written.toString().toLowerCase(java.util.Locale.ROOT).replace("*", ".{0,12}");

      assertThat(new SpokenPattern(written.toString()).in(bare))
          .as("%s in %s", written, bare)
          .isEqualTo(Pattern.compile(expression).matcher(bare).find());
    }
  }

  private String letters(int count) {
    var letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return letters.toString();
  }
}
