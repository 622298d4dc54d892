package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("一条多问 · several questions in one message")
class SeveralTest {
  @Test
  @DisplayName("编了号的按编号拆，前言和谢谢不算")
  void takes_numbered_questions_apart() {
    assertThat(Several.in("你好，想了解：1、额度多少；2、利息；3、找谁办？谢谢！")).containsExactly("额度多少", "利息", "找谁办");
    assertThat(Several.in("三个问题 ①能贷几年 ②要不要抵押 ③多久放款")).containsExactly("能贷几年", "要不要抵押", "多久放款");
  }

  @Test
  @DisplayName("几个问号是几问；逗号隔开的，每段都在问才算")
  void takes_sentences_and_clauses_apart() {
    assertThat(Several.in("周末上班几倍钱？光给调休行不？")).containsExactly("周末上班几倍钱", "光给调休行不");
    assertThat(Several.in("我退役两年，创业贷最多多少，要不要抵押")).containsExactly("创业贷最多多少", "要不要抵押");
  }

  @ParameterizedTest
  @ValueSource(strings = {"创业担保贷款个人最高能贷多少", "我家没抵押，能贷款吗", "2026年第1批什么时候发", "谢谢", "试用期3个月，合法吗"})
  @DisplayName("一个问题不拆")
  void leaves_one_question_alone(String said) {
    assertThat(Several.in(said)).isEqualTo(List.of());
  }

  @Test
  @DisplayName("一次最多答四个")
  void takes_no_more_than_four() {
    assertThat(Several.in("额度多少？利息多少？几年还清？去哪办？要什么材料？")).hasSize(Several.MOST);
  }
}
