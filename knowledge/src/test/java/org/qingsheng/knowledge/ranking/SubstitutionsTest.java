package org.qingsheng.knowledge.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("互换的词 · substitutions")
class SubstitutionsTest {
  /** Entry 0: 1 2 and 3 2; entry 1: 4 2; entry 2: 4 5 6 and 7 5 6; entry 3: 9 5. */
  private final int[][] wordings = {{1, 2}, {3, 2}, {4, 2}, {4, 5, 6}, {7, 5, 6}, {9, 5}};

  private final int[] first = {0, 2, 3, 5, 6};
  private final Substitutions mined = Substitutions.mined(first, w -> wordings[w]);

  @Test
  @DisplayName("别处都一样、只有一处不同的两个条目，那一处的词把它们区分开")
  void what_alternates_between_entries_tells_them_apart() {
    assertThat(mined.tell(1, 4)).isTrue();
    assertThat(mined.tell(4, 3)).isTrue();
  }

  @Test
  @DisplayName("同一条目里可以互换的词不区分什么")
  void what_alternates_inside_an_entry_is_idle() {
    assertThat(mined.areIdle(3, 1)).isTrue();
    assertThat(mined.areIdle(4, 7)).isTrue();
    assertThat(mined.tell(1, 3)).isFalse();
  }

  @Test
  @DisplayName("没有在同样的上下文里见过的，什么也不说")
  void what_never_stood_in_one_place_says_nothing() {
    assertThat(mined.tell(2, 5)).isFalse();
    assertThat(mined.areIdle(9, 4)).isFalse();
  }
}
