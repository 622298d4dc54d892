package org.qingsheng.bot.cadres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.cadres.CadreCommand.Words;
import org.qingsheng.bot.ledger.ItemNumber;

@DisplayName("团干部说的话 · what a cadre says")
class CadreCommandTest {
  private static final ItemNumber NUMBER = new ItemNumber("QS-261120-0042");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "认领 QS-261120-0042",
        "认领QS-261120-0042",
        " 认领： qs-261120-0042 ",
        "接单 QS 261120 0042",
        "认领　QS—261120—0042"
      })
  @DisplayName("认领的各种写法")
  void understands_a_claim(String said) {
    assertThat(CadreCommand.of(said)).isEqualTo(new CadreCommand.Claim(Optional.of(NUMBER)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "退回的材料请补齐后再交",
        "认领失物请到保卫处",
        "转交给学校的申请表要盖章",
        "发送到邮箱即可",
        "修改户籍要带户口本",
        "绑定银行卡时填本人姓名",
        "答复你：可以办。",
        "备注栏写明学号",
        "办理流程如下：先到社区开证明",
        "查看录取结果请登录官网"
      })
  @DisplayName("以口令的字开头的答复还是答复")
  void takes_an_answer_for_an_answer(String said) {
    assertThat(CadreCommand.of(said)).isEqualTo(new Words(said));
  }

  @Test
  @DisplayName("退回、转交、备注、答复带编号和内容；编号可以不写")
  void reads_numbers_and_reasons() {
    assertThat(CadreCommand.of("退回 QS-261120-0042 不归我管"))
        .isEqualTo(new CadreCommand.Release(Optional.of(NUMBER), "不归我管"));
    assertThat(CadreCommand.of("退回 不归我管"))
        .isEqualTo(new CadreCommand.Release(Optional.empty(), "不归我管"));
    assertThat(CadreCommand.of("转交 QS-261120-0042 给 @王小明 他熟悉 情况"))
        .isEqualTo(new CadreCommand.Transfer(Optional.of(NUMBER), "王小明", "他熟悉 情况"));
    assertThat(CadreCommand.of("备注QS-261120-0042：先问资助中心"))
        .isEqualTo(new CadreCommand.Note(Optional.of(NUMBER), "先问资助中心"));
    assertThat(CadreCommand.of("答复 QS-261120-0042 带身份证来"))
        .isEqualTo(new CadreCommand.Answer(NUMBER, "带身份证来"));
  }

  @ParameterizedTest
  @CsvSource({
    "待办, Overview",
    "待认领。, Words",
    "我的, Mine",
    "帮助, Help",
    "？, Help",
    "解绑, Unbind",
    "QS-261120-0042, Show",
    "查看 QS-261120-0042, Show",
    "办理 QS-261120-0042, TakeUp",
    "绑定 12345678, Bind",
    "绑定 1234567, Words",
    "发送, Send",
    "发送 019aa0f1-1111-7222-8333-444455556666, Send",
    "发送并入库, Send",
    "修改, Change",
    "'', Words"
  })
  @DisplayName("每个口令都认得，差一点的当成话")
  void knows_every_word(String said, String kind) {
    assertThat(CadreCommand.of(said).getClass().getSimpleName()).isEqualTo(kind);
  }
}
