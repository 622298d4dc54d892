package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("拼音与形近字 · sounds and shapes")
class SoundsTest {
  private static Sounds sounds(String text) {
    return Sounds.of(Tokens.of(Normalization.of(text)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("多音字按词读，不带声调")
  @CsvSource({
    "创业担保贷款,chuang ye dan bao dai kuan",
    "银行行长,yin hang hang zhang",
    "长期还款,chang qi huan kuan",
    "重庆长沙,chong qing chang sha",
    "还没还清,hai mei huan qing",
    "调整利率,tiao zheng li lv",
    "当地办理,dang di ban li",
    "便宜,pian yi",
    "女,nv"
  })
  void reads_words(String text, String syllables) {
    assertThat(sounds(text)).hasToString(syllables);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("中文里夹的拼音分成音节，缩写逐字母，数字和名称不算")
  @CsvSource({
    "创业daikuan怎么办,chuang ye dai kuan zen me ban",
    "chuang ye dai kuan,chuang ye dai kuan",
    "cydbdk怎么申请,c y d b d k zen me shen qing",
    "创业dk,chuang ye d k",
    "50w创业dk,- chuang ye d k",
    "iphone15,-",
    "贷a款,dai - kuan",
    "qwrtplkjhgfdsz怎么,- zen me",
    "xian,xian",
    "㉠贷,- dai"
  })
  void reads_typed_pinyin_and_initials(String text, String places) {
    assertThat(sounds(text)).hasToString(places);
  }

  @Test
  @DisplayName("同音的字读法相同，首字母与缩写相同")
  void same_sound_same_syllable() {
    var right = sounds("担保贷款");
    var wrong = sounds("但宝带款");
    var letters = sounds("dbdk");

    for (int i = 0; i < right.size(); i++) {
      assertThat(wrong.syllable(i)).isEqualTo(right.syllable(i));
      assertThat(letters.initial(i)).isEqualTo(right.initial(i));
      assertThat(letters.syllable(i)).isEqualTo(Sounds.NONE);
      assertThat(letters.typed(i)).isTrue();
      assertThat(right.typed(i)).isFalse();
    }
    assertThat(Sounds.name(right.syllable(0))).isEqualTo("dan");
    assertThat(right.syllable(0)).isLessThan(Sounds.syllableCount());
  }

  @Test
  @DisplayName("空格隔开的拼音连在一起，标点隔开的不连")
  void joins_what_is_typed_with_spaces() {
    var typed = sounds("chuang ye, dai kuan");

    assertThat(typed.joins(0)).isFalse();
    assertThat(typed.joins(1)).isTrue();
    assertThat(typed.joins(2)).isFalse();
    assertThat(typed.joins(3)).isTrue();
    assertThat(typed.unit(3)).isEqualTo(3);
  }

  @Test
  @DisplayName("很多缩写、没有读音的字、替代对都有限度，不出错")
  void survives_anything() {
    assertThat(sounds("dk ".repeat(200)).size()).isEqualTo(400);
    assertThat(sounds("𠀀贷").size()).isEqualTo(2);
    assertThat(sounds("").size()).isZero();
    assertThat(sounds("あ贷").syllable(0)).isEqualTo(Sounds.NONE);
  }

  @Test
  @DisplayName("形近字归一组，别的字各是各的")
  void groups_look_alikes() {
    assertThat(Shapes.of("微粒货")).isEqualTo(Shapes.of("徽粒贷")).isNotEqualTo("微粒款");
    assertThat(Shapes.alike('己', '已')).isTrue();
    assertThat(Shapes.alike('己', '己')).isFalse();
    assertThat(Shapes.alike('己', '贷')).isFalse();
    assertThat(Shapes.of("创业")).isEqualTo("创业");
  }
}
