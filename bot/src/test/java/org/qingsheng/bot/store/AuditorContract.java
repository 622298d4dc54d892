package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.claimed;
import static org.qingsheng.bot.ledger.Turns.ended;
import static org.qingsheng.bot.ledger.Turns.happened;
import static org.qingsheng.bot.ledger.Turns.inGroup;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turns;

@DisplayName("对账 · reconciliation")
abstract class AuditorContract extends StoreContract {
  /** The long run: {@code -Dqingsheng.fuzz=1000000}. */
  private static final int EVENTS = Integer.getInteger("qingsheng.fuzz", 100_000);

  private Turns turns = new Turns(clock);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlAuditor auditor;

  @BeforeEach
  void openAuditor() {
    turns = new Turns(clock);
    ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    auditor = new SqlAuditor(database, clock);
  }

  private ItemId waiting() {
    var id = turns.ids.item();
    Waiting.on(ledger.commit(turns.waiting(id, inGroup("u"), LIANNAN, "问")));
    return id;
  }

  private void commit(Effect... effects) {
    Waiting.on(ledger.commit(turns.turn(effects)));
  }

  private void tamper(String sql, Object... values) {
    database.writeNow(handle -> handle.execute(sql, values));
  }

  @Test
  @DisplayName("空台账是平的")
  void an_empty_ledger_balances() {
    assertThat(auditor.reconcile().balances()).isTrue();
    assertThat(auditor.reconcile().asked()).isZero();
  }

  @Test
  @DisplayName("闲聊不计入提问")
  void small_talk_is_not_asked() {
    var chat = turns.ids.item();
    commit(
        Turns.asked(chat, inGroup("u"), ItemKind.CHAT, LIANNAN),
        happened(chat, new ItemEvent.Declined("问候")));
    waiting();

    assertThat(auditor.reconcile().asked()).isEqualTo(1);
    assertThat(auditor.reconcile().balances()).isTrue();
  }

  @Test
  @DisplayName("行被改过，与事件不一致，指名道姓报出来")
  void names_a_row_that_its_events_did_not_make() {
    waiting();
    tamper("UPDATE item SET state = 'ANSWERED'");

    assertThat(auditor.reconcile().faults())
        .containsExactlyInAnyOrder("QS-261120-0001：已办结，却没有送达的答复", "QS-261120-0001：条目与它的事件不一致");
  }

  @Test
  @DisplayName("来信指向不存在的条目、条目没有事件、队列里没有期限、停在刚收到，都报出来")
  void names_every_kind_of_orphan() {
    var id = waiting();
    commit(turns.heard(inGroup("u"), "m-lost", Optional.of(new ItemId("nowhere")), "问"));
    tamper("UPDATE item SET due_at = NULL WHERE id = ?", id.value());
    var resting = turns.ids.item();
    commit(Turns.asked(resting, inGroup("u"), ItemKind.QUESTION, LIANNAN));
    var onItsWay = turns.ids.item();
    commit(
        Turns.asked(onItsWay, inGroup("u"), ItemKind.QUESTION, LIANNAN),
        happened(onItsWay, new ItemEvent.Answered("entry", 1, 0.99)));

    assertThat(auditor.reconcile().faults())
        .contains(
            "m-lost：来信指向的条目不存在",
            "QS-261120-0001：在队列里，却没有办理时限",
            "QS-261120-0001：条目与它的事件不一致",
            "QS-261120-0002：停在刚收到的状态",
            "QS-261120-0003：没有在途的答复，却停在送达中");
  }

  @Test
  @DisplayName("十万件随机事件（含被拒绝的）之后：账是平的，每一行都等于它的事件，自己数的和它数的一样")
  void the_books_balance_after_a_long_random_life() {
    var life = new RandomLife(new Random(261_120));
    int wanted = times(EVENTS);
    while (life.accepted < wanted) {
      life.step();
    }
    life.settle();

    var books = auditor.reconcile();

    assertThat(books.faults()).isEmpty();
    assertThat(books.asked()).isEqualTo(life.asked);
    assertThat(books.byGroup().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(life.asked);
    assertThat(books.byState().keySet())
        .as("the run reached every resting state")
        .containsExactlyInAnyOrder(
            java.util.Arrays.stream(ItemState.values())
                .filter(state -> state != ItemState.HEARD)
                .toArray(ItemState[]::new));
    assertThat(life.refused).as("impossible things were tried too").isGreaterThan(wanted / 100);
    long events =
        database.read(
            handle -> handle.select("SELECT count(*) FROM item_event").mapTo(Long.class).one());
    assertThat(events).isEqualTo(life.accepted);
  }

  /** People ask, cadres work and platforms answer at random; some of it cannot happen. */
  private final class RandomLife {
    private final Random random;
    private final List<ItemId> open = new ArrayList<>();
    private final List<Outbound> sending = new ArrayList<>();
    private final ArrayDeque<CompletableFuture<?>> inFlight = new ArrayDeque<>();
    private long asked;
    private long accepted;
    private long refused;

    RandomLife(Random random) {
      this.random = random;
    }

    void step() {
      clock.pass(Duration.ofMillis(random.nextInt(2_000)));
      int what = random.nextInt(100);
      if (what < 22 || open.isEmpty()) {
        ask();
      } else if (what < 45 && !sending.isEmpty()) {
        end(sending.remove(random.nextInt(sending.size())));
      } else {
        happen(open.get(random.nextInt(open.size())));
      }
      if (inFlight.size() > 500) {
        settle();
      }
    }

    private void ask() {
      var id = turns.ids.item();
      var talk = inGroup("u" + random.nextInt(50));
      var kind = random.nextInt(4) == 0 ? ItemKind.CHAT : ItemKind.QUESTION;
      var effects = new ArrayList<Effect>();
      effects.add(turns.heard(talk, "m-" + id, Optional.of(id), "问"));
      effects.add(Turns.asked(id, talk, kind, LIANNAN));
      switch (random.nextInt(4)) {
        case 0 -> effects.add(turns.handedOff(id));
        case 1 -> effects.addAll(answer(id));
        case 2 -> effects.add(happened(id, new ItemEvent.OptionsOffered(List.of("a", "b"))));
        default -> effects.add(happened(id, new ItemEvent.Declined("不在范围")));
      }
      asked += kind.counts() ? 1 : 0;
      open.add(id);
      if (open.size() > 2_000) {
        open.removeFirst();
      }
      hand(effects);
    }

    private List<Effect> answer(ItemId id) {
      var message = turns.message(inGroup("u"), Optional.of(id), Purpose.ANSWER, "答");
      return List.of(
          happened(id, new ItemEvent.Answered("entry", 1, 0.98)), new Effect.Say(message));
    }

    private void happen(ItemId id) {
      var staff = random.nextBoolean() ? "wang" : "li";
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> hand(List.of(claimed(id, staff)));
        case 3, 4 -> {
          var message = turns.message(inGroup("u"), Optional.of(id), Purpose.STAFF_ANSWER, "答");
          hand(
              List.of(
                  happened(id, new ItemEvent.StaffAnswered(staff, "答")), new Effect.Say(message)));
        }
        case 5 -> hand(List.of(happened(id, new ItemEvent.Released(staff, "不归我"))));
        case 6 ->
            hand(
                List.of(
                    happened(
                        id,
                        new ItemEvent.Transferred(
                            staff, Optional.of("li"), Optional.empty(), "更熟悉"))));
        case 7 -> hand(List.of(turns.handedOff(id)));
        case 8 ->
            hand(
                List.of(
                    new Effect.CancelUnsent(id, "提问人撤回"),
                    happened(id, new ItemEvent.Withdrawn("提问人撤回"))));
        case 9 -> hand(answer(id));
        case 10 -> hand(List.of(happened(id, new ItemEvent.Reopened("没解决")), turns.handedOff(id)));
        default ->
            hand(
                List.of(
                    happened(
                        id,
                        random.nextInt(4) == 0
                            ? new ItemEvent.Merged("another")
                            : new ItemEvent.FeedbackGiven(random.nextBoolean()))));
      }
    }

    private void end(Outbound message) {
      var id = message.item().orElseThrow();
      var name = message.id().value();
      var purpose = message.purpose().name();
      switch (random.nextInt(6)) {
        case 0 ->
            hand(
                List.of(
                    ended(message, new OutboundEnd.Held("窗口已过")),
                    happened(id, new ItemEvent.DeliveryHeld(name, purpose, "窗口已过"))));
        case 1 ->
            hand(
                List.of(
                    ended(message, new OutboundEnd.Settled(OutboundState.CANCELLED, "不用发了")),
                    happened(id, new ItemEvent.DeliveryFailed(name, purpose, "CANCELLED", ""))));
        default ->
            hand(
                List.of(
                    ended(message, Turns.pushed()),
                    happened(id, new ItemEvent.Delivered(name, purpose))));
      }
    }

    private void hand(List<Effect> effects) {
      long events = effects.stream().filter(each -> each instanceof Effect.Happened).count();
      inFlight.add(
          ledger
              .commit(turns.turn(effects.toArray(Effect[]::new)))
              .handle((committed, e) ->
                  new Outcome(events, e == null ? committed.messages() : List.of(), e)));
    }

    void settle() {
      while (!inFlight.isEmpty()) {
        count((Outcome) inFlight.poll().join());
      }
    }

    private void count(Outcome outcome) {
      if (outcome.failure == null) {
        accepted += outcome.events;
        sending.addAll(outcome.said);
        return;
      }
      var cause = outcome.failure instanceof CompletionException e ? e.getCause() : outcome.failure;
      assertThat(cause).isInstanceOf(Refused.class);
      refused++;
    }
  }

  /** What a turn came to: a message whose turn was refused was never said. */
  private record Outcome(
      long events, List<Outbound> said, @org.jspecify.annotations.Nullable Throwable failure) {}
}
