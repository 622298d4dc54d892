package org.qingsheng.adapters.qq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Attack.Reaction;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Manner;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer;
import org.qingsheng.adapters.qq.fake.FakeSigner;
import org.qingsheng.adapters.qq.fake.InMemorySequences;

/** QQ as the conformance kit moves it, by webhook or by gateway. */
final class QqSide implements PlatformSide {
  private static final String OTHER_GROUP = "D0F778FE6ADF9D1D1DBE395BF744A33B";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final boolean overGateway;
  private final HandClock clock = new HandClock(Bench.NOW);
  private final FakeQqPlatform platform = new FakeQqPlatform(Bench.APP_ID, Bench.SECRET, clock);
  private final AtomicInteger ids = new AtomicInteger();
  private final QqAdapter adapter;
  private final KitServer server;

  QqSide(Setup setup, boolean overGateway) {
    this.overGateway = overGateway;
    var base = setup.elsewhere().orElse(platform.base());
    var settings = QqSettings.webhook(Bench.CHANNEL, Bench.APP_ID, Bench.SECRET).at(base, base);
    adapter =
        new QqAdapter(
            overGateway ? settings.overGateway(QqSettings.GROUP_AND_C2C) : settings,
            new InMemorySequences(),
            clock,
            setup.callTimeout(),
            List.of(Duration.ofMillis(1), Duration.ofMillis(20)));
    server = new KitServer(adapter);
  }

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  public Abilities abilities() {
    var both =
        Abilities.all()
            .without("QQ 群里@全体不点机器人的名，也不写在正文里", Trait.MENTIONS_EVERYONE)
            .without("QQ 不通知撤回", Trait.RECALLS)
            .without("QQ 群没有打开着的交换", Trait.PASSIVE)
            .without("QQ 没有菜单", Happening.MENU_TAPPED)
            .without(
                "QQ 不通知禁言，也不把机器人的话推回来", Happening.MUTED, Happening.UNMUTED, Happening.OWN_MESSAGE)
            .without("平台的假体沉默时不显示消息", Fate.SILENT_BUT_DONE)
            .without("JSON 里没有外部实体", Attack.EXTERNAL_ENTITY, Attack.ENTITY_BOMB);
    return overGateway
        ? both.without("网关上没有应答：存不下就断开，从最后存好的那条续传", Trait.ACKNOWLEDGES)
            .without("网关一条一条按次序交，存好一条才交下一条", Trait.CONCURRENT)
            .without("发送走接口，不走网关那条线", Trait.SENDS_ON_LINE)
            .without("网关由我们连出去，没有人能打进来", Attack.values())
        : both.without("回调是一次次的请求，没有长连的线路", Trait.LINE, Trait.SENDS_ON_LINE);
  }

  @Override
  public List<String> secrets() {
    return List.of(
        Bench.SECRET, "planted-token-", person(Who.XIAOMING), person(Who.XIAOHONG), Bench.GROUP);
  }

  private static String person(Who who) {
    return who == Who.XIAOMING ? Bench.MEMBER : "F5F4AEA33253A2797FB897C50B81D7EE";
  }

  private record Event(String type, String outerId, String d) {}

  @Override
  public Told says(Said said) {
    return tells(event(said, ""));
  }

  private Event event(Said said, String quoted) {
    var id = "ROBOT1.0_kit%05d".formatted(ids.incrementAndGet());
    boolean group = said.place() != Place.PRIVATE;
    ObjectNode d = JSON.createObjectNode().put("id", id);
    d.put("content", (group ? " " : "") + said.text());
    d.put("timestamp", clock.instant().toString());
    var author = d.putObject("author");
    if (group) {
      author.put("member_openid", person(said.who()));
      d.put("group_openid", said.place() == Place.GROUP ? Bench.GROUP : OTHER_GROUP);
    } else {
      author.put("user_openid", person(said.who()));
    }
    var marks = d.putObject("message_scene").putArray("ext").add("msg_idx=REFIDX_" + id + "==");
    if (!quoted.isEmpty()) {
      marks.add("ref_msg_idx=REFIDX_" + quoted + "==");
    }
    if (said.manner() == Manner.PICTURE) {
      d.putArray("attachments")
          .addObject()
          .put("content_type", "image/jpeg")
          .put("filename", "x.jpg")
          .put("url", "https://multimedia.example/x");
    }
    if (said.manner() == Manner.UNKNOWN_KIND) {
      d.put("message_type", 977);
    }
    var type =
        !group
            ? "C2C_MESSAGE_CREATE"
            : said.manner() == Manner.TO_NOBODY
                ? "GROUP_MESSAGE_CREATE"
                : "GROUP_AT_MESSAGE_CREATE";
    return new Event(type, type + ":" + id, written(d));
  }

  private static String written(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Told tells(Event event) {
    if (overGateway) {
      platform.gateway().publish(event.type(), event.d());
      return Told.unasked(event);
    }
    return new Told(
        event,
        KitServer.acknowledged(
            server.post(
                server.address(),
                signed(Bench.APP_ID, body(event), seconds(Duration.ZERO)),
                body(event))));
  }

  private static byte[] body(Event event) {
    return "{\"op\":0,\"id\":\"%s\",\"s\":1,\"t\":\"%s\",\"d\":%s}"
        .formatted(event.outerId(), event.type(), event.d())
        .getBytes(UTF_8);
  }

  private String seconds(Duration ago) {
    return Long.toString(clock.instant().minus(ago).getEpochSecond());
  }

  private static List<String> signed(String appId, byte[] body, String timestamp) {
    return headers(appId, timestamp, new FakeSigner(Bench.SECRET).sign(timestamp, body));
  }

  private static List<String> headers(String appId, String timestamp, String signature) {
    return List.of(
        "Content-Type",
        "application/json",
        "X-Bot-Appid",
        appId,
        "X-Signature-Timestamp",
        timestamp,
        "X-Signature-Ed25519",
        signature);
  }

  @Override
  public Told repeats(Told told) {
    return tells((Event) told.message());
  }

  @Override
  public Told quotes(Who who, Told earlier, String text) {
    var outer = ((Event) earlier.message()).outerId();
    return tells(
        event(Said.toBot(who, Place.GROUP, text), outer.substring(outer.indexOf(':') + 1)));
  }

  @Override
  public void happens(Happening happening) {
    var type =
        switch (happening) {
          case FOLLOWED -> "FRIEND_ADD";
          case UNFOLLOWED -> "FRIEND_DEL";
          case JOINED -> "GROUP_ADD_ROBOT";
          case REMOVED -> "GROUP_DEL_ROBOT";
          case SOMEBODY_JOINED -> "GROUP_MEMBER_ADD";
          default -> "AURORA_CREATE";
        };
    var d =
        "{\"timestamp\":%s,\"openid\":\"%s\",\"group_openid\":\"%s\",\"op_member_openid\":\"%s\"}"
            .formatted(
                seconds(Duration.ZERO), person(Who.XIAOMING), Bench.GROUP, person(Who.XIAOMING));
    var _ = tells(new Event(type, type + ":" + ids.incrementAndGet(), d)).acknowledged().join();
  }

  @Override
  public Reaction attacks(Attack attack) {
    var body = body(event(Said.toBot(Who.XIAOHONG, Place.GROUP, "冒充"), ""));
    var now = seconds(Duration.ZERO);
    return switch (attack) {
      case FORGED ->
          posted(headers(Bench.APP_ID, now, new FakeSigner("another").sign(now, body)), body);
      case UNSIGNED -> posted(List.of("Content-Type", "application/json"), body);
      case STALE -> posted(signed(Bench.APP_ID, body, seconds(Duration.ofDays(1))), body);
      case FOREIGN -> posted(signed("102999999", body, now), body);
      case ALTERED -> {
        var altered = new String(body, UTF_8).replace("kit", "kid").getBytes(UTF_8);
        yield posted(signed(Bench.APP_ID, body, now), altered);
      }
      case MALFORMED -> right("{\"op\":0,\"id\":");
      case EMPTY -> right("");
      case ODD_CONTENT_TYPE -> {
        var headers = new ArrayList<>(signed(Bench.APP_ID, body, now));
        headers.set(1, "image/png");
        yield posted(headers, body);
      }
      case MEGABYTE -> right(new String(body, UTF_8).replace("\\u5192", "长".repeat(350_000)));
      case NESTED -> right("{\"op\":0,\"d\":" + "[".repeat(10_000));
      case BINARY -> posted(List.of(), new byte[] {0, (byte) 0xff, (byte) 0xfe, 1});
      case OTHER_METHOD ->
          KitServer.reaction(
              server.send(server.address(), "PUT", signed(Bench.APP_ID, body, now), body));
      default -> throw new IllegalArgumentException("declared lacking");
    };
  }

  private Reaction right(String body) {
    var bytes = body.getBytes(UTF_8);
    return posted(signed(Bench.APP_ID, bytes, seconds(Duration.ZERO)), bytes);
  }

  private Reaction posted(List<String> headers, byte[] body) {
    return KitServer.reaction(server.post(server.address(), headers, body));
  }

  @Override
  public void next(Fate fate) {
    platform.nextSends(
        switch (fate) {
          case WINDOW_OVER -> new Answer.Failed(400, 40_034_005);
          case QUOTA_USED -> new Answer.Failed(400, 40_034_128);
          case NOT_PERMITTED -> new Answer.Failed(403, 11_253);
          case UNREACHABLE -> new Answer.Failed(400, 40_054_013);
          case CONTENT_REFUSED -> new Answer.Failed(400, 40_034_006);
          case TOO_FAST -> new Answer.Failed(429, 22_009);
          case UNHEARD_OF -> new Answer.Failed(400, 99_999_999);
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
    platform.nextTokens(
        Stream.generate(() -> new Answer.Failed(200, 100_016)).limit(50).toArray(Answer[]::new));
  }

  @Override
  public void lineBreaks() {
    platform.gateway().open(false);
    platform.gateway().hangUp(4009);
  }

  @Override
  public void lineComesBack() {
    platform.gateway().open(true);
  }

  @Override
  public void passes(Duration time) {
    clock.passes(time);
  }

  @Override
  public void awaitReady() {
    if (overGateway) {
      try {
        platform.gateway().await(_ -> adapter.check().state() == State.UP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public List<Seen> seen() {
    return platform.heard().stream()
        .map(heard -> new Seen(place(heard.path()), heard.text()))
        .toList();
  }

  private static Place place(String path) {
    if (path.startsWith("/v2/users/")) {
      return Place.PRIVATE;
    }
    return path.contains(OTHER_GROUP) ? Place.OTHER_GROUP : Place.GROUP;
  }

  @Override
  public int sendCalls() {
    return platform.calls("/v2/").size();
  }

  @Override
  public int tokenCalls() {
    return platform.calls("/app/getAppAccessToken").size();
  }

  @Override
  public void close() {
    adapter.close();
    server.close();
    platform.close();
  }
}
