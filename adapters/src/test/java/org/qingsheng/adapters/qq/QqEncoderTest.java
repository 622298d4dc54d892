package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("发给 QQ 的文字 · encoder")
class QqEncoderTest {
  private static final Set<String> REGISTERED = Set.of("gov.example.cn");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "详见 https://bad.example/x?y=1。谢谢 | 详见 （网址略）。谢谢",
        "详见https://bad.example/a，再看 | 详见（网址略），再看",
        "上 www.bad.com 看 | 上 （网址略） 看",
        "上bad.com/a/b看 | 上（网址略）看",
        "ftp://bad.example/x | （网址略）",
        "https://gov.example.cn/a | https://gov.example.cn/a",
        "https://www.gov.example.cn:8443/a | https://www.gov.example.cn:8443/a",
        "gov.example.cn | gov.example.cn",
        "https://gov.example.cn.bad.com/ | （网址略）",
        "https://evilgov.example.cn/ | （网址略）",
        "https://gov.example.cn@bad.example/ | （网址略）",
        "https://bad.example/?u=gov.example.cn | （网址略）",
        "https://bad.example@www.gov.example.cn/ | （网址略）",
        "HTTPS://GOV.EXAMPLE.CN/A | HTTPS://GOV.EXAMPLE.CN/A",
        "年满14.5周岁，写信到 a@b.com | 年满14.5周岁，写信到 a@b.com",
        "拨打 0571-12355。 | 拨打 0571-12355。"
      })
  @DisplayName("没有登记的网址拿掉，登记过的和不是网址的留下")
  void links_not_registered_are_taken_out(String text, String sent) {
    assertThat(QqEncoder.withoutLinks(text, REGISTERED)).isEqualTo(sent);
  }

  @Test
  @DisplayName("要不带网址重发时，登记过的也拿掉")
  void all_links_can_be_taken_out() {
    assertThat(QqEncoder.withoutLinks("看 https://gov.example.cn/a 吧", Set.of()))
        .isEqualTo("看 （网址略） 吧");
  }

  @Test
  @DisplayName("文字不会变成@、标记或控制字符")
  void text_never_becomes_markup() {
    assertThat(
            QqEncoder.shown("<@!123> @everyone @全体成员\r\n<qqbot-at-user id=\"1\"/>\u0007\ud800🎓"))
        .isEqualTo("＜@!123> ＠everyone ＠全体成员\n＜qqbot-at-user id=\"1\"/>\uFFFD\uFFFD🎓");
  }

  @Test
  @DisplayName("很长的一串字也很快看完")
  void long_text_is_no_trouble() {
    var text = "a.".repeat(50_000) + "https://" + "b".repeat(50_000);

    assertThat(QqEncoder.withoutLinks(text, REGISTERED)).endsWith("（网址略）");
  }
}
