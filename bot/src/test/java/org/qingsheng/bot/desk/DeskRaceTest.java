package org.qingsheng.bot.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("人工台的争抢 · races at the desk")
@Timeout(120)
class DeskRaceTest {
  private static final int RUNS = 1_000;
  private static final Account WANG = cadre("wang", LIANNAN);
  private static final Account LI = cadre("li", LIANNAN);

  private final TestClock clock = new TestClock();
  private final Turns turns = new Turns(clock);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private ExecutorService executor;

  @SuppressWarnings("NullAway.Init") // before each test
  private Ledger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlItems items;

  @SuppressWarnings("NullAway.Init") // before each test
  private Desk desk;

  private static Account cadre(String name, RegionCode region) {
    return new Account(
        new AccountId(name), name, name, Set.of(Role.CADRE), region, true, Optional.empty());
  }

  /** Answers as they were typed. */
  private static final class Plain implements Desk.AnswerWriter {
    @Override
    public List<String> write(Item item, String answer) {
      return List.of(answer);
    }

    @Override
    public String asQuestion(String said) {
      return said;
    }

    @Override
    public String unit() {
      return "团县委";
    }
  }

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    executor = Executors.newVirtualThreadPerTaskExecutor();
    ledger = new Ledger(new SqlLedger(database, "node-1", (_, _, _, _) -> {}), executor);
    items = new SqlItems(database);
    desk =
        new Desk(
            ledger,
            items,
            new Plain(),
            new Colleagues(new SqlAccounts(database, clock), clock),
            turns.ids,
            clock);
  }

  @AfterEach
  void close() {
    executor.close();
    database.close();
  }

  private List<ItemId> waiting(int count) {
    var done = new ArrayList<CompletableFuture<ItemId>>();
    for (int i = 0; i < count; i++) {
      var id = turns.ids.item();
      done.add(
          ledger.commit(turns.waiting(id, inPrivate("u" + i), LIANNAN, "问")).thenApply(_ -> id));
    }
    return done.stream().map(CompletableFuture::join).toList();
  }

  private String tried(Runnable deed) {
    try {
      deed.run();
      return "done";
    } catch (Refused refused) {
      return refused.why().name();
    }
  }

  private List<String> atOnce(Runnable one, Runnable other) {
    var first = CompletableFuture.supplyAsync(() -> tried(one), executor);
    var second = CompletableFuture.supplyAsync(() -> tried(other), executor);
    return List.of(first.join(), second.join()).stream().sorted().toList();
  }

  private long answersOf(ItemId id) {
    return items.history(id).stream()
        .filter(each -> each.event() instanceof ItemEvent.StaffAnswered)
        .count();
  }

  private long messages() {
    return database.read(
        handle -> handle.select("SELECT count(*) FROM outbound").mapTo(Long.class).one());
  }

  @Test
  @DisplayName("同一个人连点两次、两次内容不同，一千次里每次恰好发出一个，另一个明说已答复过")
  void one_answer_of_two_in_a_thousand_runs() {
    var ids = waiting(RUNS);
    ids.forEach(id -> desk.claim(id, WANG));

    for (var id : ids) {
      assertThat(
              atOnce(
                  () -> desk.answer(id, WANG, "答一", false),
                  () -> desk.answer(id, WANG, "答二", false)))
          .containsExactly("ANSWERED_ALREADY", "done");
      assertThat(answersOf(id)).isEqualTo(1);
    }
    assertThat(messages()).as("as many messages as items").isEqualTo(RUNS);
  }

  @Test
  @DisplayName("没认领的人和认领的人同时答复：只有认领的人的发得出去，另一个被明确拒绝")
  void only_the_holder_answers() {
    var ids = waiting(200);
    ids.forEach(id -> desk.claim(id, WANG));

    for (var id : ids) {
      var outcomes =
          atOnce(() -> desk.answer(id, WANG, "我的", false), () -> desk.answer(id, LI, "抢答", false));
      assertThat(outcomes).contains("done").containsAnyOf("NOT_YOURS", "ANSWERED_ALREADY");
      assertThat(items.find(id, Scope.ALL).orElseThrow().answer()).contains("我的");
    }
  }

  @Test
  @DisplayName("认领、退回、再认领，一百轮争抢后承办人只有一个")
  void claims_and_releases_leave_one_holder() {
    var id = waiting(1).getFirst();
    IntStream.range(0, 100)
        .forEach(_ -> {
          assertThat(atOnce(() -> desk.claim(id, WANG), () -> desk.claim(id, LI)))
              .containsExactly("TAKEN", "done");
          var holder = items.find(id, Scope.ALL).orElseThrow().assignee().orElseThrow();
          desk.release(id, holder.equals("wang") ? WANG : LI, "不归我");
        });

    assertThat(items.find(id, Scope.ALL).orElseThrow().state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  @DisplayName("别的地区的人看不到、认领不了")
  void nobody_claims_outside_the_region() {
    var id = waiting(1).getFirst();

    assertThatThrownBy(() -> desk.claim(id, cadre("zhao", new RegionCode("441881"))))
        .isInstanceOf(NotAllowed.class);
    assertThat(desk.claim(id, cadre("qian", new RegionCode("441800"))).assignee()).contains("qian");
  }
}
