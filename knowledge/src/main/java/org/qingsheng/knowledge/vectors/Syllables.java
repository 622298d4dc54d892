package org.qingsheng.knowledge.vectors;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Toneless pinyin of single ideographs by table, and pinyin typed in Latin letters cut into
 * syllables. One reading a character: what is compared is always read the same way.
 */
final class Syllables {
  private static final int FIRST = 0x4E00;
  private static final int LAST = 0x9FA5;
  private static final int LONGEST = 6;
  private static final String[] OF = new String[LAST - FIRST + 1];
  private static final Map<String, char[]> SPOKEN = new HashMap<>();

  static {
    for (int c = FIRST; c <= LAST; c++) {
      String syllable = PinyinHelper.toPinyin(String.valueOf((char) c), PinyinStyleEnum.NORMAL);
      boolean plain = !syllable.isEmpty() && syllable.chars().allMatch(x -> x >= 'a' && x <= 'z');
      OF[c - FIRST] = plain ? syllable.intern() : "";
      if (plain) {
        char[] before = SPOKEN.getOrDefault(syllable, new char[0]);
        char[] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = (char) c;
        SPOKEN.put(syllable, more);
      }
    }
  }

  private Syllables() {}

  /** Empty when the character has none. */
  static String of(char c) {
    return c >= FIRST && c <= LAST ? OF[c - FIRST] : "";
  }

  /** Syllables of letters that are pinyin from end to end and more than one; else none. */
  static List<String> typed(String letters) {
    if (letters.length() < 3 || letters.length() > 24) {
      return List.of();
    }
    var found = new ArrayList<String>();
    return cut(letters, 0, found) && found.size() > 1 ? found : List.of();
  }

  /** Longest syllable first, back one when the rest cannot be cut. */
  private static boolean cut(String letters, int from, List<String> found) {
    if (from == letters.length()) {
      return true;
    }
    for (int end = Math.min(letters.length(), from + LONGEST); end > from; end--) {
      String syllable = letters.substring(from, end);
      if (SPOKEN.containsKey(syllable)) {
        found.add(syllable);
        if (cut(letters, end, found)) {
          return true;
        }
        found.removeLast();
      }
    }
    return false;
  }
}
