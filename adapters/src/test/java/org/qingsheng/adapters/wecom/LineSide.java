package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;
import org.qingsheng.adapters.wecom.fake.FakeGateway;

/** A 智能机器人 by long connection as the conformance kit moves it. */
final class LineSide implements PlatformSide {
  private static final String TELL = "aibot_msg_callback";

  private final HandTime time = new HandTime(KfBench.NOW);
  private final FakeGateway gateway = new FakeGateway();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<String, Place> asked = new ConcurrentHashMap<>();
  private final WeComLineAdapter adapter;

  LineSide(Setup setup) {
    var usual =
        WeComLineSettings.of(
                new ChannelId("wecom-line"), FakeGateway.BOT_ID, FakeGateway.SECRET, "团 小青")
            .withGateway(setup.webSocket().orElse(gateway.address()));
    adapter =
        new WeComLineAdapter(
            new WeComLineSettings(
                usual.channel(),
                usual.botId(),
                usual.secret(),
                usual.name(),
                usual.gateway(),
                usual.pending(),
                setup.callTimeout()),
            time);
  }

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  public Abilities abilities() {
    return Abilities.all()
        .without("智能机器人只听到点它名的话", Trait.OVERHEARS, Trait.MENTIONS_EVERYONE)
        .without("智能机器人不通知引用和撤回", Trait.QUOTES, Trait.RECALLS)
        .without("长连接上没有应答：平台推过来就算", Trait.ACKNOWLEDGES)
        .without("断线期间的话平台不补", Trait.CATCHES_UP)
        .without("长连接凭密钥订阅，没有令牌", Trait.TOKENS)
        .without("答复不回编号，也不按键排重", Trait.TELLS_IDS, Trait.DEDUPLICATES)
        .without("答复走流，没有计时的交换", Trait.PASSIVE)
        .without("没有关注、菜单、进出群和禁言的通知", Happening.values())
        .without("连接由我们发起，没有人能打进来", Attack.values())
        .without("说过话的会话随时可发，没有窗口", Fate.WINDOW_OVER, Fate.QUOTA_USED)
        .without("长连接上没有网关页面", Fate.BAD_GATEWAY, Fate.NONSENSE)
        .without("平台的假体只会不应答，应答不上的不显示", Fate.SILENT_BUT_DONE, Fate.CUT_BUT_DONE);
  }

  @Override
  public List<String> secrets() {
    return List.of(
        FakeGateway.SECRET, SealedSide.person(Who.XIAOMING), SealedSide.person(Who.XIAOHONG));
  }

  private record Sent(String reqId, String json) {}

  @Override
  public Told says(Said said) {
    var id = "kit-" + ids.incrementAndGet();
    asked.put("q-" + id, said.place());
    return tells(new Sent("q-" + id, BotSide.escaped(BotSide.message(said, id))));
  }

  private Told tells(Sent sent) {
    try {
      gateway.send(sent.reqId(), TELL, sent.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Told.unasked(sent);
  }

  @Override
  public Told repeats(Told told) {
    return tells((Sent) told.message());
  }

  @Override
  public void next(Fate fate) {
    switch (fate) {
      case NOT_PERMITTED -> gateway.nextError(48002);
      case UNREACHABLE -> gateway.nextError(81013);
      case CONTENT_REFUSED -> gateway.nextError(45002);
      case TOO_FAST -> gateway.nextError(45009);
      case UNHEARD_OF -> gateway.nextError(999_999);
      default -> {
        // Whether the question still awaits its answer or is over decides which of the two it is.
        gateway.stopAcknowledging("aibot_send_msg");
        gateway.stopAcknowledging("aibot_respond_msg");
      }
    }
  }

  @Override
  public void lineBreaks() {
    gateway.cut();
  }

  @Override
  public void lineComesBack() {
    time.advance(Duration.ofMinutes(1));
  }

  @Override
  public void passes(Duration by) {
    time.advance(by);
  }

  @Override
  public void awaitReady() {
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
      while (adapter.check().state() != State.UP) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not subscribed");
        }
        var _ = new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<JsonNode> sends(List<JsonNode> frames) {
    return frames.stream()
        .filter(frame -> frame.path("cmd").asText().matches("aibot_(send|respond)_msg"))
        .toList();
  }

  @Override
  public List<Seen> seen() {
    var seen = new ArrayList<Seen>();
    for (var frame : sends(gateway.done())) {
      var body = frame.path("body");
      if (frame.path("cmd").asText().equals("aibot_send_msg")) {
        var place =
            switch (body.path("chatid").asText()) {
              case BotSide.GROUP -> Place.GROUP;
              case BotSide.OTHER_GROUP -> Place.OTHER_GROUP;
              default -> Place.PRIVATE;
            };
        seen.add(new Seen(place, body.path("markdown").path("content").asText()));
      } else if (body.path("stream").path("finish").asBoolean()) {
        seen.add(
            new Seen(
                asked.getOrDefault(frame.path("headers").path("req_id").asText(), Place.PRIVATE),
                body.path("stream").path("content").asText()));
      }
    }
    return seen;
  }

  @Override
  public int sendCalls() {
    return sends(gateway.all()).size();
  }

  @Override
  public void close() {
    adapter.close();
    gateway.close();
  }
}
