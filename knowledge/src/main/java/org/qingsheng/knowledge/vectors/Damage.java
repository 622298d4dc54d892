package org.qingsheng.knowledge.vectors;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;

/**
 * Copies of a text as hasty people type it: a character lost, two exchanged, one or two replaced by
 * others of the same sound, two typed as pinyin. Characters come from the base itself. Not
 * thread-safe.
 */
final class Damage {
  /** Shorter texts lose their meaning with one character. */
  private static final int LEAST_UNITS = 3;

  /** Of ten copies so many are said otherwise. */
  private static final int SAID = 5;

  private final Random random;
  private final Map<String, Integer> soundOf = new HashMap<>();
  private final Map<Integer, List<String>> sameSound = new HashMap<>();

  /**
   * @param units of the base, in an order that is always the same
   */
  Damage(Collection<String> units, Random random) {
    this.random = random;
    for (String unit : units) {
      if (unit.length() == 1 && unit.charAt(0) >= 0x2E80) {
        int sound = Sounds.of(Tokens.of(unit, 1)).syllable(0);
        if (sound != Sounds.NONE) {
          soundOf.put(unit, sound);
          sameSound.computeIfAbsent(sound, _ -> new ArrayList<>()).add(unit);
        }
      }
    }
  }

  Tokens copy(Tokens tokens) {
    if (tokens.size() < LEAST_UNITS) {
      return tokens;
    }
    if (random.nextInt(10) < SAID) {
      return otherwise(tokens);
    }
    var units = new ArrayList<>(tokens.units());
    switch (random.nextInt(5)) {
      case 0 -> units.remove(random.nextInt(units.size()));
      case 1 -> exchange(units, random.nextInt(units.size() - 1));
      case 2 -> soundAlike(units, 1);
      case 3 -> soundAlike(units, 2);
      default -> type(units, random.nextInt(units.size() - 1));
    }
    return Tokens.of(String.join("", units), Tokens.MAX_UNITS);
  }

  /** Some concepts in other words, some words that only ask left out. */
  private Tokens otherwise(Tokens tokens) {
    Tokens concepts = Concepts.of(tokens);
    var text = new StringBuilder();
    int raw = 0;
    for (int i = 0; i < concepts.size(); i++) {
      for (; tokens.start(raw) < concepts.start(i); raw++) {
        text.append(tokens.unit(raw));
      }
      int from = text.length();
      for (; raw < tokens.size() && tokens.start(raw) < concepts.end(i); raw++) {
        text.append(tokens.unit(raw));
      }
      String unit = concepts.unit(i);
      if (Concepts.asks(unit) && random.nextInt(3) == 0) {
        text.setLength(from);
      } else if (Concepts.isConcept(unit) && random.nextBoolean()) {
        List<String> sayings = Concepts.sayings(unit);
        text.setLength(from);
        text.append(sayings.get(random.nextInt(sayings.size())));
      }
    }
    Tokens said = Tokens.of(text.toString(), Tokens.MAX_UNITS);
    return said.size() == 0 ? tokens : said;
  }

  private static void exchange(List<String> units, int at) {
    units.set(at, units.set(at + 1, units.get(at)));
  }

  private void soundAlike(List<String> units, int times) {
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(units.size());
      Integer sound = soundOf.get(units.get(at));
      if (sound != null) {
        List<String> same = sameSound.getOrDefault(sound, List.of());
        units.set(at, same.get(random.nextInt(same.size())));
      }
    }
  }

  private void type(List<String> units, int at) {
    Integer first = soundOf.get(units.get(at));
    Integer second = soundOf.get(units.get(at + 1));
    if (first != null && second != null) {
      units.set(at, Sounds.name(first) + Sounds.name(second));
      units.remove(at + 1);
    }
  }
}
