package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

@DisplayName("按概念比较 · comparison by concepts")
class ConceptComparisonTest {
  private final Wordings base =
      Wordings.of(
          List.of(
              Samples.anEntry("a").question("怎么修改登录密码").build(),
              Samples.anEntry("b").question("还款失败").build(),
              Samples.anEntry("c").question("借款失败").build(),
              Samples.anEntry("d").question("居住证什么时候签注").build()));

  private Candidate compared(String question, int entry) {
    Normalization text = Normalization.of(question);
    var candidate = new Candidate(entry);
    new Comparison(base, text, Tokens.of(text)).fill(candidate);
    return candidate;
  }

  @Test
  @DisplayName("一个字都不同的说法，概念全都对得上")
  void other_words_for_the_same_match_wholly() {
    Candidate same = compared("登陆口令如何更换", 0);

    assertThat(same.feature(Feature.CONTENT_RECALL)).isEqualTo(1);
    assertThat(same.feature(Feature.CONTENT_PRECISION)).isEqualTo(1);
    assertThat(same.feature(Feature.CONTENT_EXTRA)).isZero();
    assertThat(same.feature(Feature.CONTENT_MISSING)).isZero();
    assertThat(same.feature(Feature.FRAME_SAME)).isEqualTo(1);
  }

  @Test
  @DisplayName("问法一样、问的事不同，内容上什么也不共有")
  void the_same_frame_about_something_else_shares_no_content() {
    Candidate other = compared("怎么领补贴", 0);

    assertThat(other.feature(Feature.CONTENT_BEST)).isZero();
    assertThat(other.feature(Feature.CONTENT_MISSING)).isPositive();
    assertThat(other.feature(Feature.FRAME_SAME)).isEqualTo(1);
  }

  @Test
  @DisplayName("问的事一样、问法不同，看得出来")
  void another_frame_is_seen() {
    assertThat(compared("居住证在哪里签注", 3).feature(Feature.FRAME_OTHER)).isEqualTo(1);
    assertThat(compared("居住证几时签注", 3).feature(Feature.FRAME_OTHER)).isZero();
  }

  @Test
  @DisplayName("区分两个条目的词换了一个，就是冲突；没换就不是")
  void a_concept_that_tells_entries_apart_clashes() {
    assertThat(compared("还钱没成功", 2).feature(Feature.SUBSTITUTION_CLASH)).isEqualTo(1);
    assertThat(compared("还钱没成功", 1).feature(Feature.SUBSTITUTION_CLASH)).isZero();
  }

  @Test
  @DisplayName("后来加的条目一样按概念比较")
  void entries_added_later_are_compared_alike() {
    Wordings more = base.with(List.of(Samples.anEntry("e").question("驾照掉了去哪补").build()), List.of());
    Normalization text = Normalization.of("驾驶证遗失去哪里补");
    var candidate = new Candidate(4);
    new Comparison(more, text, Tokens.of(text)).fill(candidate);

    assertThat(candidate.feature(Feature.CONTENT_RECALL)).isEqualTo(1);
  }
}
