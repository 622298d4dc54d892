package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.delivery.DeliveryRules.Amendment;
import org.qingsheng.bot.delivery.DeliveryRules.Rate;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlOutbox;
import org.qingsheng.bot.store.SqlQuietChoices;

@DisplayName("投递的规矩 · manners of dispatch")
@Timeout(60)
class DispatchMannersTest {
  private static final DialogueKey WANG = inPrivate("wang");
  private static final DialogueKey GROUP = inGroup("wang");

  /** From nine in the morning to ten in the evening. */
  private static final Duration TO_THE_EVENING = Duration.ofHours(13);

  private final TestClock clock = new TestClock();
  private volatile boolean muted;
  private final Turns turns = new Turns(clock);
  private final SimulatorAdapter channel =
      new SimulatorAdapter(Turns.CHANNEL, SimulatorRules.ONEBOT);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlOutbox outbox;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlQuietChoices quiet;

  @SuppressWarnings("NullAway.Init") // before each test
  private Manners manners;

  @SuppressWarnings("NullAway.Init") // before each test
  private Ledger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private Dispatch dispatch;

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    outbox = new SqlOutbox(database, "node-1");
    quiet = new SqlQuietChoices(database, clock);
    manners =
        new Manners(
            DeliveryRules.DEFAULT,
            _ -> Optional.empty(),
            _ -> muted ? Optional.of("静默") : Optional.empty(),
            quiet);
    ledger = new Ledger(new SqlLedger(database, "node-1", (_, _, _, _) -> {}), executor);
    dispatch = dispatch();
  }

  private Dispatch dispatch() {
    return new Dispatch(Map.of(Turns.CHANNEL, channel), outbox, ledger, manners, turns.ids, clock);
  }

  @AfterEach
  void close() throws InterruptedException {
    settled();
    dispatch.close();
    executor.close();
    database.close();
  }

  private void settled() throws InterruptedException {
    assertThat(dispatch.awaitIdle(20)).isTrue();
  }

  private Outbound push(DialogueKey to, String text) throws InterruptedException {
    var message = turns.message(to, Optional.empty(), Purpose.STAFF_ANSWER, text);
    commit(new Effect.Say(message));
    return message;
  }

  private void commit(Effect... effects) throws InterruptedException {
    ledger.commit(turns.turn(effects)).join();
    settled();
  }

  private List<String> after(Duration time) throws InterruptedException {
    clock.pass(time);
    dispatch.round(true);
    settled();
    return sent();
  }

  private List<String> sent() {
    return channel.takeSent().stream().map(OutboundMessage::text).toList();
  }

  private OutboundState state(Outbound message) {
    return outbox.find(message.id()).orElseThrow().state();
  }

  @Test
  @DisplayName("夜里十点后的团干答复写明原因等着，七点半一到就送；对方自己问的照答")
  void waits_for_the_morning() throws InterruptedException {
    clock.pass(TO_THE_EVENING);
    var answer = push(WANG, "答复");
    var reply =
        turns.message(
            WANG, Optional.empty(), Purpose.SERVICE, "照答", Optional.of(new MessageId("m1")));
    commit(new Effect.Say(reply));

    assertThat(sent()).containsExactly("照答");
    assertThat(outbox.find(answer.id()).orElseThrow().reason()).contains("免打扰时段，过后送达");
    assertThat(dispatch.planned(answer))
        .isEqualTo(new DeliveryPlan.Step.Wait("免打扰时段，过后送达", Instant.parse("2026-11-20T23:30:00Z")));
    assertThat(after(Duration.ofHours(9).plusMinutes(29))).isEmpty();
    assertThat(after(Duration.ofMinutes(1))).containsExactly("答复");
    assertThat(state(answer)).isEqualTo(OutboundState.ACCEPTED);
  }

  @Test
  @DisplayName("夜里对方自己又来信，等着的答复就一起给，不再等到天亮")
  void gives_what_waits_to_a_person_who_is_there() throws InterruptedException {
    clock.pass(TO_THE_EVENING);
    push(WANG, "答复");
    commit(
        new Effect.HeldReleased(
            WANG.channel(),
            WANG.conversation().id(),
            Optional.of(WANG.asker()),
            Optional.of(new MessageId("m2"))));

    assertThat(sent()).containsExactly("答复");
    assertThat(after(Duration.ofHours(12))).isEmpty();
  }

  @Test
  @DisplayName("上夜班的人夜里收、白天不收；群里要群和人都合适")
  void heeds_what_people_and_groups_chose() throws InterruptedException {
    quiet.choose(WANG.channel(), WANG.asker(), new QuietChoice.Usual(QuietProfile.SHIFT));
    push(WANG, "上午");
    push(GROUP, "群里上午");
    assertThat(sent()).isEmpty();
    assertThat(after(Duration.ofHours(6))).containsExactlyInAnyOrder("上午", "群里上午");

    clock.pass(Duration.ofHours(8)); // eleven in the evening
    push(WANG, "夜里");
    push(GROUP, "群里夜里");
    assertThat(sent()).containsExactly("夜里");
    quiet.choose(GROUP.channel(), GROUP.conversation().id(), QuietProfile.NEVER);
    push(GROUP, "群里不限");
    assertThat(sent()).containsExactly("群里不限");
  }

  @Test
  @DisplayName("自己定的时段代替夜间：中午等着、写明是对方定的，夜里照送；改了马上算数")
  void heeds_hours_of_ones_own() throws InterruptedException {
    var noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(14, 0));
    commit(new Effect.QuietChosen(WANG, Optional.of(new QuietChoice.Own(noon))));
    clock.pass(Duration.ofHours(3));

    var answer = push(WANG, "中午");
    assertThat(sent()).isEmpty();
    assertThat(outbox.find(answer.id()).orElseThrow().reason()).contains("对方设了免打扰，过后送达");
    assertThat(dispatch.planned(answer))
        .isEqualTo(
            new DeliveryPlan.Step.Wait("对方设了免打扰，过后送达", Instant.parse("2026-11-20T06:00:00Z")));
    assertThat(after(Duration.ofHours(2))).containsExactly("中午");

    clock.pass(Duration.ofHours(9)); // eleven in the evening
    push(WANG, "夜里");
    push(GROUP, "群里夜里");
    assertThat(sent()).containsExactly("夜里");
    commit(new Effect.QuietChosen(WANG, Optional.empty()));
    push(WANG, "又是夜里");
    assertThat(sent()).isEmpty();
  }

  @Test
  @DisplayName("每个会话一分钟三条：第四条等到有空；别的会话不受影响；重启后接着算")
  void keeps_to_the_rate_of_each_chat_also_after_a_restart() throws InterruptedException {
    amend(List.of(new Rate(true, 3, Duration.ofMinutes(1))), Duration.ZERO);
    for (int i = 1; i <= 4; i++) {
      push(WANG, "第" + i);
    }
    push(GROUP, "群里");
    assertThat(sent()).containsExactlyInAnyOrder("第1", "第2", "第3", "群里");

    dispatch.close();
    dispatch = dispatch();
    assertThat(after(Duration.ofSeconds(59))).isEmpty();
    assertThat(after(Duration.ofSeconds(1))).containsExactly("第4");
  }

  @Test
  @DisplayName("一天里最多几条、两条至少隔多久，整个渠道一起算")
  void keeps_to_the_pace_and_rate_of_the_channel() throws InterruptedException {
    amend(List.of(new Rate(false, 2, Duration.ofHours(1))), Duration.ofSeconds(2));
    push(WANG, "一");
    push(WANG, "二");
    push(WANG, "三");

    assertThat(sent()).containsExactly("一");
    assertThat(after(Duration.ofSeconds(2))).containsExactly("二");
    assertThat(after(Duration.ofMinutes(59))).isEmpty();
    assertThat(after(Duration.ofMinutes(1))).containsExactly("三");
  }

  @Test
  @DisplayName("静默时什么都不说，求助热线卡和静默公告例外；消息都留着")
  void says_nothing_while_muted_but_the_hotlines() throws InterruptedException {
    muted = true;
    var answer = push(WANG, "答复");
    commit(
        new Effect.Say(turns.message(WANG, Optional.empty(), Purpose.CRISIS_CARD, "12355")),
        new Effect.Say(turns.message(WANG, Optional.empty(), Purpose.ANNOUNCEMENT, "公告")));

    assertThat(sent()).containsExactly("12355", "公告");
    assertThat(state(answer)).isEqualTo(OutboundState.HELD);
  }

  @Test
  @DisplayName("规则换了马上按新的来，不用重启")
  void other_rules_hold_at_once() throws InterruptedException {
    clock.pass(TO_THE_EVENING);
    push(WANG, "夜里");
    assertThat(sent()).isEmpty();

    manners.use(new DeliveryRules(QuietHours.NEVER, QuietHours.NEVER, Map.of()));
    push(WANG, "不限了");

    assertThat(sent()).containsExactly("不限了");
  }

  private void amend(List<Rate> rates, Duration pace) {
    manners.use(
        new DeliveryRules(
            QuietHours.NEVER,
            QuietHours.NEVER,
            Map.of(
                Turns.CHANNEL,
                new Amendment(Optional.empty(), Optional.empty(), Optional.of(pace), rates))));
  }
}
