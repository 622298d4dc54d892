package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.onebot.OneBotServer.AT_MOST;
import static org.qingsheng.adapters.onebot.OneBotServer.GROUP;
import static org.qingsheng.adapters.onebot.OneBotServer.XIAOMING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.LooksUpSent.Found;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Reaction;

@DisplayName("OneBot 发送 · sending")
class OneBotSendTest {
  private final OneBotServer server = new OneBotServer(Duration.ofSeconds(1));
  private final FakeOneBot client = server.client(Dialect.NAPCAT);

  @BeforeEach
  void connect() {
    client.connect();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1400, OTHER",
    "400, OTHER",
    "1404, OTHER",
    "103, OTHER",
    "1401, NOT_PERMITTED",
    "1403, NOT_PERMITTED",
    "1200, -",
    "200, -",
    "100, -",
    "120, -",
    "9000, -",
    "-1, -"
  })
  @DisplayName("失败的返回码分成拒收和结果未知，连接照常")
  void return_codes_become_refused_or_unknown(int retcode, String meaning) {
    var question = asked("在吗");
    client.next("send_group_msg", new Reaction.Fail(retcode, false));

    Delivery delivery = server.answers(question, "在");

    if (meaning.equals("-")) {
      assertThat(delivery).isInstanceOf(Delivery.Unknown.class);
    } else {
      assertThat(delivery)
          .isInstanceOfSatisfying(
              Delivery.Refused.class,
              refused -> {
                assertThat(refused.meaning()).isEqualTo(Delivery.Meaning.valueOf(meaning));
                assertThat(refused.code()).isEqualTo(Integer.toString(retcode));
              });
    }
    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("没有应答和写出后断线都是结果未知，没连上是没发出")
  void no_answer_is_unknown_and_no_line_is_not_sent() {
    var question = asked("在吗");
    client.next("send_group_msg", new Reaction.Ignore(true), new Reaction.DropLine(true));

    assertThat(server.answers(question, "一")).isInstanceOf(Delivery.Unknown.class);
    assertThat(server.answers(question, "二")).isInstanceOf(Delivery.Unknown.class);
    server.sink.await(() -> server.adapter.check().state() == State.DOWN);
    assertThat(server.answers(question, "三")).isInstanceOf(Delivery.NotSent.class);
  }

  @Test
  @DisplayName("三个慢调用同时进行，应答倒着来也各归各")
  void slow_answers_in_any_order_find_their_calls() throws Exception {
    var question = asked("在吗");
    client.next("send_group_msg", new Reaction.Hold(), new Reaction.Hold(), new Reaction.Hold());

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Delivery>> sends = new ArrayList<>();
      for (String text : List.of("一", "二", "三")) {
        Callable<Delivery> send =
            () -> server.adapter.send(OneBotServer.push(question, "key-" + text, text));
        sends.add(callers.submit(send));
      }
      client.await(() -> client.heldAnswers() == 3, AT_MOST);
      client.releaseHeld();

      for (int i = 0; i < 3; i++) {
        String text = List.of("一", "二", "三").get(i);
        var posted = client.awaitSent(sent -> sent.text().equals(text), AT_MOST);
        assertThat(sends.get(i).get()).isEqualTo(accepted(posted.id()));
      }
    }
  }

  @Test
  @DisplayName("接口慢 100 毫秒时 64 个发送并行，不排队")
  void a_slow_interface_does_not_queue_sends() throws ExecutionException, InterruptedException {
    var question = asked("在吗");
    client.always("send_group_msg", new Reaction.ObeyLate(Duration.ofMillis(100)));
    long begun = System.nanoTime();

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Delivery>> sends = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        String key = "key-" + i;
        sends.add(callers.submit(() -> server.adapter.send(OneBotServer.push(question, key, key))));
      }
      for (Future<Delivery> send : sends) {
        assertThat(send.get()).isInstanceOf(Delivery.Accepted.class);
      }
    }

    // one after the other they would take 25 s
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("迟到的应答没有人认领，也不影响下一次")
  void a_late_answer_finds_nobody_and_harms_nothing() {
    var question = asked("在吗");
    client.next("send_group_msg", new Reaction.Hold());
    assertThat(server.answers(question, "一")).isInstanceOf(Delivery.Unknown.class);

    client.releaseHeld();

    assertThat(server.answers(question, "二")).isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("被禁言的群不发，解禁或到时间后再发；别的群不受影响")
  void a_muted_group_is_not_spoken_to() {
    var question = asked("在吗");
    client.bans(client.group(GROUP), 600);
    server.sink.await(() -> standings().contains(Standing.MUTED));

    assertThat(server.answers(question, "在"))
        .isInstanceOfSatisfying(
            Delivery.NotSent.class,
            end -> {
              assertThat(end.reason()).contains("禁言");
              assertThat(end.retryAfter()).contains(Duration.ofMinutes(10));
            });
    client.group("20002001").asks(XIAOMING, "别的群");
    assertThat(server.answers(server.sink.awaitMessage("别的群"), "在"))
        .isInstanceOf(Delivery.Accepted.class);
    server.clock.passes(Duration.ofMinutes(10));
    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.Accepted.class);
    client.bans(client.group(GROUP), 600);
    client.bans(client.group(GROUP), 0);
    server.sink.await(() -> standings().contains(Standing.UNMUTED));
    assertThat(server.answers(question, "在")).isInstanceOf(Delivery.Accepted.class);
  }

  @Test
  @DisplayName("提问里的 CQ 码当文字回显时也不会变成@全体或文件")
  void codes_in_a_question_never_leave_as_segments() {
    String hostile = "[CQ:at,qq=all][CQ:image,file=file:///etc/passwd]";
    var question = asked(hostile);

    server.answers(question, "您问的是：" + hostile);

    var reply = client.awaitSent(_ -> true, AT_MOST);
    assertThat(reply.text()).isEqualTo(" 您问的是：" + hostile);
    assertThat(reply.mentions()).contains(XIAOMING);
    assertThat(reply.segments()).hasSize(3);
  }

  @Test
  @DisplayName("连续三次没有确认时提示账号可能受限")
  void three_unconfirmed_sends_in_a_row_raise_suspicion() {
    var question = asked("在吗");
    Reaction lost = new Reaction.Fail(1200, false);
    client.next("send_group_msg", lost, lost, lost);

    for (int i = 0; i < 3; i++) {
      server.answers(question, "在");
    }

    assertThat(server.adapter.check().state()).isEqualTo(State.DEGRADED);
    assertThat(server.adapter.check().reason()).contains("限制发言");
    server.answers(question, "在");
    assertThat(server.adapter.check().state()).isEqualTo(State.UP);
  }

  @Test
  @DisplayName("引用机器人的答复等于对机器人说话")
  void quoting_an_answer_of_the_bot_addresses_it() {
    server.answers(asked("在吗"), "在");
    var reply = client.awaitSent(_ -> true, AT_MOST);

    client.group(GROUP).quotes(XIAOMING, reply, "那团费呢");

    var followUp = server.sink.awaitMessage("那团费呢");
    assertThat(followUp.addressing()).isEqualTo(Addressing.QUOTE);
  }

  @Test
  @DisplayName("结果未知的发送能在历史里查到：到了就是已发，没到就是没有")
  void an_unknown_send_is_looked_up_in_the_history() {
    var arrived = asked("到了的");
    var lost = asked("没到的");
    var begun = server.clock.instant();
    client.next("send_group_msg", new Reaction.Fail(1200, true), new Reaction.Fail(1200, false));

    assertThat(server.answers(arrived, "同一句答复")).isInstanceOf(Delivery.Unknown.class);
    assertThat(server.answers(lost, "同一句答复")).isInstanceOf(Delivery.Unknown.class);

    var posted = client.awaitSent(_ -> true, AT_MOST);
    assertThat(server.adapter.lookUp(OneBotServer.answer(arrived, "同一句答复"), begun))
        .isEqualTo(
            new Found.Sent(
                Optional.of(OneBotIds.groupChat(client.self(), GROUP).message(posted.id()))));
    assertThat(server.adapter.lookUp(OneBotServer.answer(lost, "同一句答复"), begun))
        .isEqualTo(new Found.Absent());
  }

  @Test
  @DisplayName("别的发送留下的同样文字不算；历史不够长或不提供就说不知道")
  void another_sends_text_is_no_proof_and_short_history_tells_nothing() {
    var question = asked("在吗");
    server.clock.passes(Duration.ofMinutes(1));
    var begun = server.clock.instant();
    server.adapter.send(OneBotServer.push(question, "first", "提醒"));

    assertThat(server.adapter.lookUp(OneBotServer.push(question, "second", "提醒"), begun))
        .isEqualTo(new Found.Absent());
    client.largestHistory(1);
    assertThat(server.adapter.lookUp(OneBotServer.push(question, "second", "没有"), begun))
        .isInstanceOf(Found.CannotTell.class);
    client.servesHistory(false);
    assertThat(server.adapter.lookUp(OneBotServer.push(question, "second", "没有"), begun))
        .isInstanceOf(Found.CannotTell.class);
  }

  private MessageReceived asked(String text) {
    client.group(GROUP).asks(XIAOMING, text);
    return server.sink.awaitMessage(text);
  }

  private Delivery accepted(String number) {
    return new Delivery.Accepted(
        Optional.of(OneBotIds.groupChat(client.self(), GROUP).message(number)));
  }

  private List<Standing> standings() {
    return server.sink.events().stream()
        .filter(GroupChanged.class::isInstance)
        .map(event -> ((GroupChanged) event).standing())
        .toList();
  }
}
