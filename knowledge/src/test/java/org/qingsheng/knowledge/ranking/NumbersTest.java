package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("数字集合与同字说法 · sets of numbers and same words")
class NumbersTest {
  private static final int RANGE = 4_000;

  private final Random random = new Random(11);

  private int[] set(int most) {
    return random.ints(random.nextInt(most + 1), 0, RANGE).distinct().sorted().toArray();
  }

  @Test
  @DisplayName("共有的数字按权重相加并逐个记下，问句长短都一样；后补的与原有的各在各处")
  void sums_what_is_shared() {
    float[] weights = new float[RANGE];
    for (int i = 0; i < RANGE; i++) {
      weights[i] = random.nextInt(64) / 4f;
    }
    int[][] texts = new int[300][];
    Arrays.setAll(texts, _ -> set(60));
    Numbers all = Numbers.of(200, t -> texts[t]).with(250, t -> texts[t]).with(300, t -> texts[t]);

    for (int round = 0; round < 200; round++) {
      int[] question = set(round % 2 == 0 ? 30 : 400);
      var sought = new Numbers.Sought(question, weights);
      for (int t = 0; t < texts.length; t++) {
        sought.met = 0;
        float expected = 0;
        long met = 0;
        for (int number : texts[t]) {
          int at = Arrays.binarySearch(question, number);
          expected += at >= 0 ? weights[number] : 0;
          met |= at >= 0 && at < Long.SIZE ? 1L << at : 0;
        }
        assertThat(all.shared(t, sought)).isEqualTo(expected);
        assertThat(sought.met).isEqualTo(met);
      }
    }
  }

  @Test
  @DisplayName("同样的字归在一起，按先后排列")
  void groups_the_same_words() {
    var same = new SameWords();
    for (int i = 0; i < 30_000; i++) {
      same.add("问题" + i % 10_000);
    }

    assertThat(same.with("问题7")).containsExactly(7, 10_007, 20_007);
    assertThat(same.with("没问过")).isEmpty();
    assertThat(same.firsts()[29_999]).isEqualTo(9_999);
  }
}
