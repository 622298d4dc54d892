package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

@DisplayName("问的是谁家的 · brands")
class BrandsTest {
  private static final Wordings BASE =
      Wordings.of(
          List.of(
              anEntry("psbc").question("邮储银行的小额贷款能贷多少").answer("最高十万元").build(),
              anEntry("debt").question("网上借了钱没还清能申请贷款吗").answer("花呗、借呗逾期的先还清").build(),
              anEntry("plain").question("提前还款怎么操作").answer("到经办银行办").build()));

  private static Candidate compared(int entry, String question) {
    Normalization text = Normalization.of(question);
    var candidate = new Candidate(entry);
    new Comparison(BASE, text, Tokens.of(text)).fill(candidate);
    return candidate;
  }

  @ParameterizedTest
  @CsvSource({
    "花呗能提前还吗, 1",
    "我的qq登不上, 1",
    "这个qqx是什么, 0",
    "支付宝的花呗怎么关, 2",
    "邮储银行在哪里, 1",
    "创业贷款怎么申请, 0"
  })
  @DisplayName("认得出名字，长的优先，字母要独立成词")
  void finds_names(String text, int count) {
    assertThat(Brands.in(text)).hasSize(count);
  }

  @Test
  @DisplayName("同一家的几种叫法是一回事")
  void other_names_of_one_are_the_same() {
    assertThat(Brands.in("邮政储蓄")).isEqualTo(Brands.in("邮储银行")).isNotEqualTo(Brands.in("工行"));
    assertThat(compared(0, "邮政银行小额贷款能贷多少").feature(Feature.BRAND_SAME)).isEqualTo(1);
    assertThat(compared(0, "工商银行小额贷款能贷多少").feature(Feature.BRAND_CLASH)).isEqualTo(1);
    assertThat(compared(0, "小额贷款能贷多少").feature(Feature.BRAND_MISSING)).isEqualTo(1);
  }

  @Test
  @DisplayName("整个库从没提过的名字看得出来；答案里提过就不算外人")
  void a_name_the_base_never_says_is_foreign() {
    assertThat(compared(2, "京东白条提前还款怎么操作").feature(Feature.BRAND_FOREIGN)).isEqualTo(1);
    assertThat(compared(2, "借呗提前还款怎么操作").feature(Feature.BRAND_FOREIGN)).isZero();
    assertThat(compared(2, "借呗提前还款怎么操作").feature(Feature.BRAND_EXTRA)).isEqualTo(1);
    assertThat(compared(2, "提前还款怎么操作").feature(Feature.BRAND_EXTRA)).isZero();
  }

  @Test
  @DisplayName("后来发布的条目提到的名字也算这个库提过")
  void what_is_published_later_names_too() {
    Wordings grown =
        BASE.with(List.of(anEntry("jd").question("京东白条会上征信吗").answer("会").build()), List.of());
    Normalization text = Normalization.of("京东白条提前还款怎么操作");
    var candidate = new Candidate(2);
    new Comparison(grown, text, Tokens.of(text)).fill(candidate);

    assertThat(candidate.feature(Feature.BRAND_FOREIGN)).isZero();
    assertThat(candidate.feature(Feature.BRAND_EXTRA)).isEqualTo(1);
  }
}
