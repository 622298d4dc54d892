package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("问题里的地名 · places in questions")
class RegionMentionsTest {
  private static final RegionMentions MENTIONS = new RegionMentions(regions());

  private static CsvRegions regions() {
    try {
      return CsvRegions.read(
          Path.of(System.getProperty("qingsheng.root")).resolve("config/regions.csv"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("省和市的全名、简称都认得，省市都说了以市为准")
  @CsvSource({
    "东莞最低工资多少,441900",
    "广东省的村官政策,440000",
    "广东东莞最低工资,441900",
    "江西南昌落户,360100",
    "在吉林怎么办,220000",
    "吉林市怎么办,220200",
    "内蒙古的三支一扶,150000",
    "恩施土家族苗族自治州怎么报名,422800",
    "恩施怎么报名,422800",
    "广州落户,440100",
    "北京落户,110000"
  })
  void finds_provinces_and_cities(String said, String region) {
    assertThat(MENTIONS.in(said)).contains(new RegionCode(region));
  }

  @Test
  @DisplayName("没说地方就是没说；县名常是平常话，不猜")
  void guesses_nothing() {
    assertThat(MENTIONS.in("创业担保贷款能贷多少")).isEqualTo(Optional.empty());
    assertThat(MENTIONS.in("朝阳的年轻人和平相处")).isNotEqualTo(Optional.of(new RegionCode("110105")));
    assertThat(MENTIONS.in("")).isEmpty();
  }
}
