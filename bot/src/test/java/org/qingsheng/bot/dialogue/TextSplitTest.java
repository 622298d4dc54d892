package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("分段 · splitting")
class TextSplitTest {

  @Test
  @DisplayName("短文不切")
  void leaves_short_text_alone() {
    assertThat(TextSplit.parts("最高 30 万元。", 300)).containsExactly("最高 30 万元。");
  }

  @Test
  @DisplayName("在句子末尾切，合起来一字不少")
  void cuts_at_sentence_ends_and_loses_nothing() {
    var text = "第一句说额度。第二句说期限。第三句说利息。第四句说在哪里办。";

    var parts = TextSplit.parts(text, 16);

    assertThat(parts).allSatisfy(part -> assertThat(part).endsWith("。"));
    assertThat(String.join("", parts)).isEqualTo(text);
  }

  @Test
  @DisplayName("不切开数字、链接、文号和表情")
  void never_cuts_inside_numbers_links_or_emoji() {
    var random = new Random(7);
    var pieces =
        new String[] {
          "300000",
          "https://www.example.gov.cn/a/b?c=1",
          "12333",
          "2023-10-01",
          "😀",
          "贷款",
          "，",
          "利息",
          "个人"
        };
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append(pieces[random.nextInt(pieces.length)]).append(i % 3 == 0 ? "，" : "和");
      }

      var parts = TextSplit.parts(text.toString(), 60);

      assertThat(String.join("", parts)).isEqualTo(text.toString());
      for (int i = 0; i + 1 < parts.size(); i++) {
        char before = parts.get(i).charAt(parts.get(i).length() - 1);
        char after = parts.get(i + 1).charAt(0);
        assertThat(isAsciiWord(before) && isAsciiWord(after)).as("%s|%s", before, after).isFalse();
        assertThat(Character.isHighSurrogate(before)).isFalse();
      }
    }
  }

  private static boolean isAsciiWord(char c) {
    return c > ' ' && c < 0x7f;
  }
}
