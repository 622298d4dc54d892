package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.knowledge.text.Quantity.Unit;

@DisplayName("数字与单位 · numerals and units")
class NumeralsTest {
  @ParameterizedTest(name = "{0} 是 {1} {2}")
  @DisplayName("中文、阿拉伯数字和混写读成同一个量")
  @CsvSource({
    "三十万元,300000,MONEY",
    "30万块,300000,MONEY",
    "300000元,300000,MONEY",
    "'300,000元',300000,MONEY",
    "3万5块,35000,MONEY",
    "三万五元,35000,MONEY",
    "一百零五元,105,MONEY",
    "2w,20000,PLAIN",
    "半年,6,MONTHS",
    "三年,36,MONTHS",
    "两个月,2,MONTHS",
    "2025年,2025,YEAR",
    "3月,3,MONTH_OF_YEAR",
    "15日,15,DAY_OF_MONTH",
    "一周,7,DAYS",
    "百分之三,3,PERCENT",
    "3.5%,3.5,PERCENT",
    "5个点,5,PERCENT",
    "二十八岁,28,AGE",
    "第38条,38,ARTICLE"
  })
  void reads_one_quantity(String text, double value, Unit unit) {
    assertThat(Numerals.in(Normalization.of(text).text()))
        .containsExactly(new Quantity(value, unit));
  }

  @ParameterizedTest(name = "{0} 里没有数")
  @DisplayName("一下、一些、统一、iphone15 里没有要比的数")
  @CsvSource({"看一下", "一些补贴", "统一办理", "iphone15", "我和两个同学", "一样的"})
  void finds_none(String text) {
    assertThat(Numerals.in(text)).isEmpty();
  }

  @Test
  @DisplayName("一句里的几个数都读到")
  void reads_several() {
    assertThat(Numerals.in("2025年毕业,28岁能贷30万吗"))
        .containsExactly(
            new Quantity(2025, Unit.YEAR),
            new Quantity(28, Unit.AGE),
            new Quantity(300_000, Unit.PLAIN));
  }
}
