package org.qingsheng.knowledge.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text as a sequence of concepts: words that mean the same in a question, whichever way they are
 * said (更改, 更换, 换成 for 修改), become one unit, the first word of their group in {@code concepts.csv};
 * all other units stay as they are. Only for comparing; nothing that is shown is changed by it.
 * Thread-safe.
 */
public final class Concepts {
  /** Begins the name of a concept; no unit of a text begins with it. */
  private static final String MARK = "=";

  /** The same for what asks, and for what says nothing. */
  private static final String FRAME = "?";

  private static final String EMPTY = ".";

  /** A trie over characters: an open hash table from (node, character) to node. */
  private static final int SLOTS = 1 << 14;

  private static final int[] EDGE = new int[SLOTS];
  private static final int[] TARGET = new int[SLOTS];
  private static final List<String> NAMES = new ArrayList<>();
  private static final Map<String, List<String>> SAYINGS = new HashMap<>();

  /** Group of the word that ends at a node, -1 for none. */
  private static final int[] GROUP = new int[SLOTS];

  static {
    Arrays.fill(GROUP, -1);
    int nodes = 1;
    for (String row : Tables.rows("concepts.csv")) {
      String mark = row.startsWith(FRAME) || row.startsWith(EMPTY) ? row.substring(0, 1) : MARK;
      String[] words = (mark.equals(MARK) ? row : row.substring(2)).split(" ");
      NAMES.add(mark + words[0]);
      SAYINGS.put(mark + words[0], List.of(words));
      for (String word : words) {
        int node = 0;
        for (int i = 0; i < word.length(); i++) {
          int slot = slot(node, word.charAt(i));
          if (TARGET[slot] == 0) {
            EDGE[slot] = key(node, word.charAt(i));
            TARGET[slot] = nodes++;
          }
          node = TARGET[slot];
        }
        if (GROUP[node] >= 0) {
          throw new IllegalStateException("concepts.csv has %s twice".formatted(word));
        }
        GROUP[node] = NAMES.size() - 1;
      }
    }
    if (nodes * 2 > SLOTS) {
      throw new IllegalStateException("concepts.csv is too large for %d slots".formatted(SLOTS));
    }
  }

  private Concepts() {}

  /** Whether a unit of {@link #of} is a concept and not a unit of the text itself. */
  public static boolean isConcept(String unit) {
    return unit.startsWith(MARK) || asks(unit);
  }

  /** Whether a unit only says how something is asked: 怎么, 多少. */
  public static boolean asks(String unit) {
    return unit.startsWith(FRAME);
  }

  private static int key(int node, char c) {
    return node << 16 | c;
  }

  private static int slot(int node, char c) {
    int key = key(node, c);
    int slot = (key * 0x9E3779B1) >>> 18;
    while (TARGET[slot] != 0 && EDGE[slot] != key) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  /** All ways to say a concept; empty for what is none. */
  public static List<String> sayings(String unit) {
    return SAYINGS.getOrDefault(unit, List.of());
  }

  /**
   * The text in concepts, without the words that say nothing (的, 请问). Positions are those of the
   * text.
   */
  public static Tokens of(Tokens tokens) {
    var units = new ArrayList<String>(tokens.size());
    boolean[] joined = new boolean[tokens.size()];
    int[] starts = new int[tokens.size()];
    int[] ends = new int[tokens.size()];
    boolean apart = true;
    int at = 0;
    while (at < tokens.size()) {
      int node = 0;
      int group = -1;
      int end = at + 1;
      for (int i = at; i < tokens.size() && (i == at || tokens.joins(i)); i++) {
        node = walk(node, tokens.unit(i));
        if (node == 0) {
          break;
        }
        if (GROUP[node] >= 0) {
          group = GROUP[node];
          end = i + 1;
        }
      }
      apart |= !tokens.joins(at);
      String unit = group < 0 ? tokens.unit(at) : NAMES.get(group);
      if (!unit.startsWith(EMPTY)) {
        joined[units.size()] = !apart;
        starts[units.size()] = tokens.start(at);
        ends[units.size()] = tokens.end(end - 1);
        units.add(unit);
        apart = false;
      }
      at = end;
    }
    return new Tokens(units, joined, starts, ends);
  }

  /** Only what has other names and does not merely ask; nothing joins anything. */
  public static Tokens named(Tokens tokens) {
    Tokens all = of(tokens);
    var units = new ArrayList<String>(all.size());
    int[] starts = new int[all.size()];
    int[] ends = new int[all.size()];
    for (int i = 0; i < all.size(); i++) {
      if (all.unit(i).startsWith(MARK)) {
        starts[units.size()] = all.start(i);
        ends[units.size()] = all.end(i);
        units.add(all.unit(i));
      }
    }
    return new Tokens(units, new boolean[all.size()], starts, ends);
  }

  private static int walk(int from, String unit) {
    int node = from;
    for (int i = 0; i < unit.length(); i++) {
      node = TARGET[slot(node, unit.charAt(i))];
      if (node == 0) {
        return 0;
      }
    }
    return node;
  }
}
