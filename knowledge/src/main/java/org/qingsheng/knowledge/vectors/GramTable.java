package org.qingsheng.knowledge.vectors;

import java.util.Arrays;
import java.util.List;
import org.qingsheng.knowledge.text.Tokens;

/**
 * Numbers the grams of a base from 0. What occurs once only, or beyond the limit, has no row of its
 * own and shares one of the pool. Immutable.
 */
final class GramTable {
  /** Rows at most: 100,000 of them take 19 MB, and twice that while they are trained. */
  static final int MOST = 100_000;

  /** What a gram that was never seen is worth, of the rarest one's worth. */
  private static final float UNSEEN = 0.3f;

  /** Texts counted at most. */
  private static final int COUNTED = 100_000;

  private final long[] keys;
  private final int[] rowOf;
  private final float[] weight;
  private final float unseen;
  private final int size;

  private GramTable(long[] keys, int[] rowOf, float[] weight, float unseen, int size) {
    this.keys = keys;
    this.rowOf = rowOf;
    this.weight = weight;
    this.unseen = unseen;
    this.size = size;
  }

  /** Counts the texts each gram occurs in; of a large base evenly spaced ones. */
  static GramTable of(List<Tokens> texts) {
    int apart = 1 + texts.size() / COUNTED;
    long[] all = new long[1 << 12];
    int n = 0;
    int counted = 0;
    for (int t = 0; t < texts.size(); t += apart) {
      long[] own = Grams.of(texts.get(t));
      counted++;
      Arrays.sort(own);
      if (n + own.length > all.length) {
        all = Arrays.copyOf(all, 2 * (n + own.length));
      }
      for (int i = 0; i < own.length; i++) {
        if (i == 0 || own[i] != own[i - 1]) {
          all[n++] = own[i];
        }
      }
    }
    Arrays.sort(all, 0, n);
    return filled(all, n, leastCount(all, n), counted);
  }

  /** The lowest count, from 2, that leaves no more than {@link #MOST} grams. */
  private static int leastCount(long[] sorted, int n) {
    int[] withCount = new int[1024];
    for (int i = 0, end; i < n; i = end) {
      end = endOfRun(sorted, n, i);
      withCount[Math.min(withCount.length - 1, end - i)]++;
    }
    int kept = 0;
    for (int count = withCount.length - 1; count >= 2; count--) {
      kept += withCount[count];
      if (kept > MOST) {
        return count + 1;
      }
    }
    return 2;
  }

  private static int endOfRun(long[] sorted, int n, int from) {
    int end = from + 1;
    while (end < n && sorted[end] == sorted[from]) {
      end++;
    }
    return end;
  }

  private static GramTable filled(long[] sorted, int n, int least, int texts) {
    int rows = 0;
    for (int i = 0, end; i < n; i = end) {
      end = endOfRun(sorted, n, i);
      rows += end - i >= least ? 1 : 0;
    }
    int slots = Integer.highestOneBit(Math.max(4, rows)) * 4;
    long[] keys = new long[slots];
    int[] rowOf = new int[slots];
    float[] weight = new float[rows];
    int row = 0;
    for (int i = 0, end; i < n; i = end) {
      end = endOfRun(sorted, n, i);
      if (end - i >= least) {
        int slot = slot(keys, sorted[i]);
        keys[slot] = sorted[i];
        rowOf[slot] = row;
        weight[row++] = weight(end - i, texts) * Grams.worth(sorted[i]);
      }
    }
    return new GramTable(keys, rowOf, weight, UNSEEN * weight(1, texts), rows);
  }

  /** Inverse document frequency. */
  private static float weight(int count, int texts) {
    return (float) Math.log(1 + (texts - count + 0.5) / (count + 0.5));
  }

  private static int slot(long[] keys, long gram) {
    int slot = (int) (gram >>> 20) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != gram) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  int size() {
    return size;
  }

  float weight(int row) {
    return row < size ? weight[row] : unseen;
  }

  int[] rowsOf(long[] grams) {
    int[] rows = new int[grams.length];
    for (int i = 0; i < grams.length; i++) {
      rows[i] = rowOf(grams[i]);
    }
    return rows;
  }

  int rowOf(long gram) {
    int slot = slot(keys, gram);
    return keys[slot] == gram ? rowOf[slot] : size + (int) ((gram >>> 7) & (GramVectors.POOL - 1));
  }
}
