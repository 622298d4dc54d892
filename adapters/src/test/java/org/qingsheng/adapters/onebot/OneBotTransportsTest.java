package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.adapters.onebot.OneBotServer.GROUP;
import static org.qingsheng.adapters.onebot.OneBotServer.SELF;
import static org.qingsheng.adapters.onebot.OneBotServer.TOKEN;
import static org.qingsheng.adapters.onebot.OneBotServer.XIAOMING;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.KnowsGroups.Group;
import org.qingsheng.adapters.kit.Cable;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Reaction;

@DisplayName("OneBot 三种连接方式 · transports")
class OneBotTransportsTest {
  private static final String SECRET = "qnzs-secret";

  private final SteppedClock clock = new SteppedClock();
  private final RecordingSink sink = new RecordingSink();
  private final AtomicReference<AutoCloseable> open = new AtomicReference<>(() -> {});

  @AfterEach
  void close() throws Exception {
    open.get().close();
  }

  /** A client that listens, and the adapter that connects to it. */
  private record Both(FakeOneBot client, OneBotAdapter adapter, KitServer server, Cable cable)
      implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      adapter.close();
      cable.close();
      server.close();
    }
  }

  private Both connected(Dialect dialect, boolean overHttp) {
    var client = new FakeOneBot(URI.create("ws://unused"), dialect, SELF, TOKEN, clock);
    var group = client.group(GROUP);
    assertThat(group.isGroup()).isTrue();
    var cable = new Cable(client.listens());
    int port = cable.port();
    var transport =
        overHttp
            ? new OneBotTransport.Http(URI.create("http://127.0.0.1:" + port), SECRET)
            : new OneBotTransport.Forward(URI.create("ws://127.0.0.1:" + port + "/"));
    var adapter =
        new OneBotAdapter(
            OneBotSettings.of(new ChannelId("qq-groups"), TOKEN).over(transport),
            clock,
            new BackOff(Duration.ofMillis(10), new Random(7)));
    var server = new KitServer(adapter);
    var both = new Both(client, adapter, server, cable);
    open.set(both);
    if (overHttp) {
      client.posts(server.address(), SECRET);
    }
    adapter.start(sink);
    sink.await(() -> adapter.check().state() == State.UP);
    return both;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Dialect.class)
  @DisplayName("正向 WebSocket：四种客户端的提问都听得懂，答复都送得到")
  void every_dialect_works_over_a_forward_websocket(Dialect dialect) {
    converses(connected(dialect, false));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Dialect.class)
  @DisplayName("HTTP 上报：四种客户端的提问都听得懂，答复都送得到")
  void every_dialect_works_over_http(Dialect dialect) {
    converses(connected(dialect, true));
  }

  private void converses(Both both) {
    both.client().group(GROUP).asks(XIAOMING, "[第一部分] & a,b");

    var question = sink.awaitMessage("[第一部分] & a,b");
    var delivery = both.adapter().send(OneBotServer.answer(question, "[CQ:at,qq=all] 好"));

    assertThat(delivery).isInstanceOf(Delivery.Accepted.class);
    var seen = both.client().awaitSent(_ -> true, OneBotServer.AT_MOST);
    assertThat(seen.text()).isEqualTo(" [CQ:at,qq=all] 好");
    assertThat(seen.mentions()).contains(XIAOMING);
  }

  @ParameterizedTest
  @CsvSource({"false, 1200", "true, 1200", "false, 100", "true, 9000"})
  @DisplayName("客户端说超时：结果未知，不再发一次")
  void a_time_out_told_is_unknown(boolean overHttp, int retcode) {
    var both = connected(Dialect.NAPCAT, overHttp);
    both.client().group(GROUP).asks(XIAOMING, "在吗");
    var question = sink.awaitMessage("在吗");
    both.client().next("send_group_msg", new Reaction.Fail(retcode, true));

    assertThat(both.adapter().send(OneBotServer.answer(question, "在")))
        .isInstanceOf(Delivery.Unknown.class);

    assertThat(both.client().calls("send_group_msg")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  @DisplayName("连上之后知道自己在哪些群里")
  void the_groups_are_known(boolean overHttp) {
    var both = connected(Dialect.NAPCAT, overHttp);

    sink.await(() -> !both.adapter().groups().isEmpty());

    assertThat(both.adapter().groups())
        .containsExactly(new Group(OneBotIds.groupChat(SELF, GROUP).id(), "支部" + GROUP, 12));
    assertThat(both.adapter().groupsTold()).contains(clock.instant());
  }

  @Test
  @DisplayName("进了新群就重问一次名单；没有动静的，半小时也重问一次；问不到时留着旧的，时间不冒充新的")
  void the_groups_are_asked_for_again() {
    var both = connected(Dialect.NAPCAT, false);
    sink.await(() -> !both.adapter().groups().isEmpty());
    var first = clock.instant();

    both.client().group("884099");
    clock.passes(Duration.ofMinutes(1));
    var _ =
        both.client()
            .sendsRaw(
                """
                {"time":%d,"self_id":%s,"post_type":"notice","notice_type":"group_increase",
                 "sub_type":"invite","group_id":884099,"user_id":%s,"operator_id":7}
                """
                    .formatted(clock.instant().getEpochSecond(), SELF, SELF));
    sink.await(() -> both.adapter().groups().size() == 2);
    assertThat(both.adapter().groupsTold()).contains(first.plus(Duration.ofMinutes(1)));

    both.client().group("884100");
    clock.passes(Duration.ofMinutes(31));
    sink.await(() -> both.adapter().groups().size() == 3);
    var told = both.adapter().groupsTold();

    both.client().always("get_group_list", new Reaction.Fail(1400, false));
    clock.passes(Duration.ofMinutes(31));
    sink.await(() -> both.client().calls("get_group_list").size() >= 4);
    assertThat(both.adapter().groups()).hasSize(3);
    assertThat(both.adapter().groupsTold()).isEqualTo(told);
  }

  @Test
  @DisplayName("全员禁言也是禁言，解除后再发")
  void a_mute_of_the_whole_group_mutes_the_bot() {
    var both = connected(Dialect.NAPCAT, false);
    both.client().group(GROUP).asks(XIAOMING, "在吗");
    var question = sink.awaitMessage("在吗");

    both.client().mutesEveryone(both.client().group(GROUP), true);
    sink.await(() -> standings().contains(Standing.MUTED));
    assertThat(both.adapter().send(OneBotServer.answer(question, "在")))
        .isInstanceOf(Delivery.NotSent.class);
    both.client().mutesEveryone(both.client().group(GROUP), false);
    sink.await(() -> standings().contains(Standing.UNMUTED));

    assertThat(both.adapter().send(OneBotServer.answer(question, "在")))
        .isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("正向 WebSocket 的网线被突然剪断十次：每次只重连一次，断线时的话补回来，之后的照答")
  void a_cut_line_is_come_back_from_once() {
    var both = connected(Dialect.NAPCAT, false);
    for (int i = 1; i <= 10; i++) {
      int connections = i;
      sink.await(() -> both.client().calls("get_login_info").size() == connections);
      sink.await(() -> both.adapter().check().state() == State.UP);

      both.cable().cut();
      both.client()
          .await(
              () -> !both.client().isConnected() || both.cable().carried() > connections,
              OneBotServer.AT_MOST);
      both.client().group(GROUP).asks(XIAOMING, "断线时的第" + i + "问");
      var question = sink.awaitMessage("断线时的第" + i + "问");
      sink.await(() -> both.adapter().check().state() == State.UP);

      assertThat(both.adapter().send(OneBotServer.answer(question, "答" + i)))
          .isInstanceOf(Delivery.Accepted.class);
    }
    assertThat(both.cable().carried()).isEqualTo(11);
  }

  private List<Standing> standings() {
    return sink.events().stream()
        .filter(GroupChanged.class::isInstance)
        .map(event -> ((GroupChanged) event).standing())
        .toList();
  }

  @Test
  @DisplayName("上报签名的公开算例 H1 通过，改一个字就不行")
  void the_published_vector_of_the_signature() {
    var both = connected(Dialect.NAPCAT, true);
    var body =
        "{\"time\":1760000000,\"self_id\":10001000,\"post_type\":\"meta_event\",\"meta_event_type\":\"lifecycle\",\"sub_type\":\"enable\"}";
    var headers =
        List.of("X-Self-ID", SELF, "X-Signature", "sha1=cee4136ef793226a024a3741b3a9d8ca87710739");

    assertThat(posted(both, headers, body)).isEqualTo(204);
    assertThat(posted(both, headers, body.replace("enable", "enablf"))).isEqualTo(403);
  }

  private static int posted(Both both, List<String> headers, String body) {
    return KitServer.reaction(
            both.server()
                .post(both.server().address(), headers, body.getBytes(StandardCharsets.UTF_8)))
        .status();
  }

  @Test
  @DisplayName("等待再连的间隔一次比一次长，有零头，不超过一分钟；连上就从头来")
  void the_pause_between_attempts_grows() {
    var backOff = new BackOff(Duration.ofSeconds(1), new Random(7));
    for (long most = 1_000; most < 60_000; most *= 2) {
      assertThat(backOff.next().toMillis()).isBetween(most / 2, most);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(backOff.next()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    backOff.reset();

    assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  @DisplayName("设置打印出来没有令牌和密钥；地址写错当场报错")
  void settings_hide_what_is_secret_and_refuse_bad_addresses() {
    var settings =
        OneBotSettings.of(new ChannelId("q"), TOKEN)
            .over(new OneBotTransport.Http(URI.create("http://127.0.0.1:3000"), SECRET));

    assertThat(settings.toString()).doesNotContain(TOKEN, SECRET);
    assertThatThrownBy(() -> new OneBotTransport.Forward(URI.create("http://127.0.0.1:3001/")))
        .hasMessageContaining("ws");
  }
}
