package org.qingsheng.knowledge.text;

import com.github.houbb.opencc4j.support.datamap.IDataMap;
import com.github.houbb.opencc4j.support.datamap.impl.DataMaps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traditional to Simplified script, in place and without changing the length, so that offsets hold.
 *
 * <p>The tables are OpenCC's, as shipped with opencc4j (Apache-2.0); the look-up is ours because
 * the library's own conversion takes 36 µs for a short question and this takes under one. Four
 * things are corrected: 乾 becomes 干 outside the phrases that keep it (乾隆, 乾坤), 著 becomes 着 outside
 * words such as 著名, 瞭 becomes 了 outside 瞭望, and 壹 becomes 一 (a common slip of script converters).
 */
final class ScriptFolding {
  private static final Map<Character, Character> CORRECTED =
      Map.of('乾', '干', '瞭', '了', '衹', '只', '祇', '只', '妳', '你', '壹', '一', '姊', '姐', '伱', '你');

  /** Words in which 著 is the character meant. */
  private static final String[] KEEP_ZHU = {
    "著名", "著作", "著称", "著稱", "著者", "著述", "著录", "名著", "原著", "显著", "顯著", "土著", "编著", "編著", "专著", "專著",
    "论著", "論著", "遗著", "巨著", "卓著", "拙著", "合著", "所著", "昭著", "著书", "著書"
  };

  private static final char[] SIMPLE = new char[Character.MAX_VALUE + 1];
  private static final boolean[] STARTS_PHRASE = new boolean[Character.MAX_VALUE + 1];
  private static final Map<Character, List<String[]>> PHRASES = new HashMap<>();

  static {
    IDataMap tables = DataMaps.defaults();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      SIMPLE[c] = (char) c;
    }
    tables
        .tsChar()
        .forEach((from, to) -> {
          if (from.length() == 1 && !to.isEmpty() && to.getFirst().length() == 1) {
            SIMPLE[from.charAt(0)] = to.getFirst().charAt(0);
          }
        });
    CORRECTED.forEach((from, to) -> SIMPLE[from] = to);
    SIMPLE['著'] = '着';
    tables
        .tsPhrase()
        .forEach((from, to) -> {
          if (!to.isEmpty() && to.getFirst().length() == from.length()) {
            addPhrase(from, to.getFirst());
          }
        });
    addPhrase("瞭望", "瞭望");
    for (String word : KEEP_ZHU) {
      addPhrase(word, charByChar(word).replace('着', '著'));
    }
    PHRASES.values().forEach(l -> l.sort((a, b) -> b[0].length() - a[0].length()));
  }

  private ScriptFolding() {}

  private static void addPhrase(String from, String to) {
    if (!charByChar(from).equals(to)) {
      STARTS_PHRASE[from.charAt(0)] = true;
      PHRASES.computeIfAbsent(from.charAt(0), _ -> new ArrayList<>()).add(new String[] {from, to});
    }
  }

  private static String charByChar(String text) {
    var result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append(SIMPLE[text.charAt(i)]);
    }
    return result.toString();
  }

  /** Folds the whole buffer; its length stays. */
  static void fold(StringBuilder text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < 0x2E80) {
        i++;
        continue;
      }
      String[] phrase = STARTS_PHRASE[c] ? phraseAt(text, i, PHRASES.get(c)) : null;
      if (phrase == null) {
        if (SIMPLE[c] != c) {
          text.setCharAt(i, SIMPLE[c]);
        }
        i++;
      } else {
        for (int k = 0; k < phrase[1].length(); k++) {
          text.setCharAt(i + k, phrase[1].charAt(k));
        }
        i += phrase[1].length();
      }
    }
  }

  private static String @Nullable [] phraseAt(
      StringBuilder text, int at, @Nullable List<String[]> phrases) {
    if (phrases == null) {
      return null;
    }
    for (String[] phrase : phrases) {
      if (startsWith(text, at, phrase[0])) {
        return phrase;
      }
    }
    return null;
  }

  private static boolean startsWith(StringBuilder text, int at, String word) {
    if (at + word.length() > text.length()) {
      return false;
    }
    for (int k = 0; k < word.length(); k++) {
      if (text.charAt(at + k) != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }
}
