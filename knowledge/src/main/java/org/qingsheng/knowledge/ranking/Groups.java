package org.qingsheng.knowledge.ranking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.qingsheng.knowledge.Entry;

/**
 * Kinds of people, contracts, loans and bodies for which other rules hold (退役士兵, 劳务合同, 车贷, 党组织): a
 * question about one of them is not about an entry that never mentions it. From the table {@code
 * groups.txt}.
 */
final class Groups {
  private static final List<List<String>> ALL = read();

  private Groups() {}

  private static List<List<String>> read() {
    try (InputStream in = Objects.requireNonNull(Groups.class.getResourceAsStream("groups.txt"));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && line.charAt(0) != '#')
          .map(line -> List.of(line.strip().split(" +")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("read table groups.txt", e);
    }
  }

  /** The kinds that a normalised question names. */
  static List<List<String>> in(String question) {
    List<List<String>> found = List.of();
    for (List<String> kind : ALL) {
      if (names(question, kind)) {
        found = found.isEmpty() ? new ArrayList<>(2) : found;
        found.add(kind);
      }
    }
    return found;
  }

  /** Whether one of these kinds is nowhere in the entry. */
  static boolean anyMissing(List<List<String>> kinds, Entry entry) {
    for (List<String> kind : kinds) {
      if (!isIn(entry, kind)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(Entry entry, List<String> kind) {
    if (names(entry.question(), kind)
        || names(entry.answer(), kind)
        || names(entry.official(), kind)) {
      return true;
    }
    for (String similar : entry.similar()) {
      if (names(similar, kind)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(String text, List<String> kind) {
    for (String name : kind) {
      if (text.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
