package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.wecom.fake.FakeGateway;

@DisplayName("智能机器人（长连接） · bot of WeCom over a long connection")
class WeComLineAdapterTest {
  private static final ChannelId CHANNEL = new ChannelId("wecom-line");

  private final HandTime time = new HandTime(KfBench.NOW);
  private final FakeGateway gateway = new FakeGateway();
  private final BotDouble bot = new BotDouble();
  private WeComLineAdapter adapter = adapter(FakeGateway.SECRET, Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    adapter.close();
    gateway.close();
  }

  @Test
  @DisplayName("先订阅；问题来了立刻应一声，答复以同一请求号结束同一个流")
  void subscribes_and_streams_an_answer() throws Exception {
    connect();
    bot.answers(BotDouble.REPLY_COMING);

    gateway.says("q1", "m1", "@团小青 团费怎么交");
    var asked = (MessageReceived) bot.next();
    var pending = gateway.next();
    var delivery = adapter.send(push("m1", "交给支部"));
    var last = gateway.next();

    assertThat(asked.text()).isEqualTo("团费怎么交");
    assertThat(reqId(pending)).isEqualTo("q1");
    assertThat(stream(pending).path("finish").asBoolean()).isFalse();
    assertThat(reqId(last)).isEqualTo("q1");
    assertThat(stream(last).path("finish").asBoolean()).isTrue();
    assertThat(stream(last).path("content").asText()).isEqualTo("交给支部");
    assertThat(stream(last).path("id").asText()).isEqualTo(stream(pending).path("id").asText());
    assertThat(delivery).isInstanceOf(Accepted.class);
  }

  @Test
  @DisplayName("两个问题交错，各答各的")
  void keeps_interleaved_questions_apart() throws Exception {
    connect();
    bot.answers(BotDouble.REPLY_COMING);
    gateway.says("q1", "m1", "一");
    gateway.says("q2", "m2", "二");
    assertThat(List.of(reqId(gateway.next()), reqId(gateway.next())))
        .containsExactlyInAnyOrder("q1", "q2");

    assertThat(adapter.send(push("m2", "答二"))).isInstanceOf(Accepted.class);
    assertThat(adapter.send(push("m1", "答一"))).isInstanceOf(Accepted.class);

    var second = gateway.next();
    var first = gateway.next();
    assertThat(reqId(second)).isEqualTo("q2");
    assertThat(stream(second).path("content").asText()).isEqualTo("答二");
    assertThat(reqId(first)).isEqualTo("q1");
    assertThat(stream(first).path("content").asText()).isEqualTo("答一");
  }

  @Test
  @DisplayName("前一帧还没得到应答，同一请求号的下一帧就不发")
  void waits_for_the_acknowledgement_of_the_frame_before() throws Exception {
    connect();
    bot.answers(BotDouble.REPLY_COMING);
    gateway.stopAcknowledging("aibot_respond_msg");
    gateway.says("q1", "m1", "一");
    assertThat(stream(gateway.next()).path("finish").asBoolean()).isFalse();

    var sending = CompletableFuture.supplyAsync(() -> adapter.send(push("m1", "答")));
    var other = adapter.send(push("m9", "别的"));
    assertThat(other).isInstanceOf(Accepted.class);
    assertThat(gateway.next().path("cmd").asText()).isEqualTo("aibot_send_msg");
    assertThat(gateway.isQuiet()).isTrue();
    gateway.startAcknowledging("aibot_respond_msg");
    gateway.acknowledge("q1");

    assertThat(stream(gateway.next()).path("finish").asBoolean()).isTrue();
    assertThat(sending.join()).isInstanceOf(Accepted.class);
  }

  @Test
  @DisplayName("一直没有应答，结果算未知")
  void an_answer_not_acknowledged_is_unknown() throws Exception {
    adapter.close();
    adapter = adapter(FakeGateway.SECRET, Duration.ofMillis(300));
    connect();
    gateway.stopAcknowledging("aibot_send_msg");

    assertThat(adapter.send(push("m9", "别的"))).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {846605, 846608})
  @DisplayName("流已过期，改用主动发送，群里照样收到")
  void sends_another_way_when_the_stream_has_expired(int code) throws Exception {
    connect();
    bot.answers(BotDouble.REPLY_COMING);
    gateway.says("q1", "m1", "一");
    gateway.next();
    gateway.nextError(code);

    var delivery = adapter.send(push("m1", "答"));

    assertThat(delivery).isInstanceOf(Accepted.class);
    assertThat(gateway.next().path("cmd").asText()).isEqualTo("aibot_respond_msg");
    var sent = gateway.next();
    assertThat(sent.path("cmd").asText()).isEqualTo("aibot_send_msg");
    assertThat(sent.path("body").path("chatid").asText()).isEqualTo("wrCHAT0001");
    assertThat(sent.path("body").path("chat_type").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("6000 冲突算没送到，再送仍结束同一个流")
  void a_conflict_may_be_sent_again() throws Exception {
    connect();
    bot.answers(BotDouble.REPLY_COMING);
    gateway.says("q1", "m1", "一");
    gateway.next();
    gateway.nextError(6000);

    assertThat(adapter.send(push("m1", "答"))).isInstanceOf(NotSent.class);
    assertThat(adapter.send(push("m1", "答"))).isInstanceOf(Accepted.class);

    gateway.next();
    assertThat(stream(gateway.next()).path("finish").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("五分钟没有答复，流以说明收尾")
  void ends_the_stream_before_wecom_does() throws Exception {
    connect();
    bot.answers(BotDouble.REPLY_COMING);
    gateway.says("q1", "m1", "一");
    gateway.next();
    time.awaitAlarms(2); // the beat and the end of the stream

    time.advance(Duration.ofMinutes(5));

    var last = gateway.next();
    assertThat(stream(last).path("content").asText()).isEqualTo(WeComBotStreams.LATER);
  }

  @Test
  @DisplayName("被另一处连接顶替：不再重连，健康状态写明")
  void does_not_fight_over_the_connection() throws Exception {
    connect();

    gateway.kick();
    awaitState(State.DOWN);
    time.advance(Duration.ofMinutes(10));

    assertThat(adapter.check().reason()).contains("顶替");
    assertThat(adapter.send(push("m9", "别的"))).isInstanceOf(NotSent.class);
    assertThat(gateway.isQuiet()).isTrue();
  }

  @Test
  @DisplayName("断线后等一秒重连，重新订阅，接着收发")
  void reconnects_and_subscribes_again() throws Exception {
    connect();

    gateway.cut();
    time.awaitAlarmWithin(Duration.ofSeconds(1));
    assertThat(adapter.check().state()).isEqualTo(State.DEGRADED);
    time.advance(Duration.ofSeconds(1));

    assertThat(gateway.next().path("cmd").asText()).isEqualTo("aibot_subscribe");
    awaitState(State.UP);
    gateway.says("q1", "m1", "又来了");
    assertThat(bot.texts(1)).containsExactly("又来了");
  }

  @Test
  @DisplayName("三十秒一次心跳，两次没有回应就断开重连")
  void reconnects_when_the_heart_stops() throws Exception {
    adapter.close();
    adapter = adapter(FakeGateway.SECRET, Duration.ofMillis(300));
    connect();
    gateway.stopAcknowledging("ping");
    for (int i = 0; i < 2; i++) {
      time.awaitAlarmWithin(Duration.ofSeconds(30));
      time.advance(Duration.ofSeconds(30));
      assertThat(gateway.nextOfAll().path("cmd").asText()).isEqualTo("ping");
    }

    time.awaitAlarmWithin(Duration.ofSeconds(30));
    time.advance(Duration.ofSeconds(30));

    assertThat(adapter.check().state()).isEqualTo(State.DEGRADED);
    time.awaitAlarmWithin(Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    assertThat(gateway.next().path("cmd").asText()).isEqualTo("aibot_subscribe");
  }

  @Test
  @DisplayName("密钥不对，越等越久，五次后放弃并写明")
  void gives_up_on_a_wrong_secret() throws Exception {
    adapter.close();
    adapter = adapter("wrong", Duration.ofSeconds(10));
    adapter.start(bot);
    for (int wait = 1; wait <= 8; wait *= 2) {
      gateway.next();
      time.awaitAlarmWithin(Duration.ofSeconds(wait));
      time.advance(Duration.ofSeconds(wait));
    }
    gateway.next();

    awaitState(State.DOWN);
    assertThat(adapter.check().reason()).contains("secret");
    time.advance(Duration.ofMinutes(10));
    assertThat(gateway.isQuiet()).isTrue();
  }

  private WeComLineAdapter adapter(String secret, Duration acknowledged) {
    var settings = WeComLineSettings.of(CHANNEL, FakeGateway.BOT_ID, secret, "团小青");
    return new WeComLineAdapter(
        new WeComLineSettings(
            CHANNEL,
            settings.botId(),
            secret,
            settings.name(),
            gateway.address(),
            settings.pending(),
            acknowledged),
        time,
        time);
  }

  private void connect() throws InterruptedException {
    adapter.start(bot);
    assertThat(gateway.next().path("cmd").asText()).isEqualTo("aibot_subscribe");
    awaitState(State.UP);
    time.awaitAlarmWithin(Duration.ofSeconds(30));
  }

  private void awaitState(State state) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (adapter.check().state() != state) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("stays " + adapter.check());
      }
      Thread.onSpinWait();
    }
  }

  private static OutboundMessage push(String windowOf, String text) {
    return new OutboundMessage(
        new IdempotencyKey("key-" + text.hashCode()),
        CHANNEL,
        new GroupChat(new ConversationId("bot:" + FakeGateway.BOT_ID + ":wrCHAT0001")),
        new AskerId("zhangsan"),
        new Route.Push(Optional.of(new MessageId(windowOf))),
        Optional.empty(),
        true,
        text,
        List.of());
  }

  private static String reqId(JsonNode frame) {
    return frame.path("headers").path("req_id").asText();
  }

  private static JsonNode stream(JsonNode frame) {
    return frame.path("body").path("stream");
  }
}
