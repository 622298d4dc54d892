package org.qingsheng.knowledge.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words put in the place of others by a maintained table: the longest that stands at a place, once,
 * from left to right. A row whose two sides are the same protects what only looks like such a word
 * (便宜家具 holds no 宜家). Immutable, thread-safe.
 */
final class Rewriting {
  /** Cantonese colloquial words (点解, 系咪, 攞, 冇 …), in Simplified script. */
  static final Rewriting CANTONESE = of(Tables.rows("cantonese.csv"));

  /** What script converters, text recognition and input methods leave behind (统壹, 劵, 帐号 …). */
  static final Rewriting DAMAGE = of(Tables.rows("damage.csv"));

  /**
   * One row.
   *
   * @param notAfter none of these characters may stand before it
   * @param notBefore none of these may stand behind it
   */
  private record Row(String from, String to, String notAfter, String notBefore) {
    boolean fits(StringBuilder text, int at) {
      int end = at + from.length();
      return end <= text.length()
          && matches(text, at)
          && (at == 0 || notAfter.indexOf(text.charAt(at - 1)) < 0)
          && (end == text.length() || notBefore.indexOf(text.charAt(end)) < 0);
    }

    private boolean matches(StringBuilder text, int at) {
      for (int k = 0; k < from.length(); k++) {
        if (text.charAt(at + k) != from.charAt(k)) {
          return false;
        }
      }
      return true;
    }
  }

  private final boolean[] starts = new boolean[Character.MAX_VALUE + 1];
  private final Map<Character, List<Row>> rows;

  private Rewriting(Map<Character, List<Row>> rows) {
    this.rows = rows;
    rows.keySet().forEach(c -> starts[c] = true);
  }

  /**
   * @param lines {@code from,to[,not-after[,not-before]]}
   * @throws IllegalArgumentException if a line has no second column, or two lines the same first
   */
  static Rewriting of(List<String> lines) {
    var rows = new HashMap<Character, List<Row>>();
    for (String line : lines) {
      String[] cells = line.split(",", -1);
      if (cells.length < 2 || cells[0].isEmpty()) {
        throw new IllegalArgumentException("row \"%s\": expected from,to".formatted(line));
      }
      var row =
          new Row(
              cells[0],
              cells[1],
              cells.length > 2 ? cells[2] : "",
              cells.length > 3 ? cells[3] : "");
      List<Row> same = rows.computeIfAbsent(cells[0].charAt(0), _ -> new ArrayList<>());
      if (same.stream().anyMatch(other -> other.from.equals(row.from))) {
        throw new IllegalArgumentException("row \"%s\": the word is there twice".formatted(line));
      }
      same.add(row);
    }
    rows.values().forEach(list -> list.sort(Comparator.comparingInt((Row r) -> -r.from.length())));
    return new Rewriting(rows);
  }

  /** Rewrites the whole text. */
  void apply(TracedText text) {
    int i = 0;
    while (i < text.length()) {
      Row row = starts[text.chars.charAt(i)] ? at(text.chars, i) : null;
      if (row == null) {
        i++;
      } else {
        if (!row.from.equals(row.to)) {
          text.replace(i, i + row.from.length(), row.to);
        }
        i += row.to.length();
      }
    }
  }

  private @Nullable Row at(StringBuilder text, int at) {
    for (Row row : rows.getOrDefault(text.charAt(at), List.of())) {
      if (row.fits(text, at)) {
        return row;
      }
    }
    return null;
  }
}
