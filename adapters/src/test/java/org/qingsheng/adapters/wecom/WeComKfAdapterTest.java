package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.wecom.KfBench.ACCOUNT;
import static org.qingsheng.adapters.wecom.KfBench.CUSTOMER;
import static org.qingsheng.adapters.wecom.KfBench.SEND;
import static org.qingsheng.adapters.wecom.KfBench.SYNC;
import static org.qingsheng.adapters.wecom.KfBench.push;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Failed;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Page;
import org.slf4j.LoggerFactory;

@DisplayName("微信客服 · customer service of WeCom")
class WeComKfAdapterTest {
  private static final String TOKEN = "/cgi-bin/gettoken";

  @Test
  @DisplayName("一次通知、两页三位客户：每人的话恰好收到一次，次序不变")
  void reads_three_customers_on_two_pages() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.pageSize(2);
      bench.platform.customerSays(ACCOUNT, "wmA", "m1", "怎么转团组织关系");
      bench.platform.customerSays(ACCOUNT, "wmB", "m2", "团费怎么交");
      bench.platform.customerSays(ACCOUNT, "wmC", "m3", "志愿者怎么报名");

      assertThat(bench.wake().statusCode()).isEqualTo(200);

      assertThat(bench.bot.texts(3)).containsExactly("怎么转团组织关系", "团费怎么交", "志愿者怎么报名");
      bench.platform.awaitCalls(SYNC, 3);
      assertThat(bench.platform.calls(SYNC).get(1).json().path("token").asText())
          .isEqualTo("ENC7x");
      assertThat(bench.bot.events).isEmpty();
    }
  }

  @Test
  @DisplayName("来信带着会话、提问人、消息号和平台时间")
  void tells_who_said_what_where() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "from_msgid_4622416642169452483", "入团");
      bench.wake();

      var message = (MessageReceived) bench.bot.next();

      assertThat(message.conversation().id().value()).isEqualTo("kf:" + ACCOUNT + ":" + CUSTOMER);
      assertThat(message.asker().value()).isEqualTo(CUSTOMER);
      assertThat(message.id().value()).isEqualTo("from_msgid_4622416642169452483");
      assertThat(message.at().getEpochSecond()).isEqualTo(1_760_000_000L);
      assertThat(message.addressing()).isEqualTo(Addressing.PRIVATE);
    }
  }

  @Test
  @DisplayName("第二次通知没有新内容，就什么也不发生")
  void a_second_event_without_news_gives_nothing() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "问题");
      bench.wake();
      assertThat(bench.bot.texts(1)).containsExactly("问题");
      bench.platform.awaitCalls(SYNC, 2);

      bench.wake();
      bench.platform.awaitCalls(SYNC, 3);
      bench.adapter.close();

      assertThat(bench.bot.events).isEmpty();
    }
  }

  @Test
  @DisplayName("游标没存成：同一页再读，已可靠保存的不再交一次；重启后再交，消息号相同")
  void a_crash_between_page_and_cursor_loses_nothing() throws Exception {
    var platform = new FakeWeCom();
    var cursors = new MapCursors();
    try (var bench =
        new KfBench(platform, cursors, FakeWeCom.SECRET, Duration.ofSeconds(10)).started()) {
      platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      cursors.broken = true;
      bench.wake();
      assertThat(bench.bot.texts(1)).containsExactly("一");
      bench.time.awaitAlarmWithin(Duration.ofSeconds(2));
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);

      bench.time.advance(Duration.ofSeconds(2));
      platform.awaitCalls(SYNC, 3);
      bench.time.awaitAlarmWithin(Duration.ofSeconds(4));

      assertThat(bench.bot.events).isEmpty();
      cursors.broken = false;
      try (var second =
          new KfBench(platform, cursors, FakeWeCom.SECRET, Duration.ofSeconds(10)).started()) {
        assertThat(second.bot.next())
            .isInstanceOfSatisfying(
                MessageReceived.class,
                message -> assertThat(message.id()).isEqualTo(new MessageId("m1")));
      }
      assertThat(cursors.stored).containsEntry("wecom-kf/" + ACCOUNT, "cursor-1");
    }
  }

  @Test
  @DisplayName("有一条没能保存，游标就不动，稍后整页再读，直到全部保存")
  void keeps_the_cursor_until_every_event_is_durable() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.bot.says =
          event ->
              event instanceof MessageReceived message && message.text().equals("二")
                  ? CompletableFuture.failedFuture(new IllegalStateException("disk"))
                  : CompletableFuture.completedFuture(BotDouble.NO_REPLY);
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m2", "二");
      bench.wake();
      assertThat(bench.bot.texts(2)).containsExactly("一", "二");
      bench.time.awaitAlarmWithin(Duration.ofSeconds(2));
      assertThat(bench.cursors.stored).doesNotContainValue("cursor-2");

      bench.bot.answers(BotDouble.NO_REPLY);
      bench.time.advance(Duration.ofSeconds(2));

      assertThat(bench.bot.texts(1)).containsExactly("二");
      bench.platform.awaitCalls(SYNC, 3);
      bench.adapter.close();
      assertThat(bench.cursors.stored).containsValue("cursor-2");
      assertThat(bench.bot.events).isEmpty();
    }
  }

  @Test
  @DisplayName("正在读的时候来了十次通知，也只有一个在读，读完再看一次")
  void one_reader_at_a_time() throws Exception {
    try (var bench = new KfBench().started()) {
      var release = new CompletableFuture<org.qingsheng.adapters.InboundSink.Receipt>();
      bench.bot.says = _ -> release;
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      bench.wake();
      assertThat(bench.bot.texts(1)).containsExactly("一");

      for (int i = 0; i < 10; i++) {
        assertThat(bench.wake().statusCode()).isEqualTo(200);
      }
      assertThat(bench.platform.calls(SYNC)).hasSize(2);
      release.complete(BotDouble.NO_REPLY);

      bench.platform.awaitCalls(SYNC, 3);
      bench.adapter.close();
      assertThat(bench.platform.calls(SYNC)).hasSize(3);
      assertThat(bench.bot.events).isEmpty();
    }
  }

  @Test
  @DisplayName("令牌中途失效：换新的，再读同一页")
  void a_token_revoked_on_the_way_is_renewed() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      bench.platform.invalidateToken();

      bench.wake();

      assertThat(bench.bot.texts(1)).containsExactly("一");
      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"45033, 2", "45009, 2", "-1, 2", "6000, 2"})
  @DisplayName("读取被限流，等一会儿再读，一条不少")
  void reads_again_after_being_told_to_slow_down(int code, long wait) throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      bench.platform.next(SYNC, new Failed(code, "slow down"));
      bench.wake();
      bench.time.awaitAlarmWithin(Duration.ofSeconds(wait));

      bench.time.advance(Duration.ofSeconds(wait));

      assertThat(bench.bot.texts(1)).containsExactly("一");
    }
  }

  @Test
  @DisplayName("通知里的凭证过期了，就不带凭证读")
  void reads_without_an_expired_event_token() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      bench.platform.next(SYNC, new Failed(95007, "invalid token"));

      bench.wake();

      assertThat(bench.bot.texts(1)).containsExactly("一");
      assertThat(bench.platform.calls(SYNC).getLast().json().has("token")).isFalse();
    }
  }

  @Test
  @DisplayName("没有通知也定时看一遍，漏掉的通知不丢消息")
  void sweeps_for_what_no_event_told() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.time.awaitAlarmWithin(Duration.ofMinutes(10));
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");

      bench.time.advance(Duration.ofMinutes(10));

      assertThat(bench.bot.texts(1)).containsExactly("一");
    }
  }

  @Test
  @DisplayName("同事在企业微信里接待时机器人不说话，接待结束后恢复")
  void is_silent_while_a_person_serves() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m1", "一");
      bench.platform.kfElement(
          ACCOUNT,
          "m2",
          5,
          "{\"msgtype\":\"text\",\"external_userid\":\"%s\",\"servicer_userid\":\"wang\",\"text\":{\"content\":\"您好\"}}"
              .formatted(CUSTOMER));
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m3", "三");
      bench.wake();

      assertThat(((MessageReceived) bench.bot.next()).addressing()).isEqualTo(Addressing.PRIVATE);
      assertThat(((MessageReceived) bench.bot.next()).addressing()).isEqualTo(Addressing.NONE);
      assertThat(bench.adapter.send(push("我来插一句")))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.meaning()).isEqualTo(Meaning.WINDOW_CLOSED));
      assertThat(bench.platform.calls(SEND)).isEmpty();

      bench.platform.kfElement(ACCOUNT, "m4", 4, sessionChange(3));
      bench.platform.customerSays(ACCOUNT, CUSTOMER, "m5", "五");
      bench.wake();

      assertThat(((MessageReceived) bench.bot.next()).addressing()).isEqualTo(Addressing.PRIVATE);
      assertThat(bench.adapter.send(push("好的"))).isInstanceOf(Accepted.class);
    }
  }

  @Test
  @DisplayName("进入会话算作打开联系，可在 20 秒内用欢迎语码欢迎一次")
  void welcomes_whoever_comes_in() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.kfElement(
          ACCOUNT,
          "m1",
          4,
          "{\"event\":{\"event_type\":\"enter_session\",\"open_kfid\":\"%s\",\"external_userid\":\"%s\",\"scene\":\"123\",\"scene_param\":\"dept42\",\"welcome_code\":\"aaaaaa\"}}"
              .formatted(ACCOUNT, CUSTOMER));
      bench.wake();

      var entered = (ContactChanged) bench.bot.next();
      var delivery = bench.adapter.send(push("欢迎来到青年之声", "welcome-1", Optional.of(entered.id())));

      assertThat(entered.contact()).isEqualTo(Contact.FOLLOWED);
      assertThat(entered.detail()).isEqualTo("dept42");
      assertThat(delivery).isInstanceOf(Accepted.class);
      assertThat(bench.platform.heard("aaaaaa")).containsExactly("欢迎来到青年之声");
    }
  }

  @Test
  @DisplayName("撤回、未知事件和送达失败各有其意")
  void understands_the_other_events() throws Exception {
    try (var bench = new KfBench().started()) {
      bench.platform.kfElement(
          ACCOUNT,
          "m1",
          4,
          "{\"event\":{\"event_type\":\"user_recall_msg\",\"external_userid\":\"%s\",\"recall_msgid\":\"m0\"}}"
              .formatted(CUSTOMER));
      bench.platform.kfElement(
          ACCOUNT,
          "m2",
          4,
          "{\"event\":{\"event_type\":\"msg_send_fail\",\"external_userid\":\"%s\",\"fail_msgid\":\"x\",\"fail_type\":4}}"
              .formatted(CUSTOMER));
      bench.platform.kfElement(
          ACCOUNT,
          "m3",
          4,
          "{\"event\":{\"event_type\":\"dance\",\"external_userid\":\"%s\"}}".formatted(CUSTOMER));
      bench.wake();

      assertThat(bench.bot.next())
          .isInstanceOfSatisfying(
              MessageRecalled.class,
              recalled -> assertThat(recalled.message()).isEqualTo(new MessageId("m0")));
      assertThat(bench.bot.next())
          .isInstanceOfSatisfying(
              Unsupported.class,
              event -> assertThat(event.platformType()).isEqualTo("event:dance"));
    }
  }

  @Test
  @DisplayName("日志里没有令牌、密钥、客户编号和消息文字")
  void logs_nothing_private() throws Exception {
    var root = (Logger) LoggerFactory.getLogger("org.qingsheng");
    var logged = new ListAppender<ILoggingEvent>();
    var level = root.getLevel();
    logged.start();
    root.setLevel(Level.TRACE);
    root.addAppender(logged);
    try (var bench = spokenTo()) {
      bench.platform.next(SEND, new Failed(-1, "busy"), new Page(502, "x"));
      var _ = bench.adapter.send(push("机密答复"));
      var _ = bench.adapter.send(push("机密答复"));
      bench.platform.next(SYNC, new Failed(45009, "slow"));
      bench.wake();
      bench.platform.awaitCalls(SYNC, 3);
    } finally {
      root.detachAppender(logged);
      root.setLevel(level);
    }

    var text =
        logged.list.stream()
            .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
            .toList()
            .toString();
    assertThat(text)
        .contains("wecom")
        .doesNotContain(
            "planted-token",
            FakeWeCom.SECRET,
            CUSTOMER,
            "机密答复",
            "怎么入团",
            "access_token",
            "AAECAwQF");
  }

  @Test
  @DisplayName("设置印出来不带任何秘密，错的设置说得出错在哪里")
  void settings_keep_their_secrets() {
    var keys = WeComKeys.of("tok3n", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    var settings = WeComKfSettings.of(KfBench.CHANNEL, "ww1", "s3cret", keys, Set.of(ACCOUNT));

    assertThat(settings + " " + keys).doesNotContain("s3cret", "tok3n", "AAECAwQF");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> WeComKeys.of("t", "short"))
        .hasMessageContaining("aesKey");
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

  private static String sessionChange(int type) {
    return "{\"event\":{\"event_type\":\"session_status_change\",\"external_userid\":\"%s\",\"change_type\":%d}}"
        .formatted(CUSTOMER, type);
  }
}
