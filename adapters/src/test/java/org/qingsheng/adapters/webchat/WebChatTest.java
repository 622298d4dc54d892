package org.qingsheng.adapters.webchat;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.adapters.OutboundMessage.Route;

@DisplayName("网页聊天 · web chat")
@Timeout(30)
class WebChatTest {
  private static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NINE);
  private final LinkedBlockingQueue<MessageReceived> heard = new LinkedBlockingQueue<>();
  private final AtomicReference<List<Transcript.Line>> lines = new AtomicReference<>(List.of());
  private final AtomicReference<CompletableFuture<Receipt>> receipt =
      new AtomicReference<>(CompletableFuture.completedFuture(new Receipt(true, true)));
  private final WebChatAdapter chat =
      new WebChatAdapter(
          new WebChatSettings(
              new ChannelId("web"),
              URI.create("https://qs.example"),
              Optional.of("/chat"),
              true,
              Duration.ofMillis(50),
              10,
              60),
          (_, limit) ->
              lines.get().subList(Math.max(0, lines.get().size() - limit), lines.get().size()),
          new ObjectMapper(),
          new Random(7),
          now::get);
  private final Javalin server =
      Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        config.jetty.host = "127.0.0.1";
        config.jetty.port = 0;
        chat.addTo(config.routes, "/channels/web");
      });
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    chat.start(this::accept);
    server.start();
  }

  @AfterEach
  void stop() {
    chat.close();
    server.stop();
    http.close();
  }

  private CompletableFuture<Receipt> accept(InboundEvent event) {
    heard.add((MessageReceived) event);
    return receipt.get();
  }

  @Test
  @DisplayName("消息存下之后才回答 202，会话编号只以摘要形式进入系统")
  void acknowledges_only_after_the_receipt_and_hashes_the_session() throws Exception {
    var pending = new CompletableFuture<Receipt>();
    receipt.set(pending);

    var answer = http.sendAsync(post(body("client-01", "毕业后档案放哪里")), BodyHandlers.ofString());
    var message = heard.take();
    assertThat(answer).isNotDone();
    pending.complete(new Receipt(true, true));

    var response = answer.get(10, SECONDS);
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body())
        .isEqualTo(
            "{\"id\":\"client-01\",\"at\":%d,\"replyComing\":true}".formatted(NINE.toEpochMilli()));
    var cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Secure", "Path=/");
    assertThat(message.text()).isEqualTo("毕业后档案放哪里");
    assertThat(message.asker().value()).hasSize(32).isNotEqualTo(cookieValue(cookie));
    assertThat(message.conversation())
        .isEqualTo(new PrivateChat(new ConversationId(message.asker().value())));
    assertThat(message.id().value()).isEqualTo(message.asker().value() + ":client-01");
  }

  @Test
  @DisplayName("没有存下时回答 503 和中文说明，不算已收到")
  void says_in_chinese_that_a_message_was_not_stored() throws Exception {
    receipt.set(CompletableFuture.failedFuture(new IOException("disk full")));

    var response = send(post(body("client-01", "有人吗")));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("消息没有发送成功，请稍后重发").doesNotContain("disk full");
  }

  @Test
  @DisplayName("同一会话重发同一条消息，编号不变，由台账去重")
  void gives_a_resent_message_the_same_id() throws Exception {
    var cookie = newSession();

    send(post(body("client-01", "在吗"), "Cookie", cookie));
    send(post(body("client-01", "在吗"), "Cookie", cookie));

    assertThat(heard).extracting(MessageReceived::id).hasSize(2).containsOnly(heard.peek().id());
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("不能用的内容用中文说明原因")
  @CsvSource({
    "'{\"clientMsgId\":\"client-01\",\"text\":\"  \"}', 请先写点什么再发送",
    "'{\"clientMsgId\":\"x\",\"text\":\"你好\"}', 消息格式不对",
    "'null', 消息格式不对",
    "'7', 消息格式不对",
    "'{\"clientMsgId\":\"client', 消息格式不对",
    "'{\"clientMsgId\":\"../../../etc\",\"text\":\"a\"}', 消息格式不对",
  })
  void explains_what_cannot_be_used(String body, String words) throws Exception {
    var response = send(post(body));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains(words);
    assertThat(heard).isEmpty();
  }

  @Test
  @DisplayName("一千字可以，多一个字就说明上限；表情按一个字算")
  void accepts_a_thousand_characters_and_not_one_more() throws Exception {
    assertThat(send(post(body("client-01", "😀".repeat(1000)))).statusCode()).isEqualTo(202);

    var response = send(post(body("client-02", "问".repeat(1001))));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains("一次最多 1000 字");
    assertThat(send(post(body("client-03", "问".repeat(20_000)))).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @DisplayName("别的网站的页面不能替人发送")
  @ValueSource(strings = {"https://evil.example", "null", "https://qs.example.evil", "not a uri"})
  void refuses_other_origins(String origin) throws Exception {
    var response = send(post(body("client-01", "你好"), "Origin", origin));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(heard).isEmpty();
  }

  @Test
  @DisplayName("公开网址和本机地址的页面可以发送；表单格式不行")
  void accepts_its_own_origins_as_json_only() throws Exception {
    var own = "http://127.0.0.1:" + server.port();

    assertThat(send(post(body("client-01", "a"), "Origin", "https://qs.example")).statusCode())
        .isEqualTo(202);
    assertThat(send(post(body("client-02", "a"), "Origin", own)).statusCode()).isEqualTo(202);
    assertThat(send(post(body("client-03", "a"), "Content-Type", "text/plain")).statusCode())
        .isEqualTo(415);
  }

  @Test
  @DisplayName("一个会话一分钟最多十条，一分钟后又可以发")
  void limits_a_session_to_ten_a_minute() throws Exception {
    var cookie = newSession();
    for (int i = 0; i < 10; i++) {
      assertThat(send(post(body("client-0" + i, "问"), "Cookie", cookie)).statusCode())
          .isEqualTo(202);
    }

    var refused = send(post(body("client-11", "问"), "Cookie", cookie));
    now.set(NINE.plusSeconds(61));
    var later = send(post(body("client-12", "问"), "Cookie", cookie));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("一分钟后再试");
    assertThat(later.statusCode()).isEqualTo(202);
  }

  @Test
  @DisplayName("一个地址一分钟最多六十条，伪造转发头的前段不起作用")
  void limits_an_address_to_sixty_a_minute() throws Exception {
    for (int i = 0; i < 60; i++) {
      var forwarded = "198.51.100." + i + ", 203.0.113.5";
      assertThat(send(post(body("client-0" + i, "问"), "X-Forwarded-For", forwarded)).statusCode())
          .isEqualTo(202);
    }

    assertThat(
            send(post(body("client-99", "问"), "X-Forwarded-For", "192.0.2.1, 203.0.113.5"))
                .statusCode())
        .isEqualTo(429);
    assertThat(send(post(body("client-99", "问"), "X-Forwarded-For", "203.0.113.6")).statusCode())
        .isEqualTo(202);
  }

  @Test
  @DisplayName("答复实时到达打开的页面，与历史中的编号一致，断线期间的从历史补上")
  void pushes_live_and_keeps_the_same_id_in_the_history() throws Exception {
    var cookie = newSession();
    send(post(body("client-01", "问"), "Cookie", cookie));
    var session = heard.take().asker().value();
    var key = new IdempotencyKey("reply:1");
    try (var stream = open(cookie)) {
      assertThat(stream.readLine()).isEqualTo("retry: 3000");

      var delivery = chat.send(message(session, key, "第一行\n第二行"));

      assertThat(delivery).isEqualTo(new Delivery.Accepted(Optional.empty()));
      var live = nextData(stream);
      lines.set(
          List.of(
              new Transcript.Line.Said(new MessageId(session + ":client-01"), "问", NINE),
              new Transcript.Line.Told(key, "第一行\n第二行", List.of(new Choice("1", "档案")), NINE)));
      var history = history(cookie);
      assertThat(history).hasSize(2);
      assertThat(history.getFirst()).contains("\"id\":\"client-01\"", "\"from\":\"me\"");
      assertThat(history.getLast()).isEqualTo(live);
      assertThat(live).contains("第一行\\n第二行", "\"send\":\"1\"");
    }
  }

  @Test
  @DisplayName("空闲的连接定时收到一行注释，渠道关闭时连接结束")
  void keeps_idle_streams_alive_and_ends_them_on_close() throws Exception {
    try (var stream = open(newSession())) {
      stream.readLine();
      stream.readLine();
      assertThat(stream.readLine()).isEqualTo(":");
      assertThat(chat.check().reason()).contains("1");

      chat.close();

      var line = stream.readLine();
      while (line != null) {
        assertThat(line).isIn("", ":");
        line = stream.readLine();
      }
      assertThat(chat.check().state()).isEqualTo(Health.State.DOWN);
    }
  }

  @Test
  @DisplayName("别人的会话收不到我的答复，没有会话不能收听")
  void never_mixes_sessions() throws Exception {
    var mine = newSession();
    send(post(body("client-01", "问"), "Cookie", mine));
    var session = heard.take().asker().value();
    try (var other = open(newSession());
        var own = open(mine)) {
      other.readLine();
      own.readLine();
      chat.send(message(session, new IdempotencyKey("reply:1"), "只给我"));
      assertThat(nextData(own)).contains("只给我");

      other.readLine();
      assertThat(other.readLine()).isEqualTo(":");
    }
    assertThat(get("/chat/stream", "qs_chat=forged").statusCode()).isEqualTo(401);
  }

  private static OutboundMessage message(String session, IdempotencyKey key, String text) {
    var conversation = new PrivateChat(new ConversationId(session));
    return new OutboundMessage(
        key,
        new ChannelId("web"),
        conversation,
        new org.qingsheng.adapters.AskerId(session),
        new Route.Push(Optional.empty()),
        Optional.empty(),
        false,
        text,
        List.of(new Choice("1", "档案")));
  }

  private String newSession() throws Exception {
    var cookie = get("/chat/history", "x=y").headers().firstValue("Set-Cookie").orElseThrow();
    return "qs_chat=" + cookieValue(cookie);
  }

  private static String cookieValue(String cookie) {
    return cookie.substring("qs_chat=".length(), cookie.indexOf(';'));
  }

  private List<String> history(String cookie) throws Exception {
    return get("/channels/web/history", cookie).body().lines().toList();
  }

  private BufferedReader open(String cookie) throws Exception {
    var request =
        HttpRequest.newBuilder(at("/chat/stream"))
            .header("Cookie", cookie)
            .header("Accept", "text/event-stream")
            .build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static String nextData(BufferedReader stream) throws IOException {
    var line = stream.readLine();
    while (!line.startsWith("data: ")) {
      line = stream.readLine();
    }
    return line.substring("data: ".length());
  }

  private static String body(String id, String text) {
    return "{\"clientMsgId\":\"%s\",\"text\":\"%s\"}".formatted(id, text);
  }

  private HttpRequest post(String body, String... headers) {
    var request =
        HttpRequest.newBuilder(at("/chat/messages"))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return send(HttpRequest.newBuilder(at(path)).header("Cookie", cookie).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
