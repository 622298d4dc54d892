package org.qingsheng.knowledge.index;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Scores of the documents met by one search, added term by term, and the best of them. Reused from
 * search to search: only what was touched is cleared. Used by one thread at a time.
 */
final class Accumulator {
  private static final int FEW = 1 << 12;

  private final float[] score;
  private int[] touched = new int[FEW];
  private int count;

  /** A heap, its worst on top, while the best are being looked for; then sorted, best first. */
  private int[] bestDocs = new int[0];

  private float[] bestScores = new float[0];
  private int size;

  Accumulator(int documents) {
    this.score = new float[documents];
  }

  /** Adds the same weight, above 0, to each of the first {@code n} documents. */
  void addAll(int[] documents, int n, int base, float weight) {
    if (count + n > touched.length) {
      touched = Arrays.copyOf(touched, Math.max(count + n, 2 * touched.length));
    }
    for (int i = 0; i < n; i++) {
      int document = base + documents[i];
      float before = score[document];
      touched[count] = document;
      count += before == 0 ? 1 : 0;
      score[document] = before + weight;
    }
  }

  void add(int document, float weight) {
    float before = score[document];
    if (before == 0) {
      if (count == touched.length) {
        touched = Arrays.copyOf(touched, 2 * count);
      }
      touched[count++] = document;
    }
    score[document] = before + weight;
  }

  /**
   * Finds the {@code most} best of what was added, best first.
   *
   * @param factor of each document; the score is multiplied by it; {@code null} for 1
   * @param allowed which documents may be found; {@code null} for all
   * @return how many were found
   */
  int best(int most, float @Nullable [] factor, @Nullable IntPredicate allowed) {
    if (bestDocs.length < most) {
      bestDocs = new int[most];
      bestScores = new float[most];
    }
    size = 0;
    for (int i = 0; i < count; i++) {
      int document = touched[i];
      float value = factor == null ? score[document] : score[document] * factor[document];
      if (size < most) {
        if (allowed == null || allowed.test(document)) {
          size++;
          rise(size - 1, document, value);
        }
      } else if (isBetter(value, document, 0) && (allowed == null || allowed.test(document))) {
        sink(0, document, value);
      }
    }
    sort();
    return size;
  }

  /** Forgets what was added. */
  void clear() {
    for (int i = 0; i < count; i++) {
      score[touched[i]] = 0;
    }
    count = 0;
    size = 0;
  }

  private boolean isBetter(float value, int document, int than) {
    return value > bestScores[than] || (value == bestScores[than] && document < bestDocs[than]);
  }

  private void rise(int from, int document, float value) {
    int at = from;
    while (at > 0 && !isBetter(value, document, (at - 1) / 2)) {
      put(at, bestDocs[(at - 1) / 2], bestScores[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    put(at, document, value);
  }

  private void sink(int from, int document, float value) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBetter(bestScores[child], bestDocs[child], child + 1)) {
        child++;
      }
      if (!isBetter(value, document, child)) {
        break;
      }
      put(at, bestDocs[child], bestScores[child]);
      at = child;
    }
    put(at, document, value);
  }

  /** Takes the worst off the heap and puts it behind what is left, until nothing is. */
  private void sort() {
    int all = size;
    while (size > 1) {
      size--;
      int document = bestDocs[size];
      float value = bestScores[size];
      put(size, bestDocs[0], bestScores[0]);
      sink(0, document, value);
    }
    size = all;
  }

  private void put(int at, int document, float value) {
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
