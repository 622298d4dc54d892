package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.dialogue.Wizard.Reply;
import org.qingsheng.bot.dialogue.WizardsTest.Way;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemState;

@DisplayName("资格自查的对话 · checking eligibility")
@Timeout(120)
class EligibilityTest {
  private static final DialogueKey WANG = inPrivate("wang");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder);
    WizardsTest.ways()
        .map(way -> way.wizard().entry())
        .distinct()
        .forEach(id -> parlour.knowledge.entry(id, "条件。"));
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private static String word(Reply reply) {
    return switch (reply) {
      case YES -> "是";
      case NO -> "不是";
      case UNSURE -> "不清楚";
    };
  }

  private static String head(Wizard.Verdict verdict) {
    return switch (verdict) {
      case LIKELY -> "多半可以";
      case UNLIKELY -> "多半不行";
      case OFFICE -> "判断不了";
    };
  }

  @Test
  @DisplayName("每项自查的每条路都走得通：说出结果、理由、依据和日期，一条路一个条目，都算答复")
  void every_way_can_be_walked() {
    var ways = WizardsTest.ways().toList();
    for (int i = 0; i < ways.size(); i++) {
      walk(ways.get(i), inPrivate("asker-" + i));
    }

    assertThat(parlour.book()).hasSize(ways.size());
    assertThat(parlour.book()).allMatch(item -> item.state() == ItemState.ANSWERED);
  }

  private void walk(Way way, DialogueKey asker) {
    var told = parlour.says(asker, "我能不能申请" + way.wizard().subjects().getFirst());
    assertThat(told.getFirst()).contains("第 1 问");
    for (var reply : way.replies()) {
      told = parlour.says(asker, word(reply));
      assertThat(told).as(way.toString()).hasSize(1);
    }
    var result = Objects.requireNonNull(way.wizard().results().get(way.result()));
    assertThat(told.getFirst())
        .as(way.toString())
        .contains(
            head(result.verdict()), result.why(), way.wizard().rule(), way.wizard().checked());
  }

  @Test
  @DisplayName("哪一步都能退出；问别的、转人工也行，自查就此作罢")
  void can_be_left_at_any_step() {
    parlour.says(WANG, "我能不能申请创业担保贷款");
    assertThat(parlour.says(WANG, "退出").getFirst()).contains("自查到这里");
    assertThat(parlour.book().getLast().state()).isEqualTo(ItemState.WITHDRAWN);

    parlour.says(WANG, "我能不能申请创业担保贷款");
    parlour.says(WANG, "是");
    parlour.knowledge.answers("三倍工资有哪几天呀想问问", parlour.knowledge.entry("triple", "十三天。"));
    assertThat(parlour.says(WANG, "三倍工资有哪几天呀想问问").getFirst()).contains("十三天");
    assertThat(parlour.book().get(1).state()).isEqualTo(ItemState.WITHDRAWN);

    parlour.says(WANG, "我能不能申请创业担保贷款");
    parlour.says(WANG, "是");
    assertThat(parlour.says(WANG, "转人工").getFirst()).contains("QS-");
    assertThat(parlour.book().getLast().state()).isEqualTo(ItemState.WAITING);
    assertThat(parlour.book()).hasSize(4);
  }

  @Test
  @DisplayName("没说要查什么，就列出几项；选了数字开始问")
  void the_checks_are_listed() {
    assertThat(parlour.says(WANG, "我能不能申请").getFirst()).contains("1. 创业担保贷款", "都不是");
    assertThat(parlour.says(WANG, "1").getFirst()).contains("第 1 问");
  }

  @Test
  @DisplayName("十分钟没回，自查过期，“是”不再算数")
  void an_old_check_is_forgotten() {
    parlour.says(WANG, "我能不能申请创业担保贷款");
    parlour.clock.pass(java.time.Duration.ofMinutes(11));

    assertThat(parlour.says(WANG, "是").getFirst()).doesNotContain("第 2 问");
  }

  @Test
  @DisplayName("群里各查各的，互不串")
  void people_in_a_group_do_not_mix() {
    var names = List.of("zhao", "qian", "sun");
    names.forEach(name -> parlour.says(inGroup(name), "我能不能申请创业担保贷款"));
    assertThat(parlour.says(inGroup("qian"), "不是").getFirst()).contains("多半不行");

    assertThat(parlour.says(inGroup("zhao"), "是").getFirst()).contains("第 2 问");
    assertThat(parlour.says(inGroup("sun"), "不清楚").getFirst()).contains("判断不了");
  }

  @Test
  @DisplayName("依据的条目下架了，自查就不再给")
  void a_check_needs_its_entry() {
    parlour.knowledge.forget("startup-loan-who");

    assertThat(parlour.says(WANG, "我能不能申请创业担保贷款").getFirst()).doesNotContain("第 1 问");
  }
}
