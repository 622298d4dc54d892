package org.qingsheng.knowledge.ranking;

/**
 * What two sorted sets of numbers share, by weight. A scratch object of one comparison after the
 * other.
 */
final class Overlap {
  float shared;
  float rarestExtra;
  float rarestMissing;
  int sharedCount;

  void compare(int[] question, int[] wording, float[] weights) {
    shared = 0;
    rarestExtra = 0;
    rarestMissing = 0;
    sharedCount = 0;
    int i = 0;
    int j = 0;
    while (i < question.length && j < wording.length) {
      if (question[i] == wording[j]) {
        shared += weights[question[i]];
        sharedCount++;
        i++;
        j++;
      } else if (question[i] < wording[j]) {
        rarestExtra = Math.max(rarestExtra, weights[question[i++]]);
      } else {
        rarestMissing = Math.max(rarestMissing, weights[wording[j++]]);
      }
    }
    while (i < question.length) {
      rarestExtra = Math.max(rarestExtra, weights[question[i++]]);
    }
    while (j < wording.length) {
      rarestMissing = Math.max(rarestMissing, weights[wording[j++]]);
    }
  }
}
