package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("去掉个人信息后的问题 · the question without personal data")
class UnnamedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          我叫阿明，电话13800138000，失业登记要带什么 | 失业登记要带什么
          助学贷款能打到银行卡6222020200000000000吗 | 助学贷款能打到吗
          我的手机号是13800138000，想问居住证怎么办 | 想问居住证怎么办
          档案放在哪里，我电话 13800138000 | 档案放在哪里
          我叫阿明手机13800138000，请问公租房在哪申请 | 请问公租房在哪申请
          身份证110101199003071234 看下我能不能落户 | 看下我能不能落户
          我的银行卡号是6222020200000000000，补贴会发到这张卡吗 | 补贴会发到这张卡吗
          13800138000 | 13800138000
          三支一扶什么时候报名 | 三支一扶什么时候报名
          """)
  @DisplayName("号码连同引出它的词、自报的姓名都不参与查找；除此之外没说别的，就原样留着")
  void leaves_only_what_is_asked(String said, String asked) {
    assertThat(Unnamed.question(said)).isEqualTo(asked);
  }
}
