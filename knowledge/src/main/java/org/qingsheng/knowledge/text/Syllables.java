package org.qingsheng.knowledge.text;

import com.github.houbb.pinyin.constant.PinyinConst;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How ideographs are read: toneless syllables, numbered.
 *
 * <p>The tables are houbb's (pinyin 0.4.0, Apache-2.0), corrected by {@code readings.csv}; the
 * look-up is ours because the library takes 27 µs for a short question and does not read 还款 or 行长.
 * Of its 43,000 words only those are kept that are not read character by character.
 */
final class Syllables {
  static final int NONE = -1;

  /** The longest syllable (zhuang). */
  private static final int LONGEST = 6;

  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static final List<String> NAMES = new ArrayList<>();
  private static final short[] USUAL = new short[Character.MAX_VALUE + 1];

  /** Words not read character by character, by their first character, longest first. */
  private static final Map<Character, List<String>> WORDS = new HashMap<>();

  private static final Map<String, short[]> READINGS = new HashMap<>();

  static {
    Arrays.fill(USUAL, (short) NONE);
    for (String row : Tables.rows(PinyinHelper.class, PinyinConst.PINYIN_DICT_CHAR_SYSTEM)) {
      int colon = row.indexOf(':');
      if (colon == 1) {
        String first = row.substring(2).split(",", 2)[0];
        USUAL[row.charAt(0)] = (short) number(toneless(first));
      }
    }
    var ours = Tables.rows("readings.csv");
    ours.forEach(row -> {
      int comma = row.indexOf(',');
      if (comma == 1) {
        USUAL[row.charAt(0)] = (short) number(row.substring(2));
      }
    });
    ours.forEach(row -> {
      int comma = row.indexOf(',');
      if (comma > 1) {
        add(row.substring(0, comma), row.substring(comma + 1));
      }
    });
    for (String row : Tables.rows(PinyinHelper.class, PinyinConst.PINYIN_DICT_PHRASE_SYSTEM)) {
      int colon = row.indexOf(':');
      if (colon > 1) {
        add(row.substring(0, colon), toneless(row.substring(colon + 1)));
      }
    }
    WORDS.values().forEach(l -> l.sort(Comparator.comparingInt((String w) -> -w.length())));
  }

  private Syllables() {}

  /** Without marks; ü is v. */
  private static String toneless(String reading) {
    return Normalizer.normalize(reading, Normalizer.Form.NFD)
        .replace("u\u0308", "v")
        .replaceAll("\\p{M}", "");
  }

  private static int number(String syllable) {
    Integer known = NUMBERS.putIfAbsent(syllable, NAMES.size());
    if (known == null) {
      NAMES.add(syllable);
      return NAMES.size() - 1;
    }
    return known;
  }

  /** Keeps a word unless its characters are read so anyway, or it is there already. */
  private static void add(String chars, String reading) {
    String[] each = reading.strip().split(" ");
    if (each.length != chars.length()) {
      return;
    }
    short[] syllables = new short[each.length];
    boolean usual = true;
    for (int i = 0; i < each.length; i++) {
      syllables[i] = (short) number(each[i]);
      usual &= syllables[i] == USUAL[chars.charAt(i)];
    }
    if (!usual && READINGS.putIfAbsent(chars, syllables) == null) {
      WORDS.computeIfAbsent(chars.charAt(0), _ -> new ArrayList<>(1)).add(chars);
    }
  }

  /** How many syllables there are; their numbers lie below. */
  static int count() {
    return NAMES.size();
  }

  static String name(int syllable) {
    return NAMES.get(syllable);
  }

  /** The first letter: what is typed for the syllable in an abbreviation. */
  static char initial(int syllable) {
    return NAMES.get(syllable).charAt(0);
  }

  /**
   * Reads a run of ideographs.
   *
   * @return for each its syllable, {@link #NONE} where there is no reading
   */
  static short[] read(String ideographs) {
    short[] read = new short[ideographs.length()];
    int i = 0;
    while (i < read.length) {
      int length = 0;
      for (String word : WORDS.getOrDefault(ideographs.charAt(i), List.of())) {
        if (ideographs.startsWith(word, i)) {
          length = word.length();
          System.arraycopy(READINGS.get(word), 0, read, i, length);
          break;
        }
      }
      if (length == 0) {
        read[i] = USUAL[ideographs.charAt(i)];
        length = 1;
      }
      i += length;
    }
    return read;
  }

  /**
   * Divides typed letters into as few syllables as possible (daikuan → dai kuan). A syllable of one
   * letter counts as none: it would make half of all English words Chinese.
   *
   * @return empty when the letters are not all syllables
   */
  static int[] divide(String letters) {
    int[] fewest = new int[letters.length() + 1];
    int[] lastLength = new int[letters.length() + 1];
    Arrays.fill(fewest, 1, fewest.length, Integer.MAX_VALUE);
    for (int end = 2; end <= letters.length(); end++) {
      for (int length = Math.min(LONGEST, end); length >= 2; length--) {
        int before = fewest[end - length];
        if (before < fewest[end] - 1 && NUMBERS.containsKey(letters.substring(end - length, end))) {
          fewest[end] = before + 1;
          lastLength[end] = length;
        }
      }
    }
    if (fewest[letters.length()] == Integer.MAX_VALUE) {
      return new int[0];
    }
    int[] syllables = new int[fewest[letters.length()]];
    int end = letters.length();
    for (int i = syllables.length - 1; i >= 0; i--) {
      syllables[i] = NUMBERS.getOrDefault(letters.substring(end - lastLength[end], end), NONE);
      end -= lastLength[end];
    }
    return syllables;
  }
}
