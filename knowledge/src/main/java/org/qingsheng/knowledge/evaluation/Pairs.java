package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qingsheng.knowledge.text.Normalization;

/**
 * Pairs of texts that mean the same, to train vectors on: {@code label TAB source TAB text TAB
 * text}, label 1 for the same meaning. Immutable.
 */
final class Pairs {
  private final List<Pair> all;

  private record Pair(String one, String other, String keyOfOne, String keyOfOther) {}

  private Pairs(List<Pair> all) {
    this.all = all;
  }

  static Pairs none() {
    return new Pairs(List.of());
  }

  static Pairs read(Path file) throws IOException {
    var pairs = new ArrayList<Pair>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] columns = line.split("\t", -1);
      if (columns.length >= 4 && columns[0].equals("1")) {
        pairs.add(new Pair(columns[2], columns[3], key(columns[2]), key(columns[3])));
      }
    }
    return new Pairs(pairs);
  }

  private static String key(String text) {
    return Normalization.of(text).key();
  }

  /**
   * Leaves out every pair with one of these texts, or with a text that is said to mean the same as
   * one of them: what is measured must not have been learned.
   */
  List<List<String>> without(Collection<String> texts) {
    Set<String> away = new HashSet<>();
    texts.forEach(t -> away.add(key(t)));
    Map<String, Boolean> near = new HashMap<>();
    for (Pair pair : all) {
      if (away.contains(pair.keyOfOne()) || away.contains(pair.keyOfOther())) {
        near.put(pair.keyOfOne(), true);
        near.put(pair.keyOfOther(), true);
      }
    }
    return all.stream()
        .filter(p -> !near.containsKey(p.keyOfOne()) && !near.containsKey(p.keyOfOther()))
        .map(p -> List.of(p.one(), p.other()))
        .toList();
  }

  int size() {
    return all.size();
  }
}
