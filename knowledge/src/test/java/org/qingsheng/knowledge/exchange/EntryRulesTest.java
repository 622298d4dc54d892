package org.qingsheng.knowledge.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Source;

@DisplayName("发布检查 · rules of publication")
class EntryRulesTest {
  private static final Source SOURCE =
      new Source("财政部", "办法", "财金〔2023〕75号", LocalDate.parse("2023-09-04"), Optional.empty());

  private static List<String> fields(Entry entry, Entry... others) {
    return EntryRules.problems(entry, List.of(others)).stream().map(Problem::field).toList();
  }

  @Test
  @DisplayName("齐全的条目可以发布")
  void a_complete_entry_passes() {
    assertThat(fields(anEntry("a").question("创业贷款怎么办").policy(SOURCE).build())).isEmpty();
  }

  @Test
  @DisplayName("政策条目要有发文机关、文件名、文号")
  void a_policy_needs_its_document() {
    var nameless = new Source(" ", "办法", "", SOURCE.date(), Optional.of("http://example.com"));

    assertThat(fields(anEntry("a").question("创业贷款怎么办").policy().build()))
        .containsExactly("sources");
    assertThat(fields(anEntry("a").question("创业贷款怎么办").policy(nameless).build()))
        .containsExactly("sources.issuer", "sources.number", "sources.link");
    assertThat(fields(anEntry("a").question("创业贷款怎么办").build())).isEmpty();
  }

  @Test
  @DisplayName("答复不超过三百字,也不能空")
  void answers_are_short() {
    assertThat(fields(anEntry("a").question("创业贷款怎么办").answer("答".repeat(300)).build())).isEmpty();
    assertThat(fields(anEntry("a").question("创业贷款怎么办").answer("答".repeat(301)).build()))
        .containsExactly("answer");
    assertThat(fields(anEntry("a").question("创业贷款怎么办").answer(" ").build()))
        .containsExactly("answer");
  }

  @Test
  @DisplayName("失效日不能早于生效日")
  void validity_is_in_order() {
    assertThat(
            fields(anEntry("a").question("创业贷款怎么办").from("2026-02-01").until("2026-01-31").build()))
        .containsExactly("validUntil");
    assertThat(
            fields(anEntry("a").question("创业贷款怎么办").from("2026-02-01").until("2026-02-01").build()))
        .isEmpty();
  }

  @Test
  @DisplayName("用到本地值的答复要有未填时的说法,占位符要写对")
  void placeholders_have_a_fallback() {
    assertThat(fields(anEntry("a").question("创业贷款怎么办").answer("打 {local.loan.phone}").build()))
        .containsExactly("answerWithoutLocal");
    assertThat(
            fields(
                anEntry("a")
                    .question("创业贷款怎么办")
                    .answer("打 {local.loan.phone}")
                    .answerWithoutLocal("打 12333")
                    .build()))
        .isEmpty();
    assertThat(fields(anEntry("a").question("创业贷款怎么办").answer("打 {电话}").build()))
        .containsExactly("answer");
  }

  @Test
  @DisplayName("一句问法只属于一个条目,别处已有就指出是哪一条")
  void wordings_lead_to_one_entry() {
    Entry other = anEntry("b").question("创业贷款如何申请").similar("创业贷怎么办").build();
    Entry entry = anEntry("a").question("个人创业贷款手续").similar("請問創業貸怎麼辦?").build();

    assertThat(EntryRules.problems(entry, List.of(entry, other)))
        .singleElement()
        .asString()
        .contains("similar", "条目 b", "创业贷款如何申请");
  }

  @Test
  @DisplayName("不同地区、先后两期、不同人群的条目可以同一句问法")
  void wordings_may_be_shared_where_they_cannot_be_confused() {
    Entry nation = anEntry("cn").question("人才补贴多少钱").build();

    assertThat(fields(anEntry("sz").question("人才补贴多少钱").region("440300").build(), nation))
        .isEmpty();
    assertThat(
            fields(
                anEntry("new").question("人才补贴多少钱").from("2027-01-01").build(),
                anEntry("old").question("人才补贴多少钱").until("2026-12-31").build()))
        .isEmpty();
    assertThat(
            fields(
                anEntry("x").question("人才补贴多少钱").audience("退役军人").build(),
                anEntry("y").question("人才补贴多少钱").audience("在校生").build()))
        .isEmpty();
    assertThat(fields(anEntry("x").question("人才补贴多少钱").audience("退役军人").build(), nation))
        .containsExactly("question");
  }

  @Test
  @DisplayName("本条里重复的问法、指空的关联、个人号码都不放过")
  void repeats_dangling_references_and_personal_data_are_refused() {
    assertThat(fields(anEntry("a").question("创业贷款怎么办").similar("创业贷款,怎么办?").build()))
        .containsExactly("similar");
    assertThat(fields(anEntry("a").question("创业贷款怎么办").related("nowhere").build()))
        .containsExactly("related");
    assertThat(fields(anEntry("a").question("创业贷款怎么办").answer("找小王 13800138000").build()))
        .containsExactly("answer");
  }

  @Test
  @DisplayName("整库一次检查与逐条检查结果相同")
  void checks_a_whole_base() {
    List<Entry> base =
        List.of(
            anEntry("a").question("创业贷款怎么办").build(),
            anEntry("b").question("创业贷款怎么办").build(),
            anEntry("c").question("档案放在哪里").build());

    assertThat(EntryRules.problems(base))
        .hasSize(2)
        .extracting(Problem::entry)
        .containsExactly("a", "b");
  }
}
