package org.qingsheng.adapters.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Attack.Reaction;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Request;

/** WeChat as the conformance kit moves it: an account in 安全模式 that may send 客服消息. */
final class WeChatSide implements PlatformSide {
  private static final String SEND = "/cgi-bin/message/custom/send";
  private static final List<String> XML = List.of("Content-Type", "text/xml");

  private final HandTime time = new HandTime(Bench.NOW);
  private final FakeAccount account = FakeAccount.in(Mode.SECURE);
  private final FakeWeChatPlatform platform = new FakeWeChatPlatform(account, time);
  private final List<Seen> passive = Collections.synchronizedList(new ArrayList<>());
  private final WeChatAdapter adapter;
  private final KitServer server;

  WeChatSide(Setup setup) {
    var settings =
        Bench.settings(account).withApiBase(setup.elsewhere().orElse(platform.apiBase()));
    adapter = new WeChatAdapter(settings, time, time, setup.callTimeout());
    server = new KitServer(adapter);
  }

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  public Abilities abilities() {
    return Abilities.all()
        .without(
            "公众号没有群聊",
            Trait.GROUPS,
            Trait.OVERHEARS,
            Trait.MENTIONS_EVERYONE,
            Happening.JOINED,
            Happening.REMOVED,
            Happening.MUTED,
            Happening.UNMUTED,
            Happening.SOMEBODY_JOINED)
        .without("公众号的消息不能引用，也不通知撤回", Trait.QUOTES, Trait.RECALLS)
        .without("公众号里没有点名这回事", Trait.BARE_MENTIONS)
        .without("XML 里写不进 NUL 和半个代理对", Trait.BROKEN_TEXT)
        .without("客服消息不回编号，也不按键排重", Trait.TELLS_IDS, Trait.DEDUPLICATES)
        .without("回调是一次次的请求，没有长连的线路", Trait.LINE, Trait.SENDS_ON_LINE)
        .without("微信不把公众号自己的消息推回来", Happening.OWN_MESSAGE)
        .without("平台的假体沉默时不显示消息", Fate.SILENT_BUT_DONE)
        .without("消息体不是 JSON，没有嵌套可言；多层 XML 由 FlatXml 自己的测试检查", Attack.NESTED);
  }

  @Override
  public List<String> secrets() {
    return List.of(
        account.secret(),
        account.token(),
        account.aesKey(),
        "planted-token-",
        openid(Who.XIAOMING),
        openid(Who.XIAOHONG));
  }

  private static String openid(Who who) {
    return who == Who.XIAOMING ? Bench.OPENID : "oQNZS_user0002";
  }

  @Override
  public Told says(Said said) {
    var openid = openid(said.who());
    var now = time.instant();
    return tells(
        switch (said.manner()) {
          case PICTURE ->
              FakeMessage.message(
                  account,
                  openid,
                  now,
                  "image",
                  "<PicUrl>http://127.0.0.1/x</PicUrl><MediaId>m1</MediaId>");
          case UNKNOWN_KIND ->
              FakeMessage.message(account, openid, now, "hologram", "<Depth>3</Depth>");
          default -> FakeMessage.text(account, openid, now, said.text());
        });
  }

  private Told tells(FakeMessage message) {
    var answer = platform.sender().send(platform.sender().request(server.address(), message));
    return new Told(message, KitServer.acknowledged(answer.thenApply(a -> shown(message, a))));
  }

  private HttpResponse<String> shown(FakeMessage message, HttpResponse<String> answer) {
    if (answer.statusCode() == 200
        && !answer.body().isEmpty()
        && !answer.body().equals("success")) {
      passive.add(
          new Seen(Place.PRIVATE, platform.sender().reply(message.openid(), answer.body())));
    }
    return answer;
  }

  @Override
  public Told repeats(Told told) {
    return tells((FakeMessage) told.message());
  }

  @Override
  public void happens(Happening happening) {
    var event =
        switch (happening) {
          case FOLLOWED -> "subscribe";
          case UNFOLLOWED -> "unsubscribe";
          case MENU_TAPPED -> "CLICK";
          default -> "aurora";
        };
    var key = happening == Happening.MENU_TAPPED ? "menu-1" : "";
    var _ =
        tells(FakeMessage.event(account, Bench.OPENID, time.instant(), event, key))
            .acknowledged()
            .join();
  }

  @Override
  public Reaction attacks(Attack attack) {
    var message = FakeMessage.text(account, Bench.OPENID, time.instant(), "冒充");
    var right = platform.sender().request(server.address(), message);
    return switch (attack) {
      case FORGED -> posted(right.replacing("msg_signature=", "msg_signature=0"));
      case UNSIGNED -> posted(server.address(), right.body());
      case STALE ->
          posted(
              platform
                  .sender()
                  .request(
                      server.address(),
                      Bench.OPENID,
                      message.xml(),
                      time.instant().minus(Duration.ofDays(1)).getEpochSecond()));
      case FOREIGN -> {
        var other = new WxCryptUtil(account.token(), account.aesKey(), "wx0000000000000000");
        yield posted(
            platform
                .sender()
                .requestWith(server.address(), other.encrypt("0123456789abcdef", message.xml())));
      }
      case ALTERED ->
          posted(
              right.body(
                  right
                      .body()
                      .replaceFirst("[A-Za-z](]]></Encrypt>)", "0$1")
                      .replaceFirst("=(]]></Encrypt>)", "A$1")));
      case MALFORMED -> posted(sealed("<xml><MsgType>text"));
      case EMPTY -> posted(right.body(""));
      case ODD_CONTENT_TYPE ->
          KitServer.reaction(
              server.post(
                  right.uri(), List.of("Content-Type", "image/png"), right.body().getBytes(UTF_8)));
      case MEGABYTE -> posted(sealed(message.xml().replace("冒充", "长".repeat(350_000))));
      case EXTERNAL_ENTITY ->
          posted(
              sealed(
                  "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                      + message.xml().replace("<![CDATA[冒充]]>", "&e;")));
      case ENTITY_BOMB ->
          posted(
              sealed(
                  "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;\">]>"
                      + message.xml().replace("<![CDATA[冒充]]>", "&c;")));
      case BINARY ->
          KitServer.reaction(
              server.post(server.address(), XML, new byte[] {0, (byte) 0xff, (byte) 0xfe, 1}));
      case OTHER_METHOD ->
          KitServer.reaction(server.send(right.uri(), "PUT", XML, right.body().getBytes(UTF_8)));
      case NESTED -> throw new IllegalArgumentException("declared lacking");
    };
  }

  private Request sealed(String xml) {
    return platform
        .sender()
        .request(server.address(), Bench.OPENID, xml, time.instant().getEpochSecond());
  }

  private Reaction posted(Request request) {
    return posted(request.uri(), request.body());
  }

  private Reaction posted(URI uri, String body) {
    return KitServer.reaction(server.post(uri, XML, body.getBytes(UTF_8)));
  }

  @Override
  public void next(Fate fate) {
    platform.nextSends(
        switch (fate) {
          case WINDOW_OVER -> new Answer.Failed(45015, "response out of time limit");
          case QUOTA_USED -> new Answer.Failed(45047, "out of response count limit");
          case NOT_PERMITTED -> new Answer.Failed(48001, "api unauthorized");
          case UNREACHABLE -> new Answer.Failed(43004, "require subscribe");
          case CONTENT_REFUSED -> new Answer.Failed(87014, "risky content");
          case TOO_FAST -> new Answer.Failed(45011, "api minute-quota reach limit");
          case UNHEARD_OF -> new Answer.Failed(99999, "aurora");
          case BAD_GATEWAY -> new Answer.Page(502, "<html>Bad Gateway</html>");
          case NONSENSE -> new Answer.Page(200, "<html>log in first</html>");
          case SILENT, SILENT_BUT_DONE -> new Answer.Silence();
          case CUT_BUT_DONE -> new Answer.Cut(true);
        });
  }

  @Override
  public void revokesTokens() {
    platform.invalidateToken();
  }

  @Override
  public void refusesTokens() {
    platform.nextTokens(
        Stream.generate(() -> new Answer.Failed(40125, "invalid appsecret"))
            .limit(50)
            .toArray(Answer[]::new));
  }

  @Override
  public void passes(Duration by) {
    time.advance(by);
  }

  @Override
  public List<Seen> seen() {
    var all = new ArrayList<>(passive);
    platform.heard().forEach(heard -> all.add(new Seen(Place.PRIVATE, heard.text())));
    return all;
  }

  @Override
  public int sendCalls() {
    return platform.calls(SEND).size();
  }

  @Override
  public int tokenCalls() {
    return platform.calls("/cgi-bin/stable_token").size();
  }

  @Override
  public void close() {
    adapter.close();
    server.close();
    platform.close();
  }
}
