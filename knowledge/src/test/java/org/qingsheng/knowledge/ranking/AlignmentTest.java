package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;
import org.qingsheng.knowledge.vectors.GramVectors;

@DisplayName("逐字对齐 · alignment")
class AlignmentTest {
  private final Wordings base =
      Wordings.of(
          List.of(
              Samples.anEntry("a").question("居住证多久签注一次").build(),
              Samples.anEntry("b").question("产假有多少天").build()));

  private Alignment compared(String question, int wording) {
    Normalization text = Normalization.of(question);
    Tokens tokens = Tokens.of(text);
    long[] hashes = new long[tokens.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = GramVectors.unit(tokens.unit(i));
    }
    var alignment = new Alignment(base, Profile.of(text, tokens, base.lexicon()), hashes);
    alignment.compare(base.profile(wording).sequence);
    return alignment;
  }

  @Test
  @DisplayName("同一句话处处有对应,没有换掉的词")
  void the_same_text_has_a_counterpart_everywhere() {
    Alignment same = compared("居住证多久签注一次", 0);

    assertThat(same.recall).isGreaterThan(0.99f);
    assertThat(same.precision).isGreaterThan(0.99f);
    assertThat(same.replaced).isZero();
  }

  @Test
  @DisplayName("一个词换成了另一个词,看得出来")
  void a_replaced_word_is_seen() {
    Alignment other = compared("港澳通行证多久签注一次", 0);

    assertThat(other.replaced).isGreaterThan(0.3f);
    assertThat(other.recall).isLessThan(0.95f);
  }

  @Test
  @DisplayName("只是多说了几个字,不算换词")
  void what_is_only_added_replaces_nothing() {
    assertThat(compared("请问居住证多久签注一次啊", 0).replaced).isZero();
  }
}
