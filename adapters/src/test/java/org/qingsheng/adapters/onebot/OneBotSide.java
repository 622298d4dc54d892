package org.qingsheng.adapters.onebot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Health.State;
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
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeChat;
import org.qingsheng.adapters.onebot.fake.FakeChat.Segments;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.adapters.onebot.fake.Reaction.DropLine;
import org.qingsheng.adapters.onebot.fake.Reaction.Fail;
import org.qingsheng.adapters.onebot.fake.Reaction.Ignore;
import org.qingsheng.adapters.onebot.fake.Reaction.Page;

/** A QQ client as the conformance kit moves it. */
final class OneBotSide implements PlatformSide {
  static final String TOKEN = "planted-onebot-token";
  static final String SELF = "10001000";
  static final ChannelId CHANNEL = new ChannelId("qq-groups");
  private static final String OTHER_GROUP = "20002001";

  final SteppedClock clock = new SteppedClock();
  final OneBotAdapter adapter;
  final KitServer server;
  private static final String SECRET = "planted-onebot-secret";
  private final Way way;
  private final FakeOneBot client;

  /** Which way the two reach each other. */
  enum Way {
    REVERSE,
    FORWARD,
    HTTP
  }

  OneBotSide(Setup setup, Way way) {
    this.way = way;
    // where to connect to is known only afterwards; a client that is connected to needs no address
    client = new FakeOneBot(this::reverseAddress, Dialect.NAPCAT, SELF, TOKEN, clock);
    adapter =
        new OneBotAdapter(
            new OneBotSettings(
                CHANNEL,
                TOKEN,
                Set.of(SELF),
                OneBotSettings.DEFAULT_CATCH_UP,
                setup.callTimeout(),
                Duration.ZERO,
                transport(setup)),
            clock,
            new BackOff(Duration.ofMillis(10), new Random(7)));
    server = new KitServer(adapter);
    if (way == Way.HTTP) {
      client.posts(server.address(), SECRET);
    }
  }

  private URI reverseAddress() {
    return server.webSocketAddress();
  }

  private OneBotTransport transport(Setup setup) {
    return switch (way) {
      case REVERSE -> new OneBotTransport.Reverse();
      case FORWARD ->
          new OneBotTransport.Forward(
              setup
                  .webSocket()
                  .orElseGet(() -> URI.create("ws://127.0.0.1:" + client.listens() + "/")));
      case HTTP ->
          new OneBotTransport.Http(
              setup.elsewhere().orElseGet(() -> URI.create("http://127.0.0.1:" + client.listens())),
              SECRET);
    };
  }

  FakeOneBot client() {
    return client;
  }

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  public Abilities abilities() {
    return switch (way) {
      case REVERSE -> onWebSocket().without("QQ 客户端连过来，没有我们去连的地址", Trait.CONNECTS);
      case FORWARD -> onWebSocket().without("连接由我们发起，没有人能打进来", Attack.values());
      case HTTP ->
          common()
              .without("每次上报、每次调用都是单独的请求，没有长连的线路", Trait.LINE, Trait.SENDS_ON_LINE)
              .without("上报的签名里没有时间；重放的消息编号相同", Attack.STALE)
              .without("平台的假体在 HTTP 上不会断线", Fate.CUT_BUT_DONE);
    };
  }

  private static Abilities onWebSocket() {
    return common()
        .without("WebSocket 上没有网关页面", Fate.BAD_GATEWAY, Fate.NONSENSE)
        .without("WebSocket 只在握手时验令牌，之后的帧不签名", Attack.STALE, Attack.ALTERED)
        .without("WebSocket 没有内容类型，只收文字帧", Attack.ODD_CONTENT_TYPE, Attack.BINARY);
  }

  private static Abilities common() {
    return Abilities.all()
        .without("OneBot 没有应答，存不下的由适配器留着再交", Trait.ACKNOWLEDGES)
        .without("OneBot 不按键排重", Trait.DEDUPLICATES)
        .without("QQ 群没有打开着的交换", Trait.PASSIVE)
        .without("访问令牌写在设置里，不会到期", Trait.TOKENS)
        .without("JSON 里没有外部实体", Attack.EXTERNAL_ENTITY, Attack.ENTITY_BOMB)
        .without("QQ 号没有关注和菜单", Happening.FOLLOWED, Happening.UNFOLLOWED, Happening.MENU_TAPPED)
        .without("OneBot 随时可发，没有窗口", Fate.WINDOW_OVER, Fate.QUOTA_USED)
        .without(
            "OneBot 的返回码分不出人没了、内容不行和太快", Fate.UNREACHABLE, Fate.CONTENT_REFUSED, Fate.TOO_FAST);
  }

  @Override
  public List<String> secrets() {
    return List.of(TOKEN, SECRET, number(Who.XIAOMING), number(Who.XIAOHONG));
  }

  private static String number(Who who) {
    return who == Who.XIAOMING ? "1000277001" : "1000277002";
  }

  private FakeChat chat(Who who, Place place) {
    return switch (place) {
      case PRIVATE -> client().friend(number(who));
      case GROUP -> client().group(OneBotServer.GROUP);
      case OTHER_GROUP -> client().group(OTHER_GROUP);
    };
  }

  @Override
  public Told says(Said said) {
    var chat = chat(said.who(), said.place());
    var who = number(said.who());
    var mention = new Segments();
    if (chat.isGroup()) {
      mention.at(SELF);
    }
    return Told.unasked(
        switch (said.manner()) {
          case TO_BOT -> chat.isGroup() ? chat.asks(who, said.text()) : chat.says(who, said.text());
          case TO_NOBODY -> chat.says(who, said.text());
          case TO_EVERYONE -> chat.posts(who, new Segments().at("all").text(" " + said.text()));
          case BARE_MENTION -> chat.posts(who, mention);
          case PICTURE -> chat.posts(who, mention.add("image", "file", "x.jpg"));
          case UNKNOWN_KIND -> chat.posts(who, mention.add("hologram", "depth", "3"));
        });
  }

  @Override
  public Told repeats(Told told) {
    client().repeat((Posted) told.message());
    return told;
  }

  @Override
  public void recalls(Told told) {
    client().recall((Posted) told.message());
  }

  @Override
  public Told quotes(Who who, Told earlier, String text) {
    var posted = (Posted) earlier.message();
    return Told.unasked(
        posted
            .chat()
            .posts(
                number(who),
                new Segments().add("reply", "id", posted.id()).at(SELF).text(" " + text)));
  }

  @Override
  public void happens(Happening happening) {
    var group = client().group(OneBotServer.GROUP);
    switch (happening) {
      case MUTED -> client().bans(group, 600);
      case UNMUTED -> client().bans(group, 0);
      case JOINED -> notice("group_increase", "approve", SELF);
      case SOMEBODY_JOINED -> notice("group_increase", "approve", number(Who.XIAOHONG));
      case REMOVED -> notice("group_decrease", "kick_me", SELF);
      case OWN_MESSAGE -> {
        client().reportsOwn(true);
        client().speaks(group, "我自己说的");
      }
      default -> notice("aurora", "green", number(Who.XIAOMING));
    }
  }

  private void notice(String type, String subType, String user) {
    client()
        .sendsRaw(
            event("notice")
                .put("notice_type", type)
                .put("sub_type", subType)
                .put("group_id", Long.parseLong(OneBotServer.GROUP))
                .put("user_id", Long.parseLong(user))
                .toString())
        .join();
  }

  ObjectNode event(String postType) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", clock.instant().getEpochSecond())
        .put("self_id", Long.parseLong(SELF))
        .put("post_type", postType);
  }

  ObjectNode forged(String self, String text) {
    ObjectNode event = event("message");
    event.put("self_id", Long.parseLong(self));
    event.put("message_type", "private").put("user_id", 1000277009L).put("message_id", 77);
    return event.put("message", text);
  }

  @Override
  public Reaction attacks(Attack attack) {
    return way == Way.HTTP ? posts(attack) : opens(attack);
  }

  private Reaction posts(Attack attack) {
    var right = forged(SELF, "冒充").toString();
    return switch (attack) {
      case FORGED -> posted(right, List.of("X-Self-ID", SELF, "X-Signature", "sha1=00"));
      case UNSIGNED -> posted(right, List.of("X-Self-ID", SELF));
      case FOREIGN -> {
        var other = forged("10001999", "冒充").toString();
        yield posted(other, signed("10001999", other));
      }
      case ALTERED -> posted(right.replace("77", "78"), signed(SELF, right));
      case MALFORMED -> rightly("{\"post_type\":\"message\",\"message_id\":");
      case EMPTY -> rightly("");
      case ODD_CONTENT_TYPE -> {
        var headers = new ArrayList<>(signed(SELF, right));
        headers.addAll(List.of("Content-Type", "image/png"));
        yield posted(right, headers);
      }
      case MEGABYTE -> rightly(forged(SELF, "长".repeat(350_000)).toString());
      case NESTED -> rightly("[".repeat(10_000));
      case BINARY -> posted("\u0000\u0001", List.of("X-Self-ID", SELF));
      case OTHER_METHOD ->
          KitServer.reaction(
              server.send(server.address(), "PUT", signed(SELF, right), right.getBytes(UTF_8)));
      default -> throw new IllegalArgumentException("declared lacking");
    };
  }

  private Reaction rightly(String body) {
    return posted(body, signed(SELF, body));
  }

  private static List<String> signed(String self, String body) {
    return List.of(
        "X-Self-ID", self, "X-Signature", FakeOneBot.signature(SECRET, body.getBytes(UTF_8)));
  }

  private Reaction posted(String body, List<String> headers) {
    return KitServer.reaction(server.post(server.address(), headers, body.getBytes(UTF_8)));
  }

  private Reaction opens(Attack attack) {
    var headers =
        new LinkedHashMap<>(
            Map.of(
                "X-Self-ID",
                SELF,
                "x-client-role",
                "Universal",
                "Authorization",
                "Bearer " + TOKEN));
    return switch (attack) {
      case FORGED -> {
        headers.put("Authorization", "Bearer wrong");
        yield opened(headers);
      }
      case UNSIGNED -> {
        headers.remove("Authorization");
        yield opened(headers);
      }
      case FOREIGN -> {
        headers.put("X-Self-ID", "10001999");
        var _ = sent(forged("10001999", "冒充").toString());
        yield opened(headers);
      }
      case MALFORMED -> sent("{\"post_type\":\"message\",\"message_id\":");
      case EMPTY -> sent("");
      case MEGABYTE -> sent(forged(SELF, "长".repeat(350_000)).toString());
      case NESTED -> sent("[".repeat(10_000));
      case OTHER_METHOD ->
          KitServer.reaction(server.post(server.address(), List.of(), new byte[] {'{', '}'}));
      default -> throw new IllegalArgumentException("declared lacking");
    };
  }

  private Reaction opened(Map<String, String> headers) {
    return new Reaction(client().open(server.webSocketAddress(), headers, false), "");
  }

  private Reaction sent(String frame) {
    client().sendsRaw(frame).join();
    return Reaction.NONE;
  }

  @Override
  public void next(Fate fate) {
    var reaction =
        switch (fate) {
          case NOT_PERMITTED -> new Fail(1403, false);
          case UNHEARD_OF -> new Fail(7777, false);
          case BAD_GATEWAY -> new Page(502, "<html>Bad Gateway</html>");
          case NONSENSE -> new Page(200, "<html>log in first</html>");
          case SILENT_BUT_DONE -> new Ignore(true);
          case SILENT -> new Ignore(false);
          case CUT_BUT_DONE -> new DropLine(true);
          default -> throw new IllegalArgumentException("declared lacking");
        };
    client().next("send_group_msg", reaction);
  }

  @Override
  public void lineBreaks() {
    client().isOpenToOthers(false);
    client().drop();
  }

  @Override
  public void lineComesBack() {
    client().isOpenToOthers(true);
    if (way == Way.REVERSE) {
      client().connect();
    }
  }

  @Override
  public void passes(Duration time) {
    clock.passes(time);
  }

  @Override
  public void awaitReady() {
    if (way == Way.REVERSE) {
      client().connect();
    }
    client().await(() -> adapter.check().state() == State.UP, Duration.ofSeconds(15));
  }

  @Override
  public List<Seen> seen() {
    return client().sent().stream()
        .map(posted -> new Seen(place(posted.chat()), text(posted)))
        .toList();
  }

  private static Place place(FakeChat chat) {
    if (!chat.isGroup()) {
      return Place.PRIVATE;
    }
    return chat.number().equals(OTHER_GROUP) ? Place.OTHER_GROUP : Place.GROUP;
  }

  private static String text(Posted posted) {
    return posted.mentions().isPresent() ? posted.text().substring(1) : posted.text();
  }

  @Override
  public int sendCalls() {
    return client().calls("send_group_msg").size() + client().calls("send_private_msg").size();
  }

  @Override
  public void close() {
    client().close();
    adapter.close();
    server.close();
  }
}
