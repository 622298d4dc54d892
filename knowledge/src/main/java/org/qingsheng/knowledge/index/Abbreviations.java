package org.qingsheng.knowledge.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;

/**
 * What the initials mean that the base itself is asked with: an entry that has szyf beside 三支一扶
 * among its wordings says so. Only what all entries with the same initials agree on, in one way;
 * LPR and APP, whose letters begin no words of their entries, stay what they are. Immutable,
 * thread-safe.
 */
final class Abbreviations {
  /** Fewer letters begin too many words. */
  private static final int LEAST = 3;

  private static final int MOST = 8;
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]{" + LEAST + "," + MOST + "}");

  private final Map<String, String> meanings;

  private Abbreviations(Map<String, String> meanings) {
    this.meanings = Map.copyOf(meanings);
  }

  static Abbreviations of(int entries, IntFunction<Entry> entryAt) {
    var agreed = new HashMap<String, Set<String>>();
    for (int e = 0; e < entries; e++) {
      Entry entry = entryAt.apply(e);
      if (entry.similar().stream().anyMatch(wording -> LETTERS.matcher(wording).find())) {
        var readings = new Readings(entry.similar());
        readings.add(entry.question());
        readings
            .found()
            .forEach((letters, meant) -> agreed.merge(letters, meant, Abbreviations::both));
      }
    }
    var meanings = new HashMap<String, String>();
    agreed.forEach((letters, meant) -> {
      if (meant.size() == 1) {
        meanings.put(letters, meant.iterator().next());
      }
    });
    return new Abbreviations(meanings);
  }

  private static Set<String> both(Set<String> some, Set<String> more) {
    var both = new LinkedHashSet<>(some);
    both.retainAll(more);
    return both;
  }

  /** What a unit of letters stands for. */
  Optional<String> meaning(String letters) {
    return Optional.ofNullable(meanings.get(letters));
  }

  /** The wordings of one entry: initials typed in them, and ideographs that begin so. */
  private static final class Readings {
    private final Map<String, Set<String>> found = new HashMap<>();
    private final Set<Tokens> texts = new LinkedHashSet<>();

    Readings(Collection<String> wordings) {
      wordings.forEach(this::add);
    }

    void add(String wording) {
      Tokens tokens = Tokens.of(Normalization.of(wording));
      texts.add(tokens);
      for (int i = 0; i < tokens.size(); i++) {
        if (LETTERS.matcher(tokens.unit(i)).matches()) {
          found.put(tokens.unit(i), new LinkedHashSet<>());
        }
      }
    }

    Map<String, Set<String>> found() {
      for (Tokens tokens : texts) {
        Sounds sounds = Sounds.of(tokens);
        found.forEach((letters, meant) -> {
          for (int from = 0; from + letters.length() <= sounds.size(); from++) {
            if (begins(sounds, from, letters)) {
              meant.add(words(tokens, sounds, from, letters.length()));
            }
          }
        });
      }
      return found;
    }

    /** Whether ideographs that belong together begin with these letters. */
    private static boolean begins(Sounds sounds, int from, String letters) {
      for (int i = 0; i < letters.length(); i++) {
        if (sounds.typed(from + i)
            || sounds.initial(from + i) != letters.charAt(i)
            || (i > 0 && !sounds.joins(from + i))) {
          return false;
        }
      }
      return true;
    }

    private static String words(Tokens tokens, Sounds sounds, int from, int length) {
      var words = new StringBuilder();
      for (int i = from; i < from + length; i++) {
        words.append(tokens.unit(sounds.unit(i)));
      }
      return words.toString();
    }
  }
}
