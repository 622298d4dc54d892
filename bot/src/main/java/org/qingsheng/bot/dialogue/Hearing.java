package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;

/** Hears names through misspellings of the same sound: 创业但保贷款 is 创业担保贷款. Immutable, thread-safe. */
final class Hearing {
  /** Shorter names sound like too much else. */
  private static final int SHORTEST = 4;

  private final List<Name> names;

  /** A name and its syllables, all of them known. */
  private static final class Name {
    private final String written;
    private final int[] syllables;

    Name(String written, int[] syllables) {
      this.written = written;
      this.syllables = syllables;
    }

    /** Where it is heard first, -1 if nowhere. */
    int in(Heard heard) {
      int last = heard.syllables.length - syllables.length;
      for (int at = 0; at <= last; at++) {
        int i = 0;
        while (i < syllables.length && heard.syllables[at + i] == syllables[i]) {
          i++;
        }
        if (i == syllables.length) {
          return at;
        }
      }
      return -1;
    }
  }

  /**
   * What was said as it sounds. Typed letters are no slip of the same sound and stand for nothing.
   */
  private static final class Heard {
    private final Tokens tokens;
    private final Sounds sounds;
    private final int[] syllables;

    Heard(String text) {
      this.tokens = Tokens.of(text, Tokens.MAX_UNITS);
      this.sounds = Sounds.of(tokens);
      this.syllables = new int[sounds.size()];
      for (int i = 0; i < syllables.length; i++) {
        syllables[i] = sounds.typed(i) ? Sounds.NONE : sounds.syllable(i);
      }
    }

    String with(Name name, int at, String text) {
      int from = tokens.start(sounds.unit(at));
      int to = tokens.end(sounds.unit(at + name.syllables.length - 1));
      return text.substring(0, from) + name.written + text.substring(to);
    }
  }

  Hearing(Collection<String> names) {
    var heard = new ArrayList<Name>();
    for (var name : names) {
      int[] syllables = new Heard(Normalization.of(name).text()).syllables;
      boolean spoken = name.codePoints().allMatch(Character::isIdeographic);
      for (int syllable : syllables) {
        spoken &= syllable != Sounds.NONE;
      }
      if (spoken && syllables.length >= SHORTEST) {
        heard.add(new Name(name, syllables));
      }
    }
    heard.sort(Comparator.comparingInt((Name name) -> -name.syllables.length));
    this.names = List.copyOf(heard);
  }

  /**
   * What was said with the names spelt as they should be.
   *
   * @param said normalised
   * @return {@code said} itself when there is nothing to put right
   */
  String spelt(String said) {
    var text = said;
    var heard = new Heard(text);
    for (var name : names) {
      int at = name.in(heard);
      if (at >= 0 && !text.contains(name.written)) {
        text = heard.with(name, at, text);
        heard = new Heard(text);
      }
    }
    return text;
  }
}
