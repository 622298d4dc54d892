package org.qingsheng.adapters.onebot;

import io.javalin.Javalin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;

/** The adapter on a real server on a loopback port, set up as the program sets it up. */
final class OneBotServer implements AutoCloseable {
  static final String TOKEN = "secret-token";
  static final String SELF = "10001000";
  static final String GROUP = "20002000";
  static final String XIAOMING = "10002000";
  static final Duration AT_MOST = RecordingSink.AT_MOST;

  private static final String PATH = "/channels/qq-groups";

  final SteppedClock clock = new SteppedClock();
  final RecordingSink sink = new RecordingSink();
  final OneBotAdapter adapter;
  private final Javalin server;
  private final List<FakeOneBot> clients = new ArrayList<>();

  OneBotServer() {
    this(Duration.ofSeconds(5));
  }

  OneBotServer(Duration callTimeout) {
    adapter =
        new OneBotAdapter(
            new OneBotSettings(
                new ChannelId("qq-groups"),
                TOKEN,
                Set.of(),
                OneBotSettings.DEFAULT_CATCH_UP,
                callTimeout,
                Duration.ZERO),
            clock);
    adapter.start(sink);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  config.jetty.modifyWebSocketServletFactory(factory -> {
                    factory.setIdleTimeout(Duration.ofMinutes(3));
                    factory.setMaxTextMessageSize(8L * 1024 * 1024);
                  });
                  adapter.addTo(config.routes, PATH);
                })
            .start("127.0.0.1", 0);
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.port() + PATH);
  }

  /** A client of the usual account that is not connected yet. */
  FakeOneBot client(Dialect dialect) {
    return client(dialect, SELF, TOKEN);
  }

  FakeOneBot client(Dialect dialect, String self, String token) {
    var client = new FakeOneBot(address(), dialect, self, token, clock);
    clients.add(client);
    return client;
  }

  /** An answer to a message, as the delivery plan would have it sent. */
  static OutboundMessage answer(MessageReceived question, String text) {
    return new OutboundMessage(
        new IdempotencyKey("answer-" + question.id()),
        question.channel(),
        question.conversation(),
        question.asker(),
        new OutboundMessage.Route.Push(Optional.empty()),
        Optional.of(question.id()),
        question.conversation().isGroup(),
        text,
        List.of());
  }

  /** A message without a question, such as a reminder. */
  static OutboundMessage push(MessageReceived to, String key, String text) {
    return new OutboundMessage(
        new IdempotencyKey(key),
        to.channel(),
        to.conversation(),
        new AskerId(XIAOMING),
        new OutboundMessage.Route.Push(Optional.empty()),
        Optional.empty(),
        false,
        text,
        List.of());
  }

  Delivery answers(MessageReceived question, String text) {
    return adapter.send(answer(question, text));
  }

  @Override
  public void close() {
    clients.forEach(FakeOneBot::close);
    adapter.close();
    server.stop();
  }
}
