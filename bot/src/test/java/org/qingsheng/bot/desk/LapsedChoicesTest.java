package org.qingsheng.bot.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.happened;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.store.SqlAuditor;

@DisplayName("选项过期 · choices nobody took")
@Timeout(60)
class LapsedChoicesTest {
  private static final Duration VALID = Duration.ofMinutes(10);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private DeskHouse house;

  @BeforeEach
  void open() {
    house = new DeskHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** As one node would run it. */
  private LapsedChoices node() {
    return new LapsedChoices(
        house.items,
        house.ledger,
        house.turns.ids,
        house.clock,
        VALID,
        now -> now.plus(Duration.ofHours(8)));
  }

  private Item offered(boolean arrives) {
    var id = house.turns.ids.item();
    var talk = inPrivate("person-" + id);
    var options =
        house.turns.message(talk, Optional.of(id), Purpose.OPTIONS, "你想问哪一个？\n1. 甲\n2. 乙");
    house.commit(
        house.heard(talk, id, "补贴"),
        Turns.asked(id, talk, ItemKind.QUESTION, LIANNAN),
        happened(id, new ItemEvent.OptionsOffered(List.of("a", "b"))),
        new Effect.Say(options));
    if (arrives) {
      house.commit(
          new Effect.SendEnded(options.id(), new OutboundEnd.Accepted(Optional.empty(), true)));
    } else {
      house.commit(new Effect.SendEnded(options.id(), new OutboundEnd.Held("平台现在不让发")));
    }
    return house.now(id);
  }

  private void balances() {
    assertThat(new SqlAuditor(house.database, house.clock).reconcile().faults()).isEmpty();
  }

  @Test
  @DisplayName("送到了没人选的，过了时间自动关闭，写进经过，账目相符")
  void closes_what_nobody_picked() {
    var item = offered(true);
    house.pass(VALID.plus(LapsedChoices.GRACE).minusMillis(1));
    node().round();
    assertThat(house.now(item.id()).state()).isEqualTo(ItemState.CLARIFYING);

    house.pass(Duration.ofMillis(1));
    node().round();

    assertThat(house.now(item.id()).state()).isEqualTo(ItemState.WITHDRAWN);
    assertThat(house.events(item.id()).getLast())
        .isEqualTo(new ItemEvent.Withdrawn("给出的选项 10 分钟内没有选，自动关闭"));
    balances();
  }

  @Test
  @DisplayName("两个节点同时做、崩溃后再做一遍，都只关闭一次")
  void happens_once_on_any_number_of_nodes() {
    var item = offered(true);
    house.pass(Duration.ofMinutes(20));

    node().round();
    int once = house.events(item.id()).size();
    node().round();
    house.pass(Duration.ofMinutes(2));
    node().round();

    assertThat(house.events(item.id())).hasSize(once);
    balances();
  }

  @Test
  @DisplayName("同一个起因只算一次；看过之后又有变化的，整轮作废")
  void refuses_an_item_that_moved_on() {
    var item = offered(true);
    house.commit(
        happened(item.id(), new ItemEvent.Answered("a", 1, 0.99)),
        new Effect.Say(
            house.turns.message(item.talk(), Optional.of(item.id()), Purpose.ANSWER, "答案")));

    assertThatThrownBy(() ->
            house.commit(
                new Effect.Unchanged(item.id(), item.version()),
                happened(item.id(), new ItemEvent.Withdrawn("过期"))))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Refused.class);
    assertThat(house.now(item.id()).state()).isEqualTo(ItemState.ANSWERING);
  }

  @Test
  @DisplayName("选项根本没送到的，不算提问人放弃：转人工，没送出的选项不再送")
  void hands_to_people_what_never_arrived() {
    var item = offered(false);
    house.pass(Duration.ofMinutes(30));

    node().round();

    var now = house.now(item.id());
    assertThat(now.state()).isEqualTo(ItemState.WAITING);
    assertThat(now.dueAt()).isPresent();
    assertThat(house.items.thread(item.id()))
        .filteredOn(line -> line.purpose().equals(Optional.of(Purpose.OPTIONS)))
        .extracting(line -> line.state())
        .containsExactly(Optional.of(OutboundState.CANCELLED));
    balances();
  }

  @Test
  @DisplayName("又问了一遍选项的，从后一次算起")
  void counts_from_the_latest_choices() {
    var item = offered(true);
    house.pass(Duration.ofMinutes(8));
    house.commit(happened(item.id(), new ItemEvent.OptionsOffered(List.of())));
    house.pass(Duration.ofMinutes(5));

    node().round();

    assertThat(house.now(item.id()).state()).isEqualTo(ItemState.CLARIFYING);
  }

  @Test
  @DisplayName("一分钟只看一次")
  void looks_once_a_minute() {
    var node = node();
    var item = offered(true);
    house.pass(VALID.plus(LapsedChoices.GRACE).minusSeconds(30));
    node.round();
    house.pass(Duration.ofSeconds(40));
    node.round();
    assertThat(house.now(item.id()).state()).isEqualTo(ItemState.CLARIFYING);

    house.pass(Duration.ofSeconds(20));
    node.round();

    assertThat(house.now(item.id()).state()).isEqualTo(ItemState.WITHDRAWN);
  }
}
