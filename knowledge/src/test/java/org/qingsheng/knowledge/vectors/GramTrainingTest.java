package org.qingsheng.knowledge.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

@DisplayName("知识库自己练出的字组向量 · vectors trained on the base's own wordings")
class GramTrainingTest {
  private static final List<String> THINGS =
      List.of(
          "档案", "户口", "社保", "医保", "公积金", "租房", "培训", "证书", "就业证", "毕业证", "居住证", "护照", "党费", "团费",
          "失业金", "生育金", "工伤", "退休", "贷款", "场地", "税费", "执照", "商标", "专利", "落户", "驾照", "学籍", "学费",
          "奖金", "助学金", "宿舍", "食堂", "合同", "工资", "加班", "年假", "产假", "病假", "试用", "辞职", "签约", "调档", "见习",
          "实习", "支教", "参军", "考编", "考研", "创业", "比赛", "志愿", "团课", "入团", "婚假");

  private static Tokens tokens(String text) {
    return Tokens.of(Normalization.of(text));
  }

  /** Each thing is lost and applied for in several words; 丢了 and 遗失 never share a character. */
  private static GramVectors trained(int things) {
    var training = new GramTraining();
    for (String thing : THINGS.subList(0, things)) {
      training.nextGroup();
      training.add(tokens(thing + "丢了"));
      training.add(tokens(thing + "遗失"));
      training.add(tokens("把" + thing + "弄没了"));
      training.nextGroup();
      training.add(tokens("申请" + thing));
      training.add(tokens("想办" + thing));
      training.add(tokens(thing + "咋弄"));
    }
    return training.train();
  }

  private static float near(GramVectors vectors, String one, String other) {
    return GramVectors.dot(vectors.of(tokens(one)), 0, vectors.of(tokens(other)), 0);
  }

  @Test
  @DisplayName("没有共同字的两种说法练过之后靠近,意思不同的离远")
  void words_without_a_common_character_come_close() {
    GramVectors vectors = trained(THINGS.size());

    assertThat(near(vectors, "图书证丢了", "图书证遗失"))
        .isGreaterThan(near(vectors, "图书证丢了", "申请图书证") + 0.1f);
  }

  @Test
  @DisplayName("同样的说法练两遍,得到的向量一模一样")
  void training_is_deterministic() {
    float[] one = trained(THINGS.size()).of(tokens("居住证丢了怎么办"));
    float[] other = trained(THINGS.size()).of(tokens("居住证丢了怎么办"));

    assertThat(one).isEqualTo(other);
  }

  @Test
  @DisplayName("不到五十条时不训练,相同的字组照样算数")
  void a_small_base_is_not_trained_but_still_compares() {
    GramVectors vectors = trained(10);

    assertThat(near(vectors, "档案丢了", "档案丢了")).isEqualTo(1, within(1e-5f));
    assertThat(near(vectors, "档案丢了", "档案弄丢了")).isGreaterThan(near(vectors, "档案丢了", "申请户口"));
  }

  @Test
  @DisplayName("用拼音打的词和汉字靠得近")
  void typed_pinyin_is_close_to_its_characters() {
    GramVectors vectors = trained(THINGS.size());

    assertThat(near(vectors, "chuangye贷款", "创业贷款"))
        .isGreaterThan(near(vectors, "chuangye贷款", "专利贷款"));
  }

  @Test
  @DisplayName("空白的问题没有方向")
  void an_empty_text_has_no_direction() {
    assertThat(trained(10).of(tokens("？！"))).containsOnly(0f);
  }
}
