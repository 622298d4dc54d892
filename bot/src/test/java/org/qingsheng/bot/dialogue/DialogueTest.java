package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("对话 · dialogue")
@Timeout(60)
class DialogueTest {
  private static final DialogueKey WANG = inPrivate("wang");
  private static final DialogueKey LI = inPrivate("li");
  private static final DialogueKey GROUP = inGroup("wang");
  private static final RegionCode QINGYUAN = new RegionCode("441800");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder);
    script(parlour);
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private static void script(Parlour parlour) {
    var base = parlour.knowledge;
    var loan = base.entry("loan", "最高三十万元。");
    base.answers("贷款", loan);
    base.answers("长答案", base.entry("long", "这一句正好说明一件事，不多也不少。".repeat(20)));
    base.clarifies("补贴", base.entry("a", "甲。"), base.entry("b", "乙。"));
    base.finds("这啥", new Reason.TooLittle());
    base.answers("贷款怎么样", loan);
    base.answers("长答案怎么样", base.entry("long", "这一句正好说明一件事，不多也不少。".repeat(20)));
    List.of("startup-loan-who", "graduate-jobseek-who", "unemployment-benefit-conditions")
        .forEach(id -> base.entry(id, "条件。"));
    base.finds("没把握", new Reason.NothingNear(), loan);
    base.finds("讲个笑话", new Reason.NothingNear(), loan);
    var old =
        base.limited(
            base.entry("old", "旧。"),
            RegionCode.NATION,
            Set.of(),
            Optional.empty(),
            Optional.of(LocalDate.parse("2025-12-31")),
            "",
            Optional.of(loan.id()));
    base.finds("旧政策", new Reason.NotInForce(old));
    base.finds(
        "未来政策",
        new Reason.NotInForce(
            base.limited(
                base.entry("new", "新。"),
                RegionCode.NATION,
                Set.of(),
                Optional.of(LocalDate.parse("2027-01-01")),
                Optional.empty(),
                "",
                Optional.empty())));
    base.finds("清远的事", new Reason.OtherRegion(regional(parlour, "qingyuan", "441800")));
    base.finds("外省的事", new Reason.OtherRegion(regional(parlour, "jiangxi", "360000")));
    base.clarifies(
        "安家券怎么领", restricted(parlour, "fresh", "应届毕业生"), restricted(parlour, "soldier", "退役军人"));
    base.finds(
        "村官的事",
        new Reason.OtherAudience(
            base.limited(
                base.entry("village", "村官。"),
                RegionCode.NATION,
                Set.of("大学生村官"),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty())));
  }

  private static Entry restricted(Parlour parlour, String id, String audience) {
    return parlour.knowledge.limited(
        parlour.knowledge.entry(id, "这类人员的。"),
        RegionCode.NATION,
        Set.of(audience),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  private static Entry regional(Parlour parlour, String id, String region) {
    return parlour.knowledge.limited(
        parlour.knowledge.entry(id, "当地。"),
        new RegionCode(region),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  @Test
  @DisplayName("话术里的每一句都说得出来：没有写了永远用不上的话")
  void every_phrase_can_be_reached() throws IOException {
    parlour.close();
    var wording = folder.resolve("wording.yaml");
    Files.write(
        wording,
        java.util.Arrays.stream(Phrase.values())
            .map(phrase ->
                "%s: \"[%s]%s\""
                    .formatted(
                        phrase.key(),
                        phrase.key(),
                        phrase.variables().stream()
                            .map("{%s}"::formatted)
                            .collect(Collectors.joining())))
            .toList());
    parlour = new Parlour(folder, wording, talks -> talks);
    script(parlour);
    var heard = new ArrayList<String>();

    for (var text :
        List.of(
            "你好",
            "菜单",
            "你是谁",
            "谢谢",
            "/不存在",
            "详情",
            "原文",
            "有用",
            "进度",
            "撤回",
            "重新开始",
            "免打扰",
            "上夜班",
            "取消免打扰",
            "免打扰 25点",
            "进度 QS-261120-9999",
            "贷款",
            "没用",
            "1",
            "贷款",
            "有用",
            "长答案",
            "详情",
            "补贴",
            "9",
            "3",
            "人工",
            "进度",
            "撤回",
            "进度 QS-261120-0006",
            "这啥",
            "没把握",
            "讲个笑话",
            "旧政策",
            "未来政策",
            "外省的事",
            "村官的事",
            "微心愿 想要一个书架",
            "删除我的数据",
            "我的电话是 13800138000 怎么办",
            " ",
            "字".repeat(2_001),
            "不想活了",
            "我在清远",
            "我户口在清远")) {
      heard.addAll(parlour.says(WANG, text));
    }
    for (var text :
        List.of(
            "那利息呢",
            "贷款怎么样？长答案怎么样？",
            "贷款怎么样？没见过的怎么样？",
            "我能不能申请",
            "1",
            "也许",
            "退出",
            "我能不能申请创业担保贷款",
            "是",
            "是",
            "不是",
            "没有",
            "没有",
            "我能不能申请创业担保贷款",
            "不是",
            "我能不能申请创业担保贷款",
            "不清楚")) {
      heard.addAll(parlour.says(inPrivate("sun"), text));
    }
    heard.addAll(parlour.hears(inPrivate("zhou"), "贷款"));
    heard.addAll(parlour.hears(inPrivate("zhou"), "我是应届生"));
    parlour.clock.pass(Duration.ofSeconds(8));
    parlour.intake.wake();
    parlour.settle();
    heard.addAll(parlour.sent());
    heard.addAll(parlour.says(inPrivate("qian"), "安家券怎么领"));
    heard.addAll(parlour.says(LI, "人工"));
    heard.addAll(parlour.says(LI, "工资三个月没发了"));
    heard.addAll(parlour.says(LI, "人工"));
    heard.addAll(parlour.says(LI, "进度 " + parlour.book().getFirst().number()));
    heard.addAll(parlour.says(LI, "清远的事"));
    heard.addAll(parlour.says(LI, "我在乌有乡"));
    parlour.clock.pass(Duration.ofMinutes(11));
    heard.addAll(parlour.says(LI, "补贴"));
    parlour.clock.pass(Duration.ofMinutes(11));
    heard.addAll(parlour.says(LI, "1"));
    heard.addAll(parlour.sendsVoice(LI));
    heard.addAll(parlour.says(GROUP, "不想活了"));
    for (int i = 0; i < 7; i++) {
      heard.addAll(parlour.hears(inPrivate("zhao"), "贷款"));
    }
    heard.add(parlour.answers.staff("QS-261120-0001", "团县委", "答"));
    var all = String.join("\n", heard);

    // The way to the pick-up page is joined by intake, where a channel shows links; files come
    // through channels that hand them over (FilesTest).
    var unreached =
        EnumSet.complementOf(EnumSet.of(Phrase.PICK_UP, Phrase.FILE_RECEIVED, Phrase.FILE_REFUSED));
    unreached.removeIf(phrase -> all.contains("[" + phrase.key() + "]"));
    assertThat(unreached).isEmpty();
    assertThat(all).as("no variable is left unfilled").doesNotContain("{", "\uE000");
  }

  @Nested
  @DisplayName("初次见面与提醒")
  class FirstContact {
    @Test
    @DisplayName("机器人说明只说一次，换个群也不再说")
    void the_notice_is_told_once() {
      assertThat(parlour.says(WANG, "贷款").getFirst()).contains("我是机器人青声", "团县委");
      assertThat(parlour.says(WANG, "贷款").getFirst()).doesNotContain("我是机器人青声");
      assertThat(parlour.says(GROUP, "贷款").getFirst()).doesNotContain("我是机器人青声");
      assertThat(parlour.says(LI, "贷款").getFirst()).contains("我是机器人青声");
    }

    @Test
    @DisplayName("问的就是“你是谁”，不再附一遍说明")
    void the_notice_is_not_added_to_the_introduction() {
      assertThat(parlour.says(WANG, "你是谁").getFirst()).doesNotContain("——我是机器人");
      assertThat(parlour.says(WANG, "贷款").getFirst()).doesNotContain("——我是机器人");
    }

    @Test
    @DisplayName("发了电话、身份证：照常处理，提醒一句，库里只有打码的")
    void personal_data_gets_a_word_of_warning() {
      var told = parlour.says(WANG, "我电话 13800138000，工资被拖欠怎么办");

      assertThat(told.getLast()).contains("打码");
      assertThat(String.join("", parlour.heard().values())).doesNotContain("13800138000");
      assertThat(parlour.book().getFirst().question()).doesNotContain("13800138000");
    }

    @Test
    @DisplayName("单独发来一个手机号不当成编号去查，更不念出来")
    void a_phone_number_is_not_an_item_number() {
      assertThat(String.join("", parlour.says(WANG, "13101234567"))).doesNotContain("QS-131012");
    }
  }

  @Nested
  @DisplayName("限流与危机")
  class Limits {
    @Test
    @DisplayName("一分钟第六条起：友好提醒一次，然后安静；过一分钟恢复")
    void one_notice_then_silence() {
      for (int i = 0; i < 5; i++) {
        assertThat(parlour.hears(WANG, "贷款")).hasSize(1);
      }
      assertThat(parlour.hears(WANG, "贷款"))
          .singleElement()
          .satisfies(text -> assertThat(text).contains("一分钟最多 5 个"));
      assertThat(parlour.hears(WANG, "贷款")).isEmpty();
      assertThat(parlour.hears(LI, "贷款")).as("others are not concerned").hasSize(1);

      parlour.clock.pass(Duration.ofMinutes(1).plusMillis(1));
      assertThat(parlour.hears(WANG, "贷款")).hasSize(1);
    }

    @Test
    @DisplayName("超过限流的危机话照样马上给热线和优先工单；加空格、标点也躲不过")
    void crisis_words_always_get_through() {
      for (int i = 0; i < 6; i++) {
        parlour.hears(WANG, "贷款");
      }

      var told = parlour.hears(WANG, "我真的不 想.活 了");

      assertThat(told.getFirst()).contains("110", "12356");
      var crisis = parlour.book().getLast();
      assertThat(crisis.kind()).isEqualTo(ItemKind.CRISIS);
      assertThat(crisis.priority()).isZero();
      assertThat(crisis.state()).isEqualTo(ItemState.WAITING);
    }

    @Test
    @DisplayName("一兆字的“请请请…”也只是一条太长的消息，不会把线程压垮")
    void a_megabyte_of_words_is_just_too_long() {
      assertThat(parlour.says(WANG, "请".repeat(350_000)).getFirst()).contains("太长");
      assertThat(parlour.says(WANG, "贷款")).hasSize(1);
    }
  }

  @Nested
  @DisplayName("问答")
  class Asking {
    @Test
    @DisplayName("问题里点了地名，就按那里的政策找")
    void a_place_named_in_the_question_is_asked_for() {
      parlour.says(WANG, "东莞最低工资多少");

      assertThat(parlour.knowledge.asked("东莞最低工资多少").regions().getFirst())
          .isEqualTo(new RegionCode("441900"));
    }

    @Test
    @DisplayName("第一条 300 字以内、带依据和地区；回复详情，后面的一字不少")
    void details_tell_the_rest() {
      parlour.says(WANG, "贷款");
      var answer = "这一句正好说明一件事，不多也不少。".repeat(20);
      var first = parlour.says(WANG, "长答案").getFirst();

      assertThat(first.codePointCount(0, first.length())).isLessThanOrEqualTo(300);
      assertThat(first).contains("财政部", "财金〔2025〕1号", "全国", "详情");
      var rest = String.join("", parlour.says(WANG, "详情"));
      assertThat(first.substring(0, first.indexOf("\n")) + rest).isEqualTo(answer);
      assertThat(parlour.says(WANG, "详情").getFirst()).contains("发完整了");
    }

    @Test
    @DisplayName("回复原文，给出正式表述")
    void the_official_wording_is_told() {
      var official =
          parlour.knowledge.limited(
              parlour.knowledge.entry("with-official", "白话。"),
              RegionCode.NATION,
              Set.of(),
              Optional.empty(),
              Optional.empty(),
              "第一条 正式表述。",
              Optional.empty());
      parlour.knowledge.answers("有原文的", official);
      parlour.says(WANG, "有原文的");

      assertThat(parlour.says(WANG, "原文").getFirst()).startsWith("第一条 正式表述。");
    }

    @Test
    @DisplayName("最多追问一次：追问后换个说法还是不清楚，就转人工")
    void asks_back_at_most_once() {
      parlour.knowledge.clarifies(
          "还是补贴", parlour.knowledge.entry("c", "丙。"), parlour.knowledge.entry("d", "丁。"));
      assertThat(parlour.says(WANG, "补贴").getFirst()).contains("1. ", "2. ", "3. ");

      assertThat(parlour.says(WANG, "还是补贴").getFirst()).contains("已转给团干部");
      assertThat(parlour.book())
          .extracting(item -> item.state())
          .containsExactly(ItemState.WITHDRAWN, ItemState.WAITING);
    }

    @Test
    @DisplayName("问了地区、说了地区，就按那里重新找；那里的条目已失效也能接着给出新的一条")
    void the_region_told_continues_the_question() {
      assertThat(parlour.says(WANG, "清远的事").getFirst()).contains("你在哪个市县");
      var old =
          parlour.knowledge.limited(
              parlour.knowledge.entry("old-here", "旧。"),
              QINGYUAN,
              Set.of(),
              Optional.empty(),
              Optional.of(LocalDate.parse("2025-12-31")),
              "",
              Optional.of(new EntryId("loan")));
      parlour.knowledge.finds("清远的事", new Reason.NotInForce(old));

      assertThat(parlour.says(WANG, "我在清远").getFirst()).contains("已于 2025-12-31 结束", "1. 现在看这一条");
      assertThat(parlour.says(WANG, "1").getFirst()).contains("三十万");
      assertThat(parlour.book())
          .singleElement()
          .satisfies(item -> assertThat(item.state()).isEqualTo(ItemState.ANSWERED));
      assertThat(parlour.talks.known(WANG).asker().orElseThrow().region()).contains(QINGYUAN);
    }

    @Test
    @DisplayName("选项里选中的条目刚被下架：不拿旧答案充数，转人工")
    void a_retired_choice_goes_to_people() {
      parlour.knowledge.clarifies("只提供编号", ghost());
      parlour.says(WANG, "只提供编号");

      assertThat(parlour.says(WANG, "1").getFirst()).contains("已转给团干部");
    }

    private Entry ghost() {
      // Offered by one generation of the base, gone in the next.
      var other = new org.qingsheng.bot.intake.ScriptedKnowledge();
      return other.entry("ghost", "已下架的答案");
    }

    @Test
    @DisplayName("两个人在一个群里同时说，各答各的，谁的选项归谁")
    void two_people_in_one_group_are_kept_apart() {
      var li = inGroup("li");
      parlour.says(GROUP, "补贴");
      parlour.says(li, "补贴");

      assertThat(parlour.says(li, "2").getFirst()).startsWith("乙。");
      assertThat(parlour.says(GROUP, "1").getFirst()).startsWith("甲。");
    }

    @Test
    @DisplayName("语音看不懂，老实说，不算提问")
    void voice_is_not_understood() {
      assertThat(parlour.sendsVoice(WANG).getFirst()).contains("看不懂");
      assertThat(parlour.book()).isEmpty();
    }

    @Test
    @DisplayName("群里的回复点名，私聊的不点")
    void mentions_in_groups_only() {
      parlour.tell(parlour.message(GROUP, Addressing.MENTION, "贷款"));
      assertThat(parlour.channel.takeSent().getFirst().mention()).isTrue();
      parlour.tell(parlour.message(WANG, Addressing.PRIVATE, "贷款"));
      assertThat(parlour.channel.takeSent().getFirst().mention()).isFalse();
    }
  }
}
