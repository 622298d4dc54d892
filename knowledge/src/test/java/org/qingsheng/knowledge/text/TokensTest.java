package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("切分 · tokens")
class TokensTest {
  @Test
  @DisplayName("汉字单个成词,字母数字连成一串")
  void keeps_runs_whole() {
    Tokens tokens = Tokens.of(Normalization.of("iPhone15能贷4.5%吗"));

    assertThat(tokens.units()).containsExactly("iphone15", "能", "贷", "4.5", "%", "吗");
  }

  @Test
  @DisplayName("标点和空格两边不连成二字词")
  void bigrams_stop_at_punctuation() {
    Tokens tokens = Tokens.of(Normalization.of("贷款,利息"));

    assertThat(tokens.joins(1)).isTrue();
    assertThat(tokens.bigram(1)).isEqualTo("贷款");
    assertThat(tokens.joins(2)).isFalse();
  }

  @Test
  @DisplayName("扩展区汉字是一个字")
  void rare_ideographs_are_one_unit() {
    assertThat(Tokens.of(Normalization.of("𠮷野")).units()).containsExactly("𠮷", "野");
  }

  @Test
  @DisplayName("最多二百个单位")
  void is_bounded() {
    assertThat(Tokens.of(Normalization.of("贷款".repeat(5_000))).size()).isEqualTo(Tokens.MAX_UNITS);
  }

  @Test
  @DisplayName("小数点连着数字才算一体，位置指进归一化后的文字")
  void points_and_places() {
    Tokens tokens = Tokens.of("利率2.5% 和2.x、v.3与3.", 50);

    assertThat(tokens.units())
        .containsExactly("利", "率", "2.5", "%", "和", "2", "x", "v", "3", "与", "3");
    assertThat(tokens.start(2)).isEqualTo(2);
    assertThat(tokens.end(2)).isEqualTo(5);
    assertThat(Tokens.of("贷\uD840", 50).size()).isEqualTo(2);
  }
}
