package org.qingsheng.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemState;

@DisplayName("次数、字数和撤回的边界 · limits")
@Timeout(60)
class LimitsTest {
  private static final DialogueKey WANG = inPrivate("wang");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder);
    parlour.knowledge.answers("贷款", parlour.knowledge.entry("loan", "最高三十万元。"));
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private void asksFiveTimes(DialogueKey talk) {
    for (int i = 0; i < 5; i++) {
      assertThat(parlour.hears(talk, "贷款")).hasSize(1);
    }
  }

  @Test
  @DisplayName("一分钟内问满五条后说“转人工”：照样一条就转，告诉编号")
  void a_call_for_a_person_passes_the_limit() {
    asksFiveTimes(WANG);

    assertThat(parlour.hears(WANG, "转人工"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("QS-261120-"));
    assertThat(parlour.book().stream().filter(item -> item.state() == ItemState.WAITING))
        .hasSize(1);
  }

  @Test
  @DisplayName("已经被提醒过太快，再说“转人工”也照样转")
  void a_call_passes_even_after_the_notice() {
    asksFiveTimes(WANG);
    assertThat(parlour.hears(WANG, "贷款")).singleElement().asString().contains("稍");
    assertThat(parlour.hears(WANG, "贷款")).isEmpty();

    assertThat(parlour.hears(WANG, "转人工")).singleElement().asString().contains("QS-261120-");
  }

  @Test
  @DisplayName("超限后连说一百次“转人工，…”：只转一次，不刷出一百张工单；过一分钟又可以")
  void a_flood_of_calls_makes_one_ticket() {
    asksFiveTimes(WANG);
    for (int i = 0; i < 100; i++) {
      parlour.hears(WANG, "转人工，我的工资被拖欠了第%d次".formatted(i));
    }
    assertThat(parlour.book().stream().filter(item -> item.state() == ItemState.WAITING))
        .hasSize(1);
    parlour.sent();

    parlour.clock.pass(Duration.ofSeconds(61));

    assertThat(parlour.hears(WANG, "转人工")).singleElement().asString().contains("QS-261120-");
  }

  @Test
  @DisplayName("第一次见面：答案连同机器人说明、隐私提醒一起，第一条不超过 300 字，其余回复“详情”可看")
  void the_first_message_stays_short() {
    parlour.knowledge.answers(
        "长答案", parlour.knowledge.entry("long", "请带身份证到窗口办理，三个工作日内办结。".repeat(20)));

    var heard = parlour.says(WANG, "长答案");

    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst()).contains("我是机器人");
    assertThat(heard.getFirst().codePointCount(0, heard.getFirst().length()))
        .isLessThanOrEqualTo(300);
    assertThat(String.join("", parlour.says(WANG, "详情"))).contains("三个工作日内办结");
  }

  @Test
  @DisplayName("第一次见面收到长的追问选项：说明单独成一条，两条都不超过 300 字")
  void a_long_choice_and_the_notice_are_two_messages() {
    var wordy = "办理高校毕业生到基层就业学费补偿和国家助学贷款代偿需要哪些材料在哪里办理多久到账呢".repeat(2);
    parlour.knowledge.clarifies(
        "补贴",
        parlour.knowledge.entry("a", wordy + "甲", "答。"),
        parlour.knowledge.entry("b", wordy + "乙", "答。"),
        parlour.knowledge.entry("c", wordy + "丙", "答。"));

    var heard = parlour.says(WANG, "补贴");

    assertThat(heard).hasSize(2);
    assertThat(heard.getLast()).contains("我是机器人");
    assertThat(heard)
        .allSatisfy(
            text -> assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(300));
  }

  @Test
  @DisplayName("群里撤回提问：会话状态里也不再留着问过的话和它的选项")
  void a_recall_empties_the_state_too() {
    var talk = inGroup("wang");
    parlour.knowledge.clarifies(
        "我想问一句不想留下的话", parlour.knowledge.entry("a", "甲。"), parlour.knowledge.entry("b", "乙。"));
    var message = parlour.message(talk, Addressing.MENTION, "我想问一句不想留下的话");
    parlour.tell(message);
    assertThat(states()).singleElement().asString().contains("不想留下的话", "ENTRIES");

    parlour.tell(
        new MessageRecalled(
            talk.channel(), talk.conversation(), message.id(), parlour.clock.instant()));

    parlour.sent();
    assertThat(states()).singleElement().asString().doesNotContain("不想留下的话", "ENTRIES");
    assertThat(parlour.chats(talk, "1")).as("nothing is open any more").isEmpty();
  }

  private List<String> states() {
    return parlour.database.read(
        handle -> handle.select("SELECT state FROM dialogue").mapTo(String.class).list());
  }
}
