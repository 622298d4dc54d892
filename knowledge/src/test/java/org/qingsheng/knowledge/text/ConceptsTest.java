package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("同义说法 · concepts")
class ConceptsTest {
  private static Tokens concepts(String text) {
    return Concepts.of(Tokens.of(Normalization.of(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "怎么修改手机号, 如何更换电话号码",
    "什么时候到账, 多长时间能入账",
    "银行卡丢了咋办, 储蓄卡遗失怎么办",
    "为啥登录不上, 为什么登陆不上",
    "助学补贴去哪领, 助学津贴哪里可以领取"
  })
  @DisplayName("换一种说法，概念是同样的")
  void other_words_for_the_same_are_the_same_concepts(String one, String other) {
    assertThat(concepts(one).units()).isEqualTo(concepts(other).units());
  }

  @ParameterizedTest
  @CsvSource({"还款失败, 借款失败", "怎么买基金, 怎么卖基金", "提高额度, 降低额度", "登录密码, 登录账号"})
  @DisplayName("意思不同的词不会并在一起")
  void what_differs_in_meaning_stays_apart(String one, String other) {
    assertThat(concepts(one).units()).isNotEqualTo(concepts(other).units());
  }

  @Test
  @DisplayName("虚词不留下，问法的词认得出，不在表里的字照原样")
  void empty_words_go_frames_are_known_and_the_rest_stays() {
    Tokens concepts = concepts("我想问一下柑橘的价格");

    assertThat(concepts.units()).hasSize(3).startsWith("柑", "橘");
    assertThat(Concepts.asks(concepts.unit(2))).isTrue();
    assertThat(Concepts.isConcept(concepts.unit(0))).isFalse();
  }

  @Test
  @DisplayName("位置还是原文里的位置，隔着虚词也算相邻，隔着标点不算")
  void positions_are_those_of_the_text() {
    Tokens concepts = concepts("密码的修改，申请");

    assertThat(concepts.size()).isEqualTo(3);
    assertThat(concepts.start(1)).isEqualTo(3);
    assertThat(concepts.end(1)).isEqualTo(5);
    assertThat(concepts.joins(1)).isTrue();
    assertThat(concepts.joins(2)).isFalse();
  }

  @Test
  @DisplayName("取最长的词：不记得密码里没有记得")
  void the_longest_word_wins() {
    assertThat(concepts("不记得密码").units()).isEqualTo(concepts("忘记密码").units());
  }

  @Test
  @DisplayName("只要有别的说法的词，问法和没在表里的字不要")
  void named_leaves_frames_and_plain_units_out() {
    Tokens tokens = Tokens.of(Normalization.of("怎么更换柑橘合同"));

    assertThat(Concepts.named(tokens).units()).hasSize(2).allMatch(Concepts::isConcept);
    assertThat(Concepts.named(tokens).joins(1)).isFalse();
  }

  @Test
  @DisplayName("表里一个词只在一组，每组至少两种说法，规范化之后不变样")
  void the_table_is_clean() {
    Set<String> seen = new HashSet<>();
    for (String row : Tables.rows("concepts.csv")) {
      String words = row.startsWith("? ") || row.startsWith(". ") ? row.substring(2) : row;
      List<String> sayings = List.of(words.split(" "));

      assertThat(sayings).as(row).hasSizeGreaterThan(1);
      for (String saying : sayings) {
        assertThat(seen.add(saying)).as(saying).isTrue();
        assertThat(Tokens.of(saying, 100).units()).as(saying).isNotEmpty();
      }
    }
    assertThat(seen).hasSizeGreaterThan(2_500);
  }
}
