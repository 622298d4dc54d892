package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeGateway;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.bot.people.Role;

@DisplayName("数据不出门 · nothing leaves but by the configured doors")
@Timeout(180)
class EgressTest {
  private static final String MARK = "暗号石榴籽";
  private static final String ASKED = "转人工 " + MARK + "想问村里篮球场几点关灯";
  private static final String ANSWERED = "灯光时刻表贴在门口" + MARK;
  private static final String OPENID = "oQNZS_planted0001";
  private static final String MEMBER = "E4F4AEA33253A2797FB897C50B81D7ED";
  private static final String GROUP = "C9F778FE6ADF9D1D1DBE395BF744A33A";
  private static final String CUSTOMER = "wmAJ2GCAAAme1XQRC-NI";
  private static final String ACCOUNT = "wkAJ2GCAAAZSfhHCt7";
  private static final String QQ_SECRET = "QnzsBotSecret0001";
  private static final String PORTAL_SECRET = "planted-portal-secret-77";
  private static final String COOKIE = "pLaNtEdCoOkIe0123456789";
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  @TempDir Path folder;
  private final WalkingClock clock = WalkingClock.atNine();

  @Test
  @DisplayName("没有配置的名字查不到、看得见；没有配置的地址连了也看得见")
  void the_watch_sees_what_it_should() throws Exception {
    try (var egress = Egress.watched();
        var http = HttpClient.newHttpClient();
        var there = new java.net.ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> InetAddress.getAllByName("telemetry.example.org"))
          .isInstanceOf(UnknownHostException.class);
      var hidden = HttpRequest.newBuilder(URI.create("http://telemetry.example.net:8123/")).build();
      assertThatThrownBy(() -> http.send(hidden, BodyHandlers.discarding()));
      new Socket(InetAddress.getLoopbackAddress(), there.getLocalPort()).close();

      assertThat(egress.names()).contains("telemetry.example.org", "telemetry.example.net");
      assertThat(egress.places())
          .anyMatch(place -> place.endsWith(":8123"))
          .anyMatch(place -> place.endsWith(":" + there.getLocalPort()));
    }
  }

  @Test
  @DisplayName("整个服务开着全部渠道，每个渠道走一遍：只连配置的地址，一个名字不查；日志开到最细也没有令牌、openid 和正文")
  void a_conversation_on_every_channel_stays_inside() throws Exception {
    var account = FakeAccount.in(FakeAccount.Mode.SECURE);
    try (var egress = Egress.watched();
        var weChat = new FakeWeChatPlatform(account, clock);
        var qq = new FakeQqPlatform("102000001", QQ_SECRET, clock);
        var weCom = new FakeWeCom();
        var gateway = new FakeGateway();
        var corp = new FakeCaller(FakeWeCom.CORP_ID, clock);
        var robot = new FakeCaller("", clock);
        var oneBot =
            new FakeOneBot(
                URI.create("ws://unused"),
                Dialect.NAPCAT,
                "10001000",
                RunningServer.ONEBOT_TOKEN,
                clock);
        var portal = new Portal(PORTAL_SECRET, clock);
        var logs =
            new CapturedLogs(
                planted(
                    MARK,
                    OPENID,
                    MEMBER,
                    GROUP,
                    CUSTOMER,
                    "planted-user-2001",
                    COOKIE,
                    RunningServer.ONEBOT_TOKEN,
                    RunningServer.ADMIN_PASSWORD,
                    RunningServer.STAFF_PASSWORD,
                    PORTAL_SECRET,
                    QQ_SECRET,
                    qq.authorization().replace("QQBot ", ""),
                    account.secret(),
                    account.token(),
                    account.aesKey(),
                    weChat.currentToken(),
                    FakeWeCom.SECRET,
                    weCom.currentToken(),
                    FakeCaller.KEY,
                    FakeGateway.SECRET))) {
      assertThat(oneBot.group("884001").isGroup()).isTrue();
      var sealed = "token: " + FakeCaller.TOKEN + ", aesKey: " + FakeCaller.KEY;
      var app = "corpId: " + FakeWeCom.CORP_ID + ", secret: " + FakeWeCom.SECRET;
      int oneBotPort = oneBot.listens();
      var channels =
          """
            - {id: wechat-main, type: wechat, appId: %1$s, secret: %2$s, token: %3$s, aesKey: %4$s, originalId: %5$s, apiBase: "%6$s", customerService: true}
            - {id: qq-main, type: qq, appId: "102000001", secret: %7$s, apiBase: "%8$s", tokenBase: "%8$s"}
            - {id: kf, type: wecom-kf, %9$s, %10$s, apiBase: "%11$s", accounts: [%12$s]}
            - {id: app, type: wecom-app, agentId: 1000002, %9$s, %10$s, apiBase: "%11$s"}
            - {id: robot, type: wecom-bot, botId: aibQNZS01, name: 团小青, %10$s, apiBase: "%11$s"}
            - {id: line, type: wecom-bot, transport: line, botId: aibQNZS01, name: 团小青, secret: %13$s, gateway: "%14$s"}
            - {id: qq-groups, type: onebot, accessToken: "%15$s", transport: forward, address: "ws://127.0.0.1:%16$d/"}
            - {id: portal, type: http, secret: %17$s, deliverTo: "%18$s"}
          """
              .formatted(
                  account.appId(),
                  account.secret(),
                  account.token(),
                  account.aesKey(),
                  account.originalId(),
                  weChat.apiBase(),
                  QQ_SECRET,
                  qq.base(),
                  app,
                  sealed,
                  weCom.apiBase(),
                  ACCOUNT,
                  FakeGateway.SECRET,
                  gateway.address(),
                  RunningServer.ONEBOT_TOKEN,
                  oneBotPort,
                  PORTAL_SECRET,
                  portal.deliverTo());
      try (var running = RunningServer.withChannels(folder, clock, channels);
          var http = HttpClient.newHttpClient()) {
        running.hire("jia", Role.CADRE);

        weChat
            .says(running.at("/channels/wechat-main"), OPENID, ASKED)
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
        qq.push(
            running.at("/channels/qq-main"),
            "GROUP_AT_MESSAGE_CREATE",
            "GROUP_AT_MESSAGE_CREATE:e1",
            "{\"id\":\"q1\",\"content\":\" %s\",\"timestamp\":\"%s\",\"author\":{\"member_openid\":\"%s\"},\"group_openid\":\"%s\"}"
                .formatted(ASKED, clock.instant(), MEMBER, GROUP));
        weCom.customerSays(ACCOUNT, CUSTOMER, "k1", ASKED);
        corp.postXml(running.at("/channels/kf"), corp.sealed(kfEvent()));
        corp.postXml(running.at("/channels/app"), corp.sealed(appMessage()));
        robot.postJson(running.at("/channels/robot"), robot.sealed(robotMessage(weCom.apiBase())));
        gateway.says("r1", "l1", "@团小青 " + ASKED);
        Soon.holds("connected", oneBot::isConnected);
        oneBot.group("884001").asks("2001", ASKED);
        portal.posts(
            running.at("/channels/portal"),
            Map.of("type", "message", "id", "p1", "user", "planted-user-2001", "text", ASKED));
        chats(http, running.at("/chat/messages"));

        Soon.holds(
            "every channel has an item",
            () -> running.count("SELECT count(DISTINCT channel) FROM item") == 9);
        running.rests();
        answersAll(running);
        clock.leap(Duration.ofSeconds(5));
        Soon.holds(
            "answers went out",
            () ->
                running.count(
                        "SELECT count(DISTINCT channel) FROM outbound WHERE state = 'ACCEPTED' AND text LIKE '%灯光时刻表%'")
                    >= 7);
        running.rests();

        var allowed = new HashSet<Integer>();
        for (var address :
            Set.of(
                weChat.apiBase(),
                qq.base(),
                weCom.apiBase(),
                gateway.address(),
                portal.deliverTo(),
                running.at("/"),
                URI.create("ws://127.0.0.1:" + oneBotPort))) {
          allowed.add(address.getPort());
        }
        assertThat(egress.names()).isEmpty();
        assertThat(egress.places())
            .isNotEmpty()
            .allSatisfy(place -> {
              assertThat(place).startsWith("127.0.0.1:");
              assertThat(allowed).contains(Integer.parseInt(place.substring(10)));
            });
        assertThat(allowed)
            .allSatisfy(port -> assertThat(egress.places()).contains("127.0.0.1:" + port));
      }
      assertThat(logs.lines()).isGreaterThan(100);
      assertThat(logs.hits()).isEmpty();
    }
  }

  /** Two platforms may have given out the same token. */
  private static Set<String> planted(String... words) {
    return new HashSet<>(List.of(words));
  }

  private static void answersAll(RunningServer running) {
    try (var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
      for (var number :
          cadre.get("/api/v1/tickets?state=waiting").ok().findValuesAsText("number")) {
        assertThat(number).matches(NUMBER);
        cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
        cadre.post("/api/v1/tickets/" + number + "/answer", Map.of("text", ANSWERED)).ok();
      }
    }
  }

  private static void chats(HttpClient http, URI to) throws Exception {
    var said =
        HttpRequest.newBuilder(to)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Cookie", "qs_chat=" + COOKIE)
            .POST(
                BodyPublishers.ofString(
                    "{\"clientMsgId\":\"0b6f6a52-1f7c-4c1e-9d26-0123456789ab\",\"text\":\"%s\"}"
                        .formatted(ASKED)))
            .build();
    assertThat(http.send(said, BodyHandlers.discarding()).statusCode()).isBetween(200, 299);
  }

  private static String kfEvent() {
    return "<xml><ToUserName><![CDATA[%s]]></ToUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENC7x]]></Token><OpenKfId><![CDATA[%s]]></OpenKfId></xml>"
        .formatted(FakeWeCom.CORP_ID, ACCOUNT);
  }

  private String appMessage() {
    return "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[planted-user-2001]]></FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>a1</MsgId><AgentID>1000002</AgentID></xml>"
        .formatted(FakeWeCom.CORP_ID, clock.instant().getEpochSecond(), ASKED);
  }

  private static String robotMessage(URI api) {
    return "{\"msgid\":\"b1\",\"aibotid\":\"aibQNZS01\",\"chatid\":\"wrCHAT0001\",\"chattype\":\"group\",\"from\":{\"userid\":\"planted-user-2001\"},\"response_url\":\"%s/cgi-bin/aibot/response?response_code=b1\",\"msgtype\":\"text\",\"text\":{\"content\":\"@团小青 %s\"}}"
        .formatted(api, ASKED);
  }
}
