package org.qingsheng.knowledge.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Copies of a text as hasty people type it: a character lost, two exchanged, one or two replaced by
 * others of the same sound, two typed as pinyin. Characters come from the base itself. Not
 * thread-safe.
 */
final class Damage {
  private final Random random;
  private final Map<String, List<String>> sameSound = new HashMap<>();

  Damage(Iterable<String> units, Random random) {
    this.random = random;
    for (String unit : units) {
      String sound = unit.length() == 1 ? Syllables.of(unit.charAt(0)) : "";
      if (!sound.isEmpty()) {
        sameSound.computeIfAbsent(sound, _ -> new ArrayList<>()).add(unit);
      }
    }
  }

  /** Grams of a damaged copy. */
  long[] copy(String[] units) {
    if (units.length < 3) {
      return Grams.of(units, allJoined(units.length));
    }
    String[] made =
        switch (random.nextInt(5)) {
          case 0 -> without(units, random.nextInt(units.length));
          case 1 -> exchanged(units, random.nextInt(units.length - 1));
          case 2 -> sounding(units, 1);
          case 3 -> sounding(units, 2);
          default -> typed(units, random.nextInt(units.length - 1));
        };
    return Grams.of(made, allJoined(made.length));
  }

  private static boolean[] allJoined(int length) {
    boolean[] joins = new boolean[length];
    Arrays.fill(joins, true);
    return joins;
  }

  private static String[] without(String[] units, int at) {
    String[] left = Arrays.copyOf(units, units.length - 1);
    System.arraycopy(units, at + 1, left, at, units.length - at - 1);
    return left;
  }

  private static String[] exchanged(String[] units, int at) {
    String[] made = units.clone();
    made[at] = units[at + 1];
    made[at + 1] = units[at];
    return made;
  }

  private String[] sounding(String[] units, int times) {
    String[] made = units.clone();
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(made.length);
      String sound = made[at].length() == 1 ? Syllables.of(made[at].charAt(0)) : "";
      List<String> same = sameSound.getOrDefault(sound, List.of());
      if (!same.isEmpty()) {
        made[at] = same.get(random.nextInt(same.size()));
      }
    }
    return made;
  }

  private static String[] typed(String[] units, int at) {
    String first = units[at].length() == 1 ? Syllables.of(units[at].charAt(0)) : "";
    String second = units[at + 1].length() == 1 ? Syllables.of(units[at + 1].charAt(0)) : "";
    if (first.isEmpty() || second.isEmpty()) {
      return units;
    }
    String[] made = without(units, at + 1);
    made[at] = first + second;
    return made;
  }
}
