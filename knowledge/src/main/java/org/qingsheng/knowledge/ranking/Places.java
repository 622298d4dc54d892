package org.qingsheng.knowledge.ranking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names of provinces and prefectures in a text, as the first four digits of their GB/T 2260 code.
 */
final class Places {
  private static final int[] NONE = {};
  private static final @Nullable List<?>[] BY_FIRST = new List<?>[Character.MAX_VALUE + 1];

  private record Place(String name, int code) {}

  static {
    var loaded = new ArrayList<Place>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Places.class.getResourceAsStream("places.csv")),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          loaded.add(new Place(line.substring(5), Integer.parseInt(line.substring(0, 4))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("places.csv", e);
    }
    loaded.sort((a, b) -> b.name().length() - a.name().length());
    for (Place place : loaded) {
      char first = place.name().charAt(0);
      var list = new ArrayList<Object>();
      if (BY_FIRST[first] != null) {
        list.addAll(BY_FIRST[first]);
      }
      list.add(place);
      BY_FIRST[first] = list;
    }
  }

  private Places() {}

  /** Distinct codes in order of appearance. */
  static int[] in(String text) {
    int[] found = NONE;
    int i = 0;
    while (i < text.length()) {
      Place place = at(text, i);
      if (place == null) {
        i++;
        continue;
      }
      found = Arrays.copyOf(found, found.length + 1);
      found[found.length - 1] = place.code();
      i += place.name().length();
    }
    return found;
  }

  private static @Nullable Place at(String text, int i) {
    List<?> list = BY_FIRST[text.charAt(i)];
    if (list != null) {
      for (Object each : list) {
        if (text.startsWith(((Place) each).name(), i)) {
          return (Place) each;
        }
      }
    }
    return null;
  }

  /** Whether no place of the one lies in, or contains, a place of the other. */
  static boolean clash(int[] some, int[] others) {
    if (some.length == 0 || others.length == 0) {
      return false;
    }
    for (int a : some) {
      for (int b : others) {
        if (a == b || (a / 100 == b / 100 && (a % 100 == 0 || b % 100 == 0))) {
          return false;
        }
      }
    }
    return true;
  }
}
