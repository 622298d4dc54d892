package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("续问 · follow-ups")
class FollowUpTest {
  @ParameterizedTest
  @CsvSource({
    "那利息呢？,利息,true",
    "那如果是我家里人呢,如果是我家里人,true",
    "要是外地户口呢,外地户口,true",
    "南疆多点吗,南疆多点,false",
    "去哪里办,去哪里办,false",
  })
  @DisplayName("认得出接着问的话，去掉指代和语气")
  void recognises_what_leans_back(String said, String asked, boolean pointsBack) {
    assertThat(FollowUp.in(said)).contains(new FollowUp(asked, pointsBack));
  }

  @ParameterizedTest
  @ValueSource(strings = {"公司拖欠三个月工资不发我该怎么要回来", "？？", "那个地方的青年驿站能不能给外地毕业生免费住几天还要带什么材料去"})
  @DisplayName("自己说得清楚的、没有字的，不是续问")
  void leaves_alone_what_speaks_for_itself(String said) {
    assertThat(FollowUp.in(said)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"那利息呢,true", "利息多少,false", "那公司一直不给我们交社保怎么办呢,false"})
  @DisplayName("没有上文就没法懂的，才要问是哪件事")
  void tells_what_dangles(String said, boolean dangles) {
    assertThat(FollowUp.in(said).orElseThrow().dangles()).isEqualTo(dangles);
  }
}
