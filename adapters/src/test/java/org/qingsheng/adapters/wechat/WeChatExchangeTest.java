package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.wechat.Bench.OPENID;
import static org.qingsheng.adapters.wechat.Bench.REPLY_COMING;
import static org.qingsheng.adapters.wechat.Bench.reply;
import static org.qingsheng.adapters.wechat.Bench.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Outcome;

@DisplayName("公众号的一问一答 · the exchange")
class WeChatExchangeTest {
  private static final Accepted ACCEPTED = new Accepted(Optional.empty());

  /** The adapter's window and the platform's patience, both running: the call is waiting. */
  private static final int ONE_CALL_WAITING = 2;

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("窗口内的回复随回调一起返回，三种模式下用户看到的文字都完整")
  void answers_inside_the_exchange(Mode mode) throws Exception {
    try (var bench = new Bench(mode)) {
      var asked = ask(bench, "怎么入团");

      var delivery = bench.adapter.send(reply(asked.id, "年满14周岁 ]]> 🎓 <a href='x'>点我</a>"));

      assertThat(delivery).isEqualTo(ACCEPTED);
      assertThat(soon(asked.outcome).reply()).hasValue("年满14周岁 ]]> 🎓 ＜a href='x'>点我＜/a>");
      assertThat(soon(asked.outcome).calls()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("到 4.5 秒还没有答复就答 success，微信不再重试，迟到的答复改走别的路")
  void acknowledges_when_the_window_is_over() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      var asked = ask(bench, "怎么入团");

      bench.time.advance(Duration.ofMillis(4_499));
      assertThat(asked.outcome).isNotDone();
      bench.time.advance(Duration.ofMillis(1));

      var outcome = soon(asked.outcome);
      assertThat(outcome.attempts().getFirst().body()).isEqualTo("success");
      assertThat(outcome.calls()).isEqualTo(1);
      assertThat(outcome.fault()).isFalse();
      assertThat(bench.adapter.send(reply(asked.id, "来晚了"))).isInstanceOf(NotSent.class);
      assertThat(bench.platform.heard()).isEmpty();
    }
  }

  @Test
  @DisplayName("不用等答复的消息，存好就答 success")
  void acknowledges_at_once_when_no_reply_is_coming() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var outcome = soon(bench.platform.says(bench.callback, OPENID, "谢谢"));

      assertThat(outcome.attempts().getFirst().body()).isEqualTo("success");
      assertThat(bench.events).hasSize(1);
    }
  }

  @Test
  @DisplayName("没存好之前绝不作答，答复已经备好也要等")
  void says_nothing_before_the_message_is_stored() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var receipt = new CompletableFuture<Receipt>();
      bench.bot = _ -> receipt;
      var asked = askOnly(bench, "怎么入团");
      var delivery = CompletableFuture.supplyAsync(() -> bench.adapter.send(reply(asked.id, "答复")));

      assertThat(asked.outcome).isNotDone();
      assertThat(delivery).isNotDone();
      receipt.complete(REPLY_COMING);

      assertThat(soon(asked.outcome).reply()).hasValue("答复");
      assertThat(soon(delivery)).isEqualTo(ACCEPTED);
    }
  }

  @Test
  @DisplayName("存储失败则答 500，微信五秒后再送，存好那次才算数")
  void a_failed_store_is_not_acknowledged() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      bench.bot = _ -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
      var outcome = bench.platform.says(bench.callback, OPENID, "怎么入团");
      var first = (MessageReceived) bench.nextEvent();
      bench.time.awaitAlarmsSet(2);
      assertThat(outcome).isNotDone();

      bench.botAnswers(Bench.NO_REPLY);
      bench.time.advance(Duration.ofSeconds(5));

      var ended = soon(outcome);
      assertThat(ended.attempts()).extracting(a -> a.status().orElse(0)).containsExactly(500, 200);
      assertThat(ended.attempts().getFirst().body()).isEmpty();
      assertThat(((MessageReceived) bench.nextEvent()).id()).isEqualTo(first.id());
    }
  }

  @Test
  @DisplayName("存储被取消也是没存好")
  void a_cancelled_store_is_not_acknowledged() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var receipt = new CompletableFuture<Receipt>();
      bench.bot = _ -> receipt;
      var asked = askOnly(bench, "怎么入团");

      receipt.cancel(false);

      bench.time.awaitAlarmsSet(3);
      bench.botAnswers(Bench.NO_REPLY);
      bench.time.advance(Duration.ofSeconds(5));
      assertThat(soon(asked.outcome).attempts())
          .extracting(a -> a.status().orElse(0))
          .containsExactly(500, 200);
    }
  }

  @Test
  @DisplayName("机器人抛出异常也不作确认")
  void a_throwing_bot_is_not_acknowledged() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.bot =
          _ -> {
            throw new IllegalStateException("queue full");
          };
      var request =
          bench
              .platform
              .sender()
              .request(
                  bench.callback,
                  FakeMessage.text(bench.platform.account(), OPENID, Bench.NOW, "怎么入团"));

      assertThat(soon(bench.platform.sender().send(request)).statusCode()).isEqualTo(500);
    }
  }

  @Test
  @DisplayName("到时间还没存好，不作确认，也不让备好的答复以为送到了")
  void a_slow_store_is_not_acknowledged() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.bot = _ -> new CompletableFuture<>();
      var asked = askOnly(bench, "怎么入团");
      var delivery = CompletableFuture.supplyAsync(() -> bench.adapter.send(reply(asked.id, "答复")));

      bench.time.advance(Duration.ofMillis(4_500));

      bench.time.awaitAlarmsSet(3);
      assertThat(soon(delivery)).isInstanceOf(NotSent.class);
      bench.botAnswers(Bench.NO_REPLY);
      bench.time.advance(Duration.ofMillis(500));
      assertThat(soon(asked.outcome).attempts())
          .extracting(a -> a.status().orElse(0))
          .containsExactly(500, 200);
    }
  }

  @Test
  @DisplayName("同一条消息同时送来两次，两边得到同一个答复")
  void two_calls_for_one_message_get_the_same_reply() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      bench.botAnswers(REPLY_COMING);
      var sender = bench.platform.sender();
      var message = FakeMessage.text(bench.platform.account(), OPENID, Bench.NOW, "怎么入团");
      var first = sender.send(sender.request(bench.callback, message));
      var id = ((MessageReceived) bench.nextEvent()).id();
      bench.time.awaitAlarmsSet(1);
      bench.botAnswers(new Receipt(false, false));
      var second = sender.send(sender.request(bench.callback, message));
      var _ = bench.nextEvent();
      bench.time.awaitAlarmsSet(2);

      assertThat(bench.adapter.send(reply(id, "年满14周岁"))).isEqualTo(ACCEPTED);

      assertThat(sender.reply(OPENID, soon(first).body())).isEqualTo("年满14周岁");
      assertThat(sender.reply(OPENID, soon(second).body())).isEqualTo("年满14周岁");
      assertThat(bench.adapter.send(reply(id, "年满14周岁"))).isEqualTo(ACCEPTED);
    }
  }

  @Test
  @DisplayName("第一次的答复丢在路上，微信再送同一条，用户恰好看到一个答复")
  void a_lost_reply_is_given_again() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      bench.platform.sender().loseAnswers(1);
      var asked = ask(bench, "怎么入团");
      var answer = reply(asked.id, "年满14周岁");
      assertThat(bench.adapter.send(answer)).isEqualTo(ACCEPTED);
      bench.time.awaitAlarmsSet(3);

      bench.botAnswers(new Receipt(false, true));
      bench.time.advance(Duration.ofSeconds(5));
      assertThat(((MessageReceived) bench.nextEvent()).id()).isEqualTo(asked.id);
      bench.time.awaitAlarmsSet(3 + ONE_CALL_WAITING);
      assertThat(bench.adapter.send(answer)).isEqualTo(ACCEPTED);

      assertThat(soon(asked.outcome).calls()).isEqualTo(2);
      assertThat(bench.platform.heard(OPENID)).containsExactly("年满14周岁");
    }
  }

  @Test
  @DisplayName("一次交换只说一句：另一句没有送出，同一句重说也只说一遍")
  void one_exchange_takes_one_message() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var asked = ask(bench, "怎么入团");

      assertThat(bench.adapter.send(reply(asked.id, "第一句"))).isEqualTo(ACCEPTED);
      assertThat(bench.adapter.send(reply(asked.id, "第二句"))).isInstanceOf(NotSent.class);
      assertThat(bench.adapter.send(reply(asked.id, "第一句"))).isEqualTo(ACCEPTED);

      var _ = soon(asked.outcome);
      assertThat(bench.platform.heard(OPENID)).containsExactly("第一句");
    }
  }

  @Test
  @DisplayName("答给别人的话不会落到这个人的窗口里")
  void never_answers_somebody_else() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var asked = ask(bench, "怎么入团");

      var delivery =
          bench.adapter.send(
              Bench.message(new Route.Passive(asked.id), "oQNZS_user0002", "k", "别人的答复"));

      assertThat(delivery).isInstanceOf(Refused.class);
      assertThat(asked.outcome).isNotDone();
      assertThat(bench.adapter.send(reply(asked.id, "你的答复"))).isEqualTo(ACCEPTED);
      assertThat(soon(asked.outcome).reply()).hasValue("你的答复");
    }
  }

  @Test
  @DisplayName("关注事件也能当场回一句欢迎")
  void events_can_be_answered_too() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      bench.botAnswers(REPLY_COMING);
      var followed =
          FakeMessage.event(bench.platform.account(), OPENID, Bench.NOW, "subscribe", "");
      var outcome = bench.platform.sender().deliver(bench.callback, followed);
      var event = (ContactChanged) bench.nextEvent();
      bench.time.awaitAlarmsSet(ONE_CALL_WAITING);

      assertThat(bench.adapter.send(reply(event.id(), "欢迎"))).isEqualTo(ACCEPTED);

      assertThat(soon(outcome).reply()).hasValue("欢迎");
    }
  }

  @Test
  @DisplayName("超过 2048 字节的答复不发，正好 2048 字节的发得出")
  void refuses_what_wechat_would_not_show() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      var asked = ask(bench, "怎么入团");
      var longest = "团".repeat(682) + "xx";

      assertThat(bench.adapter.send(reply(asked.id, longest + "x")))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.meaning()).isEqualTo(Meaning.CONTENT));
      assertThat(bench.adapter.send(reply(asked.id, longest))).isEqualTo(ACCEPTED);
      assertThat(soon(asked.outcome).reply()).hasValue(longest);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"PLAIN", "SECURE"})
  @DisplayName("六十四路同时提问，答复与存储抢先后，人人得到自己那句")
  void everybody_gets_their_own_reply(Mode mode) throws Exception {
    try (var bench = new Bench(mode);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.bot =
          event -> {
            var message = (MessageReceived) event;
            var receipt = new CompletableFuture<Receipt>();
            var answer =
                Bench.message(
                    new Route.Passive(message.id()),
                    message.asker().value(),
                    "key-" + message.id(),
                    "答" + message.text());
            threads.execute(() -> receipt.complete(REPLY_COMING));
            threads.execute(() -> bench.adapter.send(answer));
            return receipt;
          };
      var sender = bench.platform.sender();
      var people = new ArrayList<CompletableFuture<Void>>();

      for (int person = 0; person < 64; person++) {
        var openid = "o" + person;
        people.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    var text = openid + "问" + i;
                    var message =
                        FakeMessage.text(bench.platform.account(), openid, Bench.NOW, text);
                    var answer = sender.send(sender.request(bench.callback, message)).join();
                    assertThat(sender.reply(openid, answer.body())).isEqualTo("答" + text);
                  }
                },
                threads));
      }

      for (var person : people) {
        var _ = person.get(60, TimeUnit.SECONDS);
      }
      assertThat(bench.events).hasSize(64 * 30);
    }
  }

  @Test
  @DisplayName("关停时已在等的提问不作确认，微信再送给下一个进程")
  void closing_leaves_open_exchanges_unacknowledged() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var asked = ask(bench, "怎么入团");

      bench.adapter.close();

      bench.time.awaitAlarmsSet(3);
      assertThat(bench.adapter.send(reply(asked.id, "来晚了"))).isInstanceOf(NotSent.class);
      bench.time.advance(Duration.ofSeconds(5));
      bench.time.awaitAlarmsSet(5);
      bench.time.advance(Duration.ofSeconds(5));
      bench.time.awaitAlarmsSet(7);
      bench.time.advance(Duration.ofSeconds(5));
      assertThat(soon(asked.outcome).attempts())
          .extracting(a -> a.status().orElse(0))
          .containsExactly(503, 503, 503);
    }
  }

  @Test
  @DisplayName("关停的同时备好的答复仍送得出去")
  void closing_lets_a_reply_on_its_way_arrive() throws Exception {
    try (var bench = new Bench(Mode.PLAIN)) {
      var receipt = new CompletableFuture<Receipt>();
      bench.bot = _ -> receipt;
      var asked = askOnly(bench, "怎么入团");
      var delivery = CompletableFuture.supplyAsync(() -> bench.adapter.send(reply(asked.id, "答复")));
      var closed = CompletableFuture.runAsync(bench.adapter::close);

      receipt.complete(REPLY_COMING);

      assertThat(soon(delivery)).isEqualTo(ACCEPTED);
      assertThat(soon(asked.outcome).reply()).hasValue("答复");
      var _ = soon(closed);
    }
  }

  private record Asked(MessageId id, CompletableFuture<Outcome> outcome) {}

  /** A question whose call is waiting for a reply that the bot announced. */
  private static Asked ask(Bench bench, String text) throws InterruptedException {
    bench.botAnswers(REPLY_COMING);
    return askOnly(bench, text);
  }

  private static Asked askOnly(Bench bench, String text) throws InterruptedException {
    var outcome = bench.platform.says(bench.callback, OPENID, text);
    var event = (MessageReceived) bench.nextEvent();
    bench.time.awaitAlarmsSet(ONE_CALL_WAITING);
    return new Asked(event.id(), outcome);
  }
}
