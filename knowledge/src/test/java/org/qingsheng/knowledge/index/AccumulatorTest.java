package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("检索得分 · scores of one search")
class AccumulatorTest {
  private static final int DOCUMENTS = 500;
  private static final int MOST = 60;

  private final Random random = new Random(5);

  @Test
  @DisplayName("最好的若干个与整体排序一致，可以换一种范围再取一次，用过之后从零开始")
  void finds_the_best() {
    var accumulator = new Accumulator(DOCUMENTS);
    float[] factor = new float[DOCUMENTS];
    for (int d = 0; d < DOCUMENTS; d++) {
      factor[d] = 1 + random.nextInt(3);
    }
    IntPredicate odd = d -> d % 2 == 1;

    for (int round = 0; round < 50; round++) {
      float[] sums = new float[DOCUMENTS];
      for (int term = 0; term < 10; term++) {
        int[] documents = random.ints(random.nextInt(90), 0, DOCUMENTS).distinct().toArray();
        float weight = 1 + random.nextInt(4);
        accumulator.addAll(documents, documents.length, 0, weight);
        for (int d : documents) {
          sums[d] += weight;
        }
      }

      assertThat(best(accumulator, factor, null)).isEqualTo(expected(sums, factor, _ -> true));
      assertThat(best(accumulator, factor, odd)).isEqualTo(expected(sums, factor, odd));
      accumulator.clear();
    }
  }

  private static List<Integer> best(
      Accumulator accumulator,
      float[] factor,
      @org.jspecify.annotations.Nullable IntPredicate allowed) {
    int size = accumulator.best(MOST, factor, allowed);
    return IntStream.range(0, size).mapToObj(accumulator::document).toList();
  }

  private static List<Integer> expected(float[] sums, float[] factor, IntPredicate allowed) {
    return IntStream.range(0, DOCUMENTS)
        .filter(d -> sums[d] > 0 && allowed.test(d))
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer d) -> -(double) (sums[d] * factor[d]))
                .thenComparing(d -> d))
        .limit(MOST)
        .toList();
  }
}
