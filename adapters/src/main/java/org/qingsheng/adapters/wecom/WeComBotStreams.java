package org.qingsheng.adapters.wecom;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.tencent.Timer;

/**
 * Answers that WeCom comes to fetch (流式消息). A stream is opened with the question, asked about again
 * and again, and closed by the one answer, or by its age. Thread-safe; lost with the process, and
 * then the later answer has to go another way.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/101031">流式消息刷新</a>
 */
final class WeComBotStreams {
  /** WeCom asks for 6 minutes; one is left for the answer that says so. */
  static final Duration LIFE = Duration.ofMinutes(5);

  /** WeCom asks every few seconds; who has not asked for so long has gone. */
  static final Duration FETCHED_WITHIN = Duration.ofSeconds(15);

  /** Shown when no answer came in time. */
  static final String LATER = "这个问题需要多一点时间，有了答复马上发给您。";

  /** Shown when the process that knew the answer is gone. */
  static final String LOST = "刚才的查询中断了，答复稍后送达；您也可以再问一次。";

  private final InstantSource clock;
  private final Timer timer;
  private final String pending;
  private final Cache<String, Stream> streams;

  WeComBotStreams(InstantSource clock, Timer timer, String pending) {
    this.clock = clock;
    this.timer = timer;
    this.pending = pending;
    this.streams =
        Caffeine.newBuilder()
            .expireAfterWrite(LIFE.multipliedBy(3))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .maximumSize(20_000)
            .build();
  }

  /** What WeCom is to show. */
  record Shown(String streamId, String text, boolean finish) {}

  private static final class Stream {
    private final Instant opened;
    private @Nullable String answer;
    private boolean fetched;
    private boolean over;
    private @Nullable CompletableFuture<Boolean> waiting;

    Stream(Instant opened) {
      this.opened = opened;
    }
  }

  /**
   * Makes room for the answer to a message before anybody is told of the message: an answer may be
   * there sooner than the exchange it belongs to.
   *
   * @return whether there was none before
   */
  boolean reserve(MessageId message) {
    return streams.asMap().putIfAbsent(streamId(message), new Stream(clock.instant())) == null;
  }

  /** The stream that answers this message, the same however often it is asked for. */
  Shown open(MessageId message) {
    return poll(streamId(message));
  }

  /** No answer will come in the stream of this message. */
  void drop(MessageId message) {
    var stream = streams.asMap().remove(streamId(message));
    if (stream != null) {
      withdraw(stream);
    }
  }

  /** What there is so far. Once finished, it says the same for ever. */
  Shown poll(String streamId) {
    var stream = streams.getIfPresent(streamId);
    if (stream == null) {
      return new Shown(streamId, LOST, true);
    }
    CompletableFuture<Boolean> taken = null;
    Shown shown;
    synchronized (stream) {
      if (stream.answer != null) {
        taken = stream.fetched ? null : stream.waiting;
        stream.fetched = true;
        stream.over = true;
        shown = new Shown(streamId, stream.answer, true);
      } else if (stream.over || !clock.instant().isBefore(stream.opened.plus(LIFE))) {
        stream.over = true;
        shown = new Shown(streamId, LATER, true);
      } else {
        shown = new Shown(streamId, pending, false);
      }
    }
    if (taken != null) {
      taken.complete(true);
    }
    return shown;
  }

  /**
   * Puts the answer into the stream of a message.
   *
   * @return whether WeCom fetched it; if not, it never will
   */
  CompletableFuture<Boolean> offer(MessageId message, String text) {
    var stream = Optional.ofNullable(streams.getIfPresent(streamId(message)));
    if (stream.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    var waiting = new CompletableFuture<Boolean>();
    synchronized (stream.get()) {
      if (stream.get().over
          || stream.get().answer != null
          || !clock.instant().isBefore(stream.get().opened.plus(LIFE))) {
        return CompletableFuture.completedFuture(false);
      }
      stream.get().answer = text;
      stream.get().waiting = waiting;
    }
    var forget = timer.after(FETCHED_WITHIN, () -> withdraw(stream.get()));
    var _ = waiting.thenRun(forget);
    return waiting;
  }

  private static void withdraw(Stream stream) {
    CompletableFuture<Boolean> waiting;
    synchronized (stream) {
      if (stream.fetched || stream.waiting == null) {
        return;
      }
      waiting = stream.waiting;
      stream.answer = null;
      stream.over = true;
    }
    waiting.complete(false);
  }

  /** Nobody will fetch anything any more. */
  void close() {
    streams.asMap().values().forEach(WeComBotStreams::withdraw);
  }

  private static String streamId(MessageId message) {
    return "S" + WeComIds.digest(message.value());
  }
}
