package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeGateway;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;

/** WeChat, WeCom and QQ before the house, each behind a {@link Meddler} or on its own line. */
final class TencentFronts {
  private static final JsonMapper JSON = new JsonMapper();

  private TencentFronts() {}

  static List<Front> all(WalkingClock clock) {
    return List.of(
        new WeChat(clock),
        new WeComApp(clock),
        new CustomerService(clock),
        new Robot(clock),
        new RobotLine(),
        new Qq("qq-webhook", clock),
        new QqGateway(clock));
  }

  /** One whose sends are HTTP calls. */
  private abstract static class Called implements Front {
    final WalkingClock clock;
    final Meddler meddler;
    private Optional<RunningServer> house = Optional.empty();

    Called(WalkingClock clock, URI platform) {
      this.clock = clock;
      this.meddler = new Meddler(platform);
    }

    @Override
    public void meets(RunningServer running) {
      house = Optional.of(running);
    }

    URI callback() {
      return house.orElseThrow().at("/channels/" + id());
    }

    @Override
    public Set<Fault> faults() {
      return EnumSet.allOf(Fault.class);
    }

    @Override
    public boolean repeats() {
      return true;
    }

    @Override
    public void suffers(Fault fault, String words) {
      meddler.spoils(fault, words);
      if (fault == Fault.TOKEN_REVOKED) {
        revokes();
      }
    }

    abstract void revokes();

    @Override
    public boolean wasHit() {
      return meddler.hits() > 0;
    }

    @Override
    public void recovers() {
      meddler.passesAgain();
    }

    @Override
    public void close() {
      meddler.close();
    }
  }

  private static final class WeChat extends Called {
    private static final String OPENID = "oQNZS_user0001";

    private final FakeWeChatPlatform platform;

    WeChat(WalkingClock clock) {
      this(clock, new FakeWeChatPlatform(FakeAccount.in(FakeAccount.Mode.SECURE), clock));
    }

    private WeChat(WalkingClock clock, FakeWeChatPlatform platform) {
      super(clock, platform.apiBase());
      this.platform = platform;
      platform.sender().patience(Duration.ofSeconds(1));
    }

    @Override
    public int mostBytes() {
      return 2_048;
    }

    @Override
    public String id() {
      return "wechat";
    }

    @Override
    public String settings() {
      var account = platform.account();
      return "{id: wechat, type: wechat, appId: %s, secret: %s, token: %s, aesKey: %s, originalId: %s, apiBase: \"%s\", customerService: true}"
          .formatted(
              account.appId(),
              account.secret(),
              account.token(),
              account.aesKey(),
              account.originalId(),
              meddler.address());
    }

    @Override
    public void says(String message, String text) {
      platform.sender().loseAnswers(1);
      var said = FakeMessage.text(platform.account(), OPENID, clock.instant(), text);
      var outcome =
          platform.sender().deliver(callback(), said).orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(outcome.calls()).isGreaterThan(1);
    }

    @Override
    public List<String> seen() {
      return platform.heard(OPENID);
    }

    /** 公众号 knows neither a key nor a history. */
    @Override
    public boolean repeats() {
      return false;
    }

    @Override
    void revokes() {
      platform.invalidateToken();
    }

    @Override
    public void close() {
      super.close();
      platform.close();
    }
  }

  private abstract static class WeCom extends Called {
    final FakeWeCom platform;
    final FakeCaller caller;

    WeCom(WalkingClock clock, FakeWeCom platform, String trailingId) {
      super(clock, platform.apiBase());
      this.platform = platform;
      this.caller = new FakeCaller(trailingId, clock);
    }

    String keys() {
      return "token: %s, aesKey: %s, apiBase: \"%s\""
          .formatted(FakeCaller.TOKEN, FakeCaller.KEY, meddler.address());
    }

    String company() {
      return "corpId: %s, secret: %s, ".formatted(FakeWeCom.CORP_ID, FakeWeCom.SECRET) + keys();
    }

    void twice(String xml) {
      for (int i = 0; i < 2; i++) {
        assertThat(caller.postXml(callback(), caller.sealed(xml)).statusCode()).isEqualTo(200);
      }
    }

    @Override
    void revokes() {
      platform.invalidateToken();
    }

    @Override
    public void close() {
      super.close();
      caller.close();
      platform.close();
    }
  }

  private static final class WeComApp extends WeCom {
    WeComApp(WalkingClock clock) {
      super(clock, new FakeWeCom(), FakeWeCom.CORP_ID);
    }

    @Override
    public int mostBytes() {
      return 2_048;
    }

    @Override
    public String id() {
      return "wecom-app";
    }

    @Override
    public String settings() {
      return "{id: wecom-app, type: wecom-app, agentId: 1000002, " + company() + "}";
    }

    @Override
    public void says(String message, String text) {
      twice(
          "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%s</MsgId><AgentID>1000002</AgentID></xml>"
              .formatted(FakeWeCom.CORP_ID, clock.instant().getEpochSecond(), text, message));
    }

    @Override
    public List<String> seen() {
      return platform.heard("zhangsan");
    }
  }

  private static final class CustomerService extends WeCom {
    private static final String ACCOUNT = "wkAJ2GCAAAZSfhHCt7";
    private static final String CUSTOMER = "wmAJ2GCAAAme1XQRC-NI";

    CustomerService(WalkingClock clock) {
      super(clock, new FakeWeCom(), FakeWeCom.CORP_ID);
    }

    @Override
    public int mostBytes() {
      return 2_048;
    }

    @Override
    public String id() {
      return "wecom-kf";
    }

    @Override
    public String settings() {
      return "{id: wecom-kf, type: wecom-kf, accounts: [%s], %s}".formatted(ACCOUNT, company());
    }

    @Override
    public void says(String message, String text) {
      platform.customerSays(ACCOUNT, CUSTOMER, "kf-" + message, text);
      twice(
          "<xml><ToUserName><![CDATA[%s]]></ToUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENC7x]]></Token><OpenKfId><![CDATA[%s]]></OpenKfId></xml>"
              .formatted(FakeWeCom.CORP_ID, ACCOUNT));
    }

    @Override
    public List<String> seen() {
      return platform.heard(CUSTOMER);
    }
  }

  private static final class Robot extends WeCom {
    private final List<String> streamed = new ArrayList<>();

    Robot(WalkingClock clock) {
      super(clock, new FakeWeCom(), "");
    }

    @Override
    public int mostBytes() {
      return 20_480;
    }

    @Override
    public String id() {
      return "robot";
    }

    @Override
    public String settings() {
      return "{id: robot, type: wecom-bot, botId: aibQNZS01, name: 团小青, " + keys() + "}";
    }

    @Override
    public Set<Fault> faults() {
      return EnumSet.complementOf(EnumSet.of(Fault.TOKEN_REVOKED)); // its calls carry no token
    }

    /** An address to answer at serves once, and nobody can ask what became of it. */
    @Override
    public boolean repeats() {
      return false;
    }

    @Override
    public void says(String message, String text) {
      var question =
          "{\"msgid\":\"%1$s\",\"aibotid\":\"aibQNZS01\",\"chatid\":\"wrCHAT0001\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"response_url\":\"%2$s/cgi-bin/aibot/response?response_code=%1$s\",\"msgtype\":\"text\",\"text\":{\"content\":\"@团小青 %3$s\"}}"
              .formatted(message, meddler.address(), text);
      var _ = caller.postJson(callback(), caller.sealed(question)); // its answer gets lost
      var stream = stream(caller.postJson(callback(), caller.sealed(question)));
      while (!stream.path("finish").asBoolean()) {
        var poll =
            "{\"msgid\":\"p1\",\"aibotid\":\"aibQNZS01\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"msgtype\":\"stream\",\"stream\":{\"id\":\"%s\"}}"
                .formatted(stream.path("id").asText());
        stream = stream(caller.postJson(callback(), caller.sealed(poll)));
      }
      streamed.add(stream.path("content").asText());
    }

    private JsonNode stream(HttpResponse<String> answer) {
      try {
        var envelope = JSON.readTree(answer.body());
        return JSON.readTree(caller.opened(envelope.path("encrypt").asText())).path("stream");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> seen() {
      var all = new ArrayList<>(streamed);
      platform.heard().forEach(heard -> all.add(heard.text()));
      return all;
    }
  }

  private static final class RobotLine implements Front {
    private static final String SEND = "aibot_send_msg";

    private final FakeGateway gateway = new FakeGateway();

    @Override
    public int mostBytes() {
      return 20_480;
    }

    @Override
    public String id() {
      return "robot-line";
    }

    @Override
    public String settings() {
      return "{id: robot-line, type: wecom-bot, transport: line, botId: aibQNZS01, name: 团小青, secret: %s, gateway: \"%s\"}"
          .formatted(FakeGateway.SECRET, gateway.address());
    }

    @Override
    public void meets(RunningServer house) {
      Soon.holds("subscribed", gateway::isSubscribed);
    }

    @Override
    public void says(String message, String text) {
      Soon.holds("subscribed", gateway::isSubscribed);
      try {
        gateway.says("r-" + message, message, "@团小青 " + text);
        gateway.says("r-" + message, message, "@团小青 " + text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> seen() {
      return gateway.done().stream()
          .map(frame -> frame.path("body"))
          .filter(body -> body.has("markdown") || body.path("stream").path("finish").asBoolean())
          .map(body ->
              body.path("markdown").path("content").asText()
                  + body.path("stream").path("content").asText())
          .toList();
    }

    @Override
    public Set<Fault> faults() {
      // no HTTP in between, and the secret is shown once, on subscribing
      return EnumSet.complementOf(
          EnumSet.of(Fault.BAD_GATEWAY, Fault.UNAVAILABLE, Fault.TOKEN_REVOKED));
    }

    @Override
    public boolean repeats() {
      return false;
    }

    @Override
    public void suffers(Fault fault, String words) {
      switch (fault) {
        case SILENCE -> gateway.stopAcknowledging(SEND);
        case CUT -> gateway.nextCut(SEND, false);
        case ANSWER_LOST -> gateway.nextCut(SEND, true);
        case OUTAGE -> gateway.open(false);
        default -> throw new IllegalArgumentException("declared impossible");
      }
    }

    @Override
    public boolean wasHit() {
      return gateway.all().stream().anyMatch(frame -> frame.path("cmd").asText().equals(SEND));
    }

    @Override
    public void recovers() {
      gateway.startAcknowledging(SEND);
      gateway.open(true);
    }

    @Override
    public void close() {
      gateway.close();
    }
  }

  private static class Qq extends Called {
    private static final String APP_ID = "102000001";
    private static final String SECRET = "QnzsBotSecret0001";
    private static final String USER = "E4F4AEA33253A2797FB897C50B81D7ED";

    private final String id;
    final FakeQqPlatform platform;

    Qq(String id, WalkingClock clock) {
      this(id, clock, new FakeQqPlatform(APP_ID, SECRET, clock));
    }

    private Qq(String id, WalkingClock clock, FakeQqPlatform platform) {
      super(clock, platform.base());
      this.id = id;
      this.platform = platform;
    }

    @Override
    public int mostBytes() {
      return 3_000;
    }

    @Override
    public boolean showsLinks() {
      return false;
    }

    @Override
    public String id() {
      return id;
    }

    String transport() {
      return "webhook";
    }

    @Override
    public String settings() {
      return "{id: %s, type: qq, transport: %s, appId: \"%s\", secret: %s, apiBase: \"%s\", tokenBase: \"%5$s\"}"
          .formatted(id, transport(), APP_ID, SECRET, meddler.address());
    }

    String said(String message, String text) {
      return "{\"id\":\"%s\",\"content\":\"%s\",\"timestamp\":\"%s\",\"author\":{\"user_openid\":\"%s\"}}"
          .formatted(message, text, clock.instant(), USER);
    }

    @Override
    public void says(String message, String text) {
      for (int i = 0; i < 2; i++) {
        var outcome =
            platform.push(callback(), "C2C_MESSAGE_CREATE", "C2C:" + message, said(message, text));
        assertThat(outcome.status()).isEqualTo(200);
      }
    }

    @Override
    public List<String> seen() {
      return platform.heard().stream().map(FakeQqPlatform.Heard::text).toList();
    }

    @Override
    void revokes() {
      platform.invalidateToken();
    }

    @Override
    public void close() {
      super.close();
      platform.close();
    }
  }

  private static final class QqGateway extends Qq {
    private static final int ABNORMAL = 1011;

    QqGateway(WalkingClock clock) {
      super("qq-gateway", clock);
    }

    @Override
    String transport() {
      return "gateway";
    }

    @Override
    public void meets(RunningServer house) {
      Soon.holds("identified", () -> !platform.gateway().frames(2).isEmpty());
    }

    @Override
    public void says(String message, String text) {
      platform.gateway().publish("C2C_MESSAGE_CREATE", said(message, text));
      platform.gateway().publish("C2C_MESSAGE_CREATE", said(message, text));
    }

    @Override
    public void suffers(Fault fault, String words) {
      super.suffers(fault, words);
      if (fault == Fault.OUTAGE) {
        platform.gateway().open(false);
      }
      if (fault == Fault.OUTAGE || fault == Fault.CUT) {
        platform.gateway().hangUp(ABNORMAL);
      }
    }

    @Override
    public void recovers() {
      super.recovers();
      platform.gateway().open(true);
    }
  }
}
