package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

@DisplayName("不许直接答复的理由 · bars")
class BarTest {
  private static Optional<Bar> bar(Entry entry, String question) {
    Wordings base =
        Wordings.of(
            List.of(entry, anEntry("other").question("居住证丢失以后能不能补办").answer("去派出所").build()));
    Normalization text = Normalization.of(question);
    var candidate = new Candidate(0);
    new Comparison(base, text, Tokens.of(text)).fill(candidate);
    return Bar.of(candidate);
  }

  @ParameterizedTest
  @CsvSource({
    "创业贷款最多能贷几万, 创业贷款最少能贷几万, BOUND",
    "试用期最长几个月, 试用期最短几个月, BOUND",
    "没签合同可以要双倍工资吗, 签的劳务合同可以要双倍工资吗, GROUP",
    "考研初试能加几分, 退役士兵考研初试能加几分, GROUP",
    "提前还款要付违约金吗, 车贷提前还款要付违约金吗, GROUP",
    "核酸检测多久后可以出结果, 核酸检测多久后不可以出结果, DENIAL",
    "贷款十万利息多少, 贷款二十万利息多少, NUMBER"
  })
  @DisplayName("问法只差一个词而意思变了,就不直接答")
  void a_copy_with_another_meaning_is_barred(String wording, String question, Bar expected) {
    assertThat(bar(anEntry("e").question(wording).answer("按规定办理").build(), question))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "工地包工头跑了工资找谁要, 工地包工头跑了工资还没拿到找谁",
    "哪里可以贷款养殖, 没房没车没担保养殖场刚起步能在哪里贷款",
    "12355和12356的区别, 12355和12356有什么不一样",
    "创业贷款最多能贷几万, 创业贷款能贷几万",
    "没签合同可以要双倍工资吗, 没签合同公司要赔双倍工资吗"
  })
  @DisplayName("讲情况时带着否定,不算意思相反")
  void a_denial_in_the_story_is_no_contradiction(String wording, String question) {
    assertThat(bar(anEntry("e").question(wording).answer("按规定办理").build(), question)).isEmpty();
  }

  @Test
  @DisplayName("条目的答案提到了问的那类人,就可以直接答")
  void a_kind_that_the_answer_mentions_is_no_bar() {
    Entry entry = anEntry("e").question("考研初试能加几分").answer("退役士兵按另外的办法加分").build();

    assertThat(bar(entry, "退役士兵考研初试能加几分")).isEmpty();
  }

  @Test
  @DisplayName("每条理由都能用中文说给运营人员")
  void every_bar_can_be_told() {
    for (Bar bar : Bar.values()) {
      assertThat(bar.words()).isNotBlank();
    }
  }
}
