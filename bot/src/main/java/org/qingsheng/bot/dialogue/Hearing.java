package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;

/** Hears names through misspellings of the same sound: 创业但保贷款 is 创业担保贷款. Immutable, thread-safe. */
final class Hearing {
  /** Shorter names sound like too much else. */
  private static final int SHORTEST = 4;

  private static final Integer NONE = Sounds.NONE;

  private final List<Name> names;

  private record Name(String written, List<Integer> syllables) {}

  Hearing(Collection<String> names) {
    var heard = new ArrayList<Name>();
    for (var name : names) {
      var syllables = syllables(sounds(Normalization.of(name)));
      boolean spoken =
          name.codePoints().allMatch(Character::isIdeographic) && !syllables.contains(NONE);
      if (spoken && syllables.size() >= SHORTEST) {
        heard.add(new Name(name, syllables));
      }
    }
    heard.sort(Comparator.comparingInt((Name name) -> -name.syllables().size()));
    this.names = List.copyOf(heard);
  }

  private static Sounds sounds(Normalization text) {
    return Sounds.of(Tokens.of(text));
  }

  private static List<Integer> syllables(Sounds sounds) {
    var syllables = new ArrayList<Integer>(sounds.size());
    for (int i = 0; i < sounds.size(); i++) {
      syllables.add(sounds.typed(i) ? NONE : Integer.valueOf(sounds.syllable(i)));
    }
    return syllables;
  }

  /** What was said with the names spelt as they should be; normalised. */
  String spelt(String said) {
    var text = Normalization.of(said).text();
    for (var name : names) {
      if (text.contains(name.written())) {
        continue;
      }
      var tokens = Tokens.of(Normalization.of(text));
      var sounds = Sounds.of(tokens);
      int at = Collections.indexOfSubList(syllables(sounds), name.syllables());
      if (at >= 0) {
        int from = tokens.start(sounds.unit(at));
        int to = tokens.end(sounds.unit(at + name.syllables().size() - 1));
        text = text.substring(0, from) + name.written() + text.substring(to);
      }
    }
    return text;
  }
}
