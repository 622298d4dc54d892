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
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.store.Database;

@DisplayName("一件事分几条说，先记下再等 · bursts")
@Timeout(60)
class BurstsTest {
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

  private List<String> afterASecond() {
    parlour.clock.pass(Duration.ofSeconds(1));
    parlour.intake.wake();
    parlour.settle();
    return parlour.sent();
  }

  @Test
  @DisplayName("先记下、不答；一秒后没有下文就答一次，再等也不重复")
  void an_opening_is_recorded_and_answered_once() {
    assertThat(parlour.hears(WANG, "请问")).isEmpty();
    assertThat(parlour.heard()).containsValue("请问");

    parlour.intake.wake(); // too early
    parlour.settle();
    assertThat(parlour.sent()).isEmpty();
    assertThat(afterASecond()).hasSize(1);

    assertThat(afterASecond()).isEmpty();
    assertThat(parlour.rows("held_words")).isZero();
  }

  @Test
  @DisplayName("下文来了合成一件：一个条目、一次答复，两句都记在它名下")
  void more_words_join_the_same_item() {
    var loan = parlour.knowledge.entry("loan-2", "最高三十万元。");
    parlour.knowledge.answers("你好，请问 贷款最多多少", loan);
    parlour.hears(WANG, "你好，请问");

    assertThat(parlour.hears(WANG, "贷款最多多少")).singleElement().asString().contains("三十万");

    assertThat(afterASecond()).isEmpty();
    var item = parlour.book().getFirst();
    assertThat(parlour.book()).hasSize(1);
    assertThat(item.question()).contains("请问", "贷款最多多少");
    assertThat(
            parlour.database.<Long>read(handle ->
                handle
                    .select("SELECT count(*) FROM heard WHERE item_id = ?", item.id().value())
                    .mapTo(Long.class)
                    .one()))
        .isEqualTo(2);
  }

  @Test
  @DisplayName("等着的时候程序被杀：重启后照答，不丢不重；平台重送也不多答")
  void what_waits_survives_the_end_of_the_process() {
    var opening = parlour.message(WANG, Addressing.PRIVATE, "请问一下，");
    assertThat(parlour.tell(opening).replyComing()).isTrue();
    var left = parlour.database.file().orElseThrow();
    parlour.close();
    parlour = new Parlour(folder, Database.open("jdbc:sqlite:" + left));

    assertThat(parlour.tell(opening).first()).isFalse();
    assertThat(parlour.sent()).isEmpty();
    assertThat(afterASecond()).hasSize(1);
    assertThat(afterASecond()).isEmpty();
  }

  @Test
  @DisplayName("各等各的：群里别人的话不并进来；说到第四截就不再等")
  void nobody_joins_the_words_of_another() {
    var xiaoming = inGroup("ming");
    parlour.hears(xiaoming, "请问");

    assertThat(parlour.hears(inGroup("hong"), "贷款最多多少")).hasSize(1);

    assertThat(parlour.hears(xiaoming, "就是")).isEmpty();
    assertThat(parlour.hears(xiaoming, "那个")).isEmpty();
    assertThat(parlour.hears(xiaoming, "请问")).hasSize(1);
    assertThat(parlour.rows("held_words")).isZero();
  }

  @Test
  @DisplayName("等着的话撤回了就不答；危机词一刻不等；等着时说“人工”照转")
  void recalls_crises_and_commands_come_before_waiting() {
    var opening = parlour.message(WANG, Addressing.PRIVATE, "请问");
    parlour.tell(opening);
    parlour.tell(
        new MessageRecalled(
            WANG.channel(), WANG.conversation(), opening.id(), parlour.clock.instant()));
    assertThat(afterASecond()).isEmpty();

    assertThat(parlour.hears(WANG, "我不想活了，")).singleElement().asString().contains("12356");
    parlour.hears(WANG, "请问");
    assertThat(parlour.hears(WANG, "转人工 球场几点关灯")).singleElement().asString().contains("QS-");
    assertThat(afterASecond()).isEmpty();
  }

  private List<String> after(long seconds) {
    parlour.clock.pass(Duration.ofSeconds(seconds));
    parlour.intake.wake();
    parlour.settle();
    return parlour.sent();
  }

  private long piecesOf(Item item) {
    return parlour.database.<Long>read(handle ->
        handle
            .select("SELECT count(*) FROM heard WHERE item_id = ?", item.id().value())
            .mapTo(Long.class)
            .one());
  }

  @Test
  @DisplayName("答完八秒里补的话都归同一件，先不出声，时间到了合着回一句；再等也没有第三句")
  void what_is_added_joins_the_item_and_gets_one_reply() {
    assertThat(parlour.hears(WANG, "贷款")).hasSize(1);
    assertThat(after(2)).isEmpty();
    assertThat(parlour.hears(WANG, "我是应届生")).isEmpty();
    assertThat(after(3)).isEmpty();
    assertThat(parlour.hears(WANG, "没交过社保，")).isEmpty();
    assertThat(after(2)).isEmpty();
    assertThat(parlour.hears(WANG, "在外面打工")).isEmpty();

    assertThat(after(1)).singleElement().asString().contains("算一件事");
    assertThat(after(60)).isEmpty();
    assertThat(parlour.book()).hasSize(1);
    var item = parlour.book().getFirst();
    assertThat(item.state()).isEqualTo(ItemState.ANSWERED);
    assertThat(item.question()).contains("贷款", "应届生", "社保", "打工");
    assertThat(piecesOf(item)).isEqualTo(4);
    assertThat(parlour.rows("held_words")).isZero();
  }

  @Test
  @DisplayName("补的话让答案变了：同一件里答新的，仍是一件")
  void answers_anew_when_the_addition_changes_the_answer() {
    var young = parlour.knowledge.entry("loan-young", "应届生最高五十万元。");
    parlour.knowledge.answers("贷款 我是应届生", young);
    parlour.hears(WANG, "贷款");
    parlour.hears(WANG, "我是应届生");

    assertThat(after(8)).singleElement().asString().contains("五十万");
    assertThat(parlour.book())
        .singleElement()
        .satisfies(item -> {
          assertThat(item.state()).isEqualTo(ItemState.ANSWERED);
          assertThat(item.entry()).contains("loan-young");
        });
  }

  @Test
  @DisplayName("补的话等着时程序被杀：重启后照样归到那一件，只回一句")
  void additions_survive_the_end_of_the_process() {
    parlour.hears(WANG, "贷款");
    parlour.hears(WANG, "我是应届生");
    var left = parlour.database.file().orElseThrow();
    parlour.close();
    parlour = new Parlour(folder, Database.open("jdbc:sqlite:" + left));

    assertThat(after(7)).isEmpty();
    assertThat(after(1)).singleElement().asString().contains("算一件事");
    assertThat(after(8)).isEmpty();
    assertThat(parlour.book()).hasSize(1);
    assertThat(piecesOf(parlour.book().getFirst())).isEqualTo(2);
  }

  @Test
  @DisplayName("自己就是一问的话不等：当场答，另成一件；八秒过了补的也照旧")
  void a_question_of_its_own_is_no_addition() {
    parlour.knowledge.answers("利息多少", parlour.knowledge.entry("rate", "百分之三。"));
    parlour.hears(WANG, "贷款");
    assertThat(parlour.hears(WANG, "利息多少")).singleElement().asString().contains("百分之三");
    assertThat(parlour.book()).hasSize(2);

    assertThat(after(8)).isEmpty();
    assertThat(parlour.hears(WANG, "我是应届生")).hasSize(1);
    assertThat(parlour.book()).hasSize(3);
  }

  @Test
  @DisplayName("转人工后补的话归到那一件，团干部都看得到，只回一句“已补充”；别人的话不并进来")
  void what_is_added_after_a_hand_off_reaches_the_cadre() {
    var ming = inGroup("ming");
    assertThat(parlour.hears(ming, "转人工 村里篮球场晚上几点关灯")).singleElement().asString().contains("QS-");
    assertThat(parlour.hears(ming, "村东头那个")).isEmpty();
    assertThat(parlour.hears(ming, "灯杆坏了一根")).isEmpty();
    assertThat(parlour.hears(inGroup("hong"), "贷款")).hasSize(1);

    assertThat(after(8)).singleElement().asString().contains("已补充到 QS-");
    var item = parlour.book().getFirst();
    assertThat(item.state()).isEqualTo(ItemState.WAITING);
    assertThat(item.question()).contains("村东头", "灯杆").doesNotContain("贷款");
  }

  @Test
  @DisplayName("等着的补充：撤回的一截不算，危机词一刻不等，说“人工”照转，补的话跟着去")
  void recalls_crises_and_commands_come_before_additions() {
    parlour.hears(WANG, "贷款");
    var added = parlour.message(WANG, Addressing.PRIVATE, "我是应届生");
    parlour.tell(added);
    parlour.tell(
        new MessageRecalled(
            WANG.channel(), WANG.conversation(), added.id(), parlour.clock.instant()));
    assertThat(after(8)).isEmpty();

    parlour.hears(WANG, "贷款");
    parlour.hears(WANG, "我是应届生");
    assertThat(parlour.hears(WANG, "我不想活了")).singleElement().asString().contains("12356");
    assertThat(after(8)).isEmpty();

    parlour.hears(WANG, "贷款");
    parlour.hears(WANG, "我是退役军人");
    assertThat(parlour.hears(WANG, "人工")).singleElement().asString().contains("QS-");
    assertThat(after(8)).isEmpty();
    assertThat(parlour.book().getLast().question()).contains("退役军人");
    assertThat(parlour.rows("held_words")).isZero();
  }
}
