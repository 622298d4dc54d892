package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.qq.fake.FakeGateway;

@DisplayName("QQ 机器人的网关 · gateway")
class QqGatewayTest {
  private static final int IDENTIFY = 2;
  private static final int RESUME = 6;
  private static final int HEARTBEAT = 1;

  private static Bench bench() {
    return new Bench(settings -> settings.overGateway(QqSettings.GROUP_AND_C2C));
  }

  private static void says(FakeGateway gateway, String id, String text) {
    gateway.publish("GROUP_AT_MESSAGE_CREATE", Bench.question(id, text));
  }

  private static String heard(Bench bench) throws InterruptedException {
    return ((MessageReceived) bench.nextEvent()).text();
  }

  @Test
  @DisplayName("登录、收到群消息、照样凭编号回答")
  void identifies_and_receives() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);
      says(gateway, "ROBOT1.0_msg0001", "入团需要什么条件？");

      assertThat(heard(bench)).isEqualTo("入团需要什么条件？");
      var d = gateway.frames(IDENTIFY).getFirst().path("d");
      assertThat(d.path("token").asText()).isEqualTo("QQBot planted-token-1");
      assertThat(d.path("intents").asInt()).isEqualTo(1 << 25);
      assertThat(d.path("shard").toString()).isEqualTo("[0,1]");
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
      assertThat(bench.answers("k1", "一")).isInstanceOf(Accepted.class);
    }
  }

  @Test
  @DisplayName("网关方式不开回调地址")
  void there_is_no_callback_beside_the_gateway() {
    try (var bench = bench()) {
      assertThat(bench.asks("m1", "一").status()).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("心跳带上最后的序号；没人应就断开重连并恢复会话")
  void heartbeats() throws Exception {
    try (var bench = new Bench(s -> s.overGateway(QqSettings.GROUP_AND_C2C))) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);
      gateway.heartbeatEvery(100);
      gateway.hangUp(4009);
      gateway.awaitFrames(RESUME, 1);
      gateway.awaitFrames(HEARTBEAT, 2);
      assertThat(gateway.frames(HEARTBEAT).getLast().path("d").asLong()).isEqualTo(1);
      int resumed = gateway.frames(RESUME).size();

      gateway.deaf(true);

      gateway.awaitFrames(RESUME, resumed + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4009, 1001, 4500})
  @DisplayName("断线后恢复会话，断线期间的消息一条不漏、一条不重")
  void resumes_and_misses_nothing(int code) throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);
      says(gateway, "m1", "一");
      assertThat(heard(bench)).isEqualTo("一");

      gateway.hangUp(code);
      says(gateway, "m2", "二");
      says(gateway, "m3", "三");

      assertThat(heard(bench)).isEqualTo("二");
      assertThat(heard(bench)).isEqualTo("三");
      gateway.awaitFrames(RESUME, 1);
      var d = gateway.frames(RESUME).getFirst().path("d");
      assertThat(d.path("session_id").asText()).isEqualTo("session-1");
      assertThat(d.path("seq").asInt()).isEqualTo(2);
      assertThat(gateway.frames(IDENTIFY)).hasSize(1);
      assertThat(bench.events).isEmpty();
    }
  }

  @Test
  @DisplayName("平台要求重连（op 7）：重连并恢复")
  void reconnects_when_told() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);

      gateway.send("{\"op\":7}");

      gateway.awaitFrames(RESUME, 1);
      says(gateway, "m1", "一");
      assertThat(heard(bench)).isEqualTo("一");
    }
  }

  @Test
  @DisplayName("会话失效（op 9）：重新登录")
  void identifies_again_when_the_session_is_gone() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);
      gateway.forgetSessions();

      gateway.hangUp(4009);

      gateway.awaitFrames(IDENTIFY, 2);
      says(gateway, "m1", "一");
      assertThat(heard(bench)).isEqualTo("一");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4006, 4007, 4900, 4913})
  @DisplayName("要求重新登录的关闭码")
  void close_codes_that_want_a_new_session(int code) throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);

      gateway.hangUp(code);

      gateway.awaitFrames(IDENTIFY, 2);
      assertThat(gateway.frames(RESUME)).isEmpty();
    }
  }

  @Test
  @DisplayName("令牌失效（4004）：换新令牌登录")
  void renews_the_token() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);
      bench.platform.invalidateToken();

      gateway.hangUp(4004);

      gateway.awaitFrames(IDENTIFY, 2);
      assertThat(gateway.frames(IDENTIFY).getLast().path("d").path("token").asText())
          .isEqualTo("QQBot planted-token-2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4010, 4013, 4014, 4914, 4915})
  @DisplayName("配置错误或被封：不再重连，健康状况说明原因")
  void fatal_close_codes(int code) throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);

      gateway.hangUp(code);

      gateway.await(_ -> bench.adapter.check().state() == State.DOWN);
      assertThat(bench.adapter.check().reason()).contains(Integer.toString(code));
      assertThat(gateway.connections()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("没存下来的消息由平台重发，后面的不会先到")
  void what_is_not_stored_comes_again() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);
      var failed = new AtomicBoolean();
      bench.bot =
          _ ->
              failed.compareAndSet(false, true)
                  ? CompletableFuture.failedFuture(new IllegalStateException("disk full"))
                  : CompletableFuture.completedFuture(Bench.STORED);

      says(gateway, "m1", "一");
      says(gateway, "m2", "二");

      assertThat(heard(bench)).isEqualTo("一");
      assertThat(heard(bench)).isEqualTo("一");
      assertThat(heard(bench)).isEqualTo("二");
      gateway.awaitFrames(RESUME, 1);
      assertThat(gateway.frames(RESUME).getFirst().path("d").path("seq").asInt()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("看不懂的帧不要紧")
  void odd_frames_do_no_harm() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);

      gateway.send("not json");
      gateway.send("[]");
      gateway.send("{}");
      gateway.send("{\"op\":77,\"d\":[]}");
      says(gateway, "m1", "一");

      assertThat(heard(bench)).isEqualTo("一");
      assertThat(gateway.connections()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("关闭很快，之后不再连接")
  void closes_for_good() throws Exception {
    try (var bench = bench()) {
      var gateway = bench.platform.gateway();
      gateway.awaitFrames(IDENTIFY, 1);

      bench.adapter.close();

      assertThat(bench.adapter.check().state()).isEqualTo(State.DOWN);
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(gateway.connections()).isEqualTo(1);
    }
  }
}
