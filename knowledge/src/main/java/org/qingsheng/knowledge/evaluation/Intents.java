package org.qingsheng.knowledge.evaluation;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Which questions ask for the same: entries that count for one question are one intent, and a
 * question without an entry is one of its own. Splits go by intent, so that nothing reported on was
 * fitted on in other words.
 */
final class Intents {
  private final Map<String, String> parent = new HashMap<>();
  private final Map<String, String> least = new TreeMap<>();

  Intents(List<Corpus.Question> questions) {
    for (Corpus.Question question : questions) {
      String first = null;
      for (String entry : new TreeSet<>(question.relevant())) {
        String root = root(entry);
        if (first == null) {
          first = root;
        } else if (!first.equals(root)) {
          parent.put(root, first);
        }
      }
    }
    for (String entry : new TreeSet<>(parent.keySet())) {
      least.putIfAbsent(root(entry), entry);
    }
  }

  private String root(String entry) {
    String at = entry;
    while (!parent.computeIfAbsent(at, key -> key).equals(at)) {
      at = parent.get(at);
    }
    return at;
  }

  /** A number of 31 bits, the same for all questions of one intent. */
  int of(Corpus.Question question) {
    return hash(
        question.relevant().stream()
            .sorted()
            .findFirst()
            .map(entry -> least.getOrDefault(root(entry), entry))
            .orElse(question.id()));
  }

  private static int hash(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() & 0x7FFFFFFF);
  }
}
