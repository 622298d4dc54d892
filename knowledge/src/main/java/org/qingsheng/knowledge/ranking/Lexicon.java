package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qingsheng.knowledge.text.Tokens;

/**
 * The units and bigrams that occur in one base, each with a number and its weight: the inverse
 * document frequency over entries, {@code ln(1 + (N - n + 0.5) / (n + 0.5))}. Immutable once built.
 * {@link #with} adds what is new and leaves numbers and weights of the rest as they were.
 */
public final class Lexicon {
  /** Those since the last full build stand in maps of their own, so that no large map is copied. */
  private final Map<String, Integer> units;

  private final LongNumbers bigrams;
  private final Map<String, Integer> newUnits;
  private final Map<Long, Integer> newBigrams;
  private final float[] unitWeight;
  private final float[] bigramWeight;
  private final int[] unitCount;
  private final int[] bigramCount;
  private final float unknownWeight;

  private Lexicon(Builder from) {
    this.units = from.units;
    this.bigrams = from.bigrams;
    this.newUnits = Map.of();
    this.newBigrams = Map.of();
    this.unitWeight = weights(from.unitCount, from.units.size(), from.documents);
    this.bigramWeight = weights(from.bigramCount, from.bigrams.size(), from.documents);
    this.unitCount = Arrays.copyOf(from.unitCount, from.units.size());
    this.bigramCount = Arrays.copyOf(from.bigramCount, from.bigrams.size());
    this.unknownWeight = weight(0, from.documents);
  }

  private Lexicon(Lexicon before, Map<String, Integer> newUnits, Map<Long, Integer> newBigrams) {
    this.units = before.units;
    this.bigrams = before.bigrams;
    this.newUnits = newUnits;
    this.newBigrams = newBigrams;
    int unitTotal = units.size() + newUnits.size();
    int bigramTotal = bigrams.size() + newBigrams.size();
    this.unknownWeight = before.unknownWeight;
    this.unitWeight = grown(before.unitWeight, unitTotal);
    this.bigramWeight = grown(before.bigramWeight, bigramTotal);
    this.unitCount = grown(before.unitCount, unitTotal);
    this.bigramCount = grown(before.bigramCount, bigramTotal);
  }

  private float[] grown(float[] weights, int size) {
    float[] grown = Arrays.copyOf(weights, size);
    Arrays.fill(grown, weights.length, size, unknownWeight);
    return grown;
  }

  private static int[] grown(int[] counts, int size) {
    int[] grown = Arrays.copyOf(counts, size);
    Arrays.fill(grown, counts.length, size, 1);
    return grown;
  }

  /**
   * This lexicon with what these texts have beyond it. New units and bigrams weigh as what is seen
   * nowhere else until the next full build counts them.
   */
  Lexicon with(List<Tokens> texts) {
    var moreUnits = new HashMap<>(newUnits);
    var moreBigrams = new HashMap<>(newBigrams);
    for (Tokens text : texts) {
      int last = -1;
      for (int i = 0; i < text.size(); i++) {
        Integer known = units.get(text.unit(i));
        int number =
            known == null
                ? moreUnits.computeIfAbsent(text.unit(i), _ -> units.size() + moreUnits.size())
                : known;
        long pair = ((long) last << 32) | number;
        if (i > 0 && text.joins(i) && bigrams.get(pair) < 0) {
          moreBigrams.computeIfAbsent(pair, _ -> bigrams.size() + moreBigrams.size());
        }
        last = number;
      }
    }
    return new Lexicon(this, moreUnits, moreBigrams);
  }

  private static float[] weights(int[] counts, int size, int documents) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = weight(counts[i], documents);
    }
    return weights;
  }

  private static float weight(int count, int documents) {
    return (float) Math.log(1 + (documents - count + 0.5) / (count + 0.5));
  }

  /** Number of a unit, -1 when it does not occur. */
  public int unit(String unit) {
    Integer number = units.get(unit);
    if (number == null && !newUnits.isEmpty()) {
      number = newUnits.get(unit);
    }
    return number == null ? -1 : number;
  }

  /** Every unit that occurs, in no particular order. */
  public Set<String> units() {
    var all = new HashSet<>(units.keySet());
    all.addAll(newUnits.keySet());
    return all;
  }

  /** How many there are. */
  int unitTotal() {
    return unitCount.length;
  }

  /** Number of the bigram of two units, -1 when it does not occur. */
  public int bigram(int first, int second) {
    if (first < 0 || second < 0) {
      return -1;
    }
    long pair = ((long) first << 32) | second;
    int number = bigrams.get(pair);
    return number >= 0 || newBigrams.isEmpty() ? number : newBigrams.getOrDefault(pair, -1);
  }

  /** Entries that hold the unit. */
  public int unitCount(int number) {
    return unitCount[number];
  }

  /** Entries that hold the bigram. */
  public int bigramCount(int number) {
    return bigramCount[number];
  }

  public float unitWeight(int number) {
    return unitWeight[number];
  }

  public float bigramWeight(int number) {
    return bigramWeight[number];
  }

  /** Weight of what does not occur: nothing is rarer. */
  public float unknownWeight() {
    return unknownWeight;
  }

  float[] unitWeights() {
    return unitWeight;
  }

  float[] bigramWeights() {
    return bigramWeight;
  }

  /** Counts over entries. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Integer> units = new HashMap<>();
    private final LongNumbers bigrams = new LongNumbers();
    private int[] unitCount = new int[1024];
    private int[] unitSeen = new int[1024];
    private int[] bigramCount = new int[1024];
    private int[] bigramSeen = new int[1024];
    private int documents;

    /** What is added from now on belongs to the next entry. */
    public void nextEntry() {
      documents++;
    }

    public void add(Tokens tokens) {
      int last = -1;
      for (int i = 0; i < tokens.size(); i++) {
        int number = units.computeIfAbsent(tokens.unit(i), _ -> units.size());
        unitCount = grown(unitCount, number);
        unitSeen = grown(unitSeen, number);
        if (unitSeen[number] != documents) {
          unitSeen[number] = documents;
          unitCount[number]++;
        }
        if (i > 0 && tokens.joins(i)) {
          countBigram(last, number);
        }
        last = number;
      }
    }

    private void countBigram(int first, int second) {
      int number = bigrams.add(((long) first << 32) | second);
      bigramCount = grown(bigramCount, number);
      bigramSeen = grown(bigramSeen, number);
      if (bigramSeen[number] != documents) {
        bigramSeen[number] = documents;
        bigramCount[number]++;
      }
    }

    private static int[] grown(int[] array, int index) {
      return index < array.length ? array : Arrays.copyOf(array, array.length * 2);
    }

    public Lexicon build() {
      return new Lexicon(this);
    }
  }

  /** Numbers longs from 0 in order of arrival; open addressing, no boxing. */
  private static final class LongNumbers {
    private long[] keys = new long[1 << 12];
    private int[] values = new int[1 << 12];
    private int size;

    LongNumbers() {
      Arrays.fill(values, -1);
    }

    int size() {
      return size;
    }

    int get(long key) {
      return values[slot(keys, values, key)];
    }

    int add(long key) {
      int slot = slot(keys, values, key);
      if (values[slot] >= 0) {
        return values[slot];
      }
      keys[slot] = key;
      values[slot] = size++;
      if (size * 2 > keys.length) {
        grow();
        return size - 1;
      }
      return values[slot];
    }

    private static int slot(long[] keys, int[] values, long key) {
      long mixed = key * 0x9E3779B97F4A7C15L;
      int slot = (int) (mixed >>> 40) & (keys.length - 1);
      while (values[slot] >= 0 && keys[slot] != key) {
        slot = (slot + 1) & (keys.length - 1);
      }
      return slot;
    }

    private void grow() {
      long[] biggerKeys = new long[keys.length * 2];
      int[] biggerValues = new int[keys.length * 2];
      Arrays.fill(biggerValues, -1);
      for (int i = 0; i < keys.length; i++) {
        if (values[i] >= 0) {
          int slot = slot(biggerKeys, biggerValues, keys[i]);
          biggerKeys[slot] = keys[i];
          biggerValues[slot] = values[i];
        }
      }
      keys = biggerKeys;
      values = biggerValues;
    }
  }
}
