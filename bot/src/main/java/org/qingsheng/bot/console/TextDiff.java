package org.qingsheng.bot.console;

import java.util.ArrayList;
import java.util.List;
import org.qingsheng.bot.console.page.DiffPart;
import org.qingsheng.bot.console.page.DiffPart.Kind;

/**
 * What two texts have in common and what not, character by character, by their longest common
 * subsequence. Texts are at most 2,000 characters, so the quadratic table stays small.
 */
final class TextDiff {
  private TextDiff() {}

  static List<DiffPart> between(String before, String after) {
    int[] a = before.codePoints().toArray();
    int[] b = after.codePoints().toArray();
    var common = new int[a.length + 1][b.length + 1];
    for (int i = a.length - 1; i >= 0; i--) {
      for (int j = b.length - 1; j >= 0; j--) {
        common[i][j] =
            a[i] == b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var parts = new Parts();
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] == b[j]) {
        parts.add(Kind.SAME, a[i++]);
        j++;
      } else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
        parts.add(Kind.ONLY_BEFORE, a[i++]);
      } else {
        parts.add(Kind.ONLY_AFTER, b[j++]);
      }
    }
    return parts.finish();
  }

  /** Joins neighbours of one kind. */
  private static final class Parts {
    private final List<DiffPart> done = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Kind kind = Kind.SAME;

    void add(Kind next, int character) {
      if (next != kind) {
        flush();
        kind = next;
      }
      text.appendCodePoint(character);
    }

    List<DiffPart> finish() {
      flush();
      return done;
    }

    private void flush() {
      if (!text.isEmpty()) {
        done.add(new DiffPart(kind, text.toString()));
        text.setLength(0);
      }
    }
  }
}
