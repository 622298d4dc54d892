package org.qingsheng.bot.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.asked;
import static org.qingsheng.bot.ledger.Turns.happened;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlLedger;

@DisplayName("强杀之后怎么查账 · the checker of the kill trial")
class BooksTest {
  private static final String FAULT = "message without exactly one item";
  private static final DialogueKey WANG =
      new DialogueKey(
          new ChannelId(Premises.ONEBOT),
          new Conversation.PrivateChat(new ConversationId("wang")),
          new AskerId("wang"));

  private final TestClock clock = new TestClock();
  private final Turns turns = new Turns(clock);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Path file;

  @SuppressWarnings("NullAway.Init") // before each test
  private ItemId question;

  /** A question with a choice offered at nine. */
  @BeforeEach
  void asksBack() {
    file = folder.resolve("books.db");
    question = turns.ids.item();
    commit(
        "m1",
        turns.heard(WANG, "m1", Optional.of(question), "贷款"),
        asked(question, WANG, ItemKind.QUESTION, LIANNAN),
        happened(question, new ItemEvent.OptionsOffered(List.of("a", "b"))));
  }

  private void commit(String message, Effect... effects) {
    try (var database = Database.open("jdbc:sqlite:" + file)) {
      var cause = "in:" + Premises.ONEBOT + ":" + message;
      new SqlLedger(database, "node", (_, _, _, _) -> {}).commit(turns.turn(cause, effects)).join();
    }
  }

  private void choiceWithItsOwnItem() {
    var own = turns.ids.item();
    commit(
        "m2",
        turns.heard(WANG, "m2", Optional.of(own), "1"),
        asked(own, WANG, ItemKind.CHAT, LIANNAN));
  }

  private List<String> faults(String what) {
    var said =
        List.of(
            new Said(Premises.ONEBOT, "m1", "wang", true, false, false),
            new Said(Premises.ONEBOT, "m2", "wang", false, false, false));
    return new Books(file).compare(said, List.of(), false).faults().getOrDefault(what, List.of());
  }

  @Test
  @DisplayName("数字按时听到、记在所答的条目下：没有问题")
  void a_prompt_number_belongs_to_its_question() {
    clock.pass(Premises.CLARIFY.minusMillis(1));
    commit(
        "m2",
        turns.heard(WANG, "m2", Optional.of(question), "1"),
        happened(question, new ItemEvent.Added()));

    assertThat(faults(FAULT)).isEmpty();
  }

  @Test
  @DisplayName("数字按时听到却另立一条：查得出来")
  void a_prompt_number_with_an_item_of_its_own_is_found() {
    clock.pass(Premises.CLARIFY.minusMillis(1));
    choiceWithItsOwnItem();

    assertThat(faults(FAULT)).containsExactly("m2");
  }

  @Test
  @DisplayName("选项过期以后才听到的数字可以另立一条")
  void a_late_number_may_have_an_item_of_its_own() {
    clock.pass(Premises.CLARIFY);
    choiceWithItsOwnItem();

    assertThat(faults(FAULT)).isEmpty();
  }

  @Test
  @DisplayName("没有来信的条目和共用一条的两个提问都查得出来")
  void spare_and_shared_items_are_found() {
    clock.pass(Duration.ofMinutes(20));
    commit(
        "m2",
        turns.heard(WANG, "m2", Optional.of(question), "1"),
        happened(question, new ItemEvent.Added()));
    var spare = turns.ids.item();
    commit("m3", asked(spare, WANG, ItemKind.QUESTION, LIANNAN));

    assertThat(faults(FAULT)).containsExactly(question + " has 2");
    assertThat(faults("item without a message of its own")).hasSize(1);
  }
}
