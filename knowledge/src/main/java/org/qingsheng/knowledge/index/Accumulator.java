package org.qingsheng.knowledge.index;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Scores of the documents met by one search, added term by term, and the best of them. Reused from
 * search to search: only what was touched is cleared. Used by one thread at a time.
 */
final class Accumulator {
  private final float[] score;
  private final int[] touched;
  private int count;

  private int[] bestDocs = new int[0];
  private float[] bestScores = new float[0];
  private int size;

  Accumulator(int documents) {
    this.score = new float[documents];
    this.touched = new int[documents];
  }

  void add(int document, float weight) {
    float before = score[document];
    if (before == 0) {
      touched[count++] = document;
    }
    score[document] = before + weight;
  }

  /**
   * Keeps the {@code most} best of what was added, best first, and forgets the rest.
   *
   * @param factor of each document; the score is multiplied by it
   * @param allowed which documents may be kept; {@code null} for all
   * @return how many were kept
   */
  int finish(int most, float[] factor, @Nullable IntPredicate allowed) {
    if (bestDocs.length < most) {
      bestDocs = new int[most];
      bestScores = new float[most];
    }
    size = 0;
    for (int i = 0; i < count; i++) {
      int document = touched[i];
      float value = score[document] * factor[document];
      score[document] = 0;
      if ((size < most || isBetter(value, document, size - 1))
          && (allowed == null || allowed.test(document))) {
        insert(document, value, most);
      }
    }
    count = 0;
    return size;
  }

  private boolean isBetter(float value, int document, int than) {
    return value > bestScores[than] || (value == bestScores[than] && document < bestDocs[than]);
  }

  private void insert(int document, float value, int most) {
    int at = size < most ? size++ : size - 1;
    while (at > 0 && isBetter(value, document, at - 1)) {
      bestDocs[at] = bestDocs[at - 1];
      bestScores[at] = bestScores[at - 1];
      at--;
    }
    bestDocs[at] = document;
    bestScores[at] = value;
  }

  int document(int rank) {
    return bestDocs[rank];
  }

  float score(int rank) {
    return bestScores[rank];
  }
}
