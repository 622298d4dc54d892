package org.qingsheng.knowledge.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("粤语口语与机器错字 · Cantonese and machine damage")
class RewritingTest {
  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("粤语口语换成普通话的说法，繁体简体都认")
  @CsvSource({
    "點解申請唔到,为什么申请不到",
    "創業貸款點申請,创业贷款怎么申请",
    "係咪一定要擔保人,是不是一定要担保人",
    "攞幾多錢,拿多少钱",
    "有冇補貼,有没有补贴",
    "去邊度報名,去哪里报名",
    "去深圳搵工,去深圳找工作",
    "去深圳揾工,去深圳找工作",
    "邊個可以攞,谁可以拿",
    "唔使還,不用还",
    "仲有冇,还有没有",
    "佢哋話唔得,他们话不得",
    "得唔得,行不行",
    "宜家要乜嘢條件,现在要什么条件",
    "住得幾耐,住得多久",
    "我哋公司話要扣,我们公司说要扣",
    "返工遲到,上班迟到",
    "真嘅,真的",
    "仲未出糧,还没发工资",
    "人喺深圳開鋪,人在深圳开店",
    "做緊志願者,正在做志愿者",
    "听讲要取消,听说要取消",
    "一蚊都唔賠,一元都不赔",
    "老細拖糧,老板拖欠工资",
    "使唔使擔保人,要不要担保人",
    "辭工要幾時講,辞职要什么时候讲",
    "俾人呃咗錢,被人骗了钱",
    "貸款可唔可以起屋,贷款可不可以建房",
    "間舖執笠,间店铺倒闭"
  })
  void rewrites_cantonese(String from, String to) {
    assertThat(Normalization.of(from).text()).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0} 不变")
  @DisplayName("只是看着像粤语的普通话不动")
  @ValueSource(
      strings = {
        "这一点解释不清",
        "22点至8点",
        "买便宜家具",
        "宜家家居招聘",
        "父母早逝而家庭困难",
        "进入面试",
        "转入面板厂",
        "学校周边度假",
        "旁边个人信息填错",
        "早点报名",
        "网点申请",
        "返乡创业",
        "新建一起屋面工程",
        "最后生效日期",
        "公司话务员",
        "申请劳动仲裁",
        "联系边防",
        "关系点",
        "粮食出粮食",
        "听讲座",
        "灭蚊子",
        "院系都系统登记",
        "做紧急联系人",
        "竞争我市岗位"
      })
  void leaves_what_only_looks_cantonese(String text) {
    assertThat(Normalization.of(text).text()).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("机器转换、识图、同音字留下的固定错字改回来")
  @CsvSource({
    "統壹思想的幹部,统一思想的干部",
    "誌願者關註什麽,志愿者关注什么",
    "部門答覆在哪裏看,部门答复在哪里看",
    "消费劵,消费券",
    "叧外岀示密碼,另外出示密码",
    "帐号登陆不了,账号登录不了",
    "身分证丢了,身份证丢了",
    "工資轉帳,工资转账",
    "己经登记,已经登记",
    "补贴申情表,补贴申请表"
  })
  void repairs_machine_damage(String from, String to) {
    assertThat(Normalization.of(from).text()).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0} 不变")
  @DisplayName("有另一个意思的写法不改")
  @ValueSource(strings = {"台风登陆", "覆盖范围", "亲身请教", "自己人", "帐篷"})
  void leaves_what_means_something_else(String text) {
    assertThat(Normalization.of(text).text()).isEqualTo(text);
  }

  @Test
  @DisplayName("换长换短以后，每个字仍指回原文里的那个词")
  void keeps_offsets_through_rewriting() {
    var normalized = Normalization.of("創業貸款點解攞唔到㗎?");

    assertThat(normalized.text()).isEqualTo("创业贷款为什么拿不到?");
    assertThat(normalized.originOf(4)).isEqualTo(4);
    assertThat(normalized.originOf(6)).isEqualTo(5);
    assertThat(normalized.originOf(7)).isEqualTo(6);
    assertThat(normalized.original().charAt(normalized.originOf(9))).isEqualTo('到');
    assertThat(normalized.original().charAt(normalized.originOf(10))).isEqualTo('?');
  }

  @Test
  @DisplayName("表里缺一列或同一个词写了两次，启动时就说出来")
  void refuses_a_bad_table() {
    assertThatThrownBy(() -> Rewriting.of(List.of("冇")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("冇");
    assertThatThrownBy(() -> Rewriting.of(List.of(",没有")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rewriting.of(List.of("冇,没有", "冇,没")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  @DisplayName("缺少的表按名字报出来")
  void names_a_missing_table() {
    assertThatThrownBy(() -> Tables.rows("nothing.csv")).hasMessageContaining("nothing.csv");
  }

  @Test
  @DisplayName("按行替换：偏移跟着换成的词走")
  void replaces_on_request() {
    var normalized = Normalization.of("咨询cydbdk和lixi吗");

    var changed =
        normalized.with(
            List.of(
                new Normalization.Replacement(2, 8, "创业担保贷款"),
                new Normalization.Replacement(9, 13, "利息")));

    assertThat(changed.text()).isEqualTo("咨询创业担保贷款和利息吗");
    assertThat(changed.originOf(8)).isEqualTo(8);
    assertThat(changed.originOf(11)).isEqualTo(13);
    assertThat(changed.original()).isEqualTo(normalized.original());
  }
}
