package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Cut;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Failed;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Page;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Silence;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.ApiCall;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Heard;
import org.slf4j.LoggerFactory;

@DisplayName("QQ 机器人发消息 · sending")
class QqClientTest {
  private static final String TOKEN = "/app/getAppAccessToken";
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

  @ParameterizedTest
  @CsvSource({
    "304103, WINDOW_CLOSED",
    "40034005, WINDOW_CLOSED",
    "40034128, WINDOW_CLOSED",
    "40034025, WINDOW_CLOSED",
    "40034026, WINDOW_CLOSED",
    "40034027, WINDOW_CLOSED",
    "40034024, OTHER",
    "40034006, CONTENT",
    "1100100, CONTENT",
    "1100104, CONTENT",
    "40054007, CONTENT",
    "40054018, CONTENT",
    "304003, CONTENT",
    "40054010, CONTENT",
    "40034101, UNREACHABLE",
    "40054003, UNREACHABLE",
    "40054004, UNREACHABLE",
    "40054013, UNREACHABLE",
    "40034105, NOT_PERMITTED",
    "11253, NOT_PERMITTED",
    "11254, NOT_PERMITTED",
    "11265, NOT_PERMITTED",
    "99999999, OTHER"
  })
  @DisplayName("说一不二的错误码")
  void final_refusals(int code, Meaning meaning) {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(400, code));

      assertThat(bench.answers("k1", "一"))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(Integer.toString(code));
                assertThat(refused.meaning()).isEqualTo(meaning);
                assertThat(refused.reason()).doesNotContain("planted");
              });
      assertThat(bench.platform.calls("/v2/")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 22009, 2",
    "429, 0, 2",
    "400, 40034100, 60",
    "400, 40054002, 60",
    "400, 40054016, 30"
  })
  @DisplayName("稍后再发的错误码，各有最短等待")
  void refusals_for_now(int status, int code, int seconds) {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(status, code));

      assertThat(bench.answers("k1", "一"))
          .isInstanceOfSatisfying(
              NotSent.class,
              not -> assertThat(not.retryAfter()).contains(Duration.ofSeconds(seconds)));
      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
    }
  }

  @Test
  @DisplayName("送审（202）算平台已收下")
  void audited_messages_are_accepted() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(202, 304_023), new Failed(201, 304_024));

      assertThat(bench.answers("k1", "一")).isEqualTo(new Accepted(Optional.empty()));
      assertThat(bench.answers("k2", "二")).isEqualTo(new Accepted(Optional.empty()));
    }
  }

  @Test
  @DisplayName("没有回音、断线、看不懂的页面：结果未知；连不上：没有发出")
  void ends_that_are_not_known() throws Exception {
    try (var bench =
        new Bench(Bench.SECRET, Bench.NOW, UnaryOperator.identity(), Duration.ofMillis(1_500))) {
      bench.platform.nextSends(
          new Cut(false), new Page(200, "<html>"), new Page(502, "<html>"), new Silence());

      for (int i = 0; i < 4; i++) {
        assertThat(bench.answers("k" + i, "一")).isInstanceOf(Unknown.class);
      }
      bench.platform.nextSends(new Page(404, "<html>"), new Page(302, ""));
      assertThat(bench.answers("k8", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.answers("k9", "一")).isInstanceOf(NotSent.class);
    }
    URI nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    try (var bench = new Bench(settings -> settings.at(nobody, settings.tokenBase()))) {
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
    }
  }

  @Test
  @DisplayName("没登记的网址发之前就拿掉，登记过的留下")
  void links_are_taken_out_before_sending() {
    try (var bench = new Bench(settings -> settings.withLinkHosts(Set.of("gov.example.cn")))) {
      var _ = bench.answers("k1", "看 https://gov.example.cn/a 或 https://bad.example/b");

      assertThat(bench.platform.heard())
          .extracting(Heard::text)
          .containsExactly("看 https://gov.example.cn/a 或 （网址略）");
    }
  }

  @ParameterizedTest
  @CsvSource({"304003", "40054010"})
  @DisplayName("平台还嫌网址，就不带网址用同一个号再发一次，只一次")
  void a_refused_link_is_left_out(int code) {
    try (var bench = new Bench(settings -> settings.withLinkHosts(Set.of("gov.example.cn")))) {
      bench.platform.nextSends(new Failed(400, code));
      assertThat(bench.answers("k1", "看 https://gov.example.cn/a")).isInstanceOf(Accepted.class);
      assertThat(numbers(bench)).containsExactly(1, 1);
      assertThat(bench.platform.heard()).extracting(Heard::text).containsExactly("看 （网址略）");

      bench.platform.nextSends(new Failed(400, code), new Failed(400, code));
      assertThat(bench.answers("k2", "看 https://gov.example.cn/a")).isInstanceOf(Refused.class);
      assertThat(numbers(bench)).hasSize(4);
    }
  }

  @Test
  @DisplayName("被嫌网址的那次也占了号：换号再发，不带网址，不丢不重")
  void a_number_used_up_by_a_refused_link_is_replaced() {
    try (var bench = new Bench(settings -> settings.withLinkHosts(Set.of("gov.example.cn")))) {
      var text = "看 https://gov.example.cn/a";
      bench.platform.nextSends(
          new Failed(400, 304_003), new Failed(400, 40_054_005), new Cut(true));
      assertThat(bench.answers("k1", text)).isInstanceOf(Unknown.class);

      assertThat(bench.answers("k1", text)).isEqualTo(new Accepted(Optional.empty()));

      assertThat(numbers(bench)).containsExactly(1, 1, 2, 2);
      assertThat(bench.platform.heard()).extracting(Heard::text).containsExactly("看 （网址略）");
    }
  }

  @Test
  @DisplayName("QQ 说不在群里：群记作已移出")
  void a_group_that_was_left_is_noted() throws Exception {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(400, 40_054_003));

      var _ = bench.answers("k1", "一");

      assertThat(bench.nextEvent())
          .isEqualTo(
              new GroupChanged(
                  Bench.CHANNEL,
                  Bench.chat(Kind.GROUP, Bench.GROUP).id(),
                  Standing.REMOVED,
                  Bench.NOW));
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
  @DisplayName("令牌到要用时才取，一直用到最后一分钟（有效期是文字也认得）")
  void the_token_is_kept_until_its_last_minute() {
    try (var bench = new Bench()) {
      assertThat(bench.platform.calls(TOKEN)).isEmpty();
      var _ = bench.answers("k1", "一");
      bench.clock.passes(Duration.ofSeconds(7_139));
      var _ = bench.answers("k2", "二");
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);

      bench.clock.passes(Duration.ofSeconds(1));
      var _ = bench.answers("k3", "三");

      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
    }
  }

  @Test
  @DisplayName("令牌中途失效：换一次新的，同一个号重发，只有一遍")
  void a_rejected_token_is_renewed_once() {
    try (var bench = new Bench()) {
      assertThat(bench.answers("k1", "一")).isInstanceOf(Accepted.class);
      bench.platform.invalidateToken();

      assertThat(bench.answers("k2", "二")).isInstanceOf(Accepted.class);

      assertThat(numbers(bench)).containsExactly(1, 2, 2);
      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
    }
  }

  @Test
  @DisplayName("平台不认它自己发的令牌：等一分钟，不追着要")
  void a_token_that_is_never_taken_is_not_asked_for_again_and_again() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(401, 11_244));

      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls(TOKEN)).hasSize(2);

      bench.clock.passes(Duration.ofSeconds(60));
      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
    }
  }

  @Test
  @DisplayName("二十个同时要发，令牌只取一次")
  void one_fetch_for_all() {
    try (var bench = new Bench();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(() -> bench.answers("k" + i, "第" + i), threads))
              .toList();

      assertThat(all).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Accepted.class));
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(numbers(bench))
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }
  }

  @Test
  @DisplayName("取令牌失败是 HTTP 200：说清原因，一分钟内不再问，改好后恢复")
  void a_token_failure_comes_with_http_200() {
    try (var bench = new Bench()) {
      bench.platform.nextTokens(new Failed(200, 100_016));

      assertThat(bench.answers("k1", "一"))
          .isInstanceOfSatisfying(
              NotSent.class, not -> assertThat(not.retryAfter()).contains(Duration.ofSeconds(60)));
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(bench.platform.calls("/v2/")).isEmpty();
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);
      assertThat(bench.adapter.check().reason()).contains("100016").contains("secret");

      bench.clock.passes(Duration.ofSeconds(60));
      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
    }
  }

  @Test
  @DisplayName("取令牌时线路出错，下一次马上再取")
  void trouble_with_the_line_is_not_remembered() {
    try (var bench = new Bench()) {
      bench.platform.nextTokens(
          new Page(502, "<html>"), new Cut(false), new Page(200, "{}"), new Page(200, "x"));
      for (int i = 0; i < 4; i++) {
        assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      }

      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
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
