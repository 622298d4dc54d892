package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("问身份 · asking what somebody is")
@Timeout(60)
class AudienceTest {
  private static final String QUESTION = "安家券怎么领";
  private static final String ASKED = "你属于哪一类";

  @TempDir Path folder;
  private Parlour parlour;
  private DialogueKey ming;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder);
    ming = Turns.inPrivate("ming");
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private Entry entry(String id, String answer, String... audience) {
    return parlour.knowledge.limited(
        parlour.knowledge.entry(id, answer),
        RegionCode.NATION,
        Set.of(audience),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  private void twoKinds() {
    parlour.knowledge.clarifies(
        QUESTION, entry("fresh", "凭毕业证。", "应届毕业生"), entry("soldier", "凭退役证。", "退役军人"));
  }

  private String says(String words) {
    return String.join("\n", parlour.says(ming, words));
  }

  @Test
  @DisplayName("候选条目只因人群不同才问身份，选了就用那一类的条目答，只问一次")
  void asks_what_somebody_is_once_and_answers_for_them() {
    twoKinds();

    var asked = says(QUESTION);
    var answered = says("2");
    var again = says(QUESTION);

    assertThat(asked).contains(ASKED, "1. 应届毕业生", "2. 退役军人", "3. 以上都不是");
    assertThat(answered).contains("凭退役证");
    assertThat(again).contains("凭退役证").doesNotContain(ASKED);
    assertThat(parlour.book()).extracting(item -> item.state()).containsOnly(ItemState.ANSWERED);
  }

  @Test
  @DisplayName("身份写在话里就不问；用文字回答、说都不是，也听得懂；没有这个号就提醒")
  void hears_what_somebody_is_in_words() {
    twoKinds();
    parlour.knowledge.clarifies(
        "退役军人" + QUESTION, entry("fresh", "凭毕业证。", "应届毕业生"), entry("soldier", "凭退役证。", "退役军人"));

    assertThat(says("退役军人" + QUESTION)).contains("凭退役证").doesNotContain(ASKED);
    says(QUESTION);
    assertThat(says("7")).contains("1 到 3");
    assertThat(says("我是应届毕业生")).contains("凭毕业证");
    ming = Turns.inPrivate("hong");
    says(QUESTION);
    assertThat(says("都不是")).contains("已转给团干部");
  }

  @Test
  @DisplayName("知道身份也分不开的，不问身份，直接列选项")
  void does_not_ask_what_would_change_nothing() {
    parlour.knowledge.clarifies("人人都行的事", entry("all", "都行。"), entry("fresh", "凭毕业证。", "应届毕业生"));
    parlour.knowledge.clarifies("同一类人的事", entry("a", "甲。", "退役军人"), entry("b", "乙。", "退役军人"));

    assertThat(says("人人都行的事")).doesNotContain(ASKED).contains("标准问-all");
    ming = Turns.inPrivate("hong");
    assertThat(says("同一类人的事")).doesNotContain(ASKED).contains("标准问-a");
    assertThat(
            AudienceReplies.tags(List.of(entry("a", "甲。", "一", "二"), entry("b", "乙。", "三", "四"))))
        .as("四类太多")
        .isEmpty();
  }

  @Test
  @DisplayName("随便怎么说，一个问题最多反问两次：身份一次，选条目一次，再不明白就转人工")
  void asks_back_twice_at_most() {
    parlour.knowledge.clarifies(
        QUESTION,
        entry("fresh", "凭毕业证。", "应届毕业生"),
        entry("fresh2", "凭报到证。", "应届毕业生"),
        entry("soldier", "凭退役证。", "退役军人"));
    parlour.knowledge.clarifies("还是不明白的事", entry("x", "凭甲。"), entry("y", "凭乙。"));
    var random = new Random(11);
    var words = List.of(QUESTION, "还是不明白的事", "1", "2", "都不是", "应届毕业生", "9");
    int most = 0;
    for (int person = 0; person < 60; person++) {
      ming = Turns.inPrivate("person-" + person);
      int inRow = 0;
      for (int i = 0; i < 8; i++) {
        var heard = says(words.get(random.nextInt(words.size())));
        boolean asksBack = heard.contains(ASKED) || heard.contains("都不是，转人工");
        boolean unheard = heard.contains("之间的数字");
        inRow = asksBack ? inRow + 1 : unheard ? inRow : 0;
        most = Math.max(most, inRow);
      }
    }

    assertThat(most).isEqualTo(2);
  }
}
