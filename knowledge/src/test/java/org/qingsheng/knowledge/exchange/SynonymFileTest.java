package org.qingsheng.knowledge.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.Synonym;

@DisplayName("同义词文件 · synonym file")
class SynonymFileTest {
  @Test
  @DisplayName("一行一个，可以写地区，空行和注释跳过")
  void reads_lines() {
    assertThat(SynonymFile.parse(List.of("# 注释", "", "小贷 = 小额贷款", "村聘=三支一扶 @441826")))
        .containsExactly(
            new Synonym("小贷", "小额贷款", RegionCode.NATION),
            new Synonym("村聘", "三支一扶", new RegionCode("441826")));
  }

  @Test
  @DisplayName("看不懂的行一次全报出来")
  void reports_every_bad_line() {
    assertThatThrownBy(() -> SynonymFile.parse(List.of("小贷", "a = b = c", "x = y @12")))
        .hasMessageContaining("第 1 行")
        .hasMessageContaining("第 2 行")
        .hasMessageContaining("第 3 行");
  }

  @ParameterizedTest
  @ValueSource(strings = {"创贷 => 创业担保贷款", "创贷 -> 创业担保贷款", "创贷 → 创业担保贷款", "创贷 <= 创业担保贷款"})
  @DisplayName("写成箭头的行不收，说出是哪一行、该怎么写")
  void refuses_an_arrow_and_says_how_to_write_it(String line) {
    assertThatThrownBy(() -> SynonymFile.parse(List.of("小贷 = 小额贷款", line)))
        .hasMessageContaining("第 2 行")
        .hasMessageContaining(line)
        .hasMessageContaining("只用一个等号");
  }

  @Test
  @DisplayName("随附的文件读得进来")
  void shipped_file_is_good() throws IOException {
    assertThat(SynonymFile.read(Samples.configuredKnowledge().resolveSibling("synonyms.txt")))
        .isNotEmpty();
  }
}
