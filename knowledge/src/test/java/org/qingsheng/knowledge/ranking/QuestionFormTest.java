package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("问什么、否定与地名 · form and places")
class QuestionFormTest {
  @ParameterizedTest(name = "{0}")
  @DisplayName("能不能、有没有、特别、不好意思不算否定")
  @CsvSource({
    "能不能贷款,false",
    "有没有补贴,false",
    "有补贴没有,false",
    "可不可以申请,false",
    "特别困难,false",
    "不好意思问个问题,false",
    "不能贷款,true",
    "没有征信,true",
    "未就业,true",
    "贷款批不下来,true"
  })
  void tells_denial_from_alternatives(String text, boolean denies) {
    assertThat(QuestionForm.of(text).denies()).isEqualTo(denies);
  }

  @Test
  @DisplayName("多少、什么时候、哪里、怎么各是一种问法")
  void tells_what_is_asked() {
    assertThat(QuestionForm.of("补贴多少钱").asks()).isEqualTo(QuestionForm.HOW_MUCH);
    assertThat(QuestionForm.of("什么时候发").asks()).isEqualTo(QuestionForm.WHEN);
    assertThat(QuestionForm.of("去哪里办怎么办").asks()).isEqualTo(QuestionForm.WHERE | QuestionForm.HOW);
    assertThat(QuestionForm.of("创业贷款额度").asks()).isZero();
  }

  @Test
  @DisplayName("省与其中的市不冲突,两个省、同省两市冲突")
  void places_clash_only_when_apart() {
    int[] guangdong = Places.in("广东的政策");
    int[] shenzhen = Places.in("深圳补贴");
    int[] guangzhou = Places.in("我在广州");

    assertThat(Places.clash(guangdong, shenzhen)).isFalse();
    assertThat(Places.clash(shenzhen, guangzhou)).isTrue();
    assertThat(Places.clash(guangdong, Places.in("湖南"))).isTrue();
    assertThat(Places.clash(guangdong, Places.in("补贴"))).isFalse();
  }
}
