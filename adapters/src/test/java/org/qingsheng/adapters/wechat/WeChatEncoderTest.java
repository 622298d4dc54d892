package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.tencent.FlatXml;
import org.qingsheng.adapters.tencent.MalformedMessageException;

@DisplayName("公众号回复的编写 · encoding")
class WeChatEncoderTest {
  @Test
  @DisplayName("小于号换成全角，不会变成链接")
  void a_less_than_sign_becomes_full_width() {
    assertThat(WeChatEncoder.shown("<a href=\"https://x\">点</a> 1 < 2"))
        .isEqualTo("＜a href=\"https://x\">点＜/a> 1 ＜ 2");
  }

  @Test
  @DisplayName("各种换行统一为换行符，XML 装不下的字符换成替换符")
  void line_ends_and_impossible_characters() {
    assertThat(WeChatEncoder.shown("a\r\nb\rc\u2028d\u2029e\tf\u0000g\u001bh\uD800i\uFFFEj"))
        .isEqualTo("a\nb\nc\nd\ne\tf\uFFFDg\uFFFDh\uFFFDi\uFFFDj");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"]]>", "a]]>b]]>c", "]]]]>>", "]]]]><![CDATA[>", "🎓 & > \" '", "𠮷\n第二行"})
  @DisplayName("写进 XML 再读出来，与给用户看的文字一模一样")
  void survives_the_round_trip_through_xml(String text) throws MalformedMessageException {
    var shown = WeChatEncoder.shown(text);

    var xml = WeChatEncoder.passiveReply("o1", "gh_1", Instant.ofEpochSecond(5), shown);

    assertThat(FlatXml.fields(xml.getBytes(StandardCharsets.UTF_8)))
        .containsEntry("Content", shown)
        .containsEntry("ToUserName", "o1")
        .containsEntry("FromUserName", "gh_1")
        .containsEntry("CreateTime", "5")
        .containsEntry("MsgType", "text");
  }

  @Test
  @DisplayName("2048 字节放得下，2049 字节和空白放不下")
  void the_limit_is_2048_bytes() {
    assertThat(WeChatEncoder.fits("团".repeat(682) + "xx")).isTrue();
    assertThat(WeChatEncoder.fits("团".repeat(682) + "xxx")).isFalse();
    assertThat(WeChatEncoder.fits(" \n")).isFalse();
  }
}
