package org.qingsheng.bot.intake;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.qingsheng.adapters.ChannelId;

/**
 * How many messages of one channel are thought about at the same time (人手). Many more may be under
 * way, waiting for the disk: that costs no processor. Without this the processor would go to
 * whichever channel has most messages under way. Thread-safe.
 */
final class Hands {
  /**
   * Enough to keep every processor busy with one channel alone; more would only stand before what
   * other channels are told, and nothing that runs is interrupted.
   */
  private static final int EACH = Runtime.getRuntime().availableProcessors();

  private final Map<ChannelId, Semaphore> free = new ConcurrentHashMap<>();

  private Semaphore of(ChannelId channel) {
    return free.computeIfAbsent(channel, _ -> new Semaphore(EACH, true));
  }

  /** Runs the work when one of the channel's hands is free. */
  void work(ChannelId channel, Runnable work) {
    var hand = of(channel);
    hand.acquireUninterruptibly();
    try {
      work.run();
    } finally {
      hand.release();
    }
  }

  /** Waits for something, inside of {@link #work}, while others have the hand. */
  <T> T waits(ChannelId channel, CompletableFuture<T> coming) {
    var hand = of(channel);
    hand.release();
    try {
      return coming.join();
    } finally {
      hand.acquireUninterruptibly();
    }
  }
}
