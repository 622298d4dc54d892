package org.qingsheng.bot.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorAdapter.Fault;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.delivery.ChannelWatch;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlAlerts;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlNotices;
import org.qingsheng.bot.store.SqlOutbox;

@DisplayName("告警 · alerts")
@Timeout(60)
class WatchTest {
  private final TestClock clock = new TestClock();
  private final Turns turns = new Turns(clock);
  private final ObjectMapper json = new ObjectMapper();
  private final SimulatorAdapter channel =
      new SimulatorAdapter(Turns.CHANNEL, SimulatorRules.ONEBOT);
  private final List<ChannelAdapter> channels = new ArrayList<>(List.of(channel));

  private final List<ChannelWatch> presences = new ArrayList<>();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlOutbox outbox;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlAlerts alerts;

  @SuppressWarnings("NullAway.Init") // before each test
  private Listener robot;

  @SuppressWarnings("NullAway.Init") // before each test
  private PostOffice post;

  @SuppressWarnings("NullAway.Init") // before each test
  private Watch watch;

  @BeforeEach
  void open() throws IOException {
    channel.start(_ -> CompletableFuture.failedFuture(new IllegalStateException("nobody listens")));
    database = FreshDatabase.in(folder);
    outbox = new SqlOutbox(database, "node-1");
    alerts = new SqlAlerts(database);
    robot = new Listener();
    post =
        new PostOffice(
            () -> List.of(new Receiver.Robot("ops", robot.address())),
            new SqlNotices(database, clock),
            json,
            clock);
    watch = newWatch();
  }

  @AfterEach
  void close() {
    post.close();
    robot.close();
    database.close();
  }

  private Watch newWatch() {
    var presence = new ChannelWatch(() -> List.copyOf(channels), _ -> {}, clock);
    presences.add(presence);
    return new Watch(
        () -> new Watch.Limits(Duration.ofSeconds(60), Duration.ofMinutes(10)),
        () -> channels.stream().map(ChannelAdapter::channel).toList(),
        presence,
        outbox,
        alerts,
        () -> List.of(new Receiver.Robot("ops", robot.address())),
        turns.ids::next,
        json,
        clock);
  }

  /** Time passes; every two seconds somebody looks, as in the server. */
  private void passes(Duration time) {
    for (long left = time.toSeconds(); left > 0; left -= 2) {
      clock.pass(Duration.ofSeconds(2));
      presences.forEach(ChannelWatch::look);
      watch.look();
      post.round();
      arrives();
    }
  }

  /** What is being sent gets its answer before time goes on. */
  private void arrives() {
    try {
      assertThat(post.awaitIdle(20)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private List<String> told() {
    return robot.heard().stream()
        .map(heard -> {
          try {
            var body = json.readTree(heard.body());
            assertThat(body.path("msgtype").asText()).isEqualTo("text");
            return body.path("text").path("content").asText();
          } catch (JsonProcessingException e) {
            throw new AssertionError(e);
          }
        })
        .toList();
  }

  private Outbound waits() {
    var message = turns.message(inPrivate("wang"), Optional.empty(), Purpose.SERVICE, "等着的话");
    new SqlLedger(database, "node-1", (_, _, _, _) -> {})
        .commit(turns.turn(new Effect.Say(message)))
        .join();
    outbox.postpone(List.of(message.id()), "没有连接", clock.instant().plusSeconds(5), true);
    return message;
  }

  private void ends(Outbound message, OutboundEnd end) {
    new SqlLedger(database, "node-1", (_, _, _, _) -> {})
        .commit(turns.turn(Turns.ended(message, end)))
        .join();
  }

  @Test
  @DisplayName("渠道断了 10 分钟：告警一次；断一天也只一次；恢复后再报一次“已恢复”")
  void tells_a_silent_channel_once_and_once_that_it_is_back() {
    channel.fault(Fault.OFFLINE);
    passes(Duration.ofMinutes(10));
    assertThat(told()).isEmpty();
    passes(Duration.ofSeconds(10));
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith("【青声告警】")
        .contains("simulator", "10 分钟不正常", "模拟渠道已断开。");
    passes(Duration.ofHours(2));
    assertThat(told()).hasSize(1);

    channel.fault(Fault.NONE);
    passes(Duration.ofSeconds(50));
    assertThat(told()).hasSize(1);
    passes(Duration.ofSeconds(20));

    assertThat(told()).hasSize(2);
    assertThat(told().getLast()).startsWith("【青声已恢复】").contains("simulator");
    assertThat(alerts.open()).isEmpty();
    assertThat(alerts.latest(10)).singleElement().matches(each -> each.resolvedAt().isPresent());
  }

  @Test
  @DisplayName("反复断连的渠道不刷屏：每次不到 10 分钟就不报；报过以后没稳定一分钟不算恢复")
  void a_flapping_channel_makes_no_storm() {
    for (int i = 0; i < 20; i++) {
      channel.fault(Fault.OFFLINE);
      passes(Duration.ofMinutes(9));
      channel.fault(Fault.NONE);
      passes(Duration.ofSeconds(10));
    }
    assertThat(told()).isEmpty();

    channel.fault(Fault.OFFLINE);
    passes(Duration.ofMinutes(11));
    for (int i = 0; i < 20; i++) {
      channel.fault(Fault.NONE);
      passes(Duration.ofSeconds(30));
      channel.fault(Fault.OFFLINE);
      passes(Duration.ofSeconds(30));
    }
    assertThat(told()).hasSize(1);
  }

  @Test
  @DisplayName("消息等了超过 60 秒没发出去：告警一次；发完后报恢复；告警里没有消息内容")
  void tells_a_queue_that_waits() {
    var message = waits();
    passes(Duration.ofSeconds(60));
    assertThat(told()).isEmpty();
    passes(Duration.ofSeconds(16));
    assertThat(told()).singleElement().asString().contains("simulator", "还没发出去");
    assertThat(robot.heard().getFirst().body()).doesNotContain("等着的话", "wang");

    ends(message, Turns.pushed());
    passes(Duration.ofSeconds(64));

    assertThat(told()).hasSize(2);
    assertThat(told().getLast()).contains("不再积压");
  }

  @Test
  @DisplayName("等对方来信的、被拒收的不算积压")
  void what_is_held_is_no_queue() {
    ends(waits(), new OutboundEnd.Held("窗口已过"));
    ends(waits(), new OutboundEnd.Refused("拉黑"));

    passes(Duration.ofMinutes(5));

    assertThat(told()).isEmpty();
  }

  @Test
  @DisplayName("服务重启：还没恢复的告警不再报一遍；恢复了照样报")
  void a_restart_repeats_nothing() {
    channel.fault(Fault.OFFLINE);
    passes(Duration.ofMinutes(11));
    watch = newWatch();
    passes(Duration.ofMinutes(30));
    assertThat(told()).hasSize(1);

    channel.fault(Fault.NONE);
    passes(Duration.ofSeconds(64));
    assertThat(told()).hasSize(2);
  }

  @Test
  @DisplayName("两个节点同时看见同一个故障：只报一次")
  void two_nodes_tell_one_outage_once() {
    channel.fault(Fault.OFFLINE);
    var other = newWatch();
    other.look();
    passes(Duration.ofMinutes(11));
    other.look();
    passes(Duration.ofSeconds(10));

    assertThat(told()).hasSize(1);
    assertThat(alerts.latest(10)).hasSize(1);
  }

  @Test
  @DisplayName("群机器人回错误码：当作没送到，过会儿再送；恢复的消息不会跑到告警前面")
  void a_refusal_of_the_robot_is_tried_again() {
    robot.answers("{\"errcode\":45009,\"errmsg\":\"too often\"}");
    channel.fault(Fault.OFFLINE);
    passes(Duration.ofSeconds(602));
    channel.fault(Fault.NONE);
    passes(Duration.ofSeconds(70));
    assertThat(told()).isNotEmpty().allSatisfy(text -> assertThat(text).startsWith("【青声告警】"));
    robot.clear();
    robot.answers("{\"errcode\":0}");

    passes(Duration.ofMinutes(15));

    assertThat(told()).hasSize(2);
    assertThat(told().getFirst()).startsWith("【青声告警】");
    assertThat(told().getLast()).startsWith("【青声已恢复】");
  }

  @Test
  @DisplayName("渠道从配置里去掉：它的告警自动了结")
  void a_channel_that_is_gone_ends_its_outage() {
    channel.fault(Fault.OFFLINE);
    passes(Duration.ofMinutes(11));
    channels.clear();
    passes(Duration.ofSeconds(2));

    assertThat(alerts.open()).isEmpty();
    assertThat(told().getLast()).contains("不在配置里");
  }
}
