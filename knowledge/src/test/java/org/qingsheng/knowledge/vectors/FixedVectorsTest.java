package org.qingsheng.knowledge.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("定点向量 · vectors in fixed point")
class FixedVectorsTest {
  private static final int WIDTH = GramVectors.WIDTH;

  private final Random random = new Random(3);

  private float[] vector() {
    float[] vector = new float[WIDTH];
    for (int d = 0; d < WIDTH; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    GramVectors.normalize(vector, 0);
    return vector;
  }

  @Test
  @DisplayName("余弦与浮点算的相差不到万分之一，后补的也是")
  void keeps_cosines() {
    float[][] vectors = new float[60][];
    var settled = new FixedVectors(40);
    FixedVectors grown = settled.grown(60);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector();
      (i < 40 ? settled : grown).set(i, vectors[i], 0);
    }

    for (float[] one : vectors) {
      int[] fixed = new int[WIDTH];
      FixedVectors.fixed(one, 0, fixed, 0);
      for (int i = 0; i < vectors.length; i++) {
        float cosine = GramVectors.dot(one, 0, vectors[i], 0);
        assertThat(grown.dot(fixed, i)).isCloseTo(cosine, within(1e-4f));
      }
    }
  }

  @Test
  @DisplayName("向量与自己的余弦不会溢出")
  void does_not_overflow() {
    float[] axis = new float[WIDTH];
    axis[5] = 1;
    var vectors = new FixedVectors(1);
    vectors.set(0, axis, 0);
    int[] fixed = new int[WIDTH];
    FixedVectors.fixed(axis, 0, fixed, 0);

    assertThat(vectors.dot(fixed, 0)).isEqualTo(1);
    axis[5] = -1;
    FixedVectors.fixed(axis, 0, fixed, 0);
    assertThat(vectors.dot(fixed, 0)).isEqualTo(-1);
  }
}
