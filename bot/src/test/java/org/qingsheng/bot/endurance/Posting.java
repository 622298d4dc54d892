package org.qingsheng.bot.endurance;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Posts to one address and measures until each answer: closed, so that a number is always under
 * way, or open, by the clock, whatever the server does. Thread-safe.
 */
final class Posting implements AutoCloseable {
  private final LongFunction<HttpRequest> requests;
  private final Predicate<HttpResponse<String>> taken;
  private final Latencies latencies = new Latencies();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong numbers;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("posting").factory());
  private volatile boolean closed;

  /**
   * @param first number of the first message
   * @param requests what is posted, by number
   * @param taken whether an answer says that it was taken
   */
  Posting(long first, LongFunction<HttpRequest> requests, Predicate<HttpResponse<String>> taken) {
    this.numbers = new AtomicLong(first);
    this.requests = requests;
    this.taken = taken;
  }

  /** So many are always under way. */
  Posting closed(int inFlight) {
    for (int i = 0; i < inFlight; i++) {
      post(System.nanoTime(), true);
    }
    return this;
  }

  /** So many a second. */
  Posting open(int perSecond) {
    long start = System.nanoTime();
    long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
    var posted = new AtomicLong();
    var _ =
        clockwork.scheduleAtFixedRate(
            () -> post(start + posted.getAndIncrement() * every, false),
            0,
            every,
            TimeUnit.NANOSECONDS);
    return this;
  }

  private void post(long due, boolean again) {
    long number = numbers.getAndIncrement();
    var name = Long.toString(number);
    latencies.begin(name, due);
    var _ =
        http.sendAsync(requests.apply(number), BodyHandlers.ofString())
            .whenComplete((answer, _) -> {
              if (closed) {
                return;
              }
              (answer == null ? broken : taken.test(answer) ? accepted : refused).increment();
              var _ = latencies.end(name);
              if (again) {
                post(System.nanoTime(), true);
              }
            });
  }

  Latencies latencies() {
    return latencies;
  }

  /** Answers that said it was taken. */
  long accepted() {
    return accepted.sum();
  }

  /** Answers that said no. */
  long refused() {
    return refused.sum();
  }

  /** Posts without an answer. */
  long broken() {
    return broken.sum();
  }

  @Override
  public void close() {
    closed = true;
    clockwork.shutdownNow();
    http.shutdownNow();
  }
}
