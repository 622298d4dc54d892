package org.qingsheng.adapters.qq;

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
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.qq.QqIds.Chat;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Outcome;
import org.qingsheng.adapters.qq.fake.InMemorySequences;

/** The adapter in a real Javalin, a platform before it, and a bot behind it that does as told. */
final class Bench implements AutoCloseable, InboundSink {
  static final Instant NOW = Instant.ofEpochSecond(1_760_000_030);
  static final String APP_ID = "102000001";
  static final String SECRET = "QnzsBotSecret0001";
  static final ChannelId CHANNEL = new ChannelId("qq-main");
  static final String GROUP = "C9F778FE6ADF9D1D1DBE395BF744A33A";
  static final String MEMBER = "E4F4AEA33253A2797FB897C50B81D7ED";
  static final MessageId ASKED = new MessageId("ROBOT1.0_msg0001");
  static final String GROUP_PATH = "/v2/groups/" + GROUP + "/messages";
  static final Receipt STORED = new Receipt(true, false);

  final HandClock clock;
  final FakeQqPlatform platform;
  final InMemorySequences sequences = new InMemorySequences();
  final QqSettings settings;
  final URI callback;
  final LinkedBlockingQueue<InboundEvent> events = new LinkedBlockingQueue<>();
  volatile Function<InboundEvent, CompletableFuture<Receipt>> bot =
      _ -> CompletableFuture.completedFuture(STORED);
  QqAdapter adapter;
  private final Javalin server;

  Bench() {
    this(SECRET, NOW, UnaryOperator.identity(), Duration.ofSeconds(10));
  }

  Bench(UnaryOperator<QqSettings> change) {
    this(SECRET, NOW, change, Duration.ofSeconds(10));
  }

  Bench(String secret, Instant now, UnaryOperator<QqSettings> change, Duration callTimeout) {
    clock = new HandClock(now);
    platform = new FakeQqPlatform(APP_ID, secret, clock);
    settings =
        change.apply(
            QqSettings.webhook(CHANNEL, APP_ID, secret).at(platform.base(), platform.base()));
    adapter = adapter(callTimeout);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  adapter.addTo(config.routes, "/channels/qq-main");
                })
            .start("127.0.0.1", 0);
    callback = URI.create("http://127.0.0.1:" + server.port() + "/channels/qq-main");
    adapter.start(this);
  }

  private QqAdapter adapter(Duration callTimeout) {
    var atOnce = List.of(Duration.ofMillis(1), Duration.ofMillis(20));
    return new QqAdapter(settings, sequences, clock, callTimeout, atOnce);
  }

  /** Another process with the same store. */
  void restart() {
    adapter.close();
    adapter = adapter(Duration.ofSeconds(10));
    adapter.start(this);
  }

  @Override
  public CompletableFuture<Receipt> accept(InboundEvent event) {
    events.add(event);
    return bot.apply(event);
  }

  InboundEvent nextEvent() throws InterruptedException {
    var event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }

  /** A member names the bot in the group. */
  Outcome asks(String id, String text) {
    return platform.push(
        callback, "GROUP_AT_MESSAGE_CREATE", "GROUP_AT_MESSAGE_CREATE:" + id, question(id, text));
  }

  static String question(String id, String text) {
    return """
    {"id":"%s","content":" %s","timestamp":"2026-10-09T16:53:20+08:00",\
    "author":{"member_openid":"%s"},"group_openid":"%s"}\
    """
        .formatted(id, text, MEMBER, GROUP);
  }

  Delivery answers(String key, String text) {
    return adapter.send(answer(chat(Kind.GROUP, GROUP), ASKED, key, text));
  }

  static Conversation chat(Kind kind, String openid) {
    return new Chat(kind, openid).conversation(APP_ID);
  }

  static OutboundMessage answer(Conversation chat, MessageId to, String key, String text) {
    return message(chat, new Route.Push(Optional.of(to)), key, text);
  }

  static OutboundMessage message(Conversation chat, Route route, String key, String text) {
    return new OutboundMessage(
        new IdempotencyKey(key),
        CHANNEL,
        chat,
        new AskerId(MEMBER),
        route,
        Optional.empty(),
        true,
        text,
        List.of());
  }

  @Override
  public void close() {
    adapter.close();
    server.stop();
    platform.close();
  }
}
