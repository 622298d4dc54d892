package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.bot.people.Role;

@DisplayName("QQ 群整条路 · the whole way of a group question")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OneBotAcceptanceTest {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  private Path folder;
  private RunningServer running;
  private FakeOneBot qq;
  private static final AtomicInteger SELVES = new AtomicInteger(10_001);

  @BeforeAll
  void start(@TempDir Path data) {
    folder = data;
    running = RunningServer.withOneBot(folder, WalkingClock.atNine());
    running.hire("jia", Role.CADRE, Role.EDITOR, Role.REVIEWER);
    running.hire("bing", Role.REVIEWER);
  }

  @AfterAll
  void balance() {
    try (var ended = running) {
      ended.rests();
      assertThat(ended.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @BeforeEach
  void connect() {
    qq = running.account(Integer.toString(SELVES.incrementAndGet())).connect();
  }

  @AfterEach
  void disconnect() {
    qq.close();
  }

  @Test
  @DisplayName("@机器人提问，在同一个群里引用原话、点名答复，带金额、文号和地区")
  void answers_in_the_group_quoting_and_naming() {
    var group = qq.group("881001");

    var asked = group.asks("2001", LOAN);

    var reply = replyTo(asked);
    assertThat(reply.chat()).isSameAs(group);
    assertThat(reply.mentions()).hasValue("2001");
    assertThat(reply.text()).contains("30万元", "财金〔2023〕75号", "全国", "2023-10-01");
    running.rests();
    assertThat(qq.sent()).hasSize(1);
  }

  @Test
  @DisplayName("五千条没有叫机器人的话，一条不回，一个字不存")
  void keeps_silent_and_keeps_nothing_of_talk_among_people() throws IOException {
    var group = qq.group("881002");
    var before = running.count("SELECT count(*) FROM heard");

    for (int i = 0; i < 5_000; i++) {
      var text = i % 3 == 0 ? "闲谈" + i : "今晚一起打球吗闲谈暗号" + i + "，食堂门口见，创业担保贷款也可以聊聊";
      group.says("3" + (i % 300 + 1_000), i % 50 == 0 ? "2" : text);
    }
    replyTo(group.asks("2002", LOAN));

    running.rests();
    assertThat(qq.sent()).hasSize(1);
    assertThat(running.count("SELECT count(*) FROM heard")).isEqualTo(before + 1);
    assertThat(bytesOfStore()).doesNotContain("闲谈");
  }

  @Test
  @DisplayName("转人工有编号；团干登录、认领、答复回到同群同人；审核发布后别人问直接答，自己不能审自己")
  void goes_the_whole_way_from_a_cadre_to_the_base() {
    var group = qq.group("881003");
    var question = "村里篮球场晚上几点关灯";
    var asked = group.asks("2003", "转人工 " + question);
    var number = numberIn(replyTo(asked));

    try (var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD);
        var reviewer = running.signsIn("bing", RunningServer.STAFF_PASSWORD)) {
      var waiting = cadre.get("/api/v1/tickets?state=waiting").ok();
      assertThat(waiting.findValuesAsText("number")).contains(number);
      cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
      cadre
          .post(
              "/api/v1/tickets/" + number + "/answer",
              Map.of("text", "晚上九点半关灯，周末延长到十点。", "keep", true))
          .ok();
      var answer = qq.awaitSent(said -> said.text().contains("九点半关灯"), SOON);
      assertThat(answer.chat()).isSameAs(group);
      assertThat(answer.mentions()).hasValue("2003");
      assertThat(answer.text()).contains(number);

      var draft = draftOf(cadre, question);
      var version = "/api/v1/entries/" + draft + "/versions/1";
      var submitted = cadre.post(version + "/submit", Map.of()).ok();
      var seen = Map.of("updatedAt", submitted.path("updatedAt").asText());
      var own = cadre.post(version + "/approve", seen);
      assertThat(own.status()).isEqualTo(403);
      assertThat(own.json().path("error").path("message").asText()).isNotBlank();
      assertThat(reviewer.post(version + "/approve", seen).ok().path("state").asText())
          .isEqualTo("PUBLISHED");

      var next = replyTo(group.asks("2004", question));
      assertThat(next.text()).contains("九点半关灯");
      assertThat(next.mentions()).hasValue("2004");
      assertThat(
              running.count(
                  "SELECT count(*) FROM item WHERE asker = '2004' AND answered_by = 'BOT'"))
          .isEqualTo(1);
    }
  }

  @Test
  @DisplayName("提问人在群里撤回消息，工单撤下，不再要人办")
  void takes_a_recalled_question_back() {
    var asked = qq.group("881004").asks("2005", "转人工 想问问青年驿站怎么申请");
    var number = numberIn(replyTo(asked));

    qq.recall(asked);

    Soon.holds(
        "the item is withdrawn",
        () ->
            running
                .texts("SELECT state FROM item WHERE number = '" + number + "'")
                .equals(List.of("WITHDRAWN")));
  }

  @Test
  @DisplayName("同一条消息送来两次，马上或过后，都只答一次、只记一条")
  void answers_a_repeated_event_once() {
    var asked = qq.group("881005").asks("2006", LOAN);
    qq.repeat(asked);
    replyTo(asked);

    qq.repeat(asked);
    replyTo(qq.group("881005").asks("2007", LOAN));

    running.rests();
    assertThat(qq.repliesTo(asked)).hasSize(1);
    assertThat(running.count("SELECT count(*) FROM item WHERE asker = '2006'")).isEqualTo(1);
  }

  @Test
  @DisplayName("三十二个新群里两位新人同时第一次开口，人人得到答复")
  void answers_both_first_messages_of_every_new_group() {
    var asked = new ArrayList<Posted>();
    for (int i = 0; i < 32; i++) {
      var group = qq.group(Integer.toString(882_000 + i));
      asked.add(group.asks(Integer.toString(40_000 + 2 * i), LOAN));
      asked.add(group.asks(Integer.toString(40_001 + 2 * i), LOAN));
    }

    asked.forEach(this::replyTo);

    running.rests();
    assertThat(asked).allSatisfy(each -> assertThat(qq.repliesTo(each)).hasSize(1));
    assertThat(
            running.count(
                "SELECT count(*) FROM chat_group WHERE conversation LIKE '%"
                    + qq.self()
                    + "%g8820%'"))
        .isEqualTo(32);
  }

  @Test
  @DisplayName("两百个人各连发十条，每个人的答复都按他说的先后")
  void answers_each_person_in_order() {
    var group = qq.group("881006");
    var asked = new ConcurrentHashMap<String, List<String>>();
    for (int round = 0; round < 10; round++) {
      for (int user = 0; user < 200; user++) {
        var who = Integer.toString(50_000 + user);
        var posted = group.asks(who, round % 2 == 0 ? "菜单" : "你是谁");
        asked.computeIfAbsent(who, _ -> new ArrayList<>()).add(posted.id());
      }
    }

    qq.await(() -> qq.sent().size() >= 2_000, SOON);

    running.rests();
    var answered = new ConcurrentHashMap<String, List<String>>();
    qq.sent()
        .forEach(said ->
            answered
                .computeIfAbsent(said.mentions().orElseThrow(), _ -> new ArrayList<>())
                .add(said.quotes().orElseThrow()));
    assertThat(answered).isEqualTo(asked);
  }

  @Test
  @DisplayName("断线期间说的话，连回来补上答复，各一次")
  void answers_what_was_said_while_the_line_was_down() {
    var group = qq.group("881007");
    replyTo(group.asks("2010", LOAN));
    qq.drop();
    var missed = new ArrayList<Posted>();
    for (int i = 0; i < 20; i++) {
      missed.add(group.asks(Integer.toString(60_000 + i), LOAN));
      group.says(Integer.toString(60_000 + i), "这句不是对机器人说的，补看记录时也不要理");
    }

    qq.connect();

    missed.forEach(this::replyTo);
    running.rests();
    assertThat(missed).allSatisfy(each -> assertThat(qq.repliesTo(each)).hasSize(1));
    assertThat(qq.sent()).hasSize(21);
  }

  @Test
  @DisplayName("同一个 QQ 号的新连接先到、旧连接迟迟才断，答复都从新连接出去，各一次")
  void prefers_the_new_connection_of_an_account() {
    var group = qq.group("881008");
    replyTo(group.asks("2011", LOAN));

    var old = qq.freeze();
    qq.connect();
    var first = group.asks("2012", LOAN);
    replyTo(first);
    old.closeLate();
    var second = group.asks("2013", LOAN);
    replyTo(second);

    running.rests();
    assertThat(qq.repliesTo(first)).hasSize(1);
    assertThat(qq.repliesTo(second)).hasSize(1);
  }

  @Test
  @DisplayName("每 0.7 秒断一次线，二十秒里问的每一句不是答了一次，就是列出来等人看，没有说不清的")
  void explains_every_message_of_a_line_that_breaks_all_the_time() throws InterruptedException {
    var group = qq.group("881009");
    replyTo(group.asks("2014", LOAN));
    qq.reconnects(Duration.ofMillis(50));
    var asked = new ArrayList<Posted>();
    var users = new AtomicInteger(70_000);

    try (var beat = Executors.newScheduledThreadPool(2)) {
      var breaking = beat.scheduleAtFixedRate(qq::drop, 700, 700, TimeUnit.MILLISECONDS);
      var asking =
          beat.scheduleAtFixedRate(
              () -> asked.add(group.asks(Integer.toString(users.incrementAndGet()), LOAN)),
              10,
              60,
              TimeUnit.MILLISECONDS);
      assertThat(beat.awaitTermination(20, TimeUnit.SECONDS)).isFalse();
      asking.cancel(false);
      breaking.cancel(false);
    }
    qq.await(qq::isConnected, SOON);

    assertThat(asked).hasSizeGreaterThan(100);
    Soon.holds("every message is explained", () -> unexplained(asked).isEmpty());
    running.rests();
    assertThat(asked).allSatisfy(each -> assertThat(qq.repliesTo(each)).hasSizeLessThan(2));
  }

  /** Messages that were neither answered nor stand in the operator's list. */
  private Set<String> unexplained(List<Posted> asked) {
    var unknown =
        new HashSet<>(
            running.texts("SELECT in_reply_to FROM outbound WHERE state IN ('UNKNOWN','HELD')"));
    var open = new HashSet<String>();
    for (var each : asked) {
      boolean listed = unknown.stream().anyMatch(id -> id.endsWith(each.id()));
      if (qq.repliesTo(each).isEmpty() && !listed) {
        open.add(each.id());
      }
    }
    return open;
  }

  private Posted replyTo(Posted asked) {
    qq.await(() -> !qq.repliesTo(asked).isEmpty(), SOON);
    return qq.repliesTo(asked).getFirst();
  }

  private static String numberIn(Posted reply) {
    var found = NUMBER.matcher(reply.text());
    assertThat(found.find()).as(reply.text()).isTrue();
    return found.group();
  }

  private static String draftOf(ApiClient client, String question) {
    return StreamSupport.stream(
            client.get("/api/v1/entries?state=DRAFT").ok().path("entries").spliterator(), false)
        .filter(entry -> entry.path("question").asText().contains(question))
        .map(entry -> entry.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  /** All that is in the database's files, as text. */
  private String bytesOfStore() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(folder.resolve("data"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
