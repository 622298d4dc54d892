package org.qingsheng.knowledge.vectors;

import java.util.Arrays;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;

/**
 * The n-grams of a text as 64-bit hashes: one, two and three neighbouring units, two and three
 * neighbouring syllables, single concepts and neighbouring ones. Pinyin typed in letters gives the
 * syllables of the characters it stands for, so that both are close. The lowest three bits of a
 * hash tell its kind.
 */
final class Grams {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final long MORE = 0xD6E8FEB86659FD93L;

  /** Sets sounds apart from units. */
  private static final long SOUND = 0x5DEECE66DL;

  /** Sets concepts apart from units. */
  private static final long CONCEPT = 0x1B873593C2B2AE35L;

  private static final int KIND = 7;

  /**
   * How much each kind says before anything is learned: units, pairs, triples, pairs and triples of
   * syllables, concepts and pairs of them. Measured.
   */
  private static final float[] WORTH = {1, 0.7f, 0.3f, 0.4f, 0.2f, 1.5f, 0.7f};

  private Grams() {}

  static float worth(long gram) {
    return WORTH[(int) (gram & KIND)];
  }

  static long[] of(Tokens tokens) {
    var grams = new Chain(tokens.size() * 5 + 8);
    for (int i = 0; i < tokens.size(); i++) {
      long unit = single(unit(tokens.unit(i)));
      grams.add(unit, 0);
      grams.next(unit, i > 0 && tokens.joins(i), 1);
    }
    grams.end();
    Tokens concepts = Concepts.of(tokens);
    for (int i = 0; i < concepts.size(); i++) {
      grams.addConcept(concept(concepts.unit(i)), concepts.joins(i));
    }
    grams.end();
    Sounds sounds = Sounds.of(tokens);
    for (int i = 0; i < sounds.size(); i++) {
      int syllable = sounds.syllable(i);
      long sound = syllable == Sounds.NONE ? 0 : mixed(syllable + SOUND);
      grams.next(sound, i > 0 && sounds.joins(i), 3);
    }
    return grams.all();
  }

  /** Hash of one unit, as it stands among the grams. */
  static long unit(String unit) {
    return mixed(unit.hashCode());
  }

  /** Hash of a concept, or of a unit where it stands among concepts. */
  static long concept(String unit) {
    return (mixed(unit.hashCode() + CONCEPT) & ~KIND) | 5;
  }

  /** Gram of two neighbouring concepts by their hashes. */
  static long conceptPair(long first, long second) {
    return (mixed(first * 31 + second) & ~KIND) | 6;
  }

  /** Gram of one unit by its hash. */
  static long single(long unit) {
    return unit & ~KIND;
  }

  /** Gram of two neighbouring units by their hashes. */
  static long pair(long first, long second) {
    return (mixed(first * 31 + second) & ~KIND) | 1;
  }

  /** Never zero. */
  private static long mixed(long value) {
    long x = value * MIX;
    x ^= x >>> 32;
    x *= MORE;
    x ^= x >>> 29;
    return x == 0 ? 1 : x;
  }

  /** Collects neighbours while they join. */
  private static final class Chain {
    private long[] found;
    private int size;
    private long before;
    private long beforeThat;

    Chain(int capacity) {
      this.found = new long[capacity];
    }

    void next(long item, boolean joins, int kindOfPair) {
      if (!joins || item == 0) {
        end();
      }
      if (before != 0) {
        add(mixed(before * 31 + item), kindOfPair);
        if (beforeThat != 0) {
          add(mixed((beforeThat * 31 + before) * 31 + item), kindOfPair + 1);
        }
      }
      beforeThat = before;
      before = item;
    }

    void addConcept(long item, boolean joins) {
      if (!joins) {
        end();
      }
      add(item, 5);
      if (before != 0) {
        add(conceptPair(before, item), 6);
      }
      before = item;
    }

    void end() {
      before = 0;
      beforeThat = 0;
    }

    void add(long gram, int kind) {
      if (size == found.length) {
        found = Arrays.copyOf(found, size * 2);
      }
      found[size++] = (gram & ~KIND) | kind;
    }

    long[] all() {
      return Arrays.copyOf(found, size);
    }
  }
}
