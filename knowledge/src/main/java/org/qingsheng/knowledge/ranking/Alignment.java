package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import org.qingsheng.knowledge.vectors.FixedVectors;
import org.qingsheng.knowledge.vectors.GramVectors;

/**
 * Lays a question beside one wording after another, unit by unit: hard, to find what stands in the
 * place of something else (陪产假 for 产假, 助学金 for 助学贷款), and soft, by the trained vectors of each unit
 * and its neighbours, to see whether every part has a counterpart. Scratch space of one question,
 * used by one thread.
 */
final class Alignment {
  private static final int WIDTH = GramVectors.WIDTH;

  /** Units of either side that are looked at. */
  private static final int MOST = 40;

  private final Wordings base;
  private final int[] question;
  private final long[] hashes;
  private final float[] weights;
  private final int[] vectors;
  private final Met met;
  private final int[] rows = new int[MOST];
  private final short[][] common;
  private final float[] bestOfOthers = new float[MOST];
  private final float[] block = new float[WIDTH];
  private final float[] otherBlock = new float[WIDTH];

  /** Part of the question's weight that has a counterpart in the wording. */
  float recall;

  /** Part of the wording's weight that has a counterpart in the question. */
  float precision;

  /** Weight of the heaviest unit that stands in the place of one as heavy, over the greatest. */
  float replaced;

  /** Cosine of what stands there and what stood there; 1 when nothing is replaced. */
  float replacedNearness;

  Alignment(Wordings base, Profile question, long[] hashes) {
    this.base = base;
    int length = Math.min(MOST, question.sequence.length);
    this.question = Arrays.copyOf(question.sequence, length);
    this.hashes = hashes;
    this.weights = new float[length];
    for (int i = 0; i < length; i++) {
      weights[i] = base.unitWeight(this.question[i]);
    }
    this.vectors = new int[length * WIDTH];
    for (int i = 0; i < length; i++) {
      place(i > 0 ? hashes[i - 1] : 0, hashes[i], i + 1 < length ? hashes[i + 1] : 0, block);
      FixedVectors.fixed(block, 0, vectors, i * WIDTH);
    }
    this.met = new Met(length);
    this.common = new short[length + 1][MOST + 1];
  }

  /** The unit with half of what it makes with each neighbour, at length 1; 0 is no neighbour. */
  private void place(long before, long unit, long after, float[] into) {
    Arrays.fill(into, 0);
    GramVectors grams = base.grams();
    grams.add(unit, 1, into, 0);
    if (before != 0) {
      grams.add(GramVectors.pair(before, unit), 0.5f, into, 0);
    }
    if (after != 0) {
      grams.add(GramVectors.pair(unit, after), 0.5f, into, 0);
    }
    GramVectors.normalize(into, 0);
  }

  void compare(int[] units) {
    int length = Math.min(MOST, units.length);
    long[] wording = new long[length];
    for (int j = 0; j < length; j++) {
      wording[j] = base.unitHash(units[j]);
    }
    for (int j = 0; j < length; j++) {
      rows[j] =
          met.row(j > 0 ? wording[j - 1] : 0, wording[j], j + 1 < length ? wording[j + 1] : 0);
    }
    soft(units, length);
    hard(units, length, wording);
  }

  private void soft(int[] units, int length) {
    Arrays.fill(bestOfOthers, 0, length, 0);
    float found = 0;
    float all = 0;
    for (int i = 0; i < question.length; i++) {
      float best = 0;
      for (int j = 0; j < length; j++) {
        float near = met.near[rows[j] + i];
        best = Math.max(best, near);
        bestOfOthers[j] = Math.max(bestOfOthers[j], near);
      }
      found += weights[i] * best;
      all += weights[i];
    }
    recall = all == 0 ? 0 : Math.min(1, found / all);
    found = 0;
    all = 0;
    for (int j = 0; j < length; j++) {
      float weight = base.unitWeight(units[j]);
      found += weight * bestOfOthers[j];
      all += weight;
    }
    precision = all == 0 ? 0 : Math.min(1, found / all);
  }

  /**
   * How near each unit of the question is to each unit met in a wording, in its neighbourhood: the
   * wordings of one question are much alike, and half of what one holds was met in another.
   */
  private final class Met {
    private final int width;
    private final float[] vector = new float[WIDTH];
    private final int[] fixed = new int[WIDTH];
    private long[] keys = new long[3 << 8];
    private int[] slots = new int[1 << 8];
    private float[] near;
    private int size;

    Met(int width) {
      this.width = width;
      this.near = new float[width << 6];
    }

    /** Where the cosines of that unit with the question's begin in {@link #near}. */
    int row(long before, long unit, long after) {
      int slot = slot(before, unit, after);
      if (slots[slot] == 0) {
        slot = add(slot, before, unit, after);
      }
      return (slots[slot] - 1) * width;
    }

    private int slot(long before, long unit, long after) {
      int mask = slots.length - 1;
      int slot = (int) ((unit + 31 * before + 17 * after) >>> 24) & mask;
      while (slots[slot] != 0
          && (keys[3 * slot] != before
              || keys[3 * slot + 1] != unit
              || keys[3 * slot + 2] != after)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private int add(int free, long before, long unit, long after) {
      int slot = free;
      if (2 * size >= slots.length) {
        grow();
        slot = slot(before, unit, after);
      }
      keys[3 * slot] = before;
      keys[3 * slot + 1] = unit;
      keys[3 * slot + 2] = after;
      int row = size * width;
      slots[slot] = ++size;
      if (row + width > near.length) {
        near = Arrays.copyOf(near, 2 * near.length);
      }
      place(before, unit, after, vector);
      FixedVectors.fixed(vector, 0, fixed, 0);
      for (int i = 0; i < width; i++) {
        near[row + i] = FixedVectors.dot(vectors, i * WIDTH, fixed, 0);
      }
      return slot;
    }

    private void grow() {
      long[] oldKeys = keys;
      int[] oldSlots = slots;
      keys = new long[2 * oldKeys.length];
      slots = new int[2 * oldSlots.length];
      for (int i = 0; i < oldSlots.length; i++) {
        if (oldSlots[i] != 0) {
          int slot = slot(oldKeys[3 * i], oldKeys[3 * i + 1], oldKeys[3 * i + 2]);
          System.arraycopy(oldKeys, 3 * i, keys, 3 * slot, 3);
          slots[slot] = oldSlots[i];
        }
      }
    }
  }

  private void hard(int[] units, int length, long[] wording) {
    for (int i = question.length - 1; i >= 0; i--) {
      Arrays.fill(common[question.length], 0, length + 1, (short) 0);
      common[i][length] = 0;
      for (int j = length - 1; j >= 0; j--) {
        common[i][j] =
            question[i] >= 0 && question[i] == units[j]
                ? (short) (common[i + 1][j + 1] + 1)
                : (short) Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    replaced = 0;
    replacedNearness = 1;
    int i = 0;
    int j = 0;
    int fromI = 0;
    int fromJ = 0;
    while (i < question.length && j < length) {
      if (question[i] >= 0 && question[i] == units[j]) {
        block(fromI, i, fromJ, j, units, wording);
        fromI = ++i;
        fromJ = ++j;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    block(fromI, question.length, fromJ, length, units, wording);
  }

  /** Between two shared units stands one thing here and another there. */
  private void block(int fromI, int toI, int fromJ, int toJ, int[] units, long[] wording) {
    if (fromI == toI || fromJ == toJ) {
      return;
    }
    float here = 0;
    for (int i = fromI; i < toI; i++) {
      here = Math.max(here, weights[i]);
    }
    float there = 0;
    for (int j = fromJ; j < toJ; j++) {
      there = Math.max(there, base.unitWeight(units[j]));
    }
    float weight = Math.min(here, there) / base.lexicon().unknownWeight();
    if (weight > replaced) {
      replaced = weight;
      sum(hashes, fromI, toI, block);
      sum(wording, fromJ, toJ, otherBlock);
      replacedNearness = Math.max(0, GramVectors.dot(block, 0, otherBlock, 0));
    }
  }

  private void sum(long[] text, int from, int to, float[] into) {
    Arrays.fill(into, 0);
    for (int i = from; i < to; i++) {
      base.grams().add(text[i], 1, into, 0);
      if (i > from) {
        base.grams().add(GramVectors.pair(text[i - 1], text[i]), 1, into, 0);
      }
    }
    GramVectors.normalize(into, 0);
  }
}
