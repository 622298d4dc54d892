package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Card;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.ServesStaff;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/**
 * A self-built application: members of the organisation, one to one, at any time. It is where
 * cadres are told of tickets and answer from their phone. Thread-safe.
 *
 * <p>A tap on a card's button arrives as a message whose text is the button's key, so that 认领 from
 * a card takes the same way as 认领 typed; the card can then be changed ({@link #change}).
 */
public final class WeComAppAdapter implements ChannelAdapter, ServesHttp, ServesStaff, ShowsLinks {
  private static final String SEND = "/cgi-bin/message/send";
  private static final String UPDATE_CARD = "/cgi-bin/message/update_template_card";

  /** How long WeCom drops a repeat of the same content; 4 hours is the most it takes. */
  private static final Duration DROPS_REPEATS = Duration.ofHours(4);

  /** How long a tap is remembered: longer than whoever takes it needs to ask for its card. */
  private static final Duration TAP_KEPT = Duration.ofMinutes(10);

  private final WeComAppSettings settings;
  private final WeComClient client;
  private final WeComAppDecoder decoder;
  private final WeComXmlCallback callback;
  private final Cache<MessageId, Tap> taps;
  private volatile @Nullable InboundSink sink;

  public WeComAppAdapter(WeComAppSettings settings, InstantSource clock) {
    this(settings, clock, WeComHttp.CALL_TIMEOUT);
  }

  WeComAppAdapter(WeComAppSettings settings, InstantSource clock, Duration callTimeout) {
    this.settings = settings;
    this.client =
        new WeComClient(
            settings.channel(),
            settings.corpId(),
            settings.secret(),
            settings.apiBase(),
            new WeComHttp(callTimeout),
            clock);
    this.decoder = new WeComAppDecoder(settings);
    this.callback =
        new WeComXmlCallback(
            settings.channel(), settings.keys(), settings.corpId(), clock, this::told);
    this.taps =
        Caffeine.newBuilder()
            .expireAfterWrite(TAP_KEPT)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .maximumSize(10_000)
            .build();
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  /**
   * WeCom drops repeats by content. So that it drops what has the same key and nothing else, every
   * text ends with an invisible mark made from its key.
   *
   * @see <a href="https://developer.work.weixin.qq.com/document/path/90236">发送应用消息</a>
   */
  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false,
        false,
        Optional.empty(),
        false,
        true,
        List.of(),
        true,
        WeComEncoder.MAX_TEXT_BYTES - WeComEncoder.MARK_BYTES,
        Duration.ZERO);
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    callback.addTo(routes, path);
  }

  @Override
  public boolean shows(URI link) {
    return true;
  }

  @Override
  public void start(InboundSink to) {
    sink = to;
  }

  private CompletableFuture<Boolean> told(Map<String, String> fields)
      throws MalformedMessageException, ForgedMessageException {
    decoder.refuseOtherAgent(fields);
    var decoded = decoder.decode(fields);
    var to = sink;
    if (to == null) {
      return CompletableFuture.completedFuture(false);
    }
    if (decoded.event() instanceof InboundEvent.MessageReceived message) {
      decoded.tap().ifPresent(tap -> taps.put(message.id(), tap));
    }
    try {
      return to.accept(decoded.event()).handle((_, failure) -> failure == null);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(false);
    }
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (message.conversation().isGroup()) {
      return new Refused("group", Meaning.OTHER, "an application has no group chats");
    }
    if (!WeComIds.isMemberChat(settings.corpId(), message.asker(), message.conversation())) {
      return new Refused("conversation", Meaning.OTHER, "not a conversation of this application");
    }
    if (message.route() instanceof Route.Passive) {
      return new NotSent("an application answers by a call of its own", Optional.empty());
    }
    return text(message.asker(), message.key(), message.text());
  }

  private Delivery text(AskerId member, IdempotencyKey key, String text) {
    var shown = WeComEncoder.marked(key, WeComEncoder.plain(text));
    if (text.isBlank() || WeComEncoder.bytes(shown) > WeComEncoder.MAX_TEXT_BYTES) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty or too long");
    }
    var body = to(member.value(), "text");
    body.putObject("text").put("content", shown);
    return sent(body);
  }

  @Override
  public Delivery tell(AskerId member, IdempotencyKey key, String text) {
    return WeComIds.isId(member.value())
        ? text(member, key, text)
        : new Refused("member", Meaning.UNREACHABLE, "not a member's userid");
  }

  @Override
  public Shown show(AskerId member, Card card) {
    if (sink == null || !WeComIds.isId(member.value())) {
      return new Shown(new NotSent("closed, or no member", Optional.empty()), Optional.empty());
    }
    var body = to(member.value(), "template_card");
    body.set("template_card", WeComEncoder.card(card));
    var answer = client.call(SEND, body);
    return new Shown(delivery(answer), code(answer));
  }

  private static Optional<String> code(WeComAnswer answer) {
    return answer instanceof WeComAnswer.Ok(var body)
        ? Optional.of(body.path("response_code").asText("")).filter(code -> !code.isBlank())
        : Optional.empty();
  }

  @Override
  public Delivery change(String code, String label) {
    if (sink == null) {
      return new NotSent("closed", Optional.empty());
    }
    var body = WeComHttp.JSON.createObjectNode();
    body.put("atall", 1).put("agentid", settings.agentId()).put("response_code", code);
    body.putObject("button").put("replace_name", WeComEncoder.plain(label));
    return delivery(client.call(UPDATE_CARD, body));
  }

  @Override
  public Optional<Tap> tap(MessageId message) {
    return Optional.ofNullable(taps.getIfPresent(message));
  }

  private ObjectNode to(String userid, String type) {
    return WeComHttp.JSON
        .createObjectNode()
        .put("touser", userid)
        .put("msgtype", type)
        .put("agentid", settings.agentId())
        .put("safe", 0)
        .put("enable_duplicate_check", 1)
        .put("duplicate_check_interval", DROPS_REPEATS.toSeconds());
  }

  private Delivery sent(ObjectNode body) {
    return sink == null
        ? new NotSent("closed", Optional.empty())
        : delivery(client.call(SEND, body));
  }

  private static Delivery delivery(WeComAnswer answer) {
    return switch (answer) {
      case WeComAnswer.Ok(var body) ->
          body.path("invaliduser").asText("").isEmpty()
                  && body.path("unlicenseduser").asText("").isEmpty()
              ? new Accepted(
                  Optional.of(body.path("msgid").asText(""))
                      .filter(id -> !id.isBlank())
                      .map(WeComIds::message))
              : new Refused("invaliduser", Meaning.UNREACHABLE, "not a member it may write to");
      case WeComAnswer.NotDone notDone -> notDone.delivery();
      case WeComAnswer.Unclear unclear -> unclear.delivery();
      case WeComAnswer.Failed failed -> failed.delivery();
    };
  }

  @Override
  public Health check() {
    if (sink == null) {
      return new Health(State.DOWN, "企业微信应用渠道没有在运行");
    }
    return client
        .trouble()
        .map(trouble -> new Health(State.DEGRADED, trouble))
        .orElseGet(() -> new Health(State.UP, "企业微信应用已就绪"));
  }

  @Override
  public void close() {
    sink = null;
    client.close();
  }
}
