package org.qingsheng.adapters.wechat;

import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MakesSceneCodes;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.tencent.Timer;

/**
 * One WeChat Official Account (公众号、服务号). Thread-safe.
 *
 * <p>Constructing does not call WeChat, and starting only where there is a menu to set: otherwise
 * the token is fetched for the first message pushed. Choices ({@link OutboundMessage#choices()})
 * are not turned into a 菜单消息: a tap there opens only the one-minute window, so a person who taps
 * 转人工 would not have given the cadre 48 hours.
 */
public final class WeChatAdapter
    implements ChannelAdapter, MakesSceneCodes, ServesHttp, ShowsLinks {
  /**
   * How long {@link #close} waits for replies already on their way. The rest is not acknowledged,
   * so that WeChat asks again 5 s later and the next process, finding the message stored, answers
   * it: nothing is lost, and nothing is said to have been said.
   */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final WeChatSettings settings;
  private final WeChatExchanges exchanges;
  private final WeChatCallback callback;
  private final WeChatClient client;
  private final Optional<MenuSetting> menu;
  private final List<ExecutorService> owned;
  private volatile boolean running;

  /**
   * @param menu set at the start if it is not the account's already; empty leaves what is there
   */
  public WeChatAdapter(WeChatSettings settings, Optional<WeChatMenu> menu, InstantSource clock) {
    this(settings, menu, clock, null, WeChatClient.CALL_TIMEOUT);
  }

  /** Without a menu, for tests. */
  WeChatAdapter(
      WeChatSettings settings, InstantSource clock, @Nullable Timer timer, Duration callTimeout) {
    this(settings, Optional.empty(), clock, timer, callTimeout);
  }

  /**
   * @param timer when a callback's time is up; {@code null} for real time
   */
  WeChatAdapter(
      WeChatSettings settings,
      Optional<WeChatMenu> menu,
      InstantSource clock,
      @Nullable Timer timer,
      Duration callTimeout) {
    var clockwork =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("wechat-window").factory());
    clockwork.setRemoveOnCancelPolicy(true);
    clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    var answering =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("wechat-", 0).factory());
    this.settings = settings;
    this.owned = List.of(clockwork, answering);
    this.exchanges = new WeChatExchanges(clock);
    this.client = new WeChatClient(settings, clock, callTimeout);
    var timed = timer == null ? Timer.of(clockwork, answering) : timer;
    this.menu = menu.map(wanted -> new MenuSetting(settings.channel(), wanted, client, timed));
    this.callback = new WeChatCallback(settings, clock, timed, answering, exchanges);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  /**
   * @see <a
   *     href="https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html">客服消息的下发条数与时限</a>
   */
  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false,
        false,
        Optional.of(settings.passiveWindow()),
        true,
        false,
        client.mayPush()
            ? List.of(
                new Window(Opener.MESSAGE, Duration.ofDays(2), 5),
                new Window(Opener.MENU_TAP, Duration.ofMinutes(1), 3),
                new Window(Opener.FOLLOW, Duration.ofMinutes(1), 3))
            : List.of(),
        false,
        WeChatEncoder.MAX_TEXT_BYTES,
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
  public void start(InboundSink sink) {
    callback.start(sink);
    running = true;
    menu.ifPresent(MenuSetting::start);
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (message.conversation().isGroup()) {
      return new Refused("group", Meaning.OTHER, "an official account has no group chats");
    }
    if (!WeChatIds.isChatWith(settings.appId(), message.asker(), message.conversation())) {
      return new Refused("conversation", Meaning.OTHER, "not a conversation of this account");
    }
    var shown = WeChatEncoder.shown(message.text());
    if (!WeChatEncoder.fits(shown)) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty or above 2048 bytes");
    }
    return switch (message.route()) {
      case Route.Passive(var inReplyTo) -> reply(inReplyTo, message, shown);
      case Route.Push _ -> client.push(WeChatIds.openid(message.asker()), shown);
    };
  }

  private Delivery reply(MessageId to, OutboundMessage message, String shown) {
    return switch (exchanges.offer(to, message.asker(), message.key(), shown).join()) {
      case TAKEN -> new Accepted(Optional.empty());
      case GONE -> new NotSent("the exchange is over or was answered", Optional.empty());
      case NOT_THEIRS ->
          new Refused("other-person", Meaning.OTHER, "the message was sent by somebody else");
    };
  }

  @Override
  public Health check() {
    if (!running) {
      return new Health(State.DOWN, "公众号渠道没有在运行");
    }
    var health = client.health();
    return menu.flatMap(MenuSetting::trouble)
        .map(trouble -> new Health(health.state(), health.reason() + "；" + trouble))
        .orElse(health);
  }

  @Override
  public Made makeCode(String scene) {
    return running ? client.makeCode(scene) : new Made.NotMade("公众号渠道没有在运行");
  }

  @Override
  public void close() {
    running = false;
    menu.ifPresent(MenuSetting::close);
    var open = exchanges.close().toArray(CompletableFuture<?>[]::new);
    var _ =
        CompletableFuture.allOf(open)
            .completeOnTimeout(null, CLOSING.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    exchanges.abandon();
    client.close();
    owned.forEach(ExecutorService::close);
  }
}
