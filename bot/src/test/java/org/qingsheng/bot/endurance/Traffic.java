package org.qingsheng.bot.endurance;

import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;

/**
 * Questions that the base can answer, each by a person who has not asked before. Closed: a new one
 * is asked whenever one is answered. Open: asked by the clock, whatever the server does.
 */
sealed interface Traffic extends AutoCloseable {
  void begin();

  @Override
  void close();

  /** Through OneBot, in twenty groups, naming the bot. */
  final class OneBot implements Traffic {
    private static final int GROUPS = 20;

    private final FakeOneBot client;
    private final Latencies latencies;
    private final Random random = new Random(1);
    private final Supplier<String> questions;
    private final int inFlight;
    private final int perSecond;
    private final AtomicLong people = new AtomicLong(300_000_000);
    private final ScheduledExecutorService clockwork =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("asking").factory());

    /**
     * @param inFlight questions open at any time, or 0
     * @param perSecond questions by the clock, or 0
     */
    OneBot(
        FakeOneBot client,
        Latencies latencies,
        Supplier<String> questions,
        int inFlight,
        int perSecond) {
      this.client = client;
      this.latencies = latencies;
      this.questions = questions;
      this.inFlight = inFlight;
      this.perSecond = perSecond;
      client.whenSent(this::answered);
    }

    @Override
    public void begin() {
      for (int i = 0; i < inFlight; i++) {
        ask(System.nanoTime());
      }
      if (perSecond > 0) {
        long start = System.nanoTime();
        long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var asked = new AtomicLong();
        var _ =
            clockwork.scheduleAtFixedRate(
                () -> ask(start + asked.getAndIncrement() * every), 0, every, TimeUnit.NANOSECONDS);
      }
    }

    private void ask(long due) {
      var person = Long.toString(people.incrementAndGet());
      var group = client.group(Integer.toString(700_000_000 + random.nextInt(GROUPS)));
      latencies.begin(person, due);
      group.asks(person, questions.get());
    }

    private void answered(Posted reply) {
      if (latencies.end(reply.mentions().orElse("")) && perSecond == 0) {
        ask(System.nanoTime());
      }
    }

    @Override
    public void close() {
      clockwork.shutdownNow();
    }
  }

  /** Through WeChat's callback, the answer inside the response. */
  final class WeChat implements Traffic {
    private final Premises premises;
    private final FakeWeChatPlatform platform;
    private final Latencies latencies;
    private final Supplier<String> questions;
    private final int inFlight;
    private final AtomicLong people = new AtomicLong(300_000_000);
    private volatile boolean closed;

    WeChat(
        Premises premises,
        FakeWeChatPlatform platform,
        Latencies latencies,
        Supplier<String> questions,
        int inFlight) {
      this.premises = premises;
      this.platform = platform;
      this.latencies = latencies;
      this.questions = questions;
      this.inFlight = inFlight;
    }

    @Override
    public void begin() {
      for (int i = 0; i < inFlight; i++) {
        ask();
      }
    }

    private void ask() {
      var person = "o" + people.incrementAndGet();
      var now = InstantSource.system().instant();
      var message = FakeMessage.text(platform.account(), person, now, questions.get());
      var request = platform.sender().request(premises.weChat(), message);
      latencies.begin(person, System.nanoTime());
      var _ =
          platform
              .sender()
              .send(request)
              .whenComplete((response, _) -> {
                if (closed) {
                  return;
                }
                if (response == null
                    || response.statusCode() != 200
                    || !response.body().startsWith("<xml>")) {
                  latencies.failed();
                }
                var _ = latencies.end(person);
                ask();
              });
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
