package org.qingsheng.knowledge.text;

import com.github.houbb.nlp.common.constant.NlpConst;
import java.util.Arrays;

/**
 * Words of two ideographs that general Chinese knows, so that nobody corrects 事业 into 失业. The list
 * is the frequency dictionary that comes with houbb's nlp-common 0.0.5 (Apache-2.0).
 */
public final class Words {
  private static final int[] KNOWN =
      Tables.rows(NlpConst.class, NlpConst.NLP_WORD_FREQ_DICT_PATH).stream()
          .filter(row -> row.indexOf(' ') == 2)
          .mapToInt(row -> key(row.charAt(0), row.charAt(1)))
          .sorted()
          .toArray();

  private Words() {}

  private static int key(char first, char second) {
    return (first << 16) | second;
  }

  public static boolean isKnown(char first, char second) {
    return Arrays.binarySearch(KNOWN, key(first, second)) >= 0;
  }
}
