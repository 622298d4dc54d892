package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.vectors.GramVectors;

@DisplayName("什么时候重新训练向量 · when vectors are trained anew")
class LearnedTest {
  private final Learned learned = new Learned();

  private static List<Entry> entries(int count, String about) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < count; i++) {
      entries.add(Samples.anEntry("e" + i).question("第" + i + "号" + about).build());
    }
    return entries;
  }

  @Test
  @DisplayName("改一条不重新训练")
  void one_corrected_entry_keeps_the_vectors() {
    List<Entry> base = entries(100, "补贴怎么领");
    GramVectors before = learned.vectorsFor(base);
    var corrected = new ArrayList<>(base);
    corrected.set(7, Samples.anEntry("e7").question("全新的一句问法").build());

    assertThat(learned.vectorsFor(corrected)).isSameAs(before);
  }

  @Test
  @DisplayName("一成以上是新说法就重新训练")
  void many_new_wordings_train_anew() {
    GramVectors before = learned.vectorsFor(entries(100, "补贴怎么领"));

    assertThat(learned.vectorsFor(entries(100, "证书怎么办"))).isNotSameAs(before);
  }

  @Test
  @DisplayName("同一份知识库在另一处第一次发布,用的是同样的向量")
  void the_same_base_elsewhere_has_the_same_vectors() {
    List<Entry> base = entries(100, "贷款找谁");

    assertThat(new Learned().vectorsFor(base)).isSameAs(learned.vectorsFor(base));
  }
}
