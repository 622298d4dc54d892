package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Card;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Cut;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer.Failed;

@DisplayName("企业微信自建应用与群通知 · application and notices")
class WeComAppAdapterTest {
  private static final String SEND = "/cgi-bin/message/send";
  private static final ChannelId CHANNEL = new ChannelId("wecom-main");

  private static final AskerId WANG = new AskerId("wang");
  private static final Card CARD =
      new Card(
          "t42",
          "新的提问 QS-261120-0042",
          "团组织关系转接",
          URI.create("https://q.example/console/42"),
          List.of(new Card.Button("认领 QS-261120-0042", "认领")));

  private final HandTime time = new HandTime(KfBench.NOW);
  private final FakeWeCom platform = new FakeWeCom();
  private final FakeCaller caller = new FakeCaller(FakeWeCom.CORP_ID, time);
  private final BotDouble bot = new BotDouble();
  private final WeComAppAdapter adapter =
      new WeComAppAdapter(
          WeComAppSettings.of(
                  CHANNEL,
                  FakeWeCom.CORP_ID,
                  1_000_002,
                  FakeWeCom.SECRET,
                  WeComKeys.of(FakeCaller.TOKEN, FakeCaller.KEY))
              .withApiBase(platform.apiBase()),
          time,
          Duration.ofSeconds(10));
  private final Javalin server =
      Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        adapter.addTo(config.routes, "/channels/wecom-main");
      });

  @BeforeEach
  void start() {
    server.start("127.0.0.1", 0);
    adapter.start(bot);
  }

  @AfterEach
  void stop() {
    adapter.close();
    server.stop();
    caller.close();
    platform.close();
  }

  @Test
  @DisplayName("成员发来的文字成为私聊来信")
  void hears_a_text() throws Exception {
    int status =
        post(
            "<MsgType>text</MsgType><Content><![CDATA[团费怎么交]]></Content><MsgId>7024521457612345678</MsgId><AgentID>1000002</AgentID>");

    var message = (MessageReceived) bot.next();
    assertThat(status).isEqualTo(200);
    assertThat(message.text()).isEqualTo("团费怎么交");
    assertThat(message.id().value()).isEqualTo("7024521457612345678");
    assertThat(message.conversation().id().value()).isEqualTo("app:ww1234567890abcdef:zhangsan");
  }

  @Test
  @DisplayName("没存下来就不应答 200，平台会再送一次")
  void does_not_acknowledge_what_is_not_stored() {
    bot.says = _ -> CompletableFuture.failedFuture(new IllegalStateException("disk"));

    assertThat(post("<MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId>")).isEqualTo(503);
  }

  @Test
  @DisplayName("卡片上点“认领”，等于说了按钮的键；卡片随后改成谁认领了，只能改一次")
  void a_tap_on_a_card_is_said() throws Exception {
    assertThat(adapter.show(WANG, CARD).delivery()).isInstanceOf(Accepted.class);
    var shown = platform.cards("wang").getFirst();
    post(
        "<MsgType>event</MsgType><Event>template_card_event</Event><EventKey><![CDATA[%s]]></EventKey><TaskId>t42</TaskId><CardType>button_interaction</CardType><ResponseCode><![CDATA[%s]]></ResponseCode><AgentID>1000002</AgentID>"
            .formatted(shown.button("认领"), platform.tapped(shown)));
    var said = (MessageReceived) bot.next();
    var tap = adapter.tap(said.id()).orElseThrow();

    assertThat(said.text()).isEqualTo("认领 QS-261120-0042");
    assertThat(tap.card()).isEqualTo("t42");
    assertThat(adapter.change(tap.code(), "已由小王认领")).isInstanceOf(Accepted.class);
    assertThat(adapter.change(tap.code(), "已由小李认领")).isInstanceOf(Refused.class);
    assertThat(platform.cards("wang").getFirst().ending()).isEqualTo("已由小王认领");
  }

  @Test
  @DisplayName("在控制台认领的，用发出卡片时得到的编码也能改卡片；打字说的话没有卡片")
  void changes_a_card_that_nobody_tapped() throws Exception {
    var code = adapter.show(WANG, CARD).code().orElseThrow();
    post("<MsgType>text</MsgType><Content>待办</Content><MsgId>9</MsgId>");

    assertThat(adapter.change(code, "已由小李认领")).isInstanceOf(Accepted.class);
    assertThat(adapter.tap(((MessageReceived) bot.next()).id())).isEmpty();
    assertThat(platform.cards("wang").getFirst().ending()).isEqualTo("已由小李认领");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"subscribe, FOLLOWED", "unsubscribe, UNFOLLOWED", "click, MENU_TAPPED"})
  @DisplayName("关注、取消和菜单各有其意，同一事件编号相同")
  void understands_contact_events(String event, Contact contact) throws Exception {
    var xml = "<MsgType>event</MsgType><Event>%s</Event><EventKey>k</EventKey>".formatted(event);
    post(xml);
    post(xml);

    var first = (ContactChanged) bot.next();
    assertThat(first.contact()).isEqualTo(contact);
    assertThat(first.detail()).isEqualTo("k");
    assertThat(((ContactChanged) bot.next()).id()).isEqualTo(first.id());
  }

  @Test
  @DisplayName("不认识的事件和种类只记下名字")
  void keeps_the_name_of_the_unknown() throws Exception {
    post("<MsgType>event</MsgType><Event>batch_job_result</Event>");
    post("<MsgType>hologram</MsgType>");

    assertThat(((Unsupported) bot.next()).platformType()).isEqualTo("event:batch_job_result");
    assertThat(((Unsupported) bot.next()).platformType()).isEqualTo("hologram");
  }

  @Test
  @DisplayName("给别的应用的消息被拒绝，缺要素的也被拒绝")
  void refuses_another_agent_and_incomplete_messages() {
    assertThat(post("<MsgType>text</MsgType><MsgId>1</MsgId><AgentID>1000003</AgentID>"))
        .isEqualTo(403);
    assertThat(post("<MsgType>text</MsgType><Content>x</Content>")).isEqualTo(400);
    assertThat(post("<Content>x</Content>")).isEqualTo(400);
    assertThat(bot.events).isEmpty();
  }

  @Test
  @DisplayName("给成员发文字：开启重复检查，同一条两次内容相同，不同的两条内容不同")
  void sends_a_text_that_is_dropped_when_repeated() {
    assertThat(adapter.send(push("好的", "k1"))).isInstanceOf(Accepted.class);
    assertThat(adapter.send(push("好的", "k1"))).isInstanceOf(Accepted.class);
    assertThat(adapter.send(push("好的", "k2"))).isInstanceOf(Accepted.class);

    var bodies = platform.calls(SEND).stream().map(FakeWeCom.ApiCall::body).toList();
    assertThat(bodies.get(0)).isEqualTo(bodies.get(1)).isNotEqualTo(bodies.get(2));
    assertThat(platform.heard("zhangsan")).allMatch(text -> text.startsWith("好的"));
    var json = platform.calls(SEND).getFirst().json();
    assertThat(json.path("enable_duplicate_check").asInt()).isEqualTo(1);
    assertThat(json.path("agentid").asLong()).isEqualTo(1_000_002);
  }

  @Test
  @DisplayName("最长的文字也装得下，再长就拒绝")
  void keeps_to_the_size() {
    int most = adapter.capabilities().maxTextBytes();

    assertThat(adapter.send(push("a".repeat(most), "k"))).isInstanceOf(Accepted.class);
    assertThat(WeComEncoder.bytes(platform.heard("zhangsan").getFirst())).isEqualTo(2048);
    assertThat(adapter.send(push("a".repeat(most + 1), "k"))).isInstanceOf(Refused.class);
    assertThat(adapter.send(push(" ", "k"))).isInstanceOf(Refused.class);
  }

  @Test
  @DisplayName("收件人无效、限流、断线各归各类，令牌失效换新")
  void knows_what_each_end_means() {
    platform.next(
        SEND,
        new Failed(81013, "all invalid"),
        new Failed(45009, "freq"),
        new Cut(true),
        new Failed(42001, "expired"));

    assertThat(adapter.send(push("一", "k1")))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.meaning()).isEqualTo(Meaning.UNREACHABLE));
    assertThat(adapter.send(push("二", "k2"))).isInstanceOf(NotSent.class);
    assertThat(adapter.send(push("三", "k3"))).isInstanceOf(Unknown.class);
    platform.invalidateToken();
    assertThat(adapter.send(push("四", "k4"))).isInstanceOf(Accepted.class);
    assertThat(platform.calls("/cgi-bin/gettoken")).hasSize(2);
  }

  @Test
  @DisplayName("出口 IP 不可信时，健康状态写明是哪个 IP")
  void names_the_address_to_allow() {
    platform.next(
        SEND, new Failed(60020, "not allow to access from your ip, from ip: 203.0.113.9"));

    assertThat(adapter.send(push("一", "k1"))).isInstanceOf(NotSent.class);
    assertThat(adapter.check().state()).isEqualTo(State.DEGRADED);
    assertThat(adapter.check().reason()).contains("203.0.113.9");
  }

  @Test
  @DisplayName("给干部发带“认领”按钮的卡片；没发成的照实说，不是成员的不发")
  void sends_a_card_to_claim() {
    assertThat(adapter.show(WANG, CARD).delivery()).isInstanceOf(Accepted.class);
    platform.next(SEND, new Cut(true), new Failed(81013, "all invalid"));
    assertThat(adapter.show(WANG, CARD).delivery()).isInstanceOf(Unknown.class);
    assertThat(adapter.show(WANG, CARD).delivery()).isInstanceOf(Refused.class);
    assertThat(adapter.show(new AskerId("a b"), CARD).delivery()).isInstanceOf(NotSent.class);

    var json = platform.calls(SEND).getFirst().json();
    assertThat(json.path("touser").asText()).isEqualTo("wang");
    assertThat(platform.cards("wang")).hasSize(1);
    assertThat(platform.cards("wang").getFirst().button("认领")).isEqualTo("认领 QS-261120-0042");
  }

  @Test
  @DisplayName("对成员说的话按键排重：两万个键的记号没有两个相同，记号不占看得见的字")
  void marks_no_two_keys_alike() {
    var marks =
        IntStream.range(0, 20_000)
            .mapToObj(i -> WeComEncoder.marked(new IdempotencyKey("staff:item-" + i + ":1:0"), ""))
            .collect(Collectors.toSet());

    assertThat(marks).hasSize(20_000);
    assertThat(adapter.tell(WANG, new IdempotencyKey("k"), "好的")).isInstanceOf(Accepted.class);
    assertThat(platform.heard("wang").getFirst().replaceAll("[\\u200B\\u200C\\u2060\\u2061]", ""))
        .isEqualTo("好的");
  }

  @Test
  @DisplayName("群通知：每分钟至多二十条，第二十一条不发并说要等多久")
  void keeps_to_twenty_notices_a_minute() {
    try (var notices = new WeComNotices(webhook(), time, Duration.ofSeconds(10))) {
      for (int i = 0; i < 20; i++) {
        assertThat(notices.text("积压 " + i, List.of("zhangsan"))).isInstanceOf(Accepted.class);
      }
      time.advance(Duration.ofSeconds(20));

      assertThat(notices.text("多了", List.of()))
          .isEqualTo(
              new NotSent("20 notices a minute used up", Optional.of(Duration.ofSeconds(40))));
      time.advance(Duration.ofSeconds(40));
      assertThat(notices.markdown("**积压** " + WeComNotices.inert("<@all> *x*")))
          .isInstanceOf(Accepted.class);

      assertThat(platform.heard()).hasSize(21);
      assertThat(platform.heard().getLast().text()).isEqualTo("**积压** ＜@all> ＊x＊");
    }
  }

  @Test
  @DisplayName("群通知的钥匙失效要人来修，太长的不发")
  void a_wrong_webhook_key_needs_a_person() {
    try (var notices = new WeComNotices(webhook(), time, Duration.ofSeconds(10))) {
      platform.next("/cgi-bin/webhook/send", new Failed(93000, "invalid webhook url"));

      assertThat(notices.text("一", List.of()))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.meaning()).isEqualTo(Meaning.NOT_PERMITTED));
      assertThat(notices.text("青".repeat(683), List.of())).isInstanceOf(Refused.class);
      assertThat(platform.calls("/cgi-bin/webhook/send")).hasSize(1);
    }
  }

  private URI webhook() {
    return URI.create(platform.apiBase() + "/cgi-bin/webhook/send?key=planted");
  }

  private int post(String elements) {
    var xml =
        "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1760000000</CreateTime>%s</xml>"
            .formatted(FakeWeCom.CORP_ID, elements);
    var callback = URI.create("http://127.0.0.1:" + server.port() + "/channels/wecom-main");
    return caller.postXml(callback, caller.sealed(xml)).statusCode();
  }

  private static OutboundMessage push(String text, String key) {
    return new OutboundMessage(
        new IdempotencyKey(key),
        CHANNEL,
        new PrivateChat(new ConversationId("app:ww1234567890abcdef:zhangsan")),
        new AskerId("zhangsan"),
        new Route.Push(Optional.empty()),
        Optional.empty(),
        false,
        text,
        List.of());
  }
}
