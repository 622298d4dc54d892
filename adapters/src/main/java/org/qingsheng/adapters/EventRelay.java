package org.qingsheng.adapters;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the sink in the order they came, and keeps those that could not be stored.
 *
 * <p>For platforms without acknowledgement and redelivery (OneBot, long connections): an event the
 * sink fails on would be gone. It is kept in memory and offered again, the first alone as a probe,
 * then all others in order. While events are kept, new ones queue behind them. When the memory is
 * full the newest are dropped and {@code recovered} is told afterwards, so that the platform's
 * history can fill the gap.
 *
 * <p>Thread-safe. The monitor is held only while events are handed over, which returns at once.
 */
public final class EventRelay {
  /** Some 10 MB of messages; minutes of a busy evening. */
  public static final int CAPACITY = 10_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(EventRelay.class);

  private record Kept(long order, InboundEvent event, CompletableFuture<Receipt> done) {}

  /**
   * Runs something after a while. May refuse with {@link RejectedExecutionException} at the end.
   */
  @FunctionalInterface
  public interface Later {
    void run(Duration delay, Runnable action);
  }

  private final Later timer;
  private final int capacity;
  private final Runnable recovered;
  private final ConcurrentSkipListMap<Long, Kept> waiting = new ConcurrentSkipListMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile @Nullable InboundSink sink;
  private volatile long droppedBefore;
  private volatile Duration pause = FIRST_PAUSE;
  private boolean retrying;

  /**
   * @param recovered run when the sink takes events again and some had been dropped meanwhile
   */
  public EventRelay(Later timer, int capacity, Runnable recovered) {
    this.timer = timer;
    this.capacity = capacity;
    this.recovered = recovered;
  }

  /** From now on events go there; until then they are kept. */
  public void start(InboundSink to) {
    sink = to;
  }

  /**
   * Hands an event over, or keeps it until the sink takes it.
   *
   * @return completes when it is durable; exceptionally when it had to be dropped
   */
  public CompletableFuture<Receipt> offer(InboundEvent event) {
    var kept = new Kept(orders.incrementAndGet(), event, new CompletableFuture<>());
    synchronized (this) {
      if (size.get() > 0) {
        keep(kept);
      } else {
        var _ = handOver(kept);
      }
    }
    return kept.done();
  }

  /** How many events wait in memory for the storage to come back. */
  public int kept() {
    return size.get();
  }

  private CompletableFuture<Boolean> handOver(Kept kept) {
    InboundSink to = sink;
    if (to == null) {
      keep(kept);
      return CompletableFuture.completedFuture(false);
    }
    try {
      return to.accept(kept.event()).handle((receipt, _) -> ended(kept, receipt));
    } catch (RuntimeException _) {
      return CompletableFuture.completedFuture(ended(kept, null));
    }
  }

  private boolean ended(Kept kept, @Nullable Receipt receipt) {
    if (receipt != null) {
      kept.done().complete(receipt);
      return true;
    }
    keep(kept);
    return false;
  }

  private synchronized void keep(Kept kept) {
    if (kept.event() instanceof InboundEvent.Unsupported) {
      kept.done().complete(new Receipt(true, false)); // only ever counted
      return;
    }
    if (size.get() >= capacity) {
      long count = dropped.incrementAndGet();
      kept.done().completeExceptionally(new RejectedExecutionException("retry buffer is full"));
      if (Long.bitCount(count) == 1) {
        log.atError().addKeyValue("dropped", count).log("event dropped, buffer full");
      }
      return;
    }
    waiting.put(kept.order(), kept);
    int now = size.incrementAndGet();
    if (Integer.bitCount(now) == 1) {
      log.atWarn().addKeyValue("kept", now).log("event kept, storage refused it");
    }
    if (!retrying) {
      retrying = true;
      later();
    }
  }

  private void later() {
    long millis = pause.toMillis() + ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1);
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    try {
      timer.run(Duration.ofMillis(millis), this::probe);
    } catch (RejectedExecutionException e) {
      log.atWarn().addKeyValue("kept", size.get()).log("events given up at shutdown");
    }
  }

  private void probe() {
    CompletableFuture<Boolean> first;
    synchronized (this) {
      Kept head = poll();
      if (head == null) {
        retrying = false;
        return;
      }
      first = handOver(head);
    }
    var _ = first.thenAccept(this::probed);
  }

  private void probed(boolean stored) {
    if (!stored) {
      later();
      return;
    }
    pause = FIRST_PAUSE;
    synchronized (this) {
      int offered = size.get(); // those that fail again come back and wait for the next round
      for (int i = 0; i < offered; i++) {
        Kept next = poll();
        if (next == null) {
          break;
        }
        var _ = handOver(next);
      }
      log.atInfo().addKeyValue("offered", offered + 1).log("kept events offered again");
      if (size.get() > 0) {
        later();
        return;
      }
      retrying = false;
    }
    if (dropped.get() > droppedBefore) {
      droppedBefore = dropped.get();
      recovered.run();
    }
  }

  private @Nullable Kept poll() {
    var head = waiting.pollFirstEntry();
    if (head == null) {
      return null;
    }
    size.decrementAndGet();
    return head.getValue();
  }
}
