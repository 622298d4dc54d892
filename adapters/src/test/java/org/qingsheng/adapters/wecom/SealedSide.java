package org.qingsheng.adapters.wecom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Attack.Reaction;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Trait;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeCaller.Call;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer;

/** What WeCom's three encrypted callbacks have in common for the conformance kit. */
abstract class SealedSide implements PlatformSide {
  final HandTime time = new HandTime(KfBench.NOW);
  final FakeWeCom platform = new FakeWeCom();
  final AtomicInteger ids = new AtomicInteger();
  final FakeCaller caller;
  private final String trailingId;

  SealedSide(String trailingId) {
    this.trailingId = trailingId;
    this.caller = new FakeCaller(trailingId, time);
  }

  abstract KitServer server();

  /** A message as it is before it is sealed. */
  abstract String plain(String text);

  /** The body around what is sealed. */
  abstract String envelope(String encrypt);

  /** Where messages are sent to. */
  abstract String sendPath();

  static Abilities sealed() {
    return Abilities.all()
        .without("企业微信不通知引用", Trait.QUOTES)
        .without("平台的假体沉默时不显示消息", Fate.SILENT_BUT_DONE)
        .without("回调是一次次的请求，没有长连的线路", Trait.LINE, Trait.SENDS_ON_LINE)
        .without(
            "企业微信不通知进出群和禁言，也不把自己的话推回来",
            Happening.JOINED,
            Happening.REMOVED,
            Happening.MUTED,
            Happening.UNMUTED,
            Happening.SOMEBODY_JOINED,
            Happening.OWN_MESSAGE);
  }

  /** Beside {@link #sealed()}, for what has no groups. */
  static Abilities alone(Abilities abilities) {
    return abilities
        .without("这里没有群聊", Trait.GROUPS, Trait.OVERHEARS, Trait.MENTIONS_EVERYONE)
        .without("单聊里没有点名这回事", Trait.BARE_MENTIONS);
  }

  static Abilities xml(Abilities abilities) {
    return abilities
        .without("XML 里写不进 NUL 和半个代理对", Trait.BROKEN_TEXT)
        .without("消息体不是 JSON；多层 XML 由 FlatXml 自己的测试检查", Attack.NESTED);
  }

  static WeComKeys keys() {
    return WeComKeys.of(FakeCaller.TOKEN, FakeCaller.KEY);
  }

  @Override
  public List<String> secrets() {
    return List.of(
        FakeWeCom.SECRET,
        FakeCaller.TOKEN,
        FakeCaller.KEY,
        "planted-token-",
        person(Who.XIAOMING),
        person(Who.XIAOHONG));
  }

  static String person(Who who) {
    return who == Who.XIAOMING ? "wmPlantedXiaoming" : "wmPlantedXiaohong";
  }

  private URI address(Call call) {
    return URI.create(
        "%s?msg_signature=%s&timestamp=%s&nonce=%s"
            .formatted(server().address(), call.signature(), call.timestamp(), call.nonce()));
  }

  /** Makes a call, once. */
  CompletableFuture<HttpResponse<String>> calls(Call call) {
    return server().post(address(call), List.of(), envelope(call.encrypt()).getBytes(UTF_8));
  }

  @Override
  public Reaction attacks(Attack attack) {
    var right = caller.sealed(plain("冒充"));
    return switch (attack) {
      case FORGED -> KitServer.reaction(calls(right.signedWith("0".repeat(40))));
      case UNSIGNED ->
          KitServer.reaction(
              server()
                  .post(server().address(), List.of(), envelope(right.encrypt()).getBytes(UTF_8)));
      case STALE -> {
        time.advance(Duration.ofDays(1));
        yield KitServer.reaction(calls(right));
      }
      case FOREIGN -> {
        try (var other = new FakeCaller(trailingId + "x", time)) {
          yield KitServer.reaction(calls(other.sealed(plain("冒充"))));
        }
      }
      case ALTERED ->
          KitServer.reaction(
              calls(
                  right.encrypting(
                      (right.encrypt().startsWith("A") ? "B" : "A")
                          + right.encrypt().substring(1))));
      case MALFORMED -> KitServer.reaction(calls(caller.sealed("<xml><MsgType>{")));
      case EMPTY -> posted(right, List.of(), "");
      case ODD_CONTENT_TYPE ->
          posted(right, List.of("Content-Type", "image/png"), envelope(right.encrypt()));
      case MEGABYTE -> KitServer.reaction(calls(caller.sealed(plain("长".repeat(350_000)))));
      case NESTED -> KitServer.reaction(calls(caller.sealed("[".repeat(10_000))));
      case EXTERNAL_ENTITY ->
          KitServer.reaction(
              calls(
                  caller.sealed(
                      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                          + plain("冒充").replace("<![CDATA[冒充]]>", "&e;"))));
      case ENTITY_BOMB ->
          KitServer.reaction(
              calls(
                  caller.sealed(
                      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
                          + plain("冒充").replace("<![CDATA[冒充]]>", "&c;"))));
      case BINARY ->
          KitServer.reaction(
              server()
                  .post(
                      server().address(), List.of(), new byte[] {0, (byte) 0xff, (byte) 0xfe, 1}));
      case OTHER_METHOD ->
          KitServer.reaction(
              server()
                  .send(
                      address(right), "PUT", List.of(), envelope(right.encrypt()).getBytes(UTF_8)));
    };
  }

  private Reaction posted(Call call, List<String> headers, String body) {
    return KitServer.reaction(server().post(address(call), headers, body.getBytes(UTF_8)));
  }

  @Override
  public void next(Fate fate) {
    platform.next(
        sendPath(),
        switch (fate) {
          case WINDOW_OVER, QUOTA_USED -> new Answer.Failed(95001, "limit");
          case NOT_PERMITTED -> new Answer.Failed(48002, "api forbidden");
          case UNREACHABLE -> new Answer.Failed(81013, "all invalid");
          case CONTENT_REFUSED -> new Answer.Failed(45002, "too long");
          case TOO_FAST -> new Answer.Failed(45009, "too often");
          case UNHEARD_OF -> new Answer.Failed(999_999, "aurora");
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
    platform.invalidateToken();
    platform.next(
        "/cgi-bin/gettoken",
        Stream.generate(() -> new Answer.Failed(40001, "invalid credential"))
            .limit(50)
            .toArray(Answer[]::new));
  }

  @Override
  public void passes(Duration by) {
    time.advance(by);
  }

  @Override
  public int sendCalls() {
    return platform.calls(sendPath()).size();
  }

  @Override
  public int tokenCalls() {
    return platform.calls("/cgi-bin/gettoken").size();
  }

  @Override
  public void close() {
    adapter().close();
    server().close();
    caller.close();
    platform.close();
  }

  static String cdata(String text) {
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
  }
}
