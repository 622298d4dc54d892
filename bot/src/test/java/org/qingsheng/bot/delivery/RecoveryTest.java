package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.LooksUpSent;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.bot.delivery.Outbox.Standing;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlOutbox;

@DisplayName("被强杀的进程留下的消息 · recovery")
class RecoveryTest {
  private static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");
  private static final ChannelId CHANNEL = new ChannelId("qq-groups");
  private static final DialogueKey TALK =
      new DialogueKey(
          CHANNEL, new Conversation.GroupChat(new ConversationId("g1")), new AskerId("1001"));
  private static final OutboundId MESSAGE = new OutboundId("o1");

  @TempDir Path folder;
  private Database database;
  private Instant now = NINE;
  private final InstantSource clock = () -> now;
  private final ScriptedAdapter adapter = new ScriptedAdapter();

  @BeforeEach
  void a_process_was_killed_while_it_sent() {
    database = FreshDatabase.in(folder);
    var dead = new Ledger(new SqlLedger(database, "dead", (_, _, _, _) -> {}), Runnable::run);
    var ids = new Ids(clock, new Random(1));
    dead.commit(new Turn(ids.turn(), "in:1", NINE, List.of(new Effect.Say(message())))).join();
    now = NINE.plusSeconds(5);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Outbound message() {
    return new Outbound(
        MESSAGE,
        new IdempotencyKey("k1"),
        Optional.empty(),
        TALK,
        Optional.empty(),
        true,
        Purpose.SERVICE,
        "你好",
        List.of(),
        NINE);
  }

  private Dispatch dispatch(Outbox outbox) {
    var ledger = new Ledger(new SqlLedger(database, "live", (_, _, _, _) -> {}), Runnable::run);
    return new Dispatch(
        Map.of(CHANNEL, adapter),
        outbox,
        ledger,
        FreeManners.of(_ -> false),
        new Ids(clock, new Random(2)),
        clock);
  }

  @Test
  @DisplayName("查明没有送到，就重发一次，只一次")
  void sends_again_once_what_did_not_arrive() throws InterruptedException {
    var outbox = new SqlOutbox(database, "live");
    var dispatch = dispatch(outbox);

    dispatch.recover(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();
    dispatch.round(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();
    dispatch.recover(true);
    dispatch.round(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();

    assertThat(adapter.sends).hasValue(1);
    assertThat(outbox.find(MESSAGE).map(Standing::state)).contains(OutboundState.ACCEPTED);
  }

  @Test
  @DisplayName("同一条被发现两次，第二次轮到时已在重发：不再动它")
  void leaves_alone_what_was_seen_to_and_taken_again_meanwhile() throws InterruptedException {
    var outbox = new SqlOutbox(database, "live");
    var found = outbox.abandoned(now, true, 10);
    var dispatch = dispatch(new FoundEarlier(outbox, found));

    dispatch.recover(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();
    var taken =
        outbox.leaseDue(
            now, Duration.ZERO, 10); // its sender has it and has not yet said how it ended
    dispatch.recover(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();

    assertThat(taken).hasSize(1);
    assertThat(adapter.lookUps).hasValue(1);
    assertThat(outbox.find(MESSAGE).map(Standing::state)).contains(OutboundState.LEASED);
  }

  @Test
  @DisplayName("查的时候渠道还没连上：先等，不判为结果未知")
  void waits_for_a_channel_that_comes_up_while_it_is_asked() throws InterruptedException {
    adapter.comesUpDuringLookUp = true;
    var outbox = new SqlOutbox(database, "live");
    var dispatch = dispatch(outbox);

    dispatch.recover(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();

    assertThat(outbox.find(MESSAGE).map(Standing::state)).contains(OutboundState.LEASED);
  }

  @Test
  @DisplayName("停了一小时再启动，渠道还没连上：从启动算起等十五分钟，再判为结果未知")
  void gives_a_channel_time_to_come_up_after_a_long_outage() throws InterruptedException {
    adapter.staysDown = true;
    now = NINE.plus(Duration.ofHours(1));
    var outbox = new SqlOutbox(database, "live");
    var dispatch = dispatch(outbox);

    dispatch.recover(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();
    var soon = outbox.find(MESSAGE).map(Standing::state);
    now = now.plus(Duration.ofMinutes(16));
    dispatch.recover(true);
    assertThat(dispatch.awaitIdle(10)).isTrue();

    assertThat(soon).contains(OutboundState.LEASED);
    assertThat(outbox.find(MESSAGE).map(Standing::state)).contains(OutboundState.UNKNOWN);
  }

  /** Finds what was found before, as a look that began before the last one's end was written. */
  private record FoundEarlier(Outbox real, List<Leased> found) implements Outbox {
    @Override
    public List<Outbound> leaseDue(Instant now, Duration leftToOthers, int limit) {
      return real.leaseDue(now, leftToOthers, limit);
    }

    @Override
    public List<Leased> abandoned(Instant now, boolean single, int limit) {
      return found;
    }

    @Override
    public void postpone(
        List<OutboundId> messages, String reason, Instant notBefore, boolean tried) {
      real.postpone(messages, reason, notBefore, tried);
    }

    @Override
    public List<Standing> answersTo(ChannelId channel, MessageId message) {
      return real.answersTo(channel, message);
    }

    @Override
    public Optional<Standing> find(OutboundId id) {
      return real.find(id);
    }

    @Override
    public Optional<OpenWindow> window(DialogueKey talk) {
      return real.window(talk);
    }

    @Override
    public Map<String, Instant> waitingSince(Instant now) {
      return real.waitingSince(now);
    }

    @Override
    public List<Stuck> stuck(Scope scope, int limit) {
      return real.stuck(scope, limit);
    }

    @Override
    public List<Standing> undelivered(org.qingsheng.bot.ledger.ItemId item) {
      return real.undelivered(item);
    }

    @Override
    public List<Sent> sentSince(ChannelId channel, Instant since) {
      return real.sentSince(channel, since);
    }

    @Override
    public List<Stuck> waiting(Scope scope, int limit) {
      return real.waiting(scope, limit);
    }

    @Override
    public long count(ChannelId channel, OutboundState state) {
      return real.count(channel, state);
    }
  }

  /** A platform where nothing has arrived yet. */
  private static final class ScriptedAdapter implements ChannelAdapter, LooksUpSent {
    final AtomicInteger sends = new AtomicInteger();
    final AtomicInteger lookUps = new AtomicInteger();
    volatile boolean comesUpDuringLookUp;
    volatile boolean staysDown;

    @Override
    public ChannelId channel() {
      return CHANNEL;
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          true, true, Optional.empty(), false, true, List.of(), false, 4000, Duration.ZERO);
    }

    @Override
    public void start(InboundSink sink) {}

    @Override
    public Delivery send(OutboundMessage message) {
      sends.incrementAndGet();
      return new Delivery.Accepted(Optional.of(new MessageId("p1")));
    }

    @Override
    public Found lookUp(OutboundMessage message, Instant notBefore) {
      lookUps.incrementAndGet();
      return comesUpDuringLookUp || staysDown
          ? new Found.CannotTell("没有连接", true)
          : new Found.Absent();
    }

    @Override
    public Health check() {
      boolean up = !staysDown && (!comesUpDuringLookUp || lookUps.get() > 0);
      return new Health(up ? Health.State.UP : Health.State.DEGRADED, "");
    }

    @Override
    public void close() {}
  }
}
