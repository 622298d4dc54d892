package org.qingsheng.knowledge.vectors;

import java.util.Arrays;
import java.util.List;
import org.qingsheng.knowledge.text.Tokens;

/**
 * The n-grams of a text as 64-bit hashes: one, two and three neighbouring units, two and three
 * neighbouring syllables. Pinyin typed in letters gives the syllables of the characters it stands
 * for, so that both are close.
 */
final class Grams {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final long SPOKEN = 0x5DEECE66DL;

  /** How much each kind says: units, pairs, triples; pairs and triples of syllables. */
  private static final float[] WORTH = worth();
  private static float[] worth() {
    String[] p = System.getProperty("v.worth", "1,0.7,0.3,0.4,0.2").split(",");
    float[] w = new float[p.length];
    for (int i = 0; i < w.length; i++) w[i] = Float.parseFloat(p[i]);
    return w;
  }

  static float worth(long gram) {
    return WORTH[(int) (gram & 7)];
  }

  private Grams() {}

  static long[] of(Tokens tokens) {
    String[] units = new String[tokens.size()];
    boolean[] joins = new boolean[units.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = tokens.unit(i);
      joins[i] = i > 0 && tokens.joins(i);
    }
    return of(units, joins);
  }

  static long[] of(String[] units, boolean[] joins) {
    var grams = new Collected(units.length * 5 + 8);
    long before = 0;
    long beforeThat = 0;
    for (int i = 0; i < units.length; i++) {
      long unit = mixed(units[i].hashCode());
      grams.add(unit, 0);
      if (!joins[i]) {
        before = 0;
        beforeThat = 0;
      }
      if (before != 0) {
        grams.add(mixed(before * 31 + unit), 1);
        if (beforeThat != 0) {
          grams.add(mixed((beforeThat * 31 + before) * 31 + unit), 2);
        }
      }
      beforeThat = before;
      before = unit;
    }
    spoken(units, joins, grams);
    return grams.done();
  }

  private static void spoken(String[] units, boolean[] joins, Collected grams) {
    long before = 0;
    long beforeThat = 0;
    for (int i = 0; i < units.length; i++) {
      List<String> syllables =
          units[i].length() == 1
              ? List.of(Syllables.of(units[i].charAt(0)))
              : Syllables.typed(units[i]);
      if (!joins[i] || syllables.isEmpty()) {
        before = 0;
        beforeThat = 0;
      }
      for (String syllable : syllables) {
        long sound = syllable.isEmpty() ? 0 : mixed(syllable.hashCode() + SPOKEN);
        if (sound != 0 && before != 0) {
          grams.add(mixed(before * 37 + sound), 3);
          if (beforeThat != 0) {
            grams.add(mixed((beforeThat * 37 + before) * 37 + sound), 4);
          }
        }
        beforeThat = sound == 0 ? 0 : before;
        before = sound;
      }
    }
  }

  /** Never zero. */
  private static long mixed(long value) {
    long x = value * MIX;
    x ^= x >>> 32;
    x *= 0xD6E8FEB86659FD93L;
    x ^= x >>> 29;
    return x == 0 ? 1 : x;
  }

  private static final class Collected {
    private long[] all;
    private int size;

    Collected(int capacity) {
      this.all = new long[capacity];
    }

    void add(long gram, int kind) {
      if (size == all.length) {
        all = Arrays.copyOf(all, size * 2);
      }
      all[size++] = (gram & -8L) | kind;
    }

    long[] done() {
      return Arrays.copyOf(all, size);
    }
  }
}
