package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.onebot.OneBotServer.AT_MOST;
import static org.qingsheng.adapters.onebot.OneBotServer.GROUP;
import static org.qingsheng.adapters.onebot.OneBotServer.XIAOMING;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeChat;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;

@DisplayName("OneBot 坏输入 · hostile frames")
class OneBotHostileFramesTest {
  private final OneBotServer server = new OneBotServer();
  private final FakeOneBot client = server.client(Dialect.NAPCAT);

  @BeforeEach
  void connect() {
    client.servesHistory(false); // or what is said right after connecting may come twice
    client.connect();
  }

  @AfterEach
  void close() {
    server.close();
  }

  static List<String> frames() {
    String head =
        "{\"time\":1760000000,\"self_id\":10001000,\"post_type\":\"message\",\"message_type\":\"group\",";
    return List.of(
        "null",
        "42",
        "\"x\"",
        "{",
        "[".repeat(100_000),
        "{\"post_type\":\"message\",\"post_type\":null}",
        head + "\"message_id\":null,\"group_id\":1,\"user_id\":2,\"message\":\"x\"}",
        head + "\"message_id\":1,\"group_id\":{},\"user_id\":[],\"message\":null}",
        head + "\"message_id\":1,\"group_id\":1,\"message\":[null]}",
        head + "\"message_id\":1e999,\"group_id\":1,\"user_id\":2,\"message\":1e999}",
        "{\"echo\":null}",
        "{\"echo\":{\"a\":1},\"status\":[],\"retcode\":\"x\"}",
        "{\"post_type\":\"notice\"}",
        "{\"post_type\":\"notice\",\"notice_type\":\"group_ban\",\"user_id\":10001000,\"duration\":1e999}",
        "{\"post_type\":\"meta_event\",\"meta_event_type\":\"heartbeat\",\"interval\":-1}",
        "{\"post_type\":\"meta_event\",\"meta_event_type\":\"heartbeat\",\"status\":null,\"interval\":\"x\"}");
  }

  @ParameterizedTest
  @MethodSource("frames")
  @DisplayName("坏帧不断线、不产生提问，下一条好消息照常收到")
  void a_bad_frame_harms_nothing(String frame) {
    var _ = client.sendsRaw(frame);

    client.group(GROUP).asks(XIAOMING, "在吗");

    var question = server.sink.awaitMessage("在吗");
    assertThat(server.sink.messages()).containsExactly(question);
    assertThat(server.answers(question, "在").toString()).startsWith("Accepted");
  }

  @Test
  @DisplayName("12 万字节的事件和两万个消息段都收得下")
  void large_events_are_taken() {
    String text = "好".repeat(40_000);
    client.group(GROUP).asks(XIAOMING, text);
    var segments = new FakeChat.Segments().at(client.self());
    for (int i = 0; i < 20_000; i++) {
      segments.add("face", "id", "1");
    }
    client.group(GROUP).posts(XIAOMING, segments.text("两万个表情"));

    assertThat(server.sink.awaitMessage(text).text()).hasSize(40_000);
    server.sink.awaitMessage("两万个表情");
  }

  @Test
  @DisplayName("超过 8 MiB 的帧由服务器以 1009 断开，重连后照常")
  void a_frame_beyond_the_limit_ends_the_connection_only() throws Exception {
    var code = client.closeCode();

    var _ = client.sendsRaw("\"" + "x".repeat(9 * 1024 * 1024) + "\"");

    assertThat(code.get(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isIn(1009, 1006);
    client.connect();
    client.group(GROUP).asks(XIAOMING, "在吗");
    server.sink.awaitMessage("在吗");
  }

  @Test
  @DisplayName("机器人自己的话、message_sent 都不当提问；未知类型只计数")
  void own_messages_are_ignored_and_unknown_types_counted() {
    client.reportsOwn(true);
    client.group(GROUP).says(client.self(), "我自己说的");
    client.group(GROUP).asks(XIAOMING, "在吗");
    server.answers(server.sink.awaitMessage("在吗"), "在");
    var _ = client.sendsRaw("{\"post_type\":\"brand_new\"}");

    server.sink.await(() -> server.sink.events().stream().anyMatch(Unsupported.class::isInstance));

    assertThat(server.sink.texts()).containsExactly("在吗");
  }

  @Test
  @DisplayName("同一条消息推送两次，编号相同；撤回指向同一编号")
  void a_repeated_event_and_a_recall_carry_the_same_id() {
    var posted = client.group(GROUP).asks(XIAOMING, "在吗");
    client.repeat(posted);
    client.recall(posted);

    server.sink.await(
        () -> server.sink.events().stream().anyMatch(MessageRecalled.class::isInstance));

    assertThat(server.sink.messages()).extracting(MessageReceived::id).hasSize(2);
    assertThat(server.sink.messages())
        .extracting(MessageReceived::id)
        .containsOnly(server.sink.messages().getFirst().id());
    assertThat(server.sink.events())
        .filteredOn(MessageRecalled.class::isInstance)
        .first()
        .extracting(event -> ((MessageRecalled) event).message())
        .isEqualTo(server.sink.messages().getFirst().id());
  }

  @Test
  @DisplayName("一个人的一千条消息按次序到达，存储中途坏过也一样")
  void messages_keep_their_order_even_across_a_storage_outage() {
    var group = client.group(GROUP);
    for (int i = 0; i < 1_000; i++) {
      if (i == 300) {
        server.sink.awaitMessage("第299条");
        server.sink.down(true);
      }
      if (i == 600) {
        int before = server.sink.offered();
        server.sink.await(() -> server.sink.offered() > before);
        server.sink.down(false);
      }
      group.says(XIAOMING, "第" + i + "条");
    }

    server.sink.awaitMessage("第999条");

    assertThat(server.sink.texts())
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "第" + i + "条").toList());
  }
}
