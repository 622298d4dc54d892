package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("归一化 · normalisation")
class NormalizationTest {
  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("繁体按词转成简体,长度不变")
  @CsvSource({
    "創業擔保貸款,创业担保贷款",
    "乾燥,干燥",
    "乾隆年間,乾隆年间",
    "什麼時候發放,什么时候发放",
    "跟著我,跟着我",
    "著名企業,著名企业",
    "顯著提高,显著提高",
    "瞭解一下,了解一下",
    "瞭望塔,瞭望塔",
    "髮型師補貼,发型师补贴",
    "台灣後面,台湾后面",
    "壹次性補貼,一次性补贴",
    "這裏隻有妳,这里只有你"
  })
  void folds_traditional_script(String from, String to) {
    assertThat(Normalization.of(from).text()).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("数字大写只在数字里还原,队伍、大陆、收拾不动")
  @CsvSource({"贰万伍仟元,二万五千元", "退伍军人,退伍军人", "大陆学生,大陆学生", "收拾东西,收拾东西", "叁拾万,三十万"})
  void restores_accounting_numerals_inside_numbers_only(String from, String to) {
    assertThat(Normalization.of(from).text()).isEqualTo(to);
  }

  @Test
  @DisplayName("全角、大小写、连续标点和空白归为一种")
  void folds_width_case_and_repeats() {
    assertThat(Normalization.of("ＡＰＰ  怎么　登录？？！！").text()).isEqualTo("app 怎么 登录?");
  }

  @Test
  @DisplayName("各式句读、引号、括号、横线归为一种")
  void unifies_punctuation() {
    assertThat(Normalization.of("甲。乙，丙、丁；戊：己！庚“辛”壬‘癸’子—丑【寅】卯～辰〔巳〖午〗未").text())
        .isEqualTo("甲.乙,丙,丁;戊:己!庚\"辛\"壬'癸'子-丑[寅]卯~辰[巳[午]未");
    assertThat(Normalization.of("甲．乙｡丙､丁「戊」己『庚』辛–壬‐癸‑子−丑〕寅〜卯").text())
        .isEqualTo("甲.乙.丙,丁\"戊\"己\"庚\"辛-壬-癸-子-丑]寅~卯");
    assertThat(Normalization.of("真的吗?!~;,。。好").text()).isEqualTo("真的吗?好");
    assertThat(Normalization.of("，贷款").text()).isEqualTo(",贷款");
  }

  @Test
  @DisplayName("带圈数字、摄氏度、编号符号化成普通字，图形符号去掉")
  void reads_symbols_that_say_something() {
    assertThat(Normalization.of("①贷款②利息37℃№5㈠").text()).isEqualTo("1贷款2利息37°cno5(一)");
    assertThat(Normalization.of("贷款★☎⌚利息\u20E3\uE000\uFE0F").text()).isEqualTo("贷款利息");
    assertThat(Normalization.of("贷\u00A0款\u3000a\u00A8b\t").text()).isEqualTo("贷 款 ab");
    assertThat(Normalization.of("\u0301贷e\u0301\u0301款").text()).startsWith("贷é");
  }

  @Test
  @DisplayName("字数只数字母、数字和汉字，生僻字算一个")
  void counts_content() {
    assertThat(Normalization.of("贷款, 30万?").contentLength()).isEqualTo(5);
    assertThat(Normalization.of("\uD840\uDC00贷").contentLength()).isEqualTo(2);
    assertThat(Normalization.of("贷款")).hasToString("贷款");
  }

  @Test
  @DisplayName("表情、零宽字符、方向符和控制符去掉")
  void drops_emoji_and_invisible_characters() {
    String dressed = "失业\u200B金😭😭怎\uFEFF么\u202E领\u0000取👨\u200D👩\u200D👧1️⃣";

    assertThat(Normalization.of(dressed).text()).isEqualTo("失业金怎么领取1");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("客套和催促只从两头去掉")
  @CsvSource({
    "请问创业贷款怎么办,创业贷款怎么办",
    "'急急急!老师,社保断缴怎么补,谢谢了',社保断缴怎么补",
    "您好请问一下档案放哪里 在线等,档案放哪里",
    "我想当老师,我想当老师",
    "打工被骗了向谁求助,打工被骗了向谁求助",
    "急诊能报销吗,急诊能报销吗",
    "父亲生病请假,父亲生病请假",
    "hi创业贷款,创业贷款",
    "hiphop培训班,hiphop培训班",
    "hi5k贷款吗,hi5k贷款吗",
    "创业贷款thanks,创业贷款",
    "怎么学athanks,怎么学athanks",
    "老师 怎么办理,怎么办理",
    "请问请问请问,请问请问",
    "贷款利息 拜托,贷款利息"
  })
  void strips_fillers_from_the_ends(String from, String to) {
    assertThat(Normalization.of(from).text()).isEqualTo(to);
  }

  @Test
  @DisplayName("剩下不足三个字时客套不去")
  void keeps_fillers_when_little_would_remain() {
    assertThat(Normalization.of("请问利息").text()).isEqualTo("请问利息");
    assertThat(Normalization.of("谢谢").text()).isEqualTo("谢谢");
  }

  @Test
  @DisplayName("归一化后的每个字都能指回原文的位置")
  void keeps_offsets_into_the_original() {
    var normalized = Normalization.of("😀请问,創業貸款?");

    assertThat(normalized.text()).isEqualTo("创业贷款?");
    assertThat(normalized.original().charAt(normalized.originOf(0))).isEqualTo('創');
    assertThat(normalized.original().charAt(normalized.originOf(3))).isEqualTo('款');
  }

  @Test
  @DisplayName("比对用的键只留字母、数字和汉字")
  void key_has_content_only() {
    assertThat(Normalization.of("创业贷款, 能贷 30 万?").key()).isEqualTo("创业贷款能贷30万");
  }

  @Test
  @DisplayName("六万字、两万个空格、两千个附加符号都有限度")
  void is_bounded() {
    assertThat(Normalization.of("贷款利息多少".repeat(10_000)).text().length())
        .isLessThanOrEqualTo(Normalization.MAX_LENGTH + 8);
    assertThat(Normalization.of(" ".repeat(20_000) + "贷款").text()).isEqualTo("贷款");
    assertThat(Normalization.of("a" + "\u0301".repeat(2_000) + "b").text().length()).isLessThan(12);
    assertThat(Normalization.of("").text()).isEmpty();
    assertThat(Normalization.of("\uD800贷款\uDC00").text()).isEqualTo("贷款");
  }
}
