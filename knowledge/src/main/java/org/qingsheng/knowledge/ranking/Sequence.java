package org.qingsheng.knowledge.ranking;

import java.util.Arrays;

/**
 * A question's units in order, ready for its longest common subsequence and run with many wordings.
 * Looks at the first 64 units, one bit each. Used by one thread.
 *
 * @see <a href="https://doi.org/10.1016/j.ipl.2004.05.008">Hyyrö: bit-parallel LCS-length
 *     computation</a>
 */
final class Sequence {
  private final int length;
  private final int[] keys;
  private final long[] places;
  private final int mask;
  private final int[] run = new int[Long.SIZE + 1];
  private final int[] before = new int[Long.SIZE + 1];

  int subsequence;
  int longestRun;

  Sequence(int[] units) {
    this.length = Math.min(Long.SIZE, units.length);
    int size = Integer.highestOneBit(Math.max(4, length)) * 4;
    this.keys = new int[size];
    this.places = new long[size];
    this.mask = size - 1;
    Arrays.fill(keys, -1);
    for (int i = 0; i < length; i++) {
      if (units[i] >= 0) {
        int slot = slot(units[i]);
        keys[slot] = units[i];
        places[slot] |= 1L << i;
      }
    }
  }

  private int slot(int unit) {
    int slot = ((unit * 0x9E3779B1) >>> 8) & mask;
    while (keys[slot] != unit && keys[slot] >= 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Sets {@link #subsequence} and {@link #longestRun}. */
  void compare(int[] wording) {
    long open = -1;
    longestRun = 0;
    Arrays.fill(run, 0);
    for (int unit : wording) {
      int slot = unit < 0 ? -1 : slot(unit);
      long match = slot < 0 || keys[slot] != unit ? 0 : places[slot];
      long taken = open & match;
      open = (open + taken) | (open & ~match);
      extend(match);
    }
    long all = length == Long.SIZE ? -1 : (1L << length) - 1;
    subsequence = Long.bitCount(~open & all);
  }

  /** Runs that end at the places of this unit are one longer than those that ended just before. */
  private void extend(long match) {
    System.arraycopy(run, 0, before, 0, length + 1);
    Arrays.fill(run, 0, length + 1, 0);
    for (long rest = match; rest != 0; rest &= rest - 1) {
      int place = Long.numberOfTrailingZeros(rest);
      run[place + 1] = before[place] + 1;
      longestRun = Math.max(longestRun, run[place + 1]);
    }
  }
}
