package org.qingsheng.knowledge.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Normalization.Replacement;

/**
 * The synonyms in use, ready to be looked up: the longest alias at a place, by the region nearest
 * to the asker. Questions are rewritten, wordings are not, so that a change needs no new index.
 * Immutable, thread-safe.
 */
final class Vocabulary {
  static final Vocabulary EMPTY = new Vocabulary(List.of());

  /** Of one alias, in each region that has its own meaning for it. */
  private record Word(String alias, Map<RegionCode, String> meanings) {
    Optional<String> meaning(List<RegionCode> regions) {
      return regions.stream().filter(meanings::containsKey).findFirst().map(meanings::get);
    }
  }

  private final Map<Character, List<Word>> words = new HashMap<>();

  Vocabulary(Collection<Synonym> synonyms) {
    var byAlias = new HashMap<String, Map<RegionCode, String>>();
    for (Synonym synonym : synonyms) {
      String alias = Normalization.of(synonym.alias()).text();
      String meaning = Normalization.of(synonym.meaning()).text();
      if (!alias.isEmpty() && !meaning.isEmpty() && !alias.equals(meaning)) {
        byAlias.computeIfAbsent(alias, _ -> new HashMap<>()).put(synonym.region(), meaning);
      }
    }
    byAlias.forEach((alias, meanings) ->
        words
            .computeIfAbsent(alias.charAt(0), _ -> new ArrayList<>(1))
            .add(new Word(alias, Map.copyOf(meanings))));
    words
        .values()
        .forEach(list -> list.sort(Comparator.comparingInt((Word w) -> -w.alias.length())));
  }

  Normalization applied(Normalization text, List<RegionCode> regions) {
    if (words.isEmpty()) {
      return text;
    }
    String from = text.text();
    var replacements = new ArrayList<Replacement>(0);
    int i = 0;
    while (i < from.length()) {
      int length = 0;
      for (Word word : words.getOrDefault(from.charAt(i), List.of())) {
        Optional<String> meaning =
            stands(from, i, word.alias) ? word.meaning(regions) : Optional.empty();
        if (meaning.isPresent()) {
          length = word.alias.length();
          if (!saidAlready(from, i, word.alias, meaning.get())) {
            replacements.add(new Replacement(i, i + length, meaning.get()));
          }
          break;
        }
      }
      i += Math.max(1, length);
    }
    return replacements.isEmpty() ? text : text.with(replacements);
  }

  /** Whether the alias stands at a place; letters and digits count as whole words only. */
  private static boolean stands(String text, int at, String alias) {
    int end = at + alias.length();
    return text.startsWith(alias, at)
        && !(at > 0 && isRun(text.charAt(at)) && isRun(text.charAt(at - 1)))
        && !(end < text.length() && isRun(text.charAt(end - 1)) && isRun(text.charAt(end)));
  }

  private static boolean isRun(char c) {
    return c < 0x80 && Character.isLetterOrDigit(c);
  }

  /** 创业贷 for 创业贷款 must not make 创业贷款 into 创业贷款款. */
  private static boolean saidAlready(String text, int at, String alias, String meaning) {
    int inside = meaning.indexOf(alias);
    return inside >= 0 && at >= inside && text.startsWith(meaning, at - inside);
  }
}
