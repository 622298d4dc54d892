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
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/**
 * A self-built application: members of the organisation, one to one, at any time. It is where
 * cadres are told of tickets and answer from their phone. Thread-safe.
 *
 * <p>A tap on a card's button arrives as a message whose text is the button's key, so that 认领 from
 * a card takes the same way as 认领 typed; the card can then be changed ({@link #updateCard}).
 */
public final class WeComAppAdapter implements ChannelAdapter, ServesHttp, ShowsLinks {
  private static final String SEND = "/cgi-bin/message/send";
  private static final String UPDATE_CARD = "/cgi-bin/message/update_template_card";

  /** How long WeCom drops a repeat of the same content; 4 hours is the most it takes. */
  private static final Duration DROPS_REPEATS = Duration.ofHours(4);

  /** How long a card that was tapped can be changed. */
  private static final Duration CARD_CHANGES = Duration.ofDays(3);

  private final WeComAppSettings settings;
  private final WeComClient client;
  private final WeComAppDecoder decoder;
  private final WeComXmlCallback callback;
  private final Cache<MessageId, String> cardCodes;
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
    this.cardCodes =
        Caffeine.newBuilder()
            .expireAfterWrite(CARD_CHANGES)
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
      decoded.cardCode().ifPresent(code -> cardCodes.put(message.id(), code));
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
    var shown = WeComEncoder.marked(message.key(), WeComEncoder.plain(message.text()));
    if (message.text().isBlank() || WeComEncoder.bytes(shown) > WeComEncoder.MAX_TEXT_BYTES) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty or too long");
    }
    if (message.route() instanceof Route.Passive) {
      return new NotSent("an application answers by a call of its own", Optional.empty());
    }
    var body = to(message.asker().value(), "text");
    body.putObject("text").put("content", shown);
    return sent(body);
  }

  /**
   * Sends a card with buttons to one member.
   *
   * @param userid of the member
   */
  public Delivery sendCard(String userid, WeComCard card) {
    var body = to(userid, "template_card");
    body.set("template_card", card.json());
    return sent(body);
  }

  /**
   * Takes the button off a card that was tapped, and shows instead what became of it.
   *
   * @param tap the message that the tap arrived as
   * @param label shown where the button was, such as 已由小王认领
   */
  public Delivery updateCard(MessageId tap, String label) {
    var code = Optional.ofNullable(cardCodes.getIfPresent(tap));
    if (code.isEmpty()) {
      return new Refused("card", Meaning.WINDOW_CLOSED, "the card cannot be changed any more");
    }
    var body = WeComHttp.JSON.createObjectNode();
    body.put("atall", 1).put("agentid", settings.agentId()).put("response_code", code.get());
    body.putObject("button").put("replace_name", label);
    cardCodes.invalidate(tap);
    return delivery(client.call(UPDATE_CARD, body));
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
