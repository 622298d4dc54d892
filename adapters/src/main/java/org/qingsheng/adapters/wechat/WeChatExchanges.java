package org.qingsheng.adapters.wechat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;

/**
 * The callbacks WeChat is waiting on, by the message they brought. One message may be waited on by
 * several calls, when WeChat repeats it early: they share one exchange and get the same answer.
 *
 * <p>Every call ends exactly once. It is acknowledged only after its message is stored; until then
 * a reply that is already there waits too. Thread-safe: one short lock over all of it, futures are
 * completed outside.
 */
final class WeChatExchanges {
  /**
   * How long a repeat of an answered message's own answer is recognised; WeChat's retries take 15
   * s.
   */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private static final int MOST_REMEMBERED = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<MessageId, Exchange> byMessage = new HashMap<>();
  private final Set<Call> open = new HashSet<>();
  private final Cache<MessageId, IdempotencyKey> answered;
  private boolean closed;

  WeChatExchanges(InstantSource clock) {
    answered =
        Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .ticker(ticker(clock))
            .build();
  }

  static Ticker ticker(InstantSource clock) {
    return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
  }

  /** How a call ends. */
  sealed interface Answer {
    /** It is safe with us and nothing is said now. */
    record Success() implements Answer {}

    /**
     * It is safe with us, and this is what to say.
     *
     * @param shown as {@link WeChatEncoder#shown(String)} gives it
     */
    record Reply(String shown) implements Answer {}

    /** It could not be stored, or not in time: WeChat must repeat it. */
    record NotStored() implements Answer {}

    /** We are going down: WeChat must ask again, and whoever is there then answers. */
    record Closing() implements Answer {}
  }

  /** What became of an offered reply. */
  enum Offered {
    TAKEN,
    /** No call waits for it any more, or it already got another reply. */
    GONE,
    /** The message was sent by somebody else. */
    NOT_THEIRS
  }

  private static final class Exchange {
    final Optional<MessageId> id;
    final AskerId asker;
    final Set<Call> waiting = new HashSet<>();
    boolean stored;
    boolean replyComing;
    @Nullable Offer offer;

    Exchange(Optional<MessageId> id, AskerId asker) {
      this.id = id;
      this.asker = asker;
    }
  }

  private record Offer(IdempotencyKey key, String shown, CompletableFuture<Offered> outcome) {}

  /** One HTTP request of WeChat. */
  final class Call {
    private final Exchange exchange;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private Call(Exchange exchange) {
      this.exchange = exchange;
    }

    CompletableFuture<Answer> answer() {
      return answer;
    }

    /** Its message is durable. */
    void stored(Receipt receipt) {
      locked(after -> {
        exchange.stored = true;
        exchange.replyComing |= receipt.replyComing();
        if (exchange.offer != null) {
          settle(exchange, exchange.offer, after);
        } else if (!exchange.replyComing) {
          leave(this, new Answer.Success(), after);
        }
      });
    }

    /** Its message could not be stored. */
    void notStored() {
      locked(after -> leave(this, new Answer.NotStored(), after));
    }

    /** No more time. */
    void windowOver() {
      locked(after ->
          leave(this, exchange.stored ? new Answer.Success() : new Answer.NotStored(), after));
    }
  }

  /**
   * Opens or joins the exchange of a message.
   *
   * @param id empty if the message is never answered
   */
  Call begin(Optional<MessageId> id, AskerId asker) {
    lock.lock();
    try {
      var exchange =
          id.map(key -> byMessage.computeIfAbsent(key, _ -> new Exchange(id, asker)))
              .orElseGet(() -> new Exchange(id, asker));
      var call = new Call(exchange);
      if (closed) {
        call.answer.complete(new Answer.Closing());
      } else {
        exchange.waiting.add(call);
        open.add(call);
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the one reply of an exchange. The same reply (by key) given again is taken again without
   * being said twice.
   *
   * @return completes when the calls have been answered, or when it is clear that they will not be
   */
  CompletableFuture<Offered> offer(MessageId id, AskerId asker, IdempotencyKey key, String shown) {
    var outcome = new CompletableFuture<Offered>();
    locked(after -> {
      var exchange = byMessage.get(id);
      if (exchange == null) {
        boolean again = key.equals(answered.getIfPresent(id));
        after.add(() -> outcome.complete(again ? Offered.TAKEN : Offered.GONE));
      } else if (!exchange.asker.equals(asker)) {
        after.add(() -> outcome.complete(Offered.NOT_THEIRS));
      } else if (exchange.offer == null) {
        exchange.offer = new Offer(key, shown, outcome);
        if (exchange.stored) {
          settle(exchange, exchange.offer, after);
        }
      } else if (exchange.offer.key.equals(key)) {
        var _ = exchange.offer.outcome.thenAccept(outcome::complete);
      } else {
        after.add(() -> outcome.complete(Offered.GONE));
      }
    });
    return outcome;
  }

  /** Takes no more calls; those open may still end by themselves. */
  List<CompletableFuture<Answer>> close() {
    lock.lock();
    try {
      closed = true;
      return open.stream().map(Call::answer).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Ends every open call without acknowledging it. */
  void abandon() {
    locked(after -> List.copyOf(open).forEach(call -> leave(call, new Answer.Closing(), after)));
  }

  private void settle(Exchange exchange, Offer offer, List<Runnable> after) {
    for (var call : List.copyOf(exchange.waiting)) {
      forget(call);
      after.add(() -> call.answer.complete(new Answer.Reply(offer.shown)));
    }
    exchange.id.ifPresent(id -> answered.put(id, offer.key));
    after.add(() -> offer.outcome.complete(Offered.TAKEN));
  }

  private void leave(Call call, Answer answer, List<Runnable> after) {
    if (!open.contains(call)) {
      return;
    }
    forget(call);
    after.add(() -> call.answer.complete(answer));
    var offer = call.exchange.offer;
    if (call.exchange.waiting.isEmpty() && offer != null) {
      after.add(() -> offer.outcome.complete(Offered.GONE));
    }
  }

  private void forget(Call call) {
    open.remove(call);
    call.exchange.waiting.remove(call);
    if (call.exchange.waiting.isEmpty()) {
      call.exchange.id.ifPresent(id -> byMessage.remove(id, call.exchange));
    }
  }

  private void locked(Consumer<List<Runnable>> change) {
    var after = new ArrayList<Runnable>(2);
    lock.lock();
    try {
      change.accept(after);
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
  }
}
