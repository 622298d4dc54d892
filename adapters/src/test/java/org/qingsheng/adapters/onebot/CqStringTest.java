package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("CQ 字符串 · string format")
class CqStringTest {
  @Test
  @DisplayName("转义按相反的顺序还原，参数里的等号和逗号保留")
  void escapes_are_undone_in_reverse_order() {
    var segments =
        CqString.parse(
            "&#91;第一部分&#93; &amp; a,b[CQ:image,file=x.jpg,url=http://h/?a=1&amp;b=2&#44;3]尾");

    assertThat(segments)
        .containsExactly(
            Segment.text("[第一部分] & a,b"),
            new Segment("image", Map.of("file", "x.jpg", "url", "http://h/?a=1&b=2,3")),
            Segment.text("尾"));
  }

  @Test
  @DisplayName("@段和后面的文字分开")
  void a_mention_and_its_text_are_two_segments() {
    assertThat(CqString.parse("[CQ:at,qq=10001000] hi"))
        .containsExactly(new Segment("at", Map.of("qq", "10001000")), Segment.text(" hi"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "&amp;#91;CQ:at,qq=all&amp;#93; | &#91;CQ:at,qq=all&#93;",
        "[CQ:at,qq=all                  | [CQ:at,qq=all",
        "[不是CQ]                       | [不是CQ]",
        "&#44;                          | ,"
      })
  @DisplayName("写出来的转义不会变成消息段，没写完的码仍是文字")
  void escaped_or_unfinished_codes_stay_text(String raw, String text) {
    assertThat(CqString.parse(raw)).containsExactly(Segment.text(text));
  }
}
