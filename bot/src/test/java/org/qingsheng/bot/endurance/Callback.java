package org.qingsheng.bot.endurance;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.qq.fake.FakeSigner;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;

/** A platform's call to our address, signed as that platform signs. Thread-safe. */
interface Callback {
  /** The channel called. */
  String channel();

  /** Its entry in the settings. */
  String settings(URI api);

  /** Where it is called. */
  void at(URI address);

  /**
   * What one person says.
   *
   * @param number of the message; the same makes a repeat
   */
  HttpRequest says(String person, long number, String text);

  /** Whether the answer means that the message is safe with us. */
  default boolean isTaken(HttpResponse<String> answer) {
    return answer.statusCode() / 100 == 2;
  }

  /** How the message is named in the books. */
  default String messageId(long number) {
    return Long.toString(number);
  }

  /** The same post with a signature that is not right. */
  HttpRequest forged(String person, long number, String text);

  /** Something else entirely, under the type of a picture. */
  HttpRequest garbage();

  /** What all of them need. */
  abstract class Post implements Callback {
    static final String SECRET = "planted-callback-secret-8e1d";

    final InstantSource clock = InstantSource.system();
    private URI address = URI.create("http://unused.invalid");

    @Override
    public final void at(URI to) {
      address = to;
    }

    final URI address() {
      return address;
    }

    final HttpRequest.Builder post(String query, String type, String body) {
      return HttpRequest.newBuilder(query.isEmpty() ? address : URI.create(address + "?" + query))
          .timeout(Duration.ofSeconds(30))
          .header("Content-Type", type)
          .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }

    final String second() {
      return Long.toString(clock.instant().getEpochSecond());
    }

    @Override
    public HttpRequest garbage() {
      return post("a=1", "image/png", "\u0000\u0001[[[[<xml>{".repeat(40)).build();
    }

    static String hmac(String algorithm, String secret, String text) {
      try {
        var mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java runtime has it", e);
      }
    }
  }

  /** 公众号, plain or sealed; the answer travels in the exchange. */
  final class WeChat extends Post {
    private final FakeAccount account;
    private final FakeWeChatSender sender;

    WeChat(FakeAccount account, FakeWeChatSender sender) {
      this.account = account;
      this.sender = sender;
    }

    @Override
    public String channel() {
      return "wechat-" + (account.mode() == FakeAccount.Mode.PLAIN ? "plain" : "aes");
    }

    @Override
    public String settings(URI api) {
      var aes =
          account.mode() == FakeAccount.Mode.PLAIN
              ? ""
              : "aesKey: \"%s\", ".formatted(account.aesKey());
      return "{id: %s, type: wechat, appId: \"%s\", secret: \"%s\", token: \"%s\", %sapiBase: \"%s\", originalId: \"%s\", customerService: true}"
          .formatted(
              channel(),
              account.appId(),
              account.secret(),
              account.token(),
              aes,
              api,
              account.originalId());
    }

    private FakeWeChatSender.Request request(String person, long number, String text) {
      var xml =
          "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[o%s]]></FromUserName><CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId></xml>"
              .formatted(account.originalId(), person, second(), text, number);
      return sender.request(address(), new FakeMessage("o" + person, Long.toString(number), xml));
    }

    private HttpRequest posted(FakeWeChatSender.Request request) {
      return post(request.parameters(), "text/xml", request.body()).build();
    }

    @Override
    public HttpRequest says(String person, long number, String text) {
      return posted(request(person, number, text));
    }

    @Override
    public HttpRequest forged(String person, long number, String text) {
      return posted(request(person, number, text).replacing("signature=", "signature=0"));
    }
  }

  /** 企业微信自建应用. */
  final class WeCom extends Post {
    private final FakeCaller caller = new FakeCaller(FakeWeCom.CORP_ID, clock);

    @Override
    public String channel() {
      return "wecom";
    }

    @Override
    public String settings(URI api) {
      return "{id: wecom, type: wecom-app, corpId: %s, agentId: 1000002, secret: %s, token: %s, aesKey: %s, apiBase: \"%s\"}"
          .formatted(FakeWeCom.CORP_ID, FakeWeCom.SECRET, FakeCaller.TOKEN, FakeCaller.KEY, api);
    }

    private HttpRequest posted(FakeCaller.Call call) {
      return post(
              call.query(),
              "text/xml",
              "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><AgentID>1000002</AgentID><Encrypt><![CDATA[%s]]></Encrypt></xml>"
                  .formatted(call.encrypt()))
          .build();
    }

    private FakeCaller.Call call(String person, long number, String text) {
      return caller.sealed(
          "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId><AgentID>1000002</AgentID></xml>"
              .formatted(person, second(), text, number));
    }

    @Override
    public HttpRequest says(String person, long number, String text) {
      return posted(call(person, number, text));
    }

    @Override
    public HttpRequest forged(String person, long number, String text) {
      return posted(call(person, number, text).signedWith("0".repeat(40)));
    }
  }

  /** QQ 官方机器人, one to one. */
  final class Qq extends Post {
    static final String APP_ID = "102000001";

    private final FakeSigner signer = new FakeSigner(SECRET);

    @Override
    public String channel() {
      return "qq";
    }

    @Override
    public String settings(URI api) {
      return "{id: qq, type: qq, appId: \"%s\", secret: %s, apiBase: \"%s\", tokenBase: \"%3$s\"}"
          .formatted(APP_ID, SECRET, api);
    }

    private HttpRequest posted(String person, long number, String text, boolean right) {
      var body =
          "{\"op\":0,\"id\":\"C2C_MESSAGE_CREATE:%2$d\",\"s\":1,\"t\":\"C2C_MESSAGE_CREATE\",\"d\":{\"id\":\"ROBOT1.0_%2$d\",\"content\":\"%3$s\",\"timestamp\":\"%4$s\",\"author\":{\"user_openid\":\"%1$s\"}}}"
              .formatted(person, number, text, clock.instant());
      var at = second();
      var signature = signer.sign(at, body.getBytes(StandardCharsets.UTF_8));
      return post("", "application/json", body)
          .header("User-Agent", "QQBot-Callback")
          .header("X-Bot-Appid", APP_ID)
          .header("X-Signature-Timestamp", at)
          .header("X-Signature-Ed25519", right ? signature : "00" + signature.substring(2))
          .build();
    }

    @Override
    public HttpRequest says(String person, long number, String text) {
      return posted(person, number, text, true);
    }

    @Override
    public HttpRequest forged(String person, long number, String text) {
      return posted(person, number, text, false);
    }

    @Override
    public String messageId(long number) {
      return "ROBOT1.0_" + number;
    }
  }

  /** OneBot by HTTP POST, a friend's private chat. */
  final class OneBot extends Post {
    static final String SELF = "10001000";

    @Override
    public String channel() {
      return "onebot-http";
    }

    @Override
    public String settings(URI api) {
      return "{id: onebot-http, type: onebot, accessToken: %1$s, transport: http, apiBase: \"%2$s\", secret: %1$s}"
          .formatted(SECRET, api);
    }

    private HttpRequest posted(String person, long number, String text, String secret) {
      var body =
          "{\"time\":%1$s,\"self_id\":%2$s,\"post_type\":\"message\",\"message_type\":\"private\",\"sub_type\":\"friend\",\"message_id\":%4$d,\"user_id\":%3$s,\"message\":[{\"type\":\"text\",\"data\":{\"text\":\"%5$s\"}}],\"raw_message\":\"%5$s\",\"font\":0,\"sender\":{\"user_id\":%3$s,\"nickname\":\"x\"}}"
              .formatted(second(), SELF, person, number, text);
      return post("", "application/json", body)
          .header("X-Self-ID", SELF)
          .header(
              "X-Signature", FakeOneBot.signature(secret, body.getBytes(StandardCharsets.UTF_8)))
          .build();
    }

    @Override
    public HttpRequest says(String person, long number, String text) {
      return posted(person, number, text, SECRET);
    }

    @Override
    public HttpRequest forged(String person, long number, String text) {
      return posted(person, number, text, "not the secret");
    }
  }

  /** Another system over plain HTTP. */
  final class Plain extends Post {
    @Override
    public String channel() {
      return "plain-http";
    }

    @Override
    public String settings(URI api) {
      return "{id: plain-http, type: http, secret: %s, deliverTo: \"%s/answers\"}"
          .formatted(SECRET, api);
    }

    private HttpRequest posted(String person, long number, String text, String secret) {
      var body =
          "{\"type\":\"message\",\"id\":\"m-%d\",\"user\":\"%s\",\"text\":\"%s\"}"
              .formatted(number, person, text);
      var at = second();
      return post("", "application/json", body)
          .header("X-Qingsheng-Timestamp", at)
          .header("X-Qingsheng-Signature", hmac("HmacSHA256", secret, at + "." + body))
          .build();
    }

    @Override
    public HttpRequest says(String person, long number, String text) {
      return posted(person, number, text, SECRET);
    }

    @Override
    public HttpRequest forged(String person, long number, String text) {
      return posted(person, number, text, "not the secret at all");
    }

    @Override
    public String messageId(long number) {
      return "m-" + number;
    }
  }
}
