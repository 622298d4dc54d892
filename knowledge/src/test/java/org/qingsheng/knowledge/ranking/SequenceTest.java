package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("公共子序列与公共片段 · sequences")
class SequenceTest {
  private final Random random = new Random(7);

  private int[] units() {
    int[] units = new int[1 + random.nextInt(30)];
    for (int i = 0; i < units.length; i++) {
      units[i] = random.nextInt(8) - 1;
    }
    return units;
  }

  private static int subsequence(int[] a, int[] b) {
    int[][] best = new int[a.length + 1][b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      for (int j = 1; j <= b.length; j++) {
        best[i][j] =
            a[i - 1] == b[j - 1] && a[i - 1] >= 0
                ? best[i - 1][j - 1] + 1
                : Math.max(best[i - 1][j], best[i][j - 1]);
      }
    }
    return best[a.length][b.length];
  }

  private static int run(int[] a, int[] b) {
    int longest = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        int k = 0;
        while (i + k < a.length && j + k < b.length && a[i + k] == b[j + k] && a[i + k] >= 0) {
          k++;
        }
        longest = Math.max(longest, k);
      }
    }
    return longest;
  }

  @Test
  @DisplayName("与逐格计算的结果一致,未知的字不算相同")
  void agrees_with_the_table() {
    for (int i = 0; i < 5_000; i++) {
      int[] question = units();
      int[] wording = units();
      var sequence = new Sequence(question);

      sequence.compare(wording);

      assertThat(sequence.subsequence).isEqualTo(subsequence(question, wording));
      assertThat(sequence.longestRun).isEqualTo(run(question, wording));
    }
  }
}
