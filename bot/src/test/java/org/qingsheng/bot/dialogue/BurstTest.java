package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.knowledge.text.Normalization;

@DisplayName("一件事分几条说 · bursts")
class BurstTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "请问",
        "请问一下",
        "請問",
        "你好，请问",
        "老师您好，请问一下，",
        "您好！想咨询一下…",
        "麻烦问一下",
        "有个问题",
        "那个",
        "Hi，请问",
        "我是应届毕业生，",
        "我想问的是：",
        "在吗，我想问个问题"
      })
  @DisplayName("还没说出什么事，等一等")
  void an_opening_waits_for_more(String words) {
    assertThat(unfinished(words)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "你好",
        "在吗",
        "老师好",
        "请问怎么入团",
        "创业担保贷款个人最高能贷多少",
        "怎么入团，请问",
        "那个补贴怎么领",
        "就是居住证",
        "谢谢",
        "人工",
        "1",
        "？",
        "",
        "问题青年帮扶",
        "请教老师入团的事"
      })
  @DisplayName("自己站得住的话当场答")
  void what_stands_on_its_own_does_not_wait(String words) {
    assertThat(unfinished(words)).isFalse();
  }

  private static boolean unfinished(String words) {
    return Burst.isUnfinished(words) || Burst.isUnfinished(Normalization.of(words).text());
  }
}
