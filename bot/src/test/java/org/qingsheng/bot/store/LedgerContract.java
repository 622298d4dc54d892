package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.claimed;
import static org.qingsheng.bot.ledger.Turns.ended;
import static org.qingsheng.bot.ledger.Turns.happened;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("台账存储 · ledger store")
abstract class LedgerContract extends StoreContract {
  private static final String NODE = "node-1";
  private static final DialogueKey WANG = inGroup("u-wang");
  private static final DialogueKey LI = inGroup("u-li");

  private Turns turns = new Turns(clock);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlItems items;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlOutbox outbox;

  @BeforeEach
  void openLedger() {
    turns = new Turns(clock);
    ledger = new SqlLedger(database, NODE, (_, _, _, _) -> {});
    items = new SqlItems(database);
    outbox = new SqlOutbox(database, NODE);
  }

  private Committed commit(Turn turn) {
    return Waiting.on(ledger.commit(turn));
  }

  private Item item(ItemId id) {
    return items.find(id, Scope.ALL).orElseThrow();
  }

  private ItemId waitingItem(DialogueKey talk) {
    var id = turns.ids.item();
    commit(turns.waiting(id, talk, LIANNAN, "工资被拖欠怎么办"));
    return id;
  }

  private long rows(String table) {
    return database.read(
        handle -> handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  private OutboundState state(Outbound message) {
    return outbox.find(message.id()).orElseThrow().state();
  }

  private Outbound held(DialogueKey to, String text) {
    var message = turns.message(to, Optional.empty(), Purpose.SERVICE, text);
    commit(turns.turn(new Effect.Say(message)));
    commit(turns.turn(ended(message, new OutboundEnd.Held("窗口已过"))));
    return message;
  }

  @Test
  @DisplayName("同一个起因只处理一次：第二次得到第一次的编号，什么也不多")
  void handles_a_cause_once() {
    var id = turns.ids.item();
    var first =
        turns.turn(
            "in:simulator:m1",
            turns.waiting(id, WANG, LIANNAN, "问").effects().toArray(Effect[]::new));
    var again =
        turns.turn(
            "in:simulator:m1",
            turns.waiting(turns.ids.item(), WANG, LIANNAN, "问").effects().toArray(Effect[]::new));

    var committed = commit(first);
    var repeated = commit(again);

    assertThat(committed.first()).isTrue();
    assertThat(repeated.first()).isFalse();
    assertThat(repeated.turn()).isEqualTo(first.id());
    assertThat(repeated.items()).isEmpty();
    assertThat(repeated.messages()).isEmpty();
    assertThat(rows("item")).isEqualTo(1);
    assertThat(rows("turn")).isEqualTo(1);
  }

  @Test
  @DisplayName("同一起因从 8 个线程同时交来，恰好一个是第一次")
  void a_cause_handed_in_by_many_threads_is_handled_once() {
    var handed =
        IntStream.range(0, 64)
            .mapToObj(_ -> {
              var turn = turns.waiting(turns.ids.item(), WANG, LIANNAN, "问");
              return new Turn(turn.id(), "in:simulator:same", turn.at(), turn.effects());
            })
            .toList();

    List<CompletableFuture<Committed>> done;
    try (var threads = Executors.newFixedThreadPool(8)) {
      done =
          handed.stream()
              .map(turn ->
                  CompletableFuture.supplyAsync(() -> turn, threads).thenCompose(ledger::commit))
              .toList();
    }

    assertThat(done.stream().map(CompletableFuture::join).filter(Committed::first)).hasSize(1);
    assertThat(rows("item")).isEqualTo(1);
  }

  @Test
  @DisplayName("一轮处理要么全部留下，要么什么也不留下，编号也不占用")
  void keeps_all_of_a_turn_or_nothing() {
    var id = turns.ids.item();
    var message = turns.message(WANG, Optional.of(id), Purpose.RECEIPT, "已转");
    var impossible =
        turns.turn(
            turns.heard(WANG, "m1", Optional.of(id), "问"),
            Turns.asked(id, WANG, ItemKind.QUESTION, LIANNAN),
            new Effect.Say(message),
            new Effect.Remember(WANG, "{}"),
            new Effect.Know(WANG, Optional.of(LIANNAN), 1, true),
            claimed(id, "nobody-handed-it-off"));

    assertThatThrownBy(() -> commit(impossible))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).isEqualTo(Refused.Why.NOT_NOW));

    for (var table :
        List.of("turn", "heard", "item", "item_event", "outbound", "dialogue", "asker")) {
      assertThat(rows(table)).as(table).isZero();
    }
    assertThat(item(waitingItem(WANG)).number()).hasToString("QS-261120-0001");
  }

  @Test
  @DisplayName("编号按上海的日子从 0001 起，零点换日")
  void numbers_start_anew_at_midnight_in_shanghai() {
    clock.pass(Duration.between(clock.instant(), Instant.parse("2026-11-20T15:59:59.999Z")));
    var late = waitingItem(WANG);
    clock.pass(Duration.ofMillis(1));
    var early = waitingItem(WANG);

    assertThat(item(late).number()).hasToString("QS-261120-0001");
    assertThat(item(early).number()).hasToString("QS-261121-0001");
  }

  @Test
  @DisplayName("许多人同时提问、夹着被拒绝的一轮，编号仍然连续不跳号")
  void numbers_have_no_gaps() {
    var handed = new ArrayList<CompletableFuture<Committed>>();
    for (int i = 0; i < 600; i++) {
      var id = turns.ids.item();
      var turn = turns.waiting(id, inGroup("u-" + i), LIANNAN, "问");
      var effects = new ArrayList<>(turn.effects());
      if (i % 3 == 0) {
        effects.add(claimed(id, "a"));
        effects.add(claimed(id, "b"));
      }
      handed.add(ledger.commit(new Turn(turn.id(), turn.cause(), turn.at(), effects)));
    }

    var failed = handed.stream().filter(each -> each.handle((_, e) -> e != null).join()).count();

    assertThat(failed).isEqualTo(200);
    var numbers =
        items.find(org.qingsheng.bot.ledger.Items.ItemQuery.ANY.page(0, 1000), Scope.ALL).stream()
            .map(item -> item.number().value())
            .sorted()
            .toList();
    assertThat(numbers)
        .isEqualTo(IntStream.rangeClosed(1, 400).mapToObj("QS-261120-%04d"::formatted).toList());
  }

  @Test
  @DisplayName("消息里的编号占位在提交时换成真编号")
  void puts_the_number_into_messages() {
    var id = turns.ids.item();
    var message =
        turns.message(WANG, Optional.of(id), Purpose.RECEIPT, "编号 " + ItemNumber.TO_COME + "。");

    var committed =
        commit(
            turns.turn(
                Turns.asked(id, WANG, ItemKind.QUESTION, LIANNAN),
                turns.handedOff(id),
                new Effect.Say(message)));

    assertThat(committed.messages())
        .singleElement()
        .satisfies(said -> assertThat(said.text()).isEqualTo("编号 QS-261120-0001。"));
    assertThat(outbox.find(message.id()).orElseThrow().message().text())
        .isEqualTo("编号 QS-261120-0001。");
  }

  @Test
  @DisplayName("条目的版本等于事件数；行在别处变过就不许覆盖，整轮作废")
  void refuses_to_overwrite_a_row_that_changed_meanwhile() {
    var id = waitingItem(WANG);
    var meddling =
        new SqlLedger(
            database,
            NODE,
            (handle, proposal, _, _) ->
                handle.execute(
                    "UPDATE item SET version = version + 1 WHERE id = ?", proposal.item().value()));
    var proposal = new Effect.EntryProposed(id, "问", "答", LIANNAN, "团县委", "wang");

    assertThat(item(id).version()).isEqualTo(items.history(id).size()).isEqualTo(2);
    assertThatThrownBy(() -> Waiting.on(meddling.commit(turns.turn(claimed(id, "wang"), proposal))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("changed meanwhile");
    assertThat(item(id).version()).isEqualTo(2);
    assertThat(item(id).state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  @DisplayName("新窗口打开时，暂缓的消息按先后放行，并排在新回复前面；别人的不动")
  void a_new_window_releases_held_messages_in_order() {
    var first = held(WANG, "一");
    var second = held(WANG, "二");
    var others = held(LI, "别人的");
    var reply = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "三");

    var committed = commit(turns.turn(turns.window(WANG, "m9", 5), new Effect.Say(reply)));

    assertThat(committed.messages()).extracting(Outbound::text).containsExactly("一", "二", "三");
    assertThat(committed.messages().getFirst().inReplyTo()).contains(new MessageId("m9"));
    assertThat(state(first)).isEqualTo(OutboundState.LEASED);
    assertThat(state(second)).isEqualTo(OutboundState.LEASED);
    assertThat(state(others)).isEqualTo(OutboundState.HELD);
  }

  @Test
  @DisplayName("不计次数的渠道：本人再来信只放行本人的，群里解除禁言放行全群的")
  void releases_held_messages_where_nothing_is_counted() {
    held(WANG, "一");
    held(LI, "二");
    held(inGroup("g2", "u-wang"), "别的群");
    var chat = WANG.conversation().id();

    var mine =
        commit(
            turns.turn(
                new Effect.HeldReleased(
                    WANG.channel(), chat, Optional.of(WANG.asker()), Optional.empty())));
    var all =
        commit(
            turns.turn(
                new Effect.HeldReleased(WANG.channel(), chat, Optional.empty(), Optional.empty())));

    assertThat(mine.messages()).extracting(Outbound::text).containsExactly("一");
    assertThat(all.messages()).extracting(Outbound::text).containsExactly("二");
  }

  @Test
  @DisplayName("来信说撤回时，被这封信放行的答复也不再发出")
  void what_a_withdrawal_releases_is_not_sent() {
    var id = waitingItem(WANG);
    var answer = turns.message(WANG, Optional.of(id), Purpose.STAFF_ANSWER, "答");
    var other = held(WANG, "另一件事");
    commit(turns.turn(new Effect.Say(answer)));
    commit(turns.turn(ended(answer, new OutboundEnd.Held("窗口已过"))));

    var committed =
        commit(turns.turn(turns.window(WANG, "m9", 5), new Effect.CancelUnsent(id, "提问人撤回")));

    assertThat(committed.messages()).extracting(Outbound::id).containsExactly(other.id());
    assertThat(state(answer)).isEqualTo(OutboundState.CANCELLED);
  }

  @Test
  @DisplayName("主动推送占一次窗口次数，被动回复不占")
  void only_pushes_use_the_window() {
    var pushed = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "一");
    var passive = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "二");
    commit(
        turns.turn(turns.window(WANG, "m1", 5), new Effect.Say(pushed), new Effect.Say(passive)));

    commit(turns.turn(ended(pushed, Turns.pushed()), ended(passive, Turns.passive())));

    assertThat(outbox.window(WANG).orElseThrow().remaining()).isEqualTo(4);
    assertThat(outbox.find(passive.id()).orElseThrow().passive()).isTrue();
    assertThat(outbox.find(pushed.id()).orElseThrow().passive()).isFalse();
    assertThat(outbox.window(LI)).isEmpty();
  }

  @Test
  @DisplayName("已送达的消息不会再变成别的状态")
  void an_accepted_message_stays_accepted() {
    var message = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "一");
    commit(turns.turn(new Effect.Say(message)));
    commit(turns.turn(ended(message, Turns.pushed())));

    commit(turns.turn(ended(message, new OutboundEnd.Unknown("晚到的结果"))));
    commit(turns.turn(ended(message, new OutboundEnd.Again("重发", clock.instant()))));

    assertThat(state(message)).isEqualTo(OutboundState.ACCEPTED);
  }

  @Test
  @DisplayName("取消只取消还没发出的，发出的和别的条目的不动")
  void cancels_only_what_was_not_sent() {
    var id = waitingItem(WANG);
    var planned = turns.message(WANG, Optional.of(id), Purpose.SERVICE, "待发");
    var sent = turns.message(WANG, Optional.of(id), Purpose.SERVICE, "已发");
    var others = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "无关");
    commit(turns.turn(new Effect.Say(planned), new Effect.Say(sent), new Effect.Say(others)));
    commit(
        turns.turn(
            ended(planned, new OutboundEnd.Again("没有连接", clock.instant())),
            ended(sent, Turns.pushed()),
            ended(others, new OutboundEnd.Held("窗口已过"))));

    commit(turns.turn(new Effect.CancelUnsent(id, "提问人撤回")));

    assertThat(state(planned)).isEqualTo(OutboundState.CANCELLED);
    assertThat(state(sent)).isEqualTo(OutboundState.ACCEPTED);
    assertThat(state(others)).isEqualTo(OutboundState.HELD);
  }

  @Test
  @DisplayName("平台撤回：原文和密封件消失，事件一条不少，条目里只剩说明")
  void a_recall_removes_the_words_and_leaves_the_events() {
    var id = waitingItem(WANG);
    var before = items.history(id);

    commit(
        turns.turn(
            new Effect.Recalled(new MessageId("m-" + id), WANG, clock.instant()),
            happened(id, new ItemEvent.Withdrawn("提问人在平台撤回"))));

    assertThat(item(id).question()).isEqualTo("（提问人已撤回）");
    assertThat(items.history(id))
        .startsWith(before.toArray(org.qingsheng.bot.ledger.Projection.Happening[]::new))
        .hasSize(3);
    assertThat(items.thread(id))
        .singleElement()
        .satisfies(line -> assertThat(line.recalled()).isTrue());
    var left =
        database.read(handle ->
            handle
                .select("SELECT count(*) FROM heard WHERE sealed IS NOT NULL OR text LIKE '%工资%'")
                .mapTo(Long.class)
                .one());
    assertThat(left).isZero();
  }

  @Test
  @DisplayName("台账只增不改：事件不能改、不能删，一轮处理不能改")
  void the_ledger_is_append_only() {
    waitingItem(WANG);

    for (var sql :
        List.of(
            "UPDATE item_event SET payload = '{}'",
            "DELETE FROM item_event",
            "UPDATE turn SET cause = 'another'")) {
      assertThatThrownBy(() -> database.writeNow(handle -> handle.execute(sql)))
          .as(sql)
          .hasMessageContaining("append-only");
    }
    assertThat(rows("item_event")).isEqualTo(2);
  }

  @Test
  @DisplayName("事件表里的类型名就是 JSON 里的名字，改类名不影响旧数据")
  void the_stored_type_is_the_name_in_the_json() {
    var id = waitingItem(WANG);
    commit(turns.turn(claimed(id, "wang"), happened(id, new ItemEvent.StaffAnswered("wang", "答"))));

    var types =
        database.read(handle ->
            handle.select("SELECT type FROM item_event ORDER BY seq").mapTo(String.class).list());
    var payloads =
        database.read(handle ->
            handle
                .select("SELECT payload FROM item_event ORDER BY seq")
                .mapTo(String.class)
                .list());

    assertThat(types).containsExactly("asked", "handed-off", "claimed", "staff-answered");
    for (int i = 0; i < types.size(); i++) {
      assertThat(payloads.get(i)).contains("\"type\":\"" + types.get(i) + "\"");
    }
  }

  @Test
  @DisplayName("告知过的说明版本只升不降，地区不说就不变，能否联系照最新的")
  void what_is_known_of_a_person_is_not_forgotten() {
    commit(turns.turn(new Effect.Know(WANG, Optional.empty(), 3, true)));
    commit(turns.turn(new Effect.Know(WANG, Optional.of(LIANNAN), 0, true)));
    commit(turns.turn(new Effect.Know(WANG, Optional.empty(), 2, false)));

    var known = new SqlAskers(database).find(WANG.channel(), WANG.asker()).orElseThrow();
    assertThat(known.noticeVersion()).isEqualTo(3);
    assertThat(known.region()).contains(LIANNAN);
    assertThat(known.reachable()).isFalse();
    assertThat(known.code()).matches("Q-[0-9A-Z]{8}");
  }

  @Test
  @DisplayName("两个人同时认领，一万次里每次恰好一个成功，输的一方看到在谁手里")
  void of_two_claims_exactly_one_wins_in_ten_thousand_trials() {
    var contested =
        IntStream.range(0, times(10_000))
            .mapToObj(i -> {
              var id = turns.ids.item();
              return ledger
                  .commit(turns.waiting(id, inPrivate("u" + i), LIANNAN, "问"))
                  .thenApply(_ -> id);
            })
            .toList();
    var ids = contested.stream().map(CompletableFuture::join).toList();

    int wins = 0;
    int wrong = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      var trials =
          ids.stream()
              .map(id ->
                  List.of("wang", "li").stream()
                      .map(staff ->
                          CompletableFuture.supplyAsync(
                                  () -> turns.turn(claimed(id, staff)), threads)
                              .thenCompose(ledger::commit)
                              .handle((committed, e) -> outcome(committed, e)))
                      .toList())
              .toList();
      for (var trial : trials) {
        var outcomes = trial.stream().map(CompletableFuture::join).sorted().toList();
        wins += outcomes.equals(List.of("taken", "won")) ? 1 : 0;
        wrong += outcomes.equals(List.of("taken", "won")) ? 0 : 1;
      }
    }

    assertThat(wrong).isZero();
    assertThat(wins).isEqualTo(times(10_000));
    assertThat(items.history(ids.getFirst())).hasSize(3);
  }

  private static String outcome(
      @org.jspecify.annotations.Nullable Committed committed,
      @org.jspecify.annotations.Nullable Throwable e) {
    if (e == null) {
      return committed != null && committed.first() ? "won" : "repeated";
    }
    var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof Refused refused
            && refused.why() == Refused.Why.TAKEN
            && refused.item().assignee().isPresent()
        ? "taken"
        : "failed: " + cause;
  }

  @Test
  @DisplayName("失败的写入不把说的话和账号带进错误信息")
  void failures_do_not_quote_what_was_said() {
    var id = waitingItem(inPrivate("openid-of-somebody"));
    var twice =
        turns.turn(
            turns.heard(
                inPrivate("openid-of-somebody"), "m-" + id, Optional.of(id), "身份证 44180219990101"));

    assertThatThrownBy(() -> commit(twice))
        .hasMessageContaining("INSERT INTO heard")
        .satisfies(e -> {
          var told = new java.io.StringWriter();
          e.printStackTrace(new java.io.PrintWriter(told));
          assertThat(told.toString()).doesNotContain("44180219990101", "openid-of-somebody");
        });
  }

  @Test
  @DisplayName("转到别的地区，条目就归那里看")
  void a_transfer_moves_the_item_to_the_other_region() {
    var id = waitingItem(WANG);
    var yingde = new RegionCode("441881");

    commit(
        turns.turn(
            happened(
                id,
                new ItemEvent.Transferred("wang", Optional.empty(), Optional.of(yingde), "不归我们"))));

    assertThat(items.find(id, new Scope(LIANNAN))).isEmpty();
    assertThat(items.find(id, new Scope(yingde))).isPresent();
  }
}
