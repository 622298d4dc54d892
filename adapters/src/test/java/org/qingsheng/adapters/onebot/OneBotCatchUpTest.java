package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.onebot.OneBotServer.AT_MOST;
import static org.qingsheng.adapters.onebot.OneBotServer.GROUP;
import static org.qingsheng.adapters.onebot.OneBotServer.XIAOMING;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Reaction;

@DisplayName("OneBot 补收 · catching up")
class OneBotCatchUpTest {
  private final OneBotServer server = new OneBotServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("断线期间群里和私下说的话，连上后按先后补收，并注明是补的")
  void what_was_said_while_down_is_fetched_in_order(Dialect dialect) {
    FakeOneBot client = server.client(dialect);
    client.group(GROUP).asks(XIAOMING, "第一条");
    client.group(GROUP).says(XIAOMING, "闲聊");
    client.group(GROUP).asks(XIAOMING, "第二条");
    client.friend(XIAOMING).says(XIAOMING, "私下一条");

    client.connect();

    assertThat(server.sink.awaitMessage("私下一条").addressing()).isEqualTo(Addressing.PRIVATE);
    assertThat(server.sink.texts()).startsWith("第一条", "闲聊", "第二条");
    assertThat(server.sink.messages()).allMatch(MessageReceived::again);
  }

  @Test
  @DisplayName("补收的消息和当时推送的是同一个编号")
  void a_fetched_message_has_the_id_it_had_live() {
    FakeOneBot client = server.client(Dialect.NAPCAT).connect();
    client.group(GROUP).asks(XIAOMING, "在吗");
    var live = server.sink.awaitMessage("在吗");

    client.drop();
    client.connect();

    server.sink.await(() -> server.sink.messages().stream().anyMatch(MessageReceived::again));
    var fetched =
        server.sink.messages().stream().filter(MessageReceived::again).findFirst().orElseThrow();
    assertThat(fetched.id()).isEqualTo(live.id());
    assertThat(fetched.conversation()).isEqualTo(live.conversation());
    assertThat(fetched.addressing()).isEqualTo(live.addressing());
  }

  @Test
  @DisplayName("早于期限的不补；重连时只补断线前后的一段")
  void only_the_gap_is_fetched() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    client.group(GROUP).asks(XIAOMING, "两天前");
    server.clock.passes(Duration.ofDays(2));
    client.group(GROUP).asks(XIAOMING, "昨夜");
    client.connect();
    server.sink.awaitMessage("昨夜");
    client.await(() -> client.calls("get_friend_list").size() == 1, AT_MOST);
    server.clock.passes(Duration.ofHours(1));
    client.group(GROUP).asks(XIAOMING, "今早");
    server.sink.awaitMessage("今早");

    client.drop();
    server.clock.passes(Duration.ofMinutes(10));
    client.group(GROUP).asks(XIAOMING, "断线中");
    client.connect();

    server.sink.awaitMessage("断线中");
    assertThat(server.sink.texts()).doesNotContain("两天前");
    assertThat(server.sink.texts().stream().filter("昨夜"::equals)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 400, 60})
  @DisplayName("断线期间的一千多条消息，客户端每次给多给少都补得齐")
  void a_long_gap_is_fetched_whole_however_the_client_pages(int largest) {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    client.largestHistory(largest);
    var group = client.group(GROUP);
    for (int i = 0; i < 1_200; i++) {
      group.says(XIAOMING, "第" + i + "条");
      if (i % 10 == 0) {
        server.clock.passes(Duration.ofSeconds(1));
      }
    }

    client.connect();

    server.sink.await(() -> server.sink.texts().size() >= 1_200);
    assertThat(server.sink.texts())
        .isEqualTo(IntStream.range(0, 1_200).mapToObj(i -> "第" + i + "条").toList());
  }

  @Test
  @DisplayName("翻页翻到一半断线，连上后接着补，中间不留缺口")
  void a_line_lost_between_two_pages_leaves_no_gap() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    client.largestHistory(60);
    for (int i = 0; i < 500; i++) {
      client.group(GROUP).says(XIAOMING, "第" + i + "条");
    }
    client.next(
        "get_group_msg_history", Reaction.OBEY, Reaction.OBEY, new Reaction.DropLine(false));
    client.reconnects(Duration.ofMillis(50));

    client.connect();

    server.sink.await(() -> server.sink.texts().stream().distinct().count() == 500);
  }

  @Test
  @DisplayName("客户端不会翻页时，一次多要一些也补得齐")
  void a_client_that_does_not_page_is_asked_for_much_at_once() {
    FakeOneBot client = server.client(Dialect.LAGRANGE);
    client.pagesHistory(false);
    for (int i = 0; i < 1_200; i++) {
      client.group(GROUP).says(XIAOMING, "第" + i + "条");
    }

    client.connect();

    server.sink.await(() -> server.sink.texts().size() >= 1_200);
    assertThat(server.sink.texts())
        .isEqualTo(IntStream.range(0, 1_200).mapToObj(i -> "第" + i + "条").toList());
  }

  @Test
  @DisplayName("一个群这次没取到历史，过一会儿再取")
  void a_group_that_could_not_be_read_is_read_again() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    client.group(GROUP).asks(XIAOMING, "断线中");
    client.next("get_group_msg_history", new Reaction.Fail(1200, false));

    client.connect();

    server.sink.awaitMessage("断线中");
    assertThat(client.calls("get_group_list")).hasSize(2);
  }

  @Test
  @DisplayName("补收慢的时候，新消息照样马上收到")
  void live_messages_do_not_wait_for_the_history() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    client.group(GROUP).asks(XIAOMING, "断线中");
    client.next("get_group_msg_history", new Reaction.Hold());
    client.connect();
    client.await(() -> client.heldAnswers() == 1, AT_MOST);

    client.group(GROUP).asks(XIAOMING, "刚刚");
    server.sink.awaitMessage("刚刚");
    assertThat(server.sink.texts()).doesNotContain("断线中");
    client.releaseHeld();

    server.sink.awaitMessage("断线中");
  }

  @Test
  @DisplayName("客户端不提供历史时，健康状态说明断线期间的消息补不了")
  void health_says_when_history_is_not_served() {
    FakeOneBot client = server.client(Dialect.LLBOT);
    client.servesHistory(false);
    client.group(GROUP).asks(XIAOMING, "断线中");
    client.connect();

    server.sink.await(() -> server.adapter.check().reason().contains("不提供历史消息"));

    assertThat(server.adapter.check().state()).isEqualTo(State.UP);
    client.group(GROUP).asks(XIAOMING, "刚刚");
    server.sink.awaitMessage("刚刚");
  }

  @Test
  @DisplayName("历史太大把线撑断了，下次就少要一些，总能补上")
  void an_answer_that_breaks_the_line_is_asked_for_in_smaller_portions() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    client.group(GROUP).asks(XIAOMING, "断线中");
    client.next(
        "get_group_msg_history", new Reaction.DropLine(false), new Reaction.DropLine(false));
    client.reconnects(Duration.ofMillis(50));
    client.connect();

    server.sink.awaitMessage("断线中");

    var counts =
        client.calls("get_group_msg_history").stream()
            .map(call -> call.path("params").path("count").asInt())
            .toList();
    assertThat(counts.getFirst()).isEqualTo(100);
    assertThat(counts.get(1)).isEqualTo(50);
    assertThat(counts.get(2)).isEqualTo(25);
  }

  @Test
  @DisplayName("机器人自己说过的话不补收，但此后引用它仍算对机器人说")
  void own_messages_in_the_history_are_remembered_not_received() {
    FakeOneBot client = server.client(Dialect.NAPCAT);
    var own = client.group(GROUP).says(client.self(), "您好");
    var other = client.group(GROUP).says(XIAOMING, "谢谢");
    client.connect();
    server.sink.awaitMessage("谢谢");

    client.group(GROUP).quotes(XIAOMING, own, "那团费呢");
    client.group(GROUP).quotes(XIAOMING, other, "同谢");

    assertThat(server.sink.awaitMessage("那团费呢").addressing()).isEqualTo(Addressing.QUOTE);
    assertThat(server.sink.awaitMessage("同谢").addressing()).isEqualTo(Addressing.NONE);
    assertThat(server.sink.texts()).containsExactly("谢谢", "那团费呢", "同谢");
  }
}
