package org.qingsheng.bot.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlNotices;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("事件推送 · webhooks")
@Timeout(60)
class WebhookTest {
  private static final String SECRET = "a-secret-of-the-office-automation";
  private static final DialogueKey WANG = inPrivate("wang");

  private final TestClock clock = new TestClock();
  private final Turns turns = new Turns(clock);
  private final ObjectMapper json = new ObjectMapper();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlNotices notices;

  @SuppressWarnings("NullAway.Init") // before each test
  private Listener listener;

  @SuppressWarnings("NullAway.Init") // before each test
  private PostOffice post;

  private List<Receiver> receivers = List.of();

  @BeforeEach
  void open() throws IOException {
    database = FreshDatabase.in(folder);
    ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    notices = new SqlNotices(database, clock);
    listener = new Listener();
    subscribe(webhook(listener.address(), Scope.ALL, Set.of(), false));
    post = newPost();
    round(); // a webhook begins at the end of what there is
  }

  @AfterEach
  void close() throws InterruptedException {
    post.awaitIdle(20);
    post.close();
    listener.close();
    database.close();
  }

  private PostOffice newPost() {
    return new PostOffice(() -> receivers, notices, json, clock);
  }

  private void subscribe(Receiver receiver) {
    receivers = List.of(receiver);
  }

  private static Receiver.Webhook webhook(
      URI address, Scope scope, Set<String> events, boolean text) {
    return new Receiver.Webhook("oa", address, SECRET, scope, events, text);
  }

  private void round() {
    try {
      post.round();
      assertThat(post.awaitIdle(20)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Rounds until nothing more comes: events of one item go one after the other. */
  private void rounds(int times) {
    for (int i = 0; i < times; i++) {
      round();
    }
  }

  private ItemId waits(String words) {
    var item = turns.ids.item();
    ledger.commit(turns.waiting(item, WANG, LIANNAN, words)).join();
    return item;
  }

  private void happens(ItemId item, ItemEvent event) {
    ledger.commit(turns.turn(Turns.happened(item, event))).join();
  }

  private JsonNode body(int index) throws IOException {
    return json.readTree(listener.heard().get(index).body());
  }

  private List<String> types() throws IOException {
    var types = new java.util.ArrayList<String>();
    for (var heard : listener.heard()) {
      types.add(json.readTree(heard.body()).path("type").asText());
    }
    return types;
  }

  @Test
  @DisplayName("条目的每件事按先后各说一次，带编号、时间戳和可核对的签名")
  void tells_every_event_in_order_and_signed() throws Exception {
    var item = waits("怎么贷款");
    happens(item, new ItemEvent.Claimed("staff-1"));

    rounds(4);

    assertThat(types()).containsExactly("asked", "handed-off", "claimed");
    var first = listener.heard().getFirst();
    assertThat(first.header("webhook-timestamp"))
        .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var signed =
        first.header("webhook-id") + "." + first.header("webhook-timestamp") + "." + first.body();
    assertThat(first.header("webhook-signature"))
        .isEqualTo(
            "v1,"
                + java.util.Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    assertThat(body(1).path("item").path("number").asText()).matches("QS-261120-\\d{4}");
    assertThat(body(1).path("details").path("priority").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("签名与公开的标准样例一致")
  void signs_as_the_standard_does() {
    assertThat(
            Signature.of(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                java.time.Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  @DisplayName("不说是谁问的、谁在办、内部备注；没订正文就连提问也不说；订了也只有打码后的")
  void tells_no_personal_data() throws IOException {
    var item = waits("已打码的提问");
    happens(item, new ItemEvent.Claimed("staff-77"));
    happens(item, new ItemEvent.Noted("staff-77", "内部备注内容"));
    rounds(5);

    var all = String.join("\n", listener.heard().stream().map(Listener.Heard::body).toList());
    assertThat(types()).contains("noted");
    assertThat(all).doesNotContain("wang", "staff-77", "内部备注内容", "已打码的提问");

    listener.clear();
    subscribe(webhook(listener.address(), Scope.ALL, Set.of(), true));
    happens(item, new ItemEvent.Added());
    rounds(2);

    assertThat(body(0).path("item").path("question").asText()).isEqualTo("已打码的提问");
    assertThat(listener.heard().getFirst().body()).doesNotContain("wang", "staff-77");
  }

  @Test
  @DisplayName("推送前提问人撤回了：推送里也没有那句话")
  void what_was_recalled_is_not_told() throws IOException {
    subscribe(webhook(listener.address(), Scope.ALL, Set.of(), true));
    listener.answers(503);
    var item = waits("后悔说的话");
    round();
    ledger
        .commit(
            turns.turn(
                new org.qingsheng.bot.ledger.Effect.Recalled(
                    new org.qingsheng.adapters.MessageId("m-" + item), WANG, clock.instant()),
                Turns.happened(item, new ItemEvent.Withdrawn("撤回"))))
        .join();
    listener.clear();
    listener.answers(200);
    clock.pass(Duration.ofSeconds(5));

    rounds(4);

    assertThat(types()).containsExactly("asked", "handed-off", "withdrawn");
    assertThat(listener.heard())
        .allSatisfy(heard -> assertThat(heard.body()).doesNotContain("后悔说的话"));
  }

  @Test
  @DisplayName("只说订了的事件和订阅地区内的条目")
  void tells_what_was_subscribed_only() throws IOException {
    subscribe(webhook(listener.address(), Scope.ALL, Set.of("handed-off"), false));
    waits("怎么贷款");
    rounds(3);
    assertThat(types()).containsExactly("handed-off");

    listener.clear();
    subscribe(webhook(listener.address(), new Scope(new RegionCode("360000")), Set.of(), false));
    waits("怎么贷款");
    rounds(3);
    assertThat(listener.heard()).isEmpty();
  }

  @Test
  @DisplayName("对方出错就隔 5 秒、30 秒……再试，编号不变；同一条目后面的事等着，别的条目不受影响")
  void tries_again_and_keeps_the_order() throws IOException {
    listener.answers(500);
    waits("第一条");
    rounds(2);
    assertThat(types()).containsExactly("asked");
    var id = listener.heard().getFirst().header("webhook-id");

    clock.pass(Duration.ofSeconds(4));
    round();
    assertThat(listener.heard()).hasSize(1);
    clock.pass(Duration.ofSeconds(1));
    round();
    assertThat(listener.heard()).hasSize(2);
    assertThat(listener.heard().getLast().header("webhook-id")).isEqualTo(id);

    listener.answers(200);
    waits("第二条");
    rounds(3);
    assertThat(types()).containsExactly("asked", "asked", "asked", "handed-off");
    clock.pass(Duration.ofSeconds(30));
    rounds(3);
    assertThat(types())
        .containsExactly("asked", "asked", "asked", "handed-off", "asked", "handed-off");
  }

  @Test
  @DisplayName("试完所有次数仍不行就放弃，列出来给人看；人按“重新通知”再送")
  void gives_up_visibly_and_can_be_revived() {
    listener.answers(302); // a redirect is not followed
    subscribe(webhook(listener.address(), Scope.ALL, Set.of("handed-off"), false));
    waits("怎么贷款");
    round();
    for (var pause : PostOffice.PAUSES) {
      assertThat(notices.dead(10)).isEmpty();
      clock.pass(pause);
      round();
    }

    assertThat(listener.heard()).hasSize(PostOffice.PAUSES.size() + 1);
    var dead = notices.dead(10).getFirst();
    assertThat(dead.problem()).isEqualTo("对方回应 HTTP 302");
    clock.pass(Duration.ofDays(1));
    round();
    assertThat(listener.heard()).hasSize(PostOffice.PAUSES.size() + 1);

    listener.answers(204);
    assertThat(notices.revive(dead.id(), clock.instant())).isTrue();
    assertThat(notices.revive(dead.id(), clock.instant())).isFalse();
    round();

    assertThat(listener.heard()).hasSize(PostOffice.PAUSES.size() + 2);
    assertThat(notices.dead(10)).isEmpty();
    assertThat(notices.backlog().waiting()).isZero();
  }

  @Test
  @DisplayName("进程停了再起：从停下的地方接着说，不漏也不重头来")
  void goes_on_after_a_restart() throws IOException {
    waits("第一条");
    rounds(3);
    post.close();
    waits("停机时来的");

    post = newPost();
    rounds(3);

    assertThat(types()).containsExactly("asked", "handed-off", "asked", "handed-off");
    assertThat(body(2).path("position").asLong()).isEqualTo(3);
  }

  @Test
  @DisplayName("取走后进程被杀：两分钟后别的进程再送，不会两边同时送")
  void what_a_killed_process_took_is_taken_again() throws IOException {
    waits("怎么贷款");
    var now = clock.instant();
    var events = notices.untold("oa", 10);
    var webhook = webhook(listener.address(), Scope.ALL, Set.of(), false);
    notices.plan(
        "oa",
        events.getLast().position(),
        events.stream().map(event -> Notice.of(webhook, event)).toList(),
        now);
    assertThat(notices.takeDue(now, now.plus(Duration.ofMinutes(2)), 10)).hasSize(1);
    round();
    assertThat(listener.heard()).isEmpty();

    clock.pass(Duration.ofMinutes(2));
    rounds(3);

    assertThat(types()).containsExactly("asked", "handed-off");
  }

  @Test
  @DisplayName("接收方从配置里去掉了：等着的不再送，列为放弃")
  void a_receiver_that_is_gone_is_told_nothing() {
    listener.answers(500);
    waits("怎么贷款");
    round();
    receivers = List.of();
    clock.pass(Duration.ofMinutes(1));
    rounds(3);

    assertThat(notices.dead(10))
        .hasSize(2)
        .allSatisfy(dead -> assertThat(dead.problem()).contains("没有这个接收方"));
    assertThat(listener.heard()).hasSize(1);
  }

  @Test
  @DisplayName("连不上的地址：当作暂时的问题再试，不影响别的")
  void an_address_nobody_listens_at_is_tried_again() throws IOException {
    var gone = listener.address();
    listener.close();
    subscribe(webhook(gone, Scope.ALL, Set.of(), false));
    waits("怎么贷款");
    round();

    assertThat(notices.backlog().waiting()).isEqualTo(2);
    assertThat(notices.backlog().oldest()).isEqualTo(Optional.of(clock.instant()));
    listener = new Listener();
  }

  @Test
  @DisplayName("送到很久的记录会清掉，没送到的不清")
  void forgets_what_arrived_only() {
    waits("怎么贷款");
    rounds(3);
    listener.answers(500);
    waits("另一条");
    round();
    clock.pass(Duration.ofDays(8));

    post.tidy(clock.instant().minus(Duration.ofDays(7)));

    long left =
        database.read(
            handle -> handle.select("SELECT count(*) FROM notice").mapTo(Long.class).one());
    assertThat(left).isEqualTo(2);
  }
}
