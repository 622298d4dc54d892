package org.qingsheng.adapters.wecom;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.ChannelId;

/** Cursors in memory, which fail on request. */
final class MapCursors implements Cursors {
  final Map<String, String> stored = new ConcurrentHashMap<>();
  volatile boolean broken;
  private int stores;

  @Override
  public Optional<String> read(ChannelId channel, String openKfId) {
    return Optional.ofNullable(stored.get(channel + "/" + openKfId));
  }

  @Override
  public void store(ChannelId channel, String openKfId, String cursor) {
    if (broken) {
      throw new IllegalStateException("disk full");
    }
    stored.put(channel + "/" + openKfId, cursor);
    synchronized (this) {
      stores++;
      notifyAll();
    }
  }

  synchronized int stores() {
    return stores;
  }

  /** Waits until a cursor has been stored so many times in all. */
  synchronized void awaitStores(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (stores < count) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("expected %d cursors, saw %d".formatted(count, stores));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
