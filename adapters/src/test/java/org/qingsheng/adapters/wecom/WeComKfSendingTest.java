package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.wecom.KfBench.ACCOUNT;
import static org.qingsheng.adapters.wecom.KfBench.CUSTOMER;
import static org.qingsheng.adapters.wecom.KfBench.SEND;
import static org.qingsheng.adapters.wecom.KfBench.push;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Cut;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Failed;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Page;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Silence;

@DisplayName("微信客服的发送 · answers to customers")
class WeComKfSendingTest {
  private static final String TOKEN = "/cgi-bin/gettoken";

  @Test
  @DisplayName("同一条消息发两次，客户只看到一次，两次都算已受理")
  void the_same_key_is_sent_once() throws Exception {
    try (var bench = spokenTo()) {
      bench.platform.next(SEND, new Cut(true));

      var first = bench.adapter.send(push("答复"));
      var second = bench.adapter.send(push("答复"));

      assertThat(first).isInstanceOf(Unknown.class);
      assertThat(second).isInstanceOf(Accepted.class);
      assertThat(bench.platform.heard(CUSTOMER)).containsExactly("答复");
      var msgids =
          bench.platform.calls(SEND).stream()
              .map(call -> call.json().path("msgid").asText())
              .distinct()
              .toList();
      assertThat(msgids).hasSize(1);
      assertThat(msgids.getFirst()).matches("[0-9a-zA-Z_-]{1,32}");
    }
  }

  @Test
  @DisplayName("40058 说的不是消息号，第一次发送就不当作已送达")
  void another_invalid_parameter_is_no_delivery() throws Exception {
    try (var bench = spokenTo()) {
      bench.platform.next(SEND, new Failed(40058, "invalid text.content"));

      assertThat(bench.adapter.send(push("答复"))).isInstanceOf(Refused.class);
    }
  }

  @Test
  @DisplayName("第六条答复被平台挡下：窗口已关，等对方再来信")
  void the_sixth_answer_closes_the_window() throws Exception {
    try (var bench = spokenTo()) {
      var deliveries =
          IntStream.rangeClosed(1, 6).mapToObj(i -> bench.adapter.send(push("答" + i))).toList();

      assertThat(deliveries.subList(0, 5)).allMatch(Accepted.class::isInstance);
      assertThat(deliveries.get(5))
          .isInstanceOfSatisfying(
              Refused.class,
              no -> {
                assertThat(no.code()).isEqualTo("95001");
                assertThat(no.meaning()).isEqualTo(Meaning.WINDOW_CLOSED);
              });
    }
  }

  @ParameterizedTest(name = "会话状态 {0}")
  @CsvSource({"0, NotSent", "1, NotSent", "2, Refused", "3, Refused", "4, Refused", "9, NotSent"})
  @DisplayName("95018 时查会话状态，再定能否稍后重发")
  void asks_for_the_session_state(int state, String end) throws Exception {
    try (var bench = spokenTo()) {
      bench.platform.serviceState(CUSTOMER, state);
      bench.platform.next(SEND, new Failed(95018, "session state"));

      var delivery = bench.adapter.send(push("答复"));

      assertThat(delivery.getClass().getSimpleName()).isEqualTo(end);
      assertThat(bench.platform.calls("/cgi-bin/kf/service_state/get")).hasSize(1);
      assertThat(bench.platform.heard(CUSTOMER)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "45009, NotSent",
    "45033, NotSent",
    "-1, NotSent",
    "6000, NotSent",
    "60020, NotSent",
    "45002, Refused",
    "40003, Refused",
    "48002, Refused",
    "95000, Refused"
  })
  @DisplayName("每个错误码都知道该不该再发")
  void knows_what_each_error_means(int code, String end) throws Exception {
    try (var bench = spokenTo()) {
      bench.platform.next(SEND, new Failed(code, "from ip: 203.0.113.9"));

      assertThat(bench.adapter.send(push("答复")).getClass().getSimpleName()).isEqualTo(end);
      assertThat(bench.platform.heard(CUSTOMER)).isEmpty();
    }
  }

  @Test
  @DisplayName("网关出错、断线、沉默：没到的说没到，不清楚的说不清楚")
  void is_honest_about_what_may_have_arrived() throws Exception {
    try (var bench =
        spokenTo(
            new KfBench(
                new FakeWeCom(), new MapCursors(), FakeWeCom.SECRET, Duration.ofSeconds(2)))) {
      bench.platform.next(
          SEND,
          new Page(503, "busy"),
          new Page(502, "<html>"),
          new Page(200, "<html>"),
          new Cut(false),
          new Silence());

      assertThat(bench.adapter.send(push("一"))).isInstanceOf(NotSent.class);
      assertThat(bench.adapter.send(push("二"))).isInstanceOf(Unknown.class);
      assertThat(bench.adapter.send(push("三"))).isInstanceOf(Unknown.class);
      assertThat(bench.adapter.send(push("四"))).isInstanceOf(Unknown.class);
      assertThat(bench.adapter.send(push("五"))).isInstanceOf(Unknown.class);
    }
  }

  @Test
  @DisplayName("五十个发送同时缺令牌，只取一次")
  void fetches_one_token_for_many() throws Exception {
    try (var bench = spokenTo();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.platform.invalidateToken();
      int before = bench.platform.calls(TOKEN).size();
      var go = new CountDownLatch(1);

      var sends =
          IntStream.range(0, 50)
              .mapToObj(i ->
                  threads.submit(() -> {
                    go.await();
                    return bench.adapter.send(push("答" + i));
                  }))
              .toList();
      go.countDown();

      int accepted = 0;
      for (var send : sends) {
        accepted += send.get(20, TimeUnit.SECONDS) instanceof Accepted ? 1 : 0;
      }
      assertThat(accepted).isEqualTo(5);
      assertThat(bench.platform.calls(TOKEN)).hasSize(before + 1);
    }
  }

  @Test
  @DisplayName("密钥不对：说明原因，一分钟内不再问，健康状态写给运维看")
  void a_wrong_secret_is_explained() throws Exception {
    try (var bench =
        new KfBench(new FakeWeCom(), new MapCursors(), "wrong", Duration.ofSeconds(10))) {
      bench.adapter.start(bench.bot);
      bench.platform.awaitCalls(TOKEN, 1);

      Delivery first = bench.adapter.send(push("一"));
      Delivery second = bench.adapter.send(push("二"));

      assertThat(List.of(first, second)).allMatch(NotSent.class::isInstance);
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);
      assertThat(bench.adapter.check().reason()).contains("40001").contains("Secret");
    }
  }

  private static KfBench spokenTo() throws InterruptedException {
    return spokenTo(new KfBench());
  }

  /** A customer has written, so that there is a window to answer in. */
  private static KfBench spokenTo(KfBench bench) throws InterruptedException {
    bench.started();
    bench.platform.customerSays(ACCOUNT, CUSTOMER, "m-first", "怎么入团");
    bench.wake();
    assertThat(bench.bot.texts(1)).containsExactly("怎么入团");
    return bench;
  }
}
