package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.onebot.OneBotServer.AT_MOST;
import static org.qingsheng.adapters.onebot.OneBotServer.GROUP;
import static org.qingsheng.adapters.onebot.OneBotServer.SELF;
import static org.qingsheng.adapters.onebot.OneBotServer.TOKEN;
import static org.qingsheng.adapters.onebot.OneBotServer.XIAOMING;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;

@DisplayName("OneBot 连接 · connections")
class OneBotConnectionsTest {
  private final OneBotServer server = new OneBotServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("四种客户端都能提问，也都听得到引用并@提问人的答复")
  void every_dialect_asks_and_is_answered(Dialect dialect) {
    FakeOneBot client = server.client(dialect).connect();
    var question = client.group(GROUP).asks(XIAOMING, "入团[需要]什么条件，&？");

    var received = server.sink.awaitMessage("入团[需要]什么条件，&？");
    Delivery delivery = server.answers(received, "年满14周岁");

    assertThat(received.addressing()).isEqualTo(Addressing.MENTION);
    var reply = client.awaitSent(_ -> true, AT_MOST);
    assertThat(reply.text()).isEqualTo(" 年满14周岁");
    assertThat(reply.quotes()).contains(question.id());
    assertThat(reply.mentions()).contains(XIAOMING);
    assertThat(delivery)
        .isEqualTo(
            new Delivery.Accepted(
                Optional.of(OneBotIds.groupChat(SELF, GROUP).message(reply.id()))));
  }

  @Test
  @DisplayName("握手：没有令牌 401，令牌错误 403，没有账号 400，令牌可在地址里")
  void the_handshake_is_checked_before_the_upgrade() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    URI address = server.address();
    URI withToken = URI.create(address + "?access_token=" + TOKEN);

    assertThat(client.open(address, Map.of("X-Self-ID", SELF), true)).isEqualTo(401);
    assertThat(
            client.open(address, Map.of("X-Self-ID", SELF, "Authorization", "Bearer nearly"), true))
        .isEqualTo(403);
    assertThat(client.open(address, Map.of("Authorization", "Bearer " + TOKEN), true))
        .isEqualTo(400);
    assertThat(server.adapter.check().reason()).contains("还没有").contains("请求头");
    assertThat(client.open(withToken, Map.of("x-self-id", SELF), true)).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/.", "/%2e", ";x=1", "/../qq-groups", "/QQ-groups/.."})
  @DisplayName("换个写法的地址绕不过令牌检查")
  void no_spelling_of_the_address_leads_past_the_check(String suffix) throws Exception {
    FakeOneBot client = server.client(Dialect.NAPCAT);

    int status =
        client.open(
            URI.create(server.address() + suffix),
            Map.of("X-Self-ID", SELF, "Authorization", "Bearer nearly"),
            true);

    if (status == 101) {
      assertThat(client.closeCode().get(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1008);
    } else {
      assertThat(status).isIn(400, 403, 404);
    }
    assertThat(server.adapter.check().reason()).contains("还没有");
  }

  @Test
  @DisplayName("旧连接半死不活时新连接接管；旧连接迟迟才断也不影响新连接")
  void a_new_connection_takes_over_and_a_late_close_changes_nothing() {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    client.group(GROUP).asks(XIAOMING, "第一问");
    var first = server.sink.awaitMessage("第一问");

    var old = client.freeze();
    client.connect();
    client.group(GROUP).asks(XIAOMING, "第二问");
    server.sink.awaitMessage("第二问");
    old.closeLate();
    client.group(GROUP).asks(XIAOMING, "第三问");
    server.sink.awaitMessage("第三问");
    Delivery delivery = server.answers(first, "答复");

    assertThat(delivery).isInstanceOf(Delivery.Accepted.class);
    assertThat(client.group(GROUP).heard()).hasSize(1);
    assertThat(server.adapter.check().state()).isEqualTo(State.UP);
  }

  @Test
  @DisplayName("令牌错误的连接挤不掉正常的机器人")
  void a_refused_handshake_does_not_detach_the_live_bot() {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    client.group(GROUP).asks(XIAOMING, "在吗");
    var question = server.sink.awaitMessage("在吗");

    assertThat(server.client(Dialect.NAPCAT, SELF, "wrong").tryConnect()).isEqualTo(403);

    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("分开的调用和事件通道按账号配成一对；只有一个时说明缺什么")
  void split_connections_are_paired_by_account() {
    FakeOneBot client = server.client(Dialect.LAGRANGE);
    client.open("Event", true);
    client.group(GROUP).asks(XIAOMING, "在吗");
    var question = server.sink.awaitMessage("在吗");

    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.NotSent.class);
    assertThat(server.adapter.check().state()).isEqualTo(State.DEGRADED);
    client.open("api", false);
    server.sink.await(() -> server.adapter.check().state() == State.UP);
    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("两个账号同时在线，各答各的")
  void two_accounts_answer_each_their_own() {
    FakeOneBot one = server.client(Dialect.NAPCAT).connect();
    FakeOneBot two = server.client(Dialect.LLBOT, "10001001", TOKEN).connect();
    one.group(GROUP).asks(XIAOMING, "问一号");
    two.group(GROUP).asks(XIAOMING, "问二号");

    server.answers(server.sink.awaitMessage("问一号"), "一号答");
    server.answers(server.sink.awaitMessage("问二号"), "二号答");

    assertThat(one.sent()).extracting(posted -> posted.text().strip()).containsExactly("一号答");
    assertThat(two.sent()).extracting(posted -> posted.text().strip()).containsExactly("二号答");
  }

  @Test
  @DisplayName("三次心跳没来就断开，等客户端重连；三十五秒的安静没有关系")
  void three_missed_beats_end_a_connection_and_35_s_of_silence_do_not() throws Exception {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    client.beats(true);
    settled(client);
    var closed = client.closeCode();

    seconds(35);
    assertThat(closed).isNotDone();
    seconds(65);

    closed.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
    assertThat(server.adapter.check().state()).isEqualTo(State.DOWN);
    assertThat(client.tryConnect()).isEqualTo(101);
    server.sink.await(() -> server.adapter.check().state() == State.UP);
  }

  @Test
  @DisplayName("不发心跳的客户端每三十秒问一次状态，答了就不断开")
  void a_client_without_heartbeats_is_asked_for_its_status() {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();

    settled(client);

    for (int round = 1; round <= 4; round++) {
      int asked = round;
      seconds(30);
      client.await(() -> client.calls("get_status").size() >= asked, AT_MOST);
      client.group(GROUP).says(XIAOMING, "第" + round + "轮");
      server.sink.awaitMessage("第" + round + "轮");
    }

    assertThat(client.isConnected()).isTrue();
  }

  @Test
  @DisplayName("账号掉线时报警并停止发送，恢复后照常")
  void an_account_gone_offline_is_down_until_it_is_back() {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    client.group(GROUP).asks(XIAOMING, "在吗");
    var question = server.sink.awaitMessage("在吗");

    client.beats(false);
    server.sink.await(() -> server.adapter.check().state() == State.DOWN);
    assertThat(server.adapter.check().reason()).contains("掉线");
    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.NotSent.class);
    client.beats(true);
    server.sink.await(() -> server.adapter.check().state() == State.UP);

    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("每 0.7 秒断一次线：一条提问都不少")
  void a_line_lost_again_and_again_loses_no_question() {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    client.reconnects(Duration.ofMillis(50));
    var group = client.group(GROUP);

    for (int round = 0; round < 6; round++) {
      group.asks(XIAOMING, "第" + round + "轮之前");
      client.drop();
      group.asks(XIAOMING, "第" + round + "轮断线中");
      client.await(client::isConnected, AT_MOST);
    }

    for (int round = 0; round < 6; round++) {
      server.sink.awaitMessage("第" + round + "轮之前");
      server.sink.awaitMessage("第" + round + "轮断线中");
    }
  }

  @Test
  @DisplayName("停机后不再接受连接，已有连接收到告别")
  void closing_says_goodbye_and_takes_nobody_in() throws Exception {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    var code = client.closeCode();

    server.adapter.close();

    assertThat(code.get(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(client.tryConnect()).isEqualTo(503);
    assertThat(server.adapter.check().state()).isEqualTo(State.DOWN);
  }

  /** Waits until the client has answered all that was asked after connecting. */
  private void settled(FakeOneBot client) {
    client.await(() -> client.calls("get_friend_list").size() == 1, AT_MOST);
    client.group(GROUP).says(XIAOMING, "补收之后");
    server.sink.awaitMessage("补收之后");
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      server.adapter.secondPassed();
    }
  }
}
