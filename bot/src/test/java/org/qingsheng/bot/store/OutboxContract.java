package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.ended;
import static org.qingsheng.bot.ledger.Turns.inGroup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("发件箱 · outbox")
abstract class OutboxContract extends StoreContract {
  private static final DialogueKey WANG = inGroup("u-wang");

  private Turns turns = new Turns(clock);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlOutbox outbox;

  @BeforeEach
  void openOutbox() {
    turns = new Turns(clock);
    ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    outbox = new SqlOutbox(database, "node-1");
  }

  private Outbound said(String text) {
    var message = turns.message(WANG, Optional.empty(), Purpose.SERVICE, text);
    commit(new Effect.Say(message));
    return message;
  }

  private Outbound planned(String text, Duration in) {
    var message = said(text);
    outbox.postpone(List.of(message.id()), "排队", clock.instant().plus(in), false);
    return message;
  }

  private void commit(Effect... effects) {
    Waiting.on(ledger.commit(turns.turn(effects)));
  }

  @Test
  @DisplayName("到点的才取，早的先取，不超过要的数，取走的不再给别人")
  void leases_what_is_due_once() {
    var first = planned("一", Duration.ofSeconds(1));
    var second = planned("二", Duration.ofSeconds(1));
    var third = planned("三", Duration.ofSeconds(2));

    assertThat(outbox.leaseDue(clock.instant(), Duration.ZERO, 10)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(outbox.leaseDue(clock.instant(), Duration.ZERO, 1))
        .extracting(Outbound::id)
        .containsExactly(first.id());
    assertThat(new SqlOutbox(database, "node-2").leaseDue(clock.instant(), Duration.ZERO, 10))
        .extracting(Outbound::id)
        .containsExactly(second.id());
    assertThat(outbox.leaseDue(clock.instant(), Duration.ZERO, 10)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(outbox.leaseDue(clock.instant(), Duration.ZERO, 10))
        .extracting(Outbound::id)
        .containsExactly(third.id());
  }

  @Test
  @DisplayName("没发成的，先留给别的节点试一会儿；没有别人试，过了时候自己再试")
  void leaves_what_it_tried_in_vain_to_others_for_a_while() {
    var message = planned("一", Duration.ZERO);
    var patience = Duration.ofSeconds(15);
    var other = new SqlOutbox(database, "node-2");

    outbox.leaseDue(clock.instant(), patience, 10);
    outbox.postpone(List.of(message.id()), "没有连接", clock.instant(), true);
    assertThat(outbox.leaseDue(clock.instant(), patience, 10)).isEmpty();
    assertThat(other.leaseDue(clock.instant(), patience, 10))
        .extracting(Outbound::id)
        .containsExactly(message.id());
    other.postpone(List.of(message.id()), "没有连接", clock.instant(), true);
    clock.pass(patience);
    assertThat(other.leaseDue(clock.instant(), patience, 10))
        .extracting(Outbound::id)
        .containsExactly(message.id());
  }

  @Test
  @DisplayName("四个线程同时取，每条恰好被取走一次")
  void many_takers_never_get_the_same_message() {
    var all = IntStream.range(0, 200).mapToObj(i -> planned("第" + i, Duration.ZERO).id()).toList();

    var taken = new ArrayList<Outbound>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var rounds =
          IntStream.range(0, 40)
              .mapToObj(_ ->
                  CompletableFuture.supplyAsync(
                      () -> outbox.leaseDue(clock.instant(), Duration.ZERO, 7), threads))
              .toList();
      rounds.forEach(round -> taken.addAll(round.join()));
    }

    assertThat(taken).extracting(Outbound::id).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  @DisplayName("没试过就改期不算一次尝试，试过失败才算")
  void only_attempts_are_counted() {
    var message = planned("一", Duration.ZERO);
    outbox.leaseDue(clock.instant(), Duration.ZERO, 1);
    outbox.postpone(List.of(message.id()), "排队", clock.instant(), false);
    assertThat(outbox.find(message.id()).orElseThrow().attempts()).isZero();

    outbox.leaseDue(clock.instant(), Duration.ZERO, 1);
    outbox.postpone(List.of(message.id()), "没有连接", clock.instant(), true);
    assertThat(outbox.find(message.id()).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  @DisplayName("租约过期的和（单机时）别的进程留下的都算被抛下，正在发的不算")
  void finds_what_a_killed_process_left() {
    var killed = new SqlLedger(database, "node-0", (_, _, _, _) -> {});
    var left = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "留下的");
    Waiting.on(killed.commit(turns.turn(new Effect.Say(left))));
    var mine = said("正在发");

    assertThat(abandoned(true)).containsExactly(left.id());
    assertThat(abandoned(false)).as("another node may still be sending").isEmpty();
    clock.pass(OutboundWriting.LEASE);
    assertThat(abandoned(false)).isEmpty();
    clock.pass(Duration.ofMillis(1));
    assertThat(abandoned(false)).containsExactly(left.id(), mine.id());
    assertThat(outbox.abandoned(clock.instant(), false, 10).getFirst().since())
        .isEqualTo(clock.instant().minus(OutboundWriting.LEASE).minusMillis(1));
  }

  private List<org.qingsheng.bot.ledger.OutboundId> abandoned(boolean single) {
    return outbox.abandoned(clock.instant(), single, 10).stream()
        .map(leased -> leased.message().id())
        .toList();
  }

  @Test
  @DisplayName("对一封来信的答复按先后列出")
  void lists_the_answers_to_a_message() {
    var asked = new MessageId("m1");
    var one = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "一", Optional.of(asked));
    var two = turns.message(WANG, Optional.empty(), Purpose.SERVICE, "二", Optional.of(asked));
    commit(new Effect.Say(one), new Effect.Say(two));
    said("无关");

    assertThat(outbox.answersTo(Turns.CHANNEL, asked))
        .extracting(each -> each.message().text())
        .containsExactly("一", "二");
    assertThat(outbox.answersTo(new org.qingsheng.adapters.ChannelId("other"), asked)).isEmpty();
  }

  @Test
  @DisplayName("卡住的消息只给管得着那个地区的人看；没有条目的只给全国看")
  void shows_stuck_messages_within_the_region_only() {
    var id = turns.ids.item();
    Waiting.on(ledger.commit(turns.waiting(id, WANG, LIANNAN, "问")));
    var local = turns.message(WANG, Optional.of(id), Purpose.RECEIPT, "回执");
    commit(new Effect.Say(local));
    commit(ended(local, new OutboundEnd.Unknown("没有回音")));
    var service = said("服务消息");
    commit(ended(service, new OutboundEnd.Refused("被拒")));
    said("在途的不算");

    assertThat(outbox.stuck(new Scope(LIANNAN), 10))
        .singleElement()
        .satisfies(stuck -> {
          assertThat(stuck.standing().state()).isEqualTo(OutboundState.UNKNOWN);
          assertThat(stuck.standing().reason()).contains("没有回音");
          assertThat(stuck.itemNumber()).contains("QS-261120-0001");
        });
    assertThat(outbox.stuck(new Scope(new RegionCode("360000")), 10)).isEmpty();
    assertThat(outbox.stuck(Scope.ALL, 10))
        .extracting(Outbox.Stuck::standing)
        .extracting(each -> each.message().id())
        .containsExactly(service.id(), local.id());
    assertThat(outbox.stuck(Scope.ALL, 1)).hasSize(1);
    assertThat(outbox.count(Turns.CHANNEL, OutboundState.UNKNOWN)).isEqualTo(1);
  }

  @Test
  @DisplayName("后开的窗口取代先开的")
  void a_new_window_replaces_the_old_one() {
    commit(turns.window(WANG, "m1", 5));
    clock.pass(Duration.ofMinutes(1));
    commit(turns.window(WANG, "m2", 3));

    var window = outbox.window(WANG).orElseThrow();
    assertThat(window.message()).isEqualTo(new MessageId("m2"));
    assertThat(window.remaining()).isEqualTo(3);
    assertThat(window.openedAt()).isEqualTo(clock.instant());
    assertThat(outbox.window(inGroup("g2", "u-wang"))).as("another chat").isEmpty();
  }

  @Test
  @DisplayName("点菜单开的短窗口不会吃掉来信开的长窗口；长的用完或过期了，才轮到短的")
  void a_tap_never_takes_away_what_a_message_gave() {
    commit(turns.window(WANG, "m1", 5));
    clock.pass(Duration.ofHours(1));
    commit(tap("tap-1"));

    var window = outbox.window(WANG).orElseThrow();
    assertThat(window.message())
        .as("its exchange is the one open")
        .isEqualTo(new MessageId("tap-1"));
    assertThat(window.remaining()).isEqualTo(5);
    assertThat(window.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(47)));

    clock.pass(Duration.ofHours(48));
    commit(tap("tap-2"));
    assertThat(outbox.window(WANG).orElseThrow().remaining()).isEqualTo(3);
    assertThat(outbox.window(WANG).orElseThrow().expiresAt())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));
  }

  private Effect tap(String message) {
    return new Effect.WindowOpened(
        WANG,
        Opener.MENU_TAP,
        new MessageId(message),
        clock.instant().plus(Duration.ofMinutes(1)),
        3);
  }
}
