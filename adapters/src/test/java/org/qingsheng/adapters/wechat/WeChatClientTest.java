package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.qingsheng.adapters.wechat.Bench.OPENID;
import static org.qingsheng.adapters.wechat.Bench.push;
import static org.qingsheng.adapters.wechat.Bench.soon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.kit.SelfSigned;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Cut;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Failed;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Page;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Silence;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Heard;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Way;
import org.slf4j.LoggerFactory;

@DisplayName("公众号的客服消息 · customer-service messages")
class WeChatClientTest {
  private static final String SEND = "/cgi-bin/message/custom/send";
  private static final String TOKEN = "/cgi-bin/stable_token";
  private static final Accepted ACCEPTED = new Accepted(Optional.empty());

  @Test
  @DisplayName("推送的文字原样到达，汉字不转义，小于号变全角")
  void pushes_a_text() {
    try (var bench = new Bench(Mode.PLAIN)) {
      var delivery = bench.adapter.send(push("您好，\n<a href=\"x\">答复</a> & 🎓"));

      assertThat(delivery).isEqualTo(ACCEPTED);
      assertThat(bench.platform.heard())
          .containsExactly(new Heard(OPENID, "您好，\n＜a href=\"x\">答复＜/a> & 🎓", Way.PUSH));
      assertThat(bench.platform.calls(SEND).getFirst().body())
          .contains("您好，\\n＜a href=\\\"x\\\">答复＜/a> & 🎓")
          .contains("\"touser\":\"" + OPENID + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "45015, WINDOW_CLOSED",
    "45047, WINDOW_CLOSED",
    "48001, NOT_PERMITTED",
    "48004, NOT_PERMITTED",
    "50002, NOT_PERMITTED",
    "43004, UNREACHABLE",
    "40003, UNREACHABLE",
    "45002, CONTENT",
    "44004, CONTENT",
    "47001, OTHER",
    "99999, OTHER"
  })
  @DisplayName("微信明确拒绝的，按意思归类，不再重试")
  void final_refusals(int errcode, Meaning meaning) {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.platform.nextSends(new Failed(errcode, "no, rid: 6780aa-1b2c3d4e-5f60718a"));

      var delivery = bench.adapter.send(push("答复"));

      assertThat(delivery)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(Integer.toString(errcode));
                assertThat(refused.meaning()).isEqualTo(meaning);
                assertThat(refused.reason()).contains("rid 6780aa-1b2c3d4e-5f60718a");
              });
      assertThat(bench.platform.calls(SEND)).hasSize(1);
      assertThat(bench.platform.heard()).isEmpty();
    }
  }

  static Stream<Arguments> laters() {
    return Stream.of(
        arguments(new Failed(-1, "system busy"), 2),
        arguments(new Failed(45009, "reach max api daily quota limit"), 3600),
        arguments(new Failed(45011, "api minute-quota reach limit"), 60),
        arguments(new Page(503, ""), 5),
        arguments(new Page(403, "<html>firewall</html>"), 60),
        arguments(new Page(302, ""), 60));
  }

  @ParameterizedTest
  @MethodSource("laters")
  @DisplayName("系统繁忙、超频、网关出错：肯定没发出，说明多久之后再试，自己不重试")
  void not_sent_with_a_time_to_wait(Answer answer, int seconds) {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.platform.nextSends(answer);

      var delivery = bench.adapter.send(push("答复"));

      assertThat(delivery)
          .isInstanceOfSatisfying(
              NotSent.class,
              notSent -> assertThat(notSent.retryAfter()).hasValue(Duration.ofSeconds(seconds)));
      assertThat(bench.platform.calls(SEND)).hasSize(1);
      assertThat(bench.adapter.send(push("答复"))).isEqualTo(ACCEPTED);
    }
  }

  static Stream<Arguments> unclear() {
    return Stream.of(
        arguments("网关页面", new Page(200, "<html><body>login</body></html>")),
        arguments("空回答", new Page(200, "")),
        arguments("没有 errcode 的 JSON", new Page(200, "{}")),
        arguments("errcode 不是数字", new Page(200, "{\"errcode\":\"0\"}")),
        arguments("null", new Page(200, "null")),
        arguments("XML", new Page(200, "<xml><errcode>0</errcode></xml>")),
        arguments("截断的 JSON", new Page(200, "{\"errcode\":")),
        arguments("超大的回答", new Page(200, "x".repeat(300_000))),
        arguments("500", new Page(500, "oops")),
        arguments("502", new Page(502, "<html><body>Bad Gateway</body></html>")),
        arguments("504", new Page(504, "Gateway Time-out")),
        arguments("写完之后断线", new Cut(false)),
        arguments("不回答", new Silence()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unclear")
  @DisplayName("看不出结果的回答记为结果未知，绝不自己重发")
  void unknown_is_never_repeated(String what, Answer answer) {
    try (var bench = new Bench(Mode.PLAIN, s -> s, Duration.ofMillis(800))) {
      assertThat(bench.adapter.send(push("先取令牌"))).isEqualTo(ACCEPTED);
      bench.platform.nextSends(answer);

      var delivery = bench.adapter.send(push("答复"));

      assertThat(delivery).as(what).isInstanceOf(Unknown.class);
      assertThat(bench.platform.calls(SEND)).hasSize(2);
    }
  }

  @Test
  @DisplayName("微信收下了但回答丢在路上：结果未知，用户只看到一次")
  void a_lost_answer_is_unknown() {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.platform.nextSends(new Cut(true));

      assertThat(bench.adapter.send(push("答复"))).isInstanceOf(Unknown.class);
      assertThat(bench.platform.heard(OPENID)).containsExactly("答复");
    }
  }

  @Test
  @DisplayName("连不上微信：肯定没发出")
  void no_connection_is_not_sent() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var nobody = URI.create("http://127.0.0.1:" + free);
    try (var bench = new Bench(Mode.PLAIN, settings -> settings.withApiBase(nobody))) {
      assertThat(bench.adapter.send(push("答复"))).isInstanceOf(NotSent.class);
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);
    }
  }

  @Test
  @DisplayName("微信说没有客服消息权限之后，渠道只剩被动回复，也不再去撞")
  void switches_to_passive_only() {
    try (var bench = new Bench(Mode.PLAIN)) {
      assertThat(bench.adapter.capabilities().windows()).hasSize(3);
      bench.platform.nextSends(new Failed(48001, "api unauthorized"));

      var _ = bench.adapter.send(push("一"));
      var second = bench.adapter.send(push("二"));

      assertThat(second)
          .isInstanceOfSatisfying(
              Refused.class, r -> assertThat(r.meaning()).isEqualTo(Meaning.NOT_PERMITTED));
      assertThat(bench.platform.calls(SEND)).hasSize(1);
      assertThat(bench.adapter.capabilities().windows()).isEmpty();
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);
      assertThat(bench.adapter.check().reason()).contains("48001").contains("认证");
    }
  }

  @Test
  @DisplayName("没有客服消息权限的号从一开始就只用被动回复")
  void an_unverified_account_never_pushes() {
    var account = FakeAccount.in(Mode.PLAIN);
    try (var bench =
        new Bench(
            Mode.PLAIN,
            s ->
                WeChatSettings.plain(
                        Bench.CHANNEL, account.appId(), account.secret(), account.token())
                    .withApiBase(s.apiBase()))) {
      assertThat(bench.adapter.send(push("一"))).isInstanceOf(Refused.class);
      assertThat(bench.platform.calls(TOKEN)).isEmpty();
      assertThat(bench.adapter.capabilities().windows()).isEmpty();
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
      assertThat(bench.adapter.check().reason()).contains("只能在提问的当时回复");
    }
  }

  @Test
  @DisplayName("能力如实：4.5 秒被动窗口，三种推送窗口，不去重")
  void tells_its_capabilities() {
    try (var bench = new Bench(Mode.PLAIN)) {
      var capabilities = bench.adapter.capabilities();

      assertThat(capabilities.passive()).hasValue(Duration.ofMillis(4_500));
      assertThat(capabilities.passiveRepeats()).isTrue();
      assertThat(capabilities.freePush()).isFalse();
      assertThat(capabilities.deduplicates()).isFalse();
      assertThat(capabilities.groups()).isFalse();
      assertThat(capabilities.maxTextBytes()).isEqualTo(2048);
      assertThat(capabilities.windows())
          .containsExactly(
              new Capabilities.Window(Opener.MESSAGE, Duration.ofDays(2), 5),
              new Capabilities.Window(Opener.MENU_TAP, Duration.ofMinutes(1), 3),
              new Capabilities.Window(Opener.FOLLOW, Duration.ofMinutes(1), 3));
    }
  }

  @Test
  @DisplayName("用户说一句话换来五条客服消息，第六条微信拒绝，再说一句又有五条")
  void the_quota_of_one_message_is_five() throws Exception {
    try (var bench = new Bench(Mode.SECURE)) {
      bench.platform.enforceQuota();
      assertThat(bench.adapter.send(push("太早"))).isInstanceOf(Refused.class);
      var _ = soon(bench.platform.says(bench.callback, OPENID, "转人工"));

      var deliveries =
          IntStream.range(0, 6).mapToObj(i -> bench.adapter.send(push("答" + i))).toList();

      assertThat(deliveries.subList(0, 5)).containsOnly(ACCEPTED);
      assertThat(deliveries.get(5))
          .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code()).isEqualTo("45047"));
      var _ = soon(bench.platform.says(bench.callback, OPENID, "还在吗"));
      assertThat(bench.adapter.send(push("在"))).isEqualTo(ACCEPTED);
    }
  }

  @Test
  @DisplayName("关停之后不再推送，肯定没发出，健康状态为停止")
  void sends_nothing_after_closing() {
    try (var bench = new Bench(Mode.PLAIN)) {
      assertThat(bench.adapter.send(push("一"))).isEqualTo(ACCEPTED);

      bench.adapter.close();

      assertThat(bench.adapter.send(push("二"))).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls(SEND)).hasSize(1);
      assertThat(bench.adapter.check().state()).isEqualTo(State.DOWN);
    }
  }

  @Test
  @DisplayName("公众号没有群，发往群的消息被拒绝")
  void refuses_groups() {
    try (var bench = new Bench(Mode.PLAIN)) {
      var to = push("答复");
      var group =
          new OutboundMessage(
              to.key(),
              to.channel(),
              new GroupChat(new ConversationId("g")),
              to.asker(),
              to.route(),
              to.quote(),
              false,
              to.text(),
              List.of());

      assertThat(bench.adapter.send(group)).isInstanceOf(Refused.class);
      assertThat(bench.platform.calls(TOKEN)).isEmpty();
    }
  }

  @Test
  @DisplayName("接口迟迟不答时，六十四条同时在路上，谁也不等谁")
  void slow_calls_do_not_wait_for_each_other() throws Exception {
    try (var bench = new Bench(Mode.PLAIN, s -> s, Duration.ofSeconds(15));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(bench.adapter.send(push("先"))).isEqualTo(ACCEPTED);
      var silent = new Answer[64];
      Arrays.fill(silent, new Silence());
      bench.platform.nextSends(silent);

      var deliveries = new ArrayList<CompletableFuture<Delivery>>();
      for (int i = 0; i < 64; i++) {
        var message = push("第" + i + "条");
        deliveries.add(CompletableFuture.supplyAsync(() -> bench.adapter.send(message), threads));
      }
      bench.platform.awaitCalls(SEND, 65);

      assertThat(deliveries).noneMatch(CompletableFuture::isDone);
      bench.platform.close();
      for (var delivery : deliveries) {
        assertThat(soon(delivery)).isInstanceOf(Unknown.class);
      }
    }
  }

  @Test
  @DisplayName("自签证书的服务器得不到任何请求")
  void refuses_a_self_signed_server(@TempDir Path folder) throws Exception {
    try (var server = new SelfSigned(folder);
        var bench = new Bench(Mode.PLAIN, s -> s.withApiBase(server.address()))) {
      var delivery = bench.adapter.send(push("答复"));

      assertThat(delivery)
          .isInstanceOfSatisfying(
              NotSent.class, n -> assertThat(n.reason()).contains("SSLHandshakeException"));
      assertThat(server.attempts()).isPositive();
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  @DisplayName("再怎么失败，任何级别的日志里都没有令牌、密钥、openid 和文字")
  void logs_no_secret_at_any_level() throws Exception {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var before = root.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    root.setLevel(Level.TRACE);
    root.addAppender(lines);
    try (var bench = new Bench(Mode.SECURE, s -> s, Duration.ofMillis(800))) {
      bench.platform.nextTokens(new Failed(40164, "invalid ip 203.0.113.7"), new Cut(false));
      var _ = bench.adapter.send(push("不该出现的话"));
      bench.time.advance(Duration.ofMinutes(2));
      var _ = bench.adapter.send(push("不该出现的话"));
      bench.platform.nextSends(
          new Failed(40001, "invalid credential"),
          new Failed(40001, "invalid credential"),
          new Failed(45015, "response out of time limit"),
          new Failed(-1, "busy"),
          new Page(200, "<html>"),
          new Page(502, "<html>"),
          new Cut(true),
          new Silence());
      for (int i = 0; i < 10; i++) {
        var _ = bench.adapter.send(push("不该出现的话"));
      }
      bench.bot = _ -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
      var sender = bench.platform.sender();
      var message =
          FakeMessage.text(bench.platform.account(), OPENID, bench.time.instant(), "不该出现的话");
      var call = sender.request(bench.callback, message);
      for (var attack :
          List.of(call, call.replacing("msg_signature=", "x="), call.body("<xml>不该出现的话"))) {
        var _ = soon(sender.send(attack));
      }
    } finally {
      root.detachAppender(lines);
      root.setLevel(before);
    }

    var printed =
        lines.list.stream()
            .map(e ->
                e.getFormattedMessage()
                    + e.getKeyValuePairs()
                    + (e.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(e.getThrowableProxy())))
            .toList();
    assertThat(printed)
        .anyMatch(line -> line.startsWith("wechat refused"))
        .anyMatch(line -> line.startsWith("wechat message not stored"))
        .anyMatch(line -> line.startsWith("wechat callback refused"));
    assertThat(printed)
        .noneMatch(line -> line.contains("planted-token"))
        .noneMatch(line -> line.contains("planted-secret"))
        .noneMatch(line -> line.contains(FakeAccount.in(Mode.SECURE).token()))
        .noneMatch(line -> line.contains(FakeAccount.in(Mode.SECURE).aesKey()))
        .noneMatch(line -> line.contains("不该出现的话"));
    assertThat(lines.list)
        .filteredOn(e -> !e.getLoggerName().startsWith("org.eclipse.jetty"))
        .noneMatch(e -> (e.getFormattedMessage() + e.getKeyValuePairs()).contains(OPENID));
  }
}
