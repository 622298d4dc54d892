package org.qingsheng.knowledge.ranking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Companies, products and services that a text names (花呗, 邮储银行), by numbers of the table {@code
 * brands.txt}: the same wish about another's product is another question, though it differs in one
 * word only.
 */
final class Brands {
  private static final int[] NONE = {};

  private record Name(String text, int number) {}

  /** By their first character, longer names before shorter ones. */
  private static final Map<Character, List<Name>> NAMES = read();

  private Brands() {}

  private static Map<Character, List<Name>> read() {
    try (InputStream in = Objects.requireNonNull(Brands.class.getResourceAsStream("brands.txt"));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<Character, List<Name>> names = new HashMap<>();
      int number = 0;
      for (String line : lines.lines().filter(l -> !l.isBlank() && l.charAt(0) != '#').toList()) {
        for (String text : line.strip().split(" +")) {
          names
              .computeIfAbsent(text.charAt(0), _ -> new ArrayList<>(2))
              .add(new Name(text, number));
        }
        number++;
      }
      names.values().forEach(l -> l.sort((a, b) -> b.text().length() - a.text().length()));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("read table brands.txt", e);
    }
  }

  /** Numbers of the brands that a normalised text names, as they stand; the longest name counts. */
  static int[] in(String text) {
    int[] found = NONE;
    int at = 0;
    while (at < text.length()) {
      Name name = nameAt(text, at);
      if (name == null) {
        at++;
      } else {
        at += name.text().length();
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = name.number();
      }
    }
    return found;
  }

  private static @Nullable Name nameAt(String text, int at) {
    List<Name> names = NAMES.get(text.charAt(at));
    if (names == null) {
      return null;
    }
    for (Name each : names) {
      if (text.startsWith(each.text(), at) && isWhole(text, at, at + each.text().length())) {
        return each;
      }
    }
    return null;
  }

  /** Latin names stand alone. */
  private static boolean isWhole(String text, int from, int to) {
    return !isLatin(text.charAt(from))
        || ((from == 0 || !isLatin(text.charAt(from - 1)))
            && (to == text.length() || !isLatin(text.charAt(to))));
  }

  private static boolean isLatin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
