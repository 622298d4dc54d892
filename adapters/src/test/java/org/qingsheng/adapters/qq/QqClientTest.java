package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Cut;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Failed;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Page;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.ApiCall;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Heard;
import org.slf4j.LoggerFactory;

@DisplayName("QQ 机器人发消息 · sending")
class QqClientTest {
  private static final Accepted FIRST = new Accepted(Optional.of(new MessageId("ROBOT1.0_sent1")));

  private static List<Integer> numbers(Bench bench) {
    return bench.platform.calls("/v2/").stream()
        .map(call -> call.body().path("msg_seq").asInt())
        .toList();
  }

  @Test
  @DisplayName("群里的回答带着提问的编号和序号，一字不差到达")
  void answers_in_a_group() {
    try (var bench = new Bench()) {
      assertThat(bench.answers("k1", "年满14周岁……\n可以申请 🎓")).isEqualTo(FIRST);

      assertThat(bench.platform.heard())
          .containsExactly(new Heard(Bench.GROUP_PATH, "年满14周岁……\n可以申请 🎓"));
      assertThat(bench.platform.calls("/v2/"))
          .extracting(ApiCall::body)
          .containsExactly(
              QqJson.object()
                  .put("msg_type", 0)
                  .put("content", "年满14周岁……\n可以申请 🎓")
                  .put("msg_id", "ROBOT1.0_msg0001")
                  .put("msg_seq", 1));
      assertThat(bench.platform.calls("/v2/").getFirst().authorization())
          .isEqualTo("QQBot planted-token-1");
    }
  }

  @Test
  @DisplayName("私聊、频道、频道私信发到各自的地址；频道里点名提问人")
  void answers_elsewhere() {
    try (var bench = new Bench()) {
      var direct = new MessageId("dm@1760000000:m3");

      for (var answer :
          List.of(
              Bench.answer(Bench.chat(Kind.PERSON, "U1"), new MessageId("m1"), "k1", "一"),
              Bench.answer(Bench.chat(Kind.GUILD_CHANNEL, "77"), new MessageId("m2"), "k2", "二"),
              Bench.answer(Bench.chat(Kind.GUILD_DIRECT, "80"), direct, "k3", "三"))) {
        assertThat(bench.adapter.send(answer)).isInstanceOf(Accepted.class);
      }

      assertThat(bench.platform.heard())
          .containsExactly(
              new Heard("/v2/users/U1/messages", "一"),
              new Heard("/channels/77/messages", "<@!" + Bench.MEMBER + "> 二"),
              new Heard("/dms/80/messages", "三"));
      assertThat(bench.platform.calls("/dms/").getFirst().body())
          .isEqualTo(QqJson.object().put("content", "三").put("msg_id", "m3"));
    }
  }

  @Test
  @DisplayName("频道私信过了 5 分钟就不再发")
  void a_direct_message_in_a_guild_has_five_minutes() {
    try (var bench = new Bench()) {
      var answer =
          Bench.answer(
              Bench.chat(Kind.GUILD_DIRECT, "80"), new MessageId("dm@1760000000:m3"), "k1", "三");
      bench.clock.passes(Duration.ofSeconds(269));
      assertThat(bench.adapter.send(answer)).isInstanceOf(Accepted.class);

      bench.clock.passes(Duration.ofSeconds(1));

      assertThat(bench.adapter.send(answer))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.meaning()).isEqualTo(Meaning.WINDOW_CLOSED));
      assertThat(bench.platform.heard()).hasSize(1);
    }
  }

  @Test
  @DisplayName("新好友的问候凭事件编号发，会话只有 openid 也认得")
  void greets_a_new_friend() {
    try (var bench = new Bench()) {
      var chat = Bench.chat(Kind.PERSON, "U1");

      assertThat(
              bench.adapter.send(Bench.answer(chat, new MessageId("ev:FRIEND_ADD:1"), "k1", "您好")))
          .isInstanceOf(Accepted.class);

      assertThat(bench.platform.calls("/v2/users/U1/messages").getFirst().body())
          .isEqualTo(
              QqJson.object()
                  .put("msg_type", 0)
                  .put("content", "您好")
                  .put("event_id", "FRIEND_ADD:1"));
    }
  }

  @Test
  @DisplayName("没有来信可依的、当场回复的、别的机器人的会话：不发")
  void what_cannot_be_sent_is_not() {
    try (var bench = new Bench()) {
      var group = Bench.chat(Kind.GROUP, Bench.GROUP);
      var foreign = new PrivateChat(new ConversationId("qqc:999:U1"));

      assertThat(
              bench.adapter.send(Bench.message(group, new Route.Push(Optional.empty()), "k1", "一")))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.meaning()).isEqualTo(Meaning.NOT_PERMITTED));
      assertThat(
              bench.adapter.send(Bench.message(group, new Route.Passive(Bench.ASKED), "k2", "二")))
          .isInstanceOf(NotSent.class);
      assertThat(bench.adapter.send(Bench.answer(foreign, Bench.ASKED, "k3", "三")))
          .isInstanceOf(Refused.class);
      assertThat(bench.answers("k4", "字".repeat(1_001)))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.meaning()).isEqualTo(Meaning.CONTENT));
      assertThat(bench.answers("k5", " \n")).isInstanceOf(Refused.class);
      bench.adapter.close();
      assertThat(bench.answers("k6", "六")).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls("/")).isEmpty();
    }
  }

  @Test
  @DisplayName("同一提问的两个回答是 1 和 2，重启以后接着数，重发用原来的号")
  void numbers_survive_a_restart() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Answer.Normal(), new Failed(500, 50_055_001));
      assertThat(bench.answers("k1", "一")).isInstanceOf(Accepted.class);
      assertThat(bench.answers("k2", "二")).isInstanceOf(Unknown.class);

      bench.restart();

      assertThat(bench.answers("k2", "二")).isInstanceOf(Accepted.class);
      assertThat(bench.answers("k3", "三")).isInstanceOf(Accepted.class);
      assertThat(numbers(bench)).containsExactly(1, 2, 2, 3);
      var other =
          Bench.answer(
              Bench.chat(Kind.GROUP, Bench.GROUP), new MessageId("ROBOT1.0_other"), "k9", "九");
      assertThat(bench.adapter.send(other)).isInstanceOf(Accepted.class);
      assertThat(numbers(bench)).endsWith(1);
    }
  }

  @Test
  @DisplayName("F19：平台收下了而回音丢了，重发用同一个号，算已送达，群里只有一遍")
  void f19_a_lost_answer_makes_no_double() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Cut(true));
      assertThat(bench.answers("k1", "一")).isInstanceOf(Unknown.class);

      assertThat(bench.answers("k1", "一")).isEqualTo(new Accepted(Optional.empty()));

      assertThat(numbers(bench)).containsExactly(1, 1);
      assertThat(bench.platform.heard()).hasSize(1);
    }
  }

  @Test
  @DisplayName("第一次用的号已被占（存储丢过）：换下一个号，再发一次")
  void a_number_taken_by_another_answer_is_replaced() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(400, 40_054_005));

      assertThat(bench.answers("k1", "一")).isInstanceOf(Accepted.class);
      assertThat(bench.answers("k1", "一")).isInstanceOf(Accepted.class);

      assertThat(numbers(bench)).containsExactly(1, 2, 2);
      assertThat(bench.platform.heard()).hasSize(1);
    }
  }

  @Test
  @DisplayName("F18：一半的调用出错，每条照样恰好送到一次")
  void f18_half_of_the_calls_fail() {
    try (var bench = new Bench()) {
      var errors =
          List.<Answer>of(
              new Failed(500, 50_055_001),
              new Cut(true),
              new Failed(429, 22_009),
              new Page(502, "<html>"),
              new Cut(false),
              new Failed(401, 11_244),
              new Page(429, ""));
      for (int i = 0; i < 21; i++) {
        bench.platform.nextSends(errors.get(i % errors.size()));
        Delivery delivery = bench.answers("k" + i, "第" + i);
        for (int again = 0; again < 3 && !(delivery instanceof Accepted); again++) {
          assertThat(delivery).isInstanceOfAny(Unknown.class, NotSent.class);
          bench.clock.passes(Duration.ofMinutes(2));
          delivery = bench.answers("k" + i, "第" + i);
        }
        assertThat(delivery).isInstanceOf(Accepted.class);
      }

      assertThat(bench.platform.heard())
          .extracting(Heard::text)
          .containsExactlyElementsOf(IntStream.range(0, 21).mapToObj(i -> "第" + i).toList());
    }
  }

  @Test
  @DisplayName("频道不排重：结果未知的不再发第二次")
  void what_may_be_in_a_guild_is_not_sent_again() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Cut(true));
      var answer =
          Bench.answer(Bench.chat(Kind.GUILD_CHANNEL, "77"), new MessageId("m2"), "k2", "二");

      assertThat(bench.adapter.send(answer)).isInstanceOf(Unknown.class);
      assertThat(bench.adapter.send(answer)).isInstanceOf(Unknown.class);

      assertThat(bench.platform.heard()).hasSize(1);
      assertThat(bench.platform.calls("/channels/")).hasSize(1);
    }
  }

  @Test
  @DisplayName("记号的存储出错：没有发出，也不抛异常")
  void without_a_number_nothing_is_sent() {
    Sequences broken =
        new Sequences() {
          @Override
          public Given next(MessageId message, IdempotencyKey answer) {
            throw new IllegalStateException("database gone");
          }

          @Override
          public Given instead(MessageId message, IdempotencyKey answer) {
            throw new IllegalStateException("database gone");
          }
        };
    try (var bench = new Bench();
        var adapter = new QqAdapter(bench.settings, broken, bench.clock)) {
      adapter.start(bench);

      assertThat(
              adapter.send(
                  Bench.answer(Bench.chat(Kind.GROUP, Bench.GROUP), Bench.ASKED, "k1", "一")))
          .isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls("/")).isEmpty();
    }
  }

  @Test
  @DisplayName("窗口：群 5 分钟 5 次，私聊 60 分钟 4 次；平台排重")
  void what_the_channel_can_do() {
    try (var bench = new Bench()) {
      var rules = bench.adapter.capabilities();
      var group = rules.window(Opener.MESSAGE, Bench.chat(Kind.GROUP, "G"));
      var person = rules.window(Opener.MESSAGE, Bench.chat(Kind.PERSON, "U"));

      assertThat(group.map(Window::length)).contains(Duration.ofMinutes(5));
      assertThat(group.map(Window::count)).contains(5);
      assertThat(person.map(Window::length)).contains(Duration.ofMinutes(60));
      assertThat(person.map(Window::count)).contains(4);
      assertThat(rules.window(Opener.FOLLOW, Bench.chat(Kind.GROUP, "G"))).isEmpty();
      assertThat(rules.deduplicates()).isTrue();
      assertThat(rules.freePush()).isFalse();
      assertThat(rules.passive()).isEmpty();
      assertThat(rules.maxTextBytes()).isEqualTo(3_000);
    }
  }

  @Test
  @DisplayName("再怎么失败，任何级别的日志里都没有令牌、密钥、openid 和文字")
  void logs_no_secret_at_any_level() {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var ours = (Logger) LoggerFactory.getLogger("org.qingsheng");
    var before = ours.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    ours.setLevel(Level.TRACE);
    root.addAppender(lines);
    try (var bench = new Bench()) {
      bench.platform.nextTokens(new Failed(200, 100_016));
      var _ = bench.answers("k0", "不该出现的话");
      bench.clock.passes(Duration.ofMinutes(2));
      bench.platform.nextSends(
          new Failed(401, 11_243),
          new Failed(400, 40_034_005),
          new Failed(400, 40_054_003),
          new Page(502, "<html>"),
          new Cut(true));
      for (int i = 0; i < 6; i++) {
        var _ = bench.answers("k" + i, "不该出现的话");
        bench.clock.passes(Duration.ofMinutes(2));
      }
      bench.bot = _ -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
      var _ = bench.asks("m1", "不该出现的话");
      var _ = bench.platform.post(bench.callback, new byte[] {'{'}, List.of());
    } finally {
      root.detachAppender(lines);
      ours.setLevel(before);
    }

    var printed =
        List.copyOf(lines.list).stream()
            .map(e ->
                e.getFormattedMessage()
                    + e.getKeyValuePairs()
                    + (e.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(e.getThrowableProxy())))
            .toList();
    assertThat(printed)
        .anyMatch(line -> line.startsWith("qq token refused"))
        .anyMatch(line -> line.startsWith("qq did not take an answer"))
        .anyMatch(line -> line.startsWith("qq event not stored"))
        .anyMatch(line -> line.startsWith("qq callback refused"));
    assertThat(printed)
        .noneMatch(line -> line.contains("planted-token"))
        .noneMatch(line -> line.contains(Bench.SECRET))
        .noneMatch(line -> line.contains(Bench.GROUP))
        .noneMatch(line -> line.contains(Bench.MEMBER))
        .noneMatch(line -> line.contains("不该出现的话"));
  }
}
