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
    "俩月,2,MONTH_OF_YEAR",
    "百分之三十五,35,PERCENT",
    "百分之十,10,PERCENT",
    "半月,0.5,MONTHS",
    "2300年,27600,MONTHS",
    "1899年,22788,MONTHS",
    "3万二元,32000,MONEY",
    "三天半,3,DAYS",
    "3个月半,3,MONTHS",
    "3.5k,3500,PLAIN",
    "1w5,15000,PLAIN",
    "1千200元,1200,MONEY",
    "3亿,300000000,PLAIN",
    "二十几万块,200000,MONEY",
    "10多万,100000,PLAIN",
    "10来万元,100000,MONEY",
    "两千五,2500,PLAIN",
    "一千零五十,1050,PLAIN",
    "二〇二五年,2025,YEAR",
    "百万,1000000,PLAIN",
    "8k块,8000,MONEY",
    "一年半,18,MONTHS",
    "2年,24,MONTHS",
    "一个半月,1.5,MONTHS",
    "3个工作日,3,DAYS",
    "5个工作天,5,DAYS",
    "三成,30,PERCENT",
    "半个月,0.5,MONTHS",
    "半天,0.5,DAYS",
    "百分之2.5,2.5,PERCENT",
    "8小时,8,HOURS",
    "3个钟头,3,HOURS",
    "30分钟,30,MINUTES",
    "6人,6,PEOPLE",
    "两位,2,PEOPLE",
    "3次,3,TIMES",
    "5亩,5,AREA",
    "80平,80,AREA",
    "第二款,2,ARTICLE",
    "20 元,20,MONEY",
    "15号,15,DAY_OF_MONTH",
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

  @ParameterizedTest(name = "{0} 是 {1}")
  @DisplayName("单位不成立时只是一个数")
  @CsvSource({
    "30钟,30",
    "12点,12",
    "15分,15",
    "40小,40",
    "30个工,30",
    "12成立,12",
    "12,12",
    "'12, 5',12",
    "12多,12",
    "15工,15",
    "15工作,15",
    "3千,3000",
    "30万零,300000",
    "十二几,12",
    "1亿5,150000000",
    "'1,2345',1",
    "'1,234,567',1234567",
    "'12.',12",
    "二千零五,2005",
    "40半,40",
    "'1,23',1",
    "12kg,12"
  })
  void reads_a_plain_number(String text, double value) {
    assertThat(Numerals.in(text)).first().isEqualTo(new Quantity(value, Unit.PLAIN));
  }

  @ParameterizedTest(name = "{0} 里没有数")
  @DisplayName("百分之后面没有数、半后面没有单位，都不算")
  @CsvSource({"百分之多少", "百分之", "一半", "半路", "三成功", "a100", "半", "x1"})
  void finds_none_without_a_number(String text) {
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
