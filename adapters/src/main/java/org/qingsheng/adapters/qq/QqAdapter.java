package org.qingsheng.adapters.qq;

import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Reach;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.qq.QqIds.Chat;
import org.qingsheng.adapters.qq.QqSettings.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One official QQ bot. Thread-safe.
 *
 * <p>It only answers: a message without a message or event to refer to (主动消息) is refused, because
 * each group and each person must allow those first. On the webhook, nothing is called before the
 * first answer is sent.
 */
public final class QqAdapter implements ChannelAdapter, ServesHttp, ShowsLinks {
  /** QQ wants clients to wait at least 5 s. What is given up on is repeated under its number. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(QqAdapter.class);

  private final QqSettings settings;
  private final InstantSource clock;
  private final QqHttp http;
  private final QqCallback callback;
  private final QqClient client;
  private final QqGateway gateway;
  private volatile @Nullable InboundSink sink;

  /**
   * @param sequences remembers the numbers of the answers
   */
  public QqAdapter(QqSettings settings, Sequences sequences, InstantSource clock) {
    this(settings, sequences, clock, CALL_TIMEOUT, QqGateway.BACK_OFF);
  }

  QqAdapter(
      QqSettings settings,
      Sequences sequences,
      InstantSource clock,
      Duration callTimeout,
      List<Duration> backOff) {
    this.settings = settings;
    this.clock = clock;
    this.http = new QqHttp(callTimeout);
    var tokens = QqTokens.of(settings, http, clock);
    var references = new References();
    var decoder = new QqDecoder(settings.channel(), settings.appId(), references);
    this.callback = new QqCallback(settings, clock, decoder);
    this.client =
        new QqClient(settings, http, tokens, sequences, references, clock, this::noteRemoval);
    this.gateway = new QqGateway(settings, http, tokens, decoder, clock, callTimeout, backOff);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  /**
   * A new friend may be greeted once, soon: QQ says that the event can be answered, not for how
   * long.
   *
   * @see <a
   *     href="https://bot.q.qq.com/wiki/develop/api-v2/server-inter/message/overview.html">消息收发概述</a>
   */
  @Override
  public Capabilities capabilities() {
    var limits = settings.limits();
    return new Capabilities(
        true,
        false,
        Optional.empty(),
        false,
        false,
        List.of(
            new Window(Opener.MESSAGE, Reach.GROUPS, limits.groupWindow(), limits.groupReplies()),
            new Window(
                Opener.MESSAGE, Reach.PRIVATE, limits.privateWindow(), limits.privateReplies()),
            new Window(Opener.FOLLOW, Reach.PRIVATE, Duration.ofMinutes(5), 1)),
        true,
        limits.maxTextBytes(),
        Duration.ZERO);
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    if (settings.transport() == Transport.WEBHOOK) {
      callback.addTo(routes, path);
    }
  }

  @Override
  public boolean shows(URI link) {
    return QqEncoder.withoutLinks(link.toString(), settings.linkHosts()).equals(link.toString());
  }

  @Override
  public void start(InboundSink to) {
    sink = to;
    switch (settings.transport()) {
      case WEBHOOK -> callback.start(to);
      case GATEWAY -> gateway.start(to);
    }
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (sink == null) {
      return new NotSent("not running", Optional.empty());
    }
    var chat = QqIds.chat(settings.appId(), message.conversation());
    if (chat.isEmpty()) {
      return new Refused("conversation", Meaning.OTHER, "not a conversation of this bot");
    }
    return switch (message.route()) {
      case Route.Passive _ -> new NotSent("QQ has no open exchange", Optional.empty());
      case Route.Push(var windowOf) ->
          windowOf
              .map(to -> client.answer(chat.get(), to, message))
              .orElseGet(
                  () -> new Refused("active", Meaning.NOT_PERMITTED, "this bot only answers"));
    };
  }

  /** QQ said so in answer to a send, when its event did not reach us. */
  private void noteRemoval(Chat group) {
    var to = sink;
    if (to == null) {
      return;
    }
    var id = group.conversation(settings.appId()).id();
    var removed = new GroupChanged(settings.channel(), id, Standing.REMOVED, clock.instant());
    var _ =
        QqCallback.handed(to, removed)
            .exceptionally(failure -> {
              log.atWarn()
                  .setCause(failure)
                  .addKeyValue("channel", settings.channel())
                  .log("qq removal not stored");
              return new InboundSink.Receipt(false, false);
            });
  }

  @Override
  public Health check() {
    if (sink == null) {
      return new Health(State.DOWN, "QQ 机器人渠道没有在运行");
    }
    var trouble = client.trouble().map(reason -> new Health(State.DEGRADED, reason));
    return switch (settings.transport()) {
      case WEBHOOK -> trouble.orElseGet(() -> new Health(State.UP, "QQ 机器人回调已就绪"));
      case GATEWAY -> {
        var health = gateway.health();
        yield health.state() == State.UP ? trouble.orElse(health) : health;
      }
    };
  }

  @Override
  public void close() {
    sink = null;
    callback.stop();
    gateway.close();
    http.close();
  }
}
