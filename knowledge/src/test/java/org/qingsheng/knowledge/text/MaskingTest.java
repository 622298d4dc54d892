package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.knowledge.text.Masking.Kind;

@DisplayName("脱敏 · masking")
class MaskingTest {
  private static final int SAMPLES = 2_000;
  private final Random random = new Random(20261101);

  private static final List<String> AROUND =
      List.of(
          "我的电话%s,麻烦回一下",
          "%s", "加我%s吧", "联系方式:%s", "号码是 %s 谢谢", "请打%s找我,补贴还没到", "(%s)", "我叫小李%s", "这个%s是我的,帮查下");

  @Test
  @DisplayName("手机号召回率不低于百分之九十九")
  void finds_phones() {
    assertThat(recall(this::phone, Kind.PHONE)).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  @DisplayName("身份证号召回率不低于百分之九十九")
  void finds_identity_numbers() {
    assertThat(recall(this::identity, Kind.ID_NUMBER)).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  @DisplayName("银行卡号召回率不低于百分之九十九")
  void finds_bank_cards() {
    assertThat(recall(this::card, Kind.BANK_CARD)).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  @DisplayName("住址召回率不低于百分之九十")
  void finds_addresses() {
    assertThat(recall(this::address, Kind.ADDRESS)).isGreaterThanOrEqualTo(0.9);
  }

  private double recall(Supplier<String> datum, Kind kind) {
    int found = 0;
    for (int i = 0; i < SAMPLES; i++) {
      String secret = datum.get();
      Masking masked = Masking.mask(AROUND.get(i % AROUND.size()).formatted(secret));
      boolean hidden = masked.spans().stream().anyMatch(s -> s.kind() == kind);
      found += hidden && !masked.text().contains(secret) ? 1 : 0;
    }
    return (double) found / SAMPLES;
  }

  private String digits(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  private String phone() {
    String number = "1" + "3456789".charAt(random.nextInt(7)) + digits(9);
    return switch (random.nextInt(6)) {
      case 0 -> number.substring(0, 3) + " " + number.substring(3, 7) + " " + number.substring(7);
      case 1 -> number.substring(0, 3) + "-" + number.substring(3, 7) + "-" + number.substring(7);
      case 2 -> "+86 " + number;
      case 3 -> wide(number);
      default -> number;
    };
  }

  private static String wide(String digits) {
    var text = new StringBuilder();
    digits.chars().forEach(c -> text.append((char) (c + 0xFEE0)));
    return text.toString();
  }

  private String identity() {
    String[] areas = {"440305", "110101", "320583", "513227", "650102", "810000"};
    String body =
        areas[random.nextInt(areas.length)]
            + (1960 + random.nextInt(50))
            + "%02d%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28))
            + digits(3);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (body.charAt(i) - '0') * weights[i];
    }
    String number = body + "10X98765432".charAt(sum % 11);
    return random.nextInt(5) == 0 ? number.replace('X', 'x') : number;
  }

  private String card() {
    String body = (random.nextBoolean() ? "6222" : "6217") + digits(random.nextBoolean() ? 14 : 11);
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = body.charAt(body.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit * 2 : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    String number = body + (10 - sum % 10) % 10;
    return random.nextInt(4) == 0 ? number.replaceAll("(\\d{4})(?=\\d)", "$1 ") : number;
  }

  private String address() {
    String[] towns = {"广东省深圳市南山区", "惠州市惠阳区", "长沙县", "", "城关镇", "湖北省恩施市"};
    String[] roads = {"科技园路%d号", "建设大道%d号", "幸福小区%d栋", "阳光花园%d号楼", "和平村%d组", "老街%d号", "学府公寓%d栋"};
    String[] rooms = {"", "3单元502室", "1206房", "2单元301"};
    return towns[random.nextInt(towns.length)]
        + roads[random.nextInt(roads.length)].formatted(1 + random.nextInt(300))
        + rooms[random.nextInt(rooms.length)];
  }

  @ParameterizedTest
  @DisplayName("邮箱、QQ号、微信号也遮住")
  @ValueSource(
      strings = {
        "发我邮箱 xiao.li_88@example.com 吧",
        "加QQ:123456789",
        "扣扣 87654321 找我",
        "我微信号是 abc_12345",
        "vx:lucky2026"
      })
  void hides_contact_ids(String text) {
    assertThat(Masking.mask(text).found()).isTrue();
  }

  @Test
  @DisplayName("政策文字里的金额、文号、日期和热线不误遮,误报不超过千分之五")
  void leaves_policy_texts_alone() {
    int alarms = 0;
    for (int i = 0; i < SAMPLES; i++) {
      alarms += Masking.mask(policyText()).found() ? 1 : 0;
    }

    assertThat((double) alarms / SAMPLES).isLessThanOrEqualTo(0.005);
  }

  private String policyText() {
    String[] forms = {
      "个人最高%d万元(财金〔2023〕%d号),2023年10月1日起",
      "咨询电话12333,投诉打12345,青少年热线12355,补贴%d元,期限%d天",
      "劳动合同法第%d条、第%d条",
      "20%02d年12月31日前申请,学生资助热线400-888-%04d",
      "主席令第%d号,小微企业最高400万元,期限%d年",
      "月工资%d元、缴费基数%d元的算法",
      "经办地址:人民路%d号政务服务大厅%d号窗口",
      "工作时间8:30-12:00,%d个工作日内,编号QS-261120-%04d",
      "人社部发〔20%02d〕%d号文件,每人每年12000元",
      "0755-8888%04d是公开电话,%d人以上单位"
    };
    return forms[random.nextInt(forms.length)].formatted(
        10 + random.nextInt(80), 10 + random.nextInt(90));
  }

  @Test
  @DisplayName("遮住的位置指向原文,其余一字不改")
  void spans_point_into_the_original() {
    String original = "我叫小王，电话１３８００１３８０００，想问补贴";

    Masking masked = Masking.mask(original);

    assertThat(masked.text()).isEqualTo("我叫小王，电话[手机号]，想问补贴");
    assertThat(masked.spans())
        .singleElement()
        .satisfies(
            s -> assertThat(original.substring(s.start(), s.end())).isEqualTo("１３８００１３８０００"));
  }

  @Test
  @DisplayName("念成汉字的手机号也遮住,两个号码各遮各的")
  void hides_spoken_digits_and_several_finds() {
    assertThat(Masking.mask("电话一三八零零一三八零零零").found()).isTrue();
    assertThat(Masking.mask("13800138000或13900139000").spans()).hasSize(2);
  }

  @Test
  @DisplayName("六万字也在两秒内看完")
  void is_fast_on_long_texts() {
    String longText = "1 3 8 0 0 路12号幸福小区".repeat(4_000);

    org.junit.jupiter.api.Assertions.assertTimeout(
        java.time.Duration.ofSeconds(2), () -> Masking.mask(longText));
  }

  /** Identity number with a correct check digit. */
  private static String checked(String first17) {
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (first17.charAt(i) - '0') * weights[i];
    }
    return first17 + "10X98765432".charAt(sum % 11);
  }

  private static boolean hides(String text, Kind kind) {
    return Masking.mask(text).spans().stream().anyMatch(span -> span.kind() == kind);
  }

  @Test
  @DisplayName("身份证号要地区、生日、校验位都对；写明是身份证的，校验位错也藏")
  void checks_identity_numbers() {
    String good = checked("44182619990101001");

    assertThat(hides("号 " + good, Kind.ID_NUMBER)).isTrue();
    assertThat(hides("号 " + good.toLowerCase(java.util.Locale.ROOT), Kind.ID_NUMBER)).isTrue();
    char last = good.charAt(17) == '1' ? '2' : '1';
    assertThat(hides("号 " + good.substring(0, 17) + last, Kind.ID_NUMBER)).isFalse();
    assertThat(hides("身份证 " + good.substring(0, 17) + last, Kind.ID_NUMBER)).isTrue();
    assertThat(hides("号 " + checked("99182619990101001"), Kind.ID_NUMBER)).isFalse();
    assertThat(hides("号 " + checked("44182619991301001"), Kind.ID_NUMBER)).isFalse();
    assertThat(hides("号 " + checked("44182618990101001"), Kind.ID_NUMBER)).isFalse();
    assertThat(hides("号 " + checked("44182621000101001"), Kind.ID_NUMBER)).isFalse();
    assertThat(hides("旧号 441826990101001", Kind.ID_NUMBER)).isTrue();
    assertThat(hides("旧号 991826990101001", Kind.ID_NUMBER)).isFalse();
    assertThat(hides("旧号 441826991301001", Kind.ID_NUMBER)).isFalse();
  }

  @Test
  @DisplayName("短的、过不了校验的卡号，写明是卡号才藏")
  void checks_cards() {
    assertThat(hides("数字 6222021234567", Kind.BANK_CARD)).isFalse();
    assertThat(hides("卡号 6222021234567", Kind.BANK_CARD)).isTrue();
    assertThat(hides("数字 4111111111111111", Kind.BANK_CARD)).isTrue();
    assertThat(hides("数字 4111111111111112", Kind.BANK_CARD)).isFalse();
    assertThat(hides("银行卡 4111111111111112", Kind.BANK_CARD)).isTrue();
  }

  @Test
  @DisplayName("全角数字、全角空格和很长的地名也认得出，没藏东西时说没有")
  void folds_width() {
    assertThat(hides("住　幸福路１２号", Kind.ADDRESS)).isTrue();
    assertThat(hides("中".repeat(40) + "幸福路12号", Kind.ADDRESS)).isTrue();
    assertThat(hides("A幸福路12号", Kind.ADDRESS)).isTrue();
    assertThat(hides("幸福路12号", Kind.ADDRESS)).isTrue();
    assertThat(hides("ア\u9FFF路12号", Kind.ADDRESS)).isTrue();
    assertThat(Masking.mask("贷款利息多少").found()).isFalse();
    assertThat(Masking.mask("电话13800138000").found()).isTrue();
  }
}
