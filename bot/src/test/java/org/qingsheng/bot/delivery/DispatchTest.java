package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.LooksUpSent;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorAdapter.Fault;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.delivery.Outbox.Standing;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlOutbox;

@DisplayName("投递 · dispatch")
@Timeout(60)
class DispatchTest {
  private static final DialogueKey WANG = inPrivate("wang");
  private static final DialogueKey GROUP = inGroup("wang");

  private final TestClock clock = new TestClock();
  private final Turns turns = new Turns(clock);
  private final Set<DialogueKey> silenced = new HashSet<>();
  private final SimulatorAdapter channel =
      new SimulatorAdapter(Turns.CHANNEL, SimulatorRules.ONEBOT);
  private final Map<ChannelId, ChannelAdapter> adapters = new HashMap<>();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private ExecutorService executor;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlOutbox outbox;

  @SuppressWarnings("NullAway.Init") // before each test
  private Ledger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private Dispatch dispatch;

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    executor = Executors.newVirtualThreadPerTaskExecutor();
    outbox = new SqlOutbox(database, "node-1");
    ledger = new Ledger(new SqlLedger(database, "node-1", (_, _, _, _) -> {}), executor);
    adapters.put(Turns.CHANNEL, channel);
    dispatch =
        new Dispatch(
            adapters, outbox, ledger, FreeManners.of(silenced::contains), turns.ids, clock);
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

  private void commit(Effect... effects) throws InterruptedException {
    ledger.commit(turns.turn(effects)).join();
    settled();
  }

  private Outbound message(DialogueKey to, String text) {
    return turns.message(to, Optional.empty(), Purpose.SERVICE, text);
  }

  private Outbound reply(String text) {
    return turns.message(
        WANG, Optional.empty(), Purpose.SERVICE, text, Optional.of(new MessageId("m1")));
  }

  /** The person writes: the exchange of m1 opens, and with it an answer window. */
  private void hears(Outbound... replies) throws InterruptedException {
    var heard =
        new MessageReceived(
            Turns.CHANNEL,
            new MessageId("m1"),
            WANG.conversation(),
            WANG.asker(),
            "问",
            List.of(),
            org.qingsheng.adapters.Addressing.PRIVATE,
            Optional.empty(),
            clock.instant(),
            false);
    channel.start(_ ->
        java.util.concurrent.CompletableFuture.completedFuture(
            new InboundSink.Receipt(true, true)));
    channel.tell(heard).join();
    var effects = new ArrayList<Effect>();
    effects.add(turns.window(WANG, "m1", 5));
    for (var reply : replies) {
      effects.add(new Effect.Say(reply));
    }
    commit(effects.toArray(Effect[]::new));
  }

  private void round() throws InterruptedException {
    dispatch.round(true);
    settled();
  }

  private List<String> sent() {
    return channel.takeSent().stream().map(OutboundMessage::text).toList();
  }

  private Standing standing(Outbound message) {
    return outbox.find(message.id()).orElseThrow();
  }

  private OutboundState state(Outbound message) {
    return standing(message).state();
  }

  @Test
  @DisplayName("提交之后就发，同一个人的按先后")
  void sends_in_order_per_person() throws InterruptedException {
    var messages = new ArrayList<Effect>();
    for (int i = 0; i < 20; i++) {
      messages.add(new Effect.Say(message(i % 2 == 0 ? WANG : GROUP, "第" + i)));
    }

    commit(messages.toArray(Effect[]::new));

    var sent = channel.takeSent();
    assertThat(sent).hasSize(20);
    for (var talk : List.of(WANG, GROUP)) {
      var theirs =
          sent.stream()
              .filter(each -> each.conversation().equals(talk.conversation()))
              .map(each -> Integer.parseInt(each.text().substring(1)))
              .toList();
      assertThat(theirs).hasSize(10).isSorted();
    }
  }

  @Test
  @DisplayName("答复被平台接受，条目才办结")
  void an_accepted_answer_closes_its_item() throws InterruptedException {
    var id = asked();
    var answer = turns.message(WANG, Optional.of(id), Purpose.ANSWER, "答");

    commit(Turns.happened(id, new ItemEvent.Answered("entry", 1, 0.98)), new Effect.Say(answer));

    assertThat(state(answer)).isEqualTo(OutboundState.ACCEPTED);
    assertThat(item(id)).isEqualTo(ItemState.ANSWERED);
  }

  private ItemId asked() throws InterruptedException {
    var id = turns.ids.item();
    commit(
        turns.heard(WANG, "m-" + id, Optional.of(id), "问"),
        Turns.asked(id, WANG, ItemKind.QUESTION, LIANNAN));
    return id;
  }

  private ItemState item(ItemId id) {
    return ((Items) new SqlItems(database)).find(id, Scope.ALL).orElseThrow().state();
  }

  @Test
  @DisplayName("一次被动交换装得下的合成一条发，装不下的另外推送，顺序不变")
  void one_exchange_takes_what_fits() throws InterruptedException {
    channel.rules(SimulatorRules.WECHAT);
    var long1 = reply("一".repeat(300));
    var long2 = reply("二".repeat(300));
    var long3 = reply("三".repeat(300));

    hears(long1, long2, long3);

    var sent = channel.takeSent();
    assertThat(sent).hasSize(2);
    assertThat(sent.getFirst().route()).isEqualTo(new Route.Passive(new MessageId("m1")));
    assertThat(sent.getFirst().text()).startsWith("一").contains("\n\n二").doesNotContain("三");
    assertThat(sent.get(1).route()).isEqualTo(new Route.Push(Optional.of(new MessageId("m1"))));
    assertThat(sent.get(1).text()).startsWith("三");
    assertThat(outbox.window(WANG).orElseThrow().remaining()).as("one push").isEqualTo(4);
    assertThat(standing(long2).passive()).isTrue();
    assertThat(standing(long3).passive()).isFalse();
  }

  @Test
  @DisplayName("被动交换已经关了就改推送，窗口过了就暂缓，绝不硬发")
  void falls_back_to_a_push_and_holds_outside_the_window() throws InterruptedException {
    channel.rules(SimulatorRules.WECHAT);
    clock.pass(Duration.ofSeconds(1));
    hears();
    channel.closeExchange();
    var pushed = reply("推送");
    commit(new Effect.Say(pushed));
    clock.pass(Duration.ofDays(2));
    var late = message(WANG, "太晚");
    commit(new Effect.Say(late));

    assertThat(sent()).containsExactly("推送");
    assertThat(state(late)).isEqualTo(OutboundState.HELD);
    assertThat(standing(late).reason()).hasValueSatisfying(why -> assertThat(why).contains("窗口已过"));
  }

  @Test
  @DisplayName("次数用完就暂缓，对方再来信时发出，先旧后新")
  void holds_over_the_quota_until_the_person_writes_again() throws InterruptedException {
    channel.rules(SimulatorRules.QQ_GROUP);
    var messages = new ArrayList<Outbound>();
    for (int i = 0; i < 7; i++) {
      messages.add(reply("第" + i));
    }
    hears(messages.toArray(Outbound[]::new));
    assertThat(sent()).containsExactly("第0", "第1", "第2", "第3", "第4");
    assertThat(state(messages.get(6))).isEqualTo(OutboundState.HELD);

    commit(turns.window(WANG, "m2", 5), new Effect.Say(message(WANG, "新的")));

    assertThat(sent()).containsExactly("第5", "第6", "新的");
  }

  @Test
  @DisplayName("发送有节奏的渠道：同一刻只发一条，其余按节奏排，一条不丢、不乱序")
  void keeps_the_pace_of_the_channel() throws InterruptedException {
    var paced = new PacedAdapter();
    adapters.put(Turns.CHANNEL, paced);
    var others = inPrivate("li");

    commit(
        new Effect.Say(message(WANG, "一")),
        new Effect.Say(message(WANG, "二")),
        new Effect.Say(message(others, "三")));
    assertThat(paced.sent).as("at one moment one message").hasSize(1);

    for (int i = 0; i < 4; i++) {
      clock.pass(Duration.ofSeconds(1));
      int before = paced.sent.size();
      round();
      assertThat(paced.sent.size() - before).isLessThanOrEqualTo(1);
    }
    assertThat(paced.sent).containsExactlyInAnyOrder("一", "二", "三").containsSubsequence("一", "二");
  }

  @Test
  @DisplayName("群里被禁言时暂缓并说明，恢复后放行")
  void holds_while_the_bot_is_muted() throws InterruptedException {
    silenced.add(GROUP);
    var message = message(GROUP, "答");
    commit(new Effect.Say(message));
    assertThat(sent()).isEmpty();
    assertThat(state(message)).isEqualTo(OutboundState.HELD);

    silenced.clear();
    commit(
        new Effect.HeldReleased(
            GROUP.channel(), GROUP.conversation().id(), Optional.empty(), Optional.empty()));

    assertThat(sent()).containsExactly("答");
    assertThat(state(message)).isEqualTo(OutboundState.ACCEPTED);
  }

  @Test
  @DisplayName("没有连接时退避再试，间隔 1、2、4、8、10 秒封顶，连上就发，后面的跟着等、不抢先")
  void backs_off_while_offline_and_keeps_the_order() throws InterruptedException {
    channel.fault(Fault.OFFLINE);
    var first = message(WANG, "一");
    var second = message(WANG, "二");
    commit(new Effect.Say(first), new Effect.Say(second));

    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      assertThat(standing(first).message().notBefore())
          .isEqualTo(clock.instant().plusSeconds(seconds));
      assertThat(standing(second).message().notBefore())
          .isEqualTo(standing(first).message().notBefore());
      clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
      round();
      assertThat(state(first)).isEqualTo(OutboundState.PLANNED);
      clock.pass(Duration.ofMillis(1));
      round();
    }
    assertThat(standing(second).attempts()).as("it was never tried").isZero();
    channel.fault(Fault.NONE);
    clock.pass(Duration.ofSeconds(10));
    round();

    assertThat(sent()).containsExactly("一", "二");
  }

  @Test
  @DisplayName("断线一整天：等着的消息每 10 秒试一次，台账不多一行，连上照样送到")
  void waiting_adds_no_rows() throws InterruptedException {
    channel.fault(Fault.OFFLINE);
    commit(new Effect.Say(message(WANG, "一")), new Effect.Say(message(GROUP, "二")));
    long before = turnRows();

    for (int i = 0; i < 200; i++) {
      clock.pass(Duration.ofSeconds(10));
      round();
    }

    assertThat(turnRows()).isEqualTo(before);
    channel.fault(Fault.NONE);
    clock.pass(Duration.ofSeconds(10));
    round();
    assertThat(sent()).containsExactlyInAnyOrder("一", "二");
    assertThat(turnRows()).as("one end each").isEqualTo(before + 2);
  }

  private long turnRows() {
    return database.read(
        handle -> handle.select("SELECT count(*) FROM turn").mapTo(Long.class).one());
  }

  @Test
  @DisplayName("连上的那一刻，后一条也不会插到还在等的前一条前面")
  void a_later_message_does_not_overtake_when_the_line_comes_back_between_two_sends()
      throws InterruptedException {
    var flaky = new FlakyAdapter();
    adapters.put(Turns.CHANNEL, flaky);

    commit(new Effect.Say(message(WANG, "一")), new Effect.Say(message(WANG, "二")));
    clock.pass(Duration.ofSeconds(1));
    round();

    assertThat(flaky.sent).containsExactly("一", "二");
  }

  @Test
  @DisplayName("没有回音又查不到：记为结果未知、交给人看，绝不自己重发")
  void an_unknown_end_is_never_repeated_silently() throws InterruptedException {
    channel.fault(Fault.SILENT);
    var id = asked();
    var answer = turns.message(WANG, Optional.of(id), Purpose.ANSWER, "答");
    commit(Turns.happened(id, new ItemEvent.Answered("entry", 1, 0.98)), new Effect.Say(answer));
    channel.fault(Fault.NONE);

    clock.pass(Duration.ofHours(1));
    round();
    dispatch.recover(true);
    settled();

    assertThat(sent()).containsExactly("答");
    assertThat(state(answer)).isEqualTo(OutboundState.UNKNOWN);
    assertThat(item(id)).isEqualTo(ItemState.ANSWERING);
    assertThat(outbox.stuck(Scope.ALL, 10)).hasSize(1);
    dispatch.settle(answer, OutboundState.ACCEPTED, "问过本人，收到了");
    assertThat(item(id)).isEqualTo(ItemState.ANSWERED);
  }

  @Test
  @DisplayName("平台自己去重时，没有回音就用同一个键再发")
  void repeats_with_the_same_key_where_the_platform_deduplicates() throws InterruptedException {
    channel.rules(SimulatorRules.QQ_GROUP);
    channel.fault(Fault.SILENT);
    var message = reply("答");
    hears(message);
    channel.fault(Fault.NONE);
    clock.pass(Duration.ofSeconds(10));
    round();

    var attempts = channel.takeSent();
    assertThat(attempts).hasSize(2);
    assertThat(attempts).extracting(OutboundMessage::key).containsOnly(message.key());
    assertThat(state(message)).isEqualTo(OutboundState.ACCEPTED);
  }

  @Test
  @DisplayName("能查已发消息的渠道：查到算送达，查不到再发，查不了才算未知")
  void looks_up_what_may_have_been_sent() throws InterruptedException {
    for (var expected :
        Map.of(
                new LooksUpSent.Found.Sent(Optional.of(new MessageId("p1"))),
                    OutboundState.ACCEPTED,
                new LooksUpSent.Found.Absent(), OutboundState.PLANNED,
                new LooksUpSent.Found.CannotTell("历史太短", false), OutboundState.UNKNOWN)
            .entrySet()) {
      adapters.put(Turns.CHANNEL, new LookingAdapter(expected.getKey()));
      var message = message(WANG, "答");
      commit(new Effect.Say(message));
      assertThat(state(message)).as("%s", expected.getKey()).isEqualTo(expected.getValue());
    }
  }

  @Test
  @DisplayName("进程在发送时被杀：不能去重也查不到的记为未知，能去重的重发，旧租约不会发两遍")
  void recovers_what_a_killed_process_left() throws InterruptedException {
    var killed = new SqlLedger(database, "node-0", (_, _, _, _) -> {});
    var left = message(WANG, "答");
    killed.commit(turns.turn(new Effect.Say(left))).join();

    dispatch.recover(true);
    settled();
    assertThat(state(left)).isEqualTo(OutboundState.UNKNOWN);
    assertThat(sent()).isEmpty();

    channel.rules(SimulatorRules.QQ_GROUP);
    var safe = reply("能去重");
    killed.commit(turns.turn(turns.window(WANG, "m1", 5), new Effect.Say(safe))).join();
    dispatch.recover(true);
    dispatch.recover(true);
    settled();
    round();
    round();
    assertThat(sent()).containsExactly("能去重");
    assertThat(state(safe)).isEqualTo(OutboundState.ACCEPTED);
  }

  @Test
  @DisplayName("平台重问：给同一个答复，台账不多一件事；主动推送过的不再给")
  void gives_the_same_answer_when_the_platform_asks_again() throws InterruptedException {
    channel.rules(SimulatorRules.WECHAT);
    var id = asked();
    var answer =
        turns.message(WANG, Optional.of(id), Purpose.ANSWER, "答", Optional.of(new MessageId("m1")));
    hears();
    commit(Turns.happened(id, new ItemEvent.Answered("entry", 1, 0.98)), new Effect.Say(answer));
    int events = new SqlItems(database).history(id).size();

    reopenExchange();
    assertThat(dispatch.askedAgain(Turns.CHANNEL, new MessageId("m1"))).isTrue();
    settled();

    assertThat(sent()).containsExactly("答", "答");
    assertThat(new SqlItems(database).history(id)).hasSize(events);
    assertThat(dispatch.askedAgain(Turns.CHANNEL, new MessageId("m-other"))).isFalse();
    channel.rules(SimulatorRules.ONEBOT);
    assertThat(dispatch.askedAgain(Turns.CHANNEL, new MessageId("m1"))).isFalse();
  }

  private void reopenExchange() {
    channel
        .tell(
            new MessageReceived(
                Turns.CHANNEL,
                new MessageId("m1"),
                WANG.conversation(),
                WANG.asker(),
                "问",
                List.of(),
                org.qingsheng.adapters.Addressing.PRIVATE,
                Optional.empty(),
                clock.instant(),
                false))
        .join();
  }

  @Test
  @DisplayName("渠道程序出错不影响别人：这条记为未知，下一条照发")
  void an_adapter_that_throws_loses_nothing() throws InterruptedException {
    adapters.put(Turns.CHANNEL, new ThrowingAdapter());
    var message = message(WANG, "答");

    commit(new Effect.Say(message));

    assertThat(state(message)).isEqualTo(OutboundState.UNKNOWN);
    adapters.put(Turns.CHANNEL, channel);
    commit(new Effect.Say(message(WANG, "下一条")));
    assertThat(sent()).containsExactly("下一条");
  }

  @Test
  @DisplayName("被拒收的记原因；渠道没启用的暂缓")
  void records_refusals_and_missing_channels() throws InterruptedException {
    channel.fault(Fault.BANNED);
    var refused = message(WANG, "答");
    commit(new Effect.Say(refused));
    adapters.clear();
    var nowhere = message(WANG, "答");
    commit(new Effect.Say(nowhere));

    assertThat(standing(refused).state()).isEqualTo(OutboundState.REFUSED);
    assertThat(standing(refused).reason()).hasValueSatisfying(why -> assertThat(why).contains("封"));
    assertThat(state(nowhere)).isEqualTo(OutboundState.HELD);
  }

  /** An adapter of a channel without windows, whose sends end as the test says. */
  private abstract static class ScriptedAdapter implements ChannelAdapter {
    final List<String> sent = java.util.Collections.synchronizedList(new ArrayList<>());

    Duration pace() {
      return Duration.ZERO;
    }

    @Override
    public ChannelId channel() {
      return Turns.CHANNEL;
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          true, true, Optional.empty(), false, true, List.of(), false, 4000, pace());
    }

    @Override
    public void start(InboundSink sink) {}

    @Override
    public Health check() {
      return new Health(Health.State.UP, "正常");
    }

    Delivery accepted(OutboundMessage message) {
      sent.add(message.text());
      return new Delivery.Accepted(Optional.empty());
    }

    @Override
    public void close() {}
  }

  private static final class PacedAdapter extends ScriptedAdapter {
    @Override
    Duration pace() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Delivery send(OutboundMessage message) {
      return accepted(message);
    }
  }

  /** Not connected for the first send only. */
  private static final class FlakyAdapter extends ScriptedAdapter {
    private boolean connected;

    @Override
    public Delivery send(OutboundMessage message) {
      if (connected) {
        return accepted(message);
      }
      connected = true;
      return new Delivery.NotSent("没有连接", Optional.empty());
    }
  }

  private static final class ThrowingAdapter extends ScriptedAdapter {
    @Override
    public Delivery send(OutboundMessage message) {
      throw new IllegalStateException("渠道程序错误");
    }
  }

  private static final class LookingAdapter extends ScriptedAdapter implements LooksUpSent {
    private final Found found;

    LookingAdapter(Found found) {
      this.found = found;
    }

    @Override
    public Delivery send(OutboundMessage message) {
      return new Delivery.Unknown("没有回音");
    }

    @Override
    public Found lookUp(OutboundMessage message, java.time.Instant notBefore) {
      return found;
    }
  }
}
