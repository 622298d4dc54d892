package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which concepts stand for one another in a base, learned from wordings that are equal but for one
 * place: what alternates there between entries tells them apart (还款 / 借款 失败), what alternates
 * inside one entry does not. A pair seen in both ways is what it is more often. Immutable.
 */
final class Substitutions {
  /** Concepts of a wording that are looked at; longer ones are hardly ever equal but for one. */
  private static final int MOST_CONCEPTS = 10;

  /** Wordings looked at in a large base, and wordings compared that are equal but for one place. */
  private static final int MOST_WORDINGS = 100_000;

  private static final int MOST_ALIKE = 24;

  private final long[] telling;
  private final long[] idle;

  private Substitutions(long[] telling, long[] idle) {
    this.telling = telling;
    this.idle = idle;
  }

  /** A concept that stood in the open place of a wording of an entry. */
  private record Filler(int concept, int entry) {}

  interface Source {
    /** What a wording is about: numbers of concepts in their order. */
    int[] of(int wording);
  }

  /**
   * @param first for each entry the number of its first wording, and at last that behind the end
   */
  static Substitutions mined(int[] first, Source wordings) {
    int entries = first.length - 1;
    int apart = 1 + first[entries] / MOST_WORDINGS;
    Map<Long, List<Filler>> alike = new HashMap<>();
    for (int entry = 0; entry < entries; entry++) {
      for (int w = first[entry]; w < first[entry + 1]; w++) {
        if (w % apart == 0) {
          open(wordings.of(w), entry, alike);
        }
      }
    }
    Map<Long, Integer> balance = new HashMap<>();
    alike.values().forEach(fillers -> weigh(fillers, balance));
    return new Substitutions(sorted(balance, 1), sorted(balance, -1));
  }

  /** Files a wording once for each of its places, under what stands in the others. */
  private static void open(int[] concepts, int entry, Map<Long, List<Filler>> alike) {
    if (concepts.length < 2 || concepts.length > MOST_CONCEPTS) {
      return;
    }
    for (int place = 0; place < concepts.length; place++) {
      long hash = 1;
      for (int i = 0; i < concepts.length; i++) {
        hash = (hash + (i == place ? -1 : concepts[i])) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
      }
      List<Filler> fillers = alike.computeIfAbsent(hash, _ -> new ArrayList<>(1));
      var filler = new Filler(concepts[place], entry);
      if (fillers.size() < MOST_ALIKE && !fillers.contains(filler)) {
        fillers.add(filler);
      }
    }
  }

  private static void weigh(List<Filler> fillers, Map<Long, Integer> balance) {
    for (int i = 0; i < fillers.size(); i++) {
      for (int j = i + 1; j < fillers.size(); j++) {
        Filler one = fillers.get(i);
        Filler other = fillers.get(j);
        if (one.concept() != other.concept()) {
          balance.merge(
              pair(one.concept(), other.concept()),
              one.entry() == other.entry() ? -1 : 1,
              Integer::sum);
        }
      }
    }
  }

  private static long[] sorted(Map<Long, Integer> balance, int sign) {
    return balance.entrySet().stream()
        .filter(e -> e.getValue() * sign > 0)
        .mapToLong(Map.Entry::getKey)
        .sorted()
        .toArray();
  }

  private static long pair(int one, int other) {
    return (long) Math.min(one, other) << 32 | Math.max(one, other);
  }

  /** Whether these two concepts tell entries apart. */
  boolean tell(int one, int other) {
    return Arrays.binarySearch(telling, pair(one, other)) >= 0;
  }

  /** Whether these two concepts are said of the same entry, one for the other. */
  boolean areIdle(int one, int other) {
    return Arrays.binarySearch(idle, pair(one, other)) >= 0;
  }
}
