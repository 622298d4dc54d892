package org.qingsheng.adapters.wecom;

import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.tencent.Timer;
import org.qingsheng.adapters.wecom.WeComKfSessions.Entrance;

/**
 * 微信客服: any WeChat user, one to one, through a self-built application of WeCom. Thread-safe.
 *
 * <p>The callback only says that there is something; what it is, is read from the cursor of each
 * account ({@link Cursors}). Starting reads every account once, because what was said while nobody
 * listened is not told again.
 *
 * <p>While a colleague serves a customer in WeCom, what the customer says is not addressed to the
 * bot, and nothing is sent.
 */
public final class WeComKfAdapter implements ChannelAdapter, ServesHttp, ShowsLinks {
  private final WeComKfSettings settings;
  private final Cursors cursors;
  private final WeComThreads threads;
  private final Timer timer;
  private final WeComClient client;
  private final WeComKfSessions sessions;
  private final WeComKfSender sender;
  private final WeComXmlCallback callback;
  private volatile Map<String, WeComKfPuller> pullers = Map.of();
  private volatile boolean running;

  public WeComKfAdapter(WeComKfSettings settings, Cursors cursors, InstantSource clock) {
    this(settings, cursors, clock, null, WeComHttp.CALL_TIMEOUT);
  }

  /**
   * @param timer when something is tried again; {@code null} for real time
   */
  WeComKfAdapter(
      WeComKfSettings settings,
      Cursors cursors,
      InstantSource clock,
      @Nullable Timer timer,
      Duration callTimeout) {
    this.settings = settings;
    this.cursors = cursors;
    this.threads = new WeComThreads("wecom-kf");
    this.timer = timer == null ? threads.timer() : timer;
    this.client =
        new WeComClient(
            settings.channel(),
            settings.corpId(),
            settings.secret(),
            settings.apiBase(),
            new WeComHttp(callTimeout),
            clock);
    this.sessions = new WeComKfSessions(clock);
    this.sender = new WeComKfSender(client, sessions);
    this.callback =
        new WeComXmlCallback(
            settings.channel(), settings.keys(), settings.corpId(), clock, this::woken);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  /**
   * @see <a href="https://developer.work.weixin.qq.com/document/path/94677">客服消息的下发条数与时限</a>
   */
  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false,
        false,
        Optional.empty(),
        false,
        false,
        List.of(
            new Window(Opener.MESSAGE, Duration.ofDays(2), 5),
            new Window(Opener.FOLLOW, WeComKfSessions.WELCOME, 1)),
        true,
        WeComEncoder.MAX_TEXT_BYTES,
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
    var made = new HashMap<String, WeComKfPuller>();
    for (var account : settings.accounts()) {
      made.put(
          account,
          new WeComKfPuller(
              settings, account, cursors, client, sessions, sink, timer, threads.executor()));
    }
    pullers = Map.copyOf(made);
    running = true;
    sweep();
  }

  /** Reads every account, for what no event told; then again after the time set. */
  private void sweep() {
    if (running) {
      pullers.values().forEach(puller -> puller.wake(Optional.empty()));
      var _ = timer.after(settings.sweep(), this::sweep);
    }
  }

  /**
   * Nothing is said in an event but that there is something, so it is safe as soon as it is here.
   */
  private CompletableFuture<Boolean> woken(Map<String, String> fields) {
    if ("kf_msg_or_event".equals(fields.get("Event"))) {
      var puller = pullers.get(fields.getOrDefault("OpenKfId", ""));
      if (puller != null) {
        puller.wake(Optional.ofNullable(fields.get("Token")).filter(token -> !token.isBlank()));
      }
    }
    return CompletableFuture.completedFuture(running);
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (message.conversation().isGroup()) {
      return new Refused("group", Meaning.OTHER, "微信客服 has no group chats");
    }
    var shown = WeComEncoder.plain(message.text());
    if (shown.isBlank() || WeComEncoder.bytes(shown) > WeComEncoder.MAX_TEXT_BYTES) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty or above 2048 bytes");
    }
    if (!running) {
      return new NotSent("closed", Optional.empty());
    }
    return switch (message.route()) {
      case Route.Passive _ -> new NotSent("微信客服 has no exchange to answer in", Optional.empty());
      case Route.Push(var windowOf) -> {
        var entrance = windowOf.flatMap(sessions::entrance);
        yield entrance.isPresent() ? welcome(entrance.get(), message, shown) : push(message, shown);
      }
    };
  }

  private Delivery welcome(Entrance entrance, OutboundMessage message, String shown) {
    return entrance
        .code()
        .map(code -> sender.welcome(code, message.key(), shown))
        .orElseGet(() ->
            new Refused("no-welcome", Meaning.WINDOW_CLOSED, "was here within the last 48 hours"));
  }

  private Delivery push(OutboundMessage message, String shown) {
    return WeComIds.customer(message.conversation())
        .filter(customer -> settings.accounts().contains(customer.openKfId()))
        .map(customer -> sender.send(customer, message.key(), shown))
        .orElseGet(
            () -> new Refused("no-account", Meaning.WINDOW_CLOSED, "no 客服 account to write from"));
  }

  @Override
  public Health check() {
    if (!running) {
      return new Health(State.DOWN, "微信客服渠道没有在运行");
    }
    var trouble = client.trouble();
    if (trouble.isPresent()) {
      return new Health(State.DEGRADED, trouble.get());
    }
    return pullers.values().stream().anyMatch(WeComKfPuller::isBehind)
        ? new Health(State.DEGRADED, "有客服消息暂时没能读取，正在自动重试")
        : new Health(State.UP, "微信客服已就绪");
  }

  @Override
  public void close() {
    running = false;
    pullers.values().forEach(WeComKfPuller::close);
    client.close();
    threads.close();
  }
}
