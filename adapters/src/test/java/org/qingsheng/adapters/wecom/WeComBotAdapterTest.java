package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.wecom.BotBench.poll;
import static org.qingsheng.adapters.wecom.BotBench.push;
import static org.qingsheng.adapters.wecom.BotBench.reply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Cut;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Failed;

@DisplayName("智能机器人（回调） · bot of WeCom by callback")
class WeComBotAdapterTest {
  private static final String QUESTION = "@团 小青 团员证丢了怎么补办？";

  @Test
  @DisplayName("群里@机器人：立刻应一声，轮询时给出至今的内容，答复一到就结束")
  void streams_an_answer_to_its_end() throws Exception {
    try (var bench = new BotBench()) {
      var first = bench.frame(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      var still = bench.frame(poll(first.id()));

      var sending =
          CompletableFuture.supplyAsync(() -> bench.adapter.send(reply(asked, "补办步骤：先找支部")));
      bench.time.awaitAlarmWithin(WeComBotStreams.FETCHED_WITHIN);
      var last = bench.frame(poll(first.id()));

      assertThat(first.type()).isEqualTo("stream");
      assertThat(first.finish()).isFalse();
      assertThat(first.content()).isEqualTo(WeComBotSettings.PENDING);
      assertThat(still).isEqualTo(first);
      assertThat(last).isEqualTo(new BotBench.Frame("stream", first.id(), true, "补办步骤：先找支部"));
      assertThat(sending.join()).isInstanceOf(Accepted.class);
      assertThat(bench.frame(poll(first.id()))).isEqualTo(last);
    }
  }

  @Test
  @DisplayName("问题里去掉@机器人名（名字有空格），别人的@保留")
  void takes_its_own_mention_away() throws Exception {
    try (var bench = new BotBench()) {
      bench.frame(bench.groupText("q1", "@李四 问的 @团 小青 团费 @王五 怎么交"));

      var asked = (MessageReceived) bench.bot.next();

      assertThat(asked.text()).isEqualTo("@李四 问的  团费 @王五 怎么交");
      assertThat(asked.addressing()).isEqualTo(Addressing.MENTION);
      assertThat(asked.conversation().isGroup()).isTrue();
      assertThat(asked.conversation().id().value()).isEqualTo("bot:aibQNZS01:wrCHAT0001");
      assertThat(asked.asker().value()).isEqualTo("zhangsan");
    }
  }

  @Test
  @DisplayName("单聊的语音取转写，图文混排取文字并记下图片")
  void understands_voice_and_mixed_messages() throws Exception {
    try (var bench = new BotBench()) {
      bench.call(single("v1", "\"msgtype\":\"voice\",\"voice\":{\"content\":\"怎么入团\"}"));
      bench.call(
          single(
              "x1",
              "\"msgtype\":\"mixed\",\"mixed\":{\"msg_item\":[{\"msgtype\":\"text\",\"text\":{\"content\":\"这是什么章\"}},{\"msgtype\":\"image\",\"image\":{\"url\":\"https://x\"}}]}"));

      var voice = (MessageReceived) bench.bot.next();
      var mixed = (MessageReceived) bench.bot.next();

      assertThat(voice.text()).isEqualTo("怎么入团");
      assertThat(voice.addressing()).isEqualTo(Addressing.PRIVATE);
      assertThat(voice.conversation().isGroup()).isFalse();
      assertThat(mixed.text()).isEqualTo("这是什么章");
      assertThat(mixed.attachments())
          .extracting(Attachment::kind)
          .containsExactly(Attachment.Kind.IMAGE);
    }
  }

  @Test
  @DisplayName("平台重发同一条，得到同一个流")
  void a_repeat_gets_the_same_stream() throws Exception {
    try (var bench = new BotBench()) {
      var first = bench.frame(bench.groupText("q1", QUESTION));
      bench.bot.answers(new org.qingsheng.adapters.InboundSink.Receipt(false, false));

      var again = bench.frame(bench.groupText("q1", QUESTION));

      assertThat(again).isEqualTo(first);
    }
  }

  @Test
  @DisplayName("存不下就不应答，等平台再发")
  void does_not_acknowledge_what_is_not_stored() {
    try (var bench = new BotBench()) {
      bench.bot.says = _ -> CompletableFuture.failedFuture(new IllegalStateException("disk"));

      var answer = bench.call(bench.groupText("q1", QUESTION));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  @DisplayName("答复比应答平台还快：不当作过期，一次就显示完")
  void an_answer_may_come_before_the_exchange_is_answered() throws Exception {
    try (var bench = new BotBench()) {
      var delivery = new CompletableFuture<Delivery>();
      bench.bot.says =
          event -> {
            Thread.startVirtualThread(() ->
                delivery.complete(bench.adapter.send(reply((MessageReceived) event, "国庆照常收"))));
            // Told of the message only after the answer was put, or was refused a place.
            return delivery
                .copy()
                .completeOnTimeout(new NotSent("waits", Optional.empty()), 1, TimeUnit.SECONDS)
                .thenApply(_ -> new Receipt(true, true));
          };

      var shown = bench.frame(bench.groupText("q1", QUESTION));

      assertThat(shown.finish()).isTrue();
      assertThat(shown.content()).isEqualTo("国庆照常收");
      assertThat(delivery.get(10, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
    }
  }

  @Test
  @DisplayName("没有即时答复的，回一个空的 200；之后可用 response_url 答一次，只一次")
  void answers_later_once() throws Exception {
    try (var bench = new BotBench()) {
      bench.bot.answers(BotDouble.NO_REPLY);
      var answer = bench.call(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();

      var first = bench.adapter.send(push(asked, "干部的答复"));
      var second = bench.adapter.send(push(asked, "再补一句"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(first).isInstanceOf(Accepted.class);
      assertThat(bench.platform.heard("response_code=q1")).containsExactly("干部的答复");
      assertThat(second)
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.meaning()).isEqualTo(Meaning.WINDOW_CLOSED));
    }
  }

  @Test
  @DisplayName("过了一小时，后补的答复不再发出")
  void refuses_a_later_answer_after_an_hour() throws Exception {
    try (var bench = new BotBench()) {
      bench.call(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      bench.time.advance(Duration.ofHours(1));

      assertThat(bench.adapter.send(push(asked, "晚了")))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.meaning()).isEqualTo(Meaning.WINDOW_CLOSED));
      assertThat(bench.platform.heard()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({"-1, NotSent, Accepted", "45009, NotSent, Accepted", "40058, Refused, Refused"})
  @DisplayName("没送到的还可以再送，被拒的不再送")
  void a_later_answer_that_did_not_arrive_may_be_sent_again(int code, String end, String again)
      throws Exception {
    try (var bench = new BotBench()) {
      bench.call(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      bench.platform.next("/cgi-bin/aibot/response", new Failed(code, "no"));

      assertThat(kind(bench.adapter.send(push(asked, "答")))).isEqualTo(end);
      assertThat(kind(bench.adapter.send(push(asked, "答")))).isEqualTo(again);
    }
  }

  @Test
  @DisplayName("断线时不知道送没送到，不重复送")
  void a_cut_line_is_unknown_and_not_repeated() throws Exception {
    try (var bench = new BotBench()) {
      bench.call(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      bench.platform.next("/cgi-bin/aibot/response", new Cut(true));

      assertThat(bench.adapter.send(push(asked, "答"))).isInstanceOf(Unknown.class);
      assertThat(bench.adapter.send(push(asked, "答"))).isInstanceOf(Refused.class);
      assertThat(bench.platform.heard("response_code=q1")).containsExactly("答");
    }
  }

  @Test
  @DisplayName("五分钟没有答复，流以说明收尾，答复改走别的路")
  void ends_the_stream_before_wecom_does() throws Exception {
    try (var bench = new BotBench()) {
      var first = bench.frame(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      bench.time.advance(Duration.ofMinutes(5));

      var last = bench.frame(poll(first.id()));

      assertThat(last.finish()).isTrue();
      assertThat(last.content()).isEqualTo(WeComBotStreams.LATER);
      assertThat(bench.adapter.send(reply(asked, "答"))).isInstanceOf(NotSent.class);
      assertThat(bench.adapter.send(push(asked, "答"))).isInstanceOf(Accepted.class);
    }
  }

  @Test
  @DisplayName("没人来取的答复收回，绝不在说了没送之后又出现")
  void withdraws_what_nobody_fetches() throws Exception {
    try (var bench = new BotBench()) {
      var first = bench.frame(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      var sending = CompletableFuture.supplyAsync(() -> bench.adapter.send(reply(asked, "答")));
      bench.time.awaitAlarmWithin(WeComBotStreams.FETCHED_WITHIN);

      bench.time.advance(WeComBotStreams.FETCHED_WITHIN);

      assertThat(sending.join()).isInstanceOf(NotSent.class);
      assertThat(bench.frame(poll(first.id())).content()).isEqualTo(WeComBotStreams.LATER);
    }
  }

  @Test
  @DisplayName("重启后不认识的流，说明情况并结束，不让人空等")
  void ends_a_stream_it_does_not_know() throws Exception {
    try (var bench = new BotBench()) {
      var frame = bench.frame(poll("S-from-before"));

      assertThat(frame.finish()).isTrue();
      assertThat(frame.content()).isEqualTo(WeComBotStreams.LOST);
    }
  }

  @Test
  @DisplayName("20481 字节的答复裁到 20480 以内，不裁断汉字")
  void cuts_an_answer_that_is_too_long() throws Exception {
    try (var bench = new BotBench()) {
      var first = bench.frame(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();
      var text = "青".repeat(6_827);
      assertThat(WeComEncoder.bytes(text)).isEqualTo(20_481);

      var sending = CompletableFuture.supplyAsync(() -> bench.adapter.send(reply(asked, text)));
      bench.time.awaitAlarmWithin(WeComBotStreams.FETCHED_WITHIN);
      var last = bench.frame(poll(first.id()));

      assertThat(sending.join()).isInstanceOf(Accepted.class);
      assertThat(WeComEncoder.bytes(last.content())).isLessThanOrEqualTo(20_480);
      assertThat(last.content()).startsWith("青青").endsWith("青……").doesNotContain("\uFFFD");
    }
  }

  @Test
  @DisplayName("答复里的标记只是文字：不成标题、链接、@或加粗")
  void text_never_becomes_markup() throws Exception {
    try (var bench = new BotBench()) {
      bench.call(bench.groupText("q1", QUESTION));
      var asked = (MessageReceived) bench.bot.next();

      var _ = bench.adapter.send(push(asked, "# 标题\n> 引\n**粗** <@all> [点](https://a_b.cn) `码`"));

      assertThat(bench.platform.heard("response_code=q1"))
          .containsExactly("＃ 标题\n＞ 引\n＊＊粗＊＊ ＜@all> [点]（https://a_b.cn) ｀码｀");
    }
  }

  @Test
  @DisplayName("response_url 指向别处的不用：只联系设置里的主机")
  void never_calls_another_host() throws Exception {
    try (var bench = new BotBench()) {
      bench.call(
          bench
              .groupText("q1", QUESTION)
              .replace(bench.platform.apiBase().toString(), "http://127.0.0.2:9"));
      var asked = (MessageReceived) bench.bot.next();

      assertThat(bench.adapter.send(push(asked, "答"))).isInstanceOf(Refused.class);
    }
  }

  @Test
  @DisplayName("进入会话算打开联系，其他事件只记种类")
  void understands_events() throws Exception {
    try (var bench = new BotBench()) {
      bench.call(single("e1", "\"msgtype\":\"event\",\"event\":{\"eventtype\":\"enter_chat\"}"));
      bench.call(
          single("e2", "\"msgtype\":\"event\",\"event\":{\"eventtype\":\"feedback_event\"}"));

      assertThat(bench.bot.next())
          .isInstanceOfSatisfying(
              ContactChanged.class,
              event -> assertThat(event.contact()).isEqualTo(Contact.FOLLOWED));
      assertThat(bench.bot.next())
          .isInstanceOfSatisfying(
              Unsupported.class,
              event -> assertThat(event.platformType()).isEqualTo("event:feedback_event"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "x",
        "",
        "{}",
        "{\"aibotid\":\"aibQNZS01\"}",
        "{\"aibotid\":\"aibOTHER\",\"msgtype\":\"text\",\"msgid\":\"1\"}",
        "{\"aibotid\":\"aibQNZS01\",\"msgtype\":\"text\",\"text\":{\"content\":\"x\"},\"msgid\":\"1\"}",
        "{\"aibotid\":\"aibQNZS01\",\"msgtype\":\"text\",\"from\":{\"userid\":\"a b\"},\"msgid\":\"1\"}",
        "{\"aibotid\":\"aibQNZS01\",\"msgtype\":\"text\",\"from\":{\"userid\":\"a\"}}",
        "{\"aibotid\":\"aibQNZS01\",\"msgtype\":\"stream\"}"
      })
  @DisplayName("不成样子的内容被拒绝，不交给机器人")
  void refuses_what_is_no_message(String json) {
    try (var bench = new BotBench()) {
      assertThat(bench.call(json).statusCode()).isIn(400, 403);
      assertThat(bench.bot.events).isEmpty();
    }
  }

  @Test
  @DisplayName("签名不对、未加密、尾部写着企业编号的都被拒绝")
  void refuses_what_is_forged() {
    try (var bench = new BotBench();
        var corporation = new FakeCaller("ww1234567890abcdef", bench.time)) {
      var json = bench.groupText("q1", QUESTION);
      var forged = bench.caller.sealed(json).signedWith("0".repeat(40));

      assertThat(bench.caller.postJson(bench.callback, forged).statusCode()).isEqualTo(403);
      assertThat(bench.caller.check(bench.callback, forged).statusCode()).isEqualTo(403);
      assertThat(bench.caller.post(bench.callback, bench.caller.sealed(json), json).statusCode())
          .isEqualTo(403);
      assertThat(corporation.postJson(bench.callback, corporation.sealed(json)).statusCode())
          .isEqualTo(403);
      assertThat(bench.bot.events).isEmpty();
    }
  }

  @Test
  @DisplayName("网址校验回显明文；没在运行时健康状态如实说")
  void echoes_and_tells_its_health() {
    var bench = new BotBench();
    try (bench) {
      assertThat(bench.caller.check(bench.callback, bench.caller.sealed("8273649105")).body())
          .isEqualTo("8273649105");
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
    }
    assertThat(bench.adapter.check().state()).isEqualTo(State.DOWN);
  }

  private static String kind(Delivery delivery) {
    return delivery.getClass().getSimpleName();
  }

  private static String single(String msgid, String rest) {
    return "{\"msgid\":\"%s\",\"aibotid\":\"aibQNZS01\",\"chattype\":\"single\",\"from\":{\"userid\":\"lisi\"},%s}"
        .formatted(msgid, rest);
  }
}
