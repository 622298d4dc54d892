package org.qingsheng.adapters.wechat;

import io.javalin.Javalin;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;

/** The adapter in a real Javalin, a platform before it, and a bot behind it that does as told. */
final class Bench implements AutoCloseable, InboundSink {
  static final Instant NOW = Instant.ofEpochSecond(1_760_000_030);
  static final String OPENID = "oQNZS_user0001";
  static final ChannelId CHANNEL = new ChannelId("wechat-main");
  static final Receipt REPLY_COMING = new Receipt(true, true);
  static final Receipt NO_REPLY = new Receipt(true, false);

  final HandTime time = new HandTime(NOW);
  final FakeWeChatPlatform platform;
  final WeChatAdapter adapter;
  final URI callback;
  final LinkedBlockingQueue<InboundEvent> events = new LinkedBlockingQueue<>();
  volatile Function<InboundEvent, CompletableFuture<Receipt>> bot =
      _ -> CompletableFuture.completedFuture(NO_REPLY);
  private final Javalin server;

  Bench(Mode mode) {
    this(mode, UnaryOperator.identity());
  }

  Bench(Mode mode, UnaryOperator<WeChatSettings> change) {
    this(mode, change, Duration.ofSeconds(10));
  }

  Bench(Mode mode, UnaryOperator<WeChatSettings> change, Duration callTimeout) {
    var account = FakeAccount.in(mode);
    platform = new FakeWeChatPlatform(account, time);
    var settings = change.apply(settings(account).withApiBase(platform.apiBase()));
    adapter = new WeChatAdapter(settings, time, time, callTimeout);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  adapter.addTo(config.routes, "/channels/wechat-main");
                })
            .start("127.0.0.1", 0);
    callback = URI.create("http://127.0.0.1:" + server.port() + "/channels/wechat-main");
    adapter.start(this);
  }

  static WeChatSettings settings(FakeAccount account) {
    var plain =
        WeChatSettings.plain(CHANNEL, account.appId(), account.secret(), account.token())
            .withCustomerService();
    return switch (account.mode()) {
      case PLAIN -> plain;
      case COMPATIBLE -> plain.compatible(account.aesKey());
      case SECURE -> plain.secure(account.aesKey());
    };
  }

  @Override
  public CompletableFuture<Receipt> accept(InboundEvent event) {
    events.add(event);
    return bot.apply(event);
  }

  /** From now on the bot says so, at once. */
  void botAnswers(Receipt receipt) {
    bot = _ -> CompletableFuture.completedFuture(receipt);
  }

  InboundEvent nextEvent() throws InterruptedException {
    var event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }

  static OutboundMessage reply(MessageId to, String text) {
    return message(new Route.Passive(to), OPENID, "key-" + text.hashCode(), text);
  }

  static OutboundMessage push(String text) {
    return message(new Route.Push(Optional.empty()), OPENID, "key-" + text.hashCode(), text);
  }

  static OutboundMessage message(Route route, String openid, String key, String text) {
    return new OutboundMessage(
        new IdempotencyKey(key),
        CHANNEL,
        new PrivateChat(new ConversationId("mp:wx1a2b3c4d5e6f7890:" + openid)),
        new AskerId(openid),
        route,
        Optional.empty(),
        false,
        text,
        List.of());
  }

  static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    adapter.close();
    server.stop();
    platform.close();
  }
}
