package org.qingsheng.bot.delivery;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks of the same key one after the other and of different keys at the same time, each task
 * on a virtual thread. So what one person says is handled in order, and nobody waits for another.
 *
 * <p>Keys belong to a share (份), such as the channel they came through. A share runs only so many
 * tasks at once, its keys in turn, one task each, and keeps only so many waiting; so a flood in one
 * channel stands in a queue of its own and takes neither the processor nor the memory nor the
 * ledger's writer from the others. Thread-safe.
 *
 * @param <K> what must stay in order
 */
public final class Lanes<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lanes.class);

  private final String name;
  private final int atOnce;
  private final int mostWaiting;
  private final Map<K, Lane<K>> lanes = new HashMap<>();
  private final Map<Object, Share<K>> shares = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean closed;

  /**
   * Without shares that matter: as many at once as there are keys.
   *
   * @param name for the threads
   */
  public Lanes(String name) {
    this(name, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * @param atOnce tasks of one share that run at the same time
   * @param mostWaiting tasks of one share that wait for their turn; more are refused
   */
  public Lanes(String name, int atOnce, int mostWaiting) {
    this.name = name;
    this.atOnce = atOnce;
    this.mostWaiting = mostWaiting;
  }

  /** What one key has still to do. In its share's queue unless one of its tasks is running. */
  private record Lane<K>(K key, Share<K> share, ArrayDeque<Runnable> tasks) {}

  /** Lanes of one share whose turn is to come, in order. */
  private static final class Share<K> {
    private final Object name;
    private final ArrayDeque<Lane<K>> ready = new ArrayDeque<>();
    private int running;
    private int waiting;

    Share(Object name) {
      this.name = name;
    }
  }

  /** The same for a key that is a share of its own. */
  public boolean submit(K key, Runnable task) {
    return submit(key, key, task);
  }

  /**
   * Runs the task after all tasks of the key submitted before.
   *
   * @param share what the key belongs to, always the same for one key
   * @return false, and nothing is run, when too much waits in the share already, or once {@link
   *     #close} has been called
   */
  public boolean submit(Object share, K key, Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      var ours = shares.computeIfAbsent(share, Share::new);
      if (ours.waiting >= mostWaiting) {
        return false;
      }
      ours.waiting++;
      var lane = lanes.get(key);
      if (lane == null) {
        lane = new Lane<>(key, ours, new ArrayDeque<>(2));
        lanes.put(key, lane);
        ours.ready.add(lane);
      }
      lane.tasks().add(task);
      startNext(ours);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held. */
  private void startNext(Share<K> share) {
    while (share.running < atOnce && !share.ready.isEmpty()) {
      var lane = share.ready.remove();
      var task = lane.tasks().remove();
      share.waiting--;
      share.running++;
      Thread.ofVirtual().name(name).start(() -> run(lane, task));
    }
  }

  private void run(Lane<K> lane, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // Whatever it was, what the same person says next must still be handled.
      log.atError().setCause(e).addKeyValue("lane", name).log("task failed");
    } finally {
      ended(lane);
    }
  }

  private void ended(Lane<K> lane) {
    lock.lock();
    try {
      var share = lane.share();
      share.running--;
      if (lane.tasks().isEmpty()) {
        lanes.remove(lane.key());
      } else {
        share.ready.add(lane);
      }
      startNext(share);
      if (share.running == 0) {
        shares.remove(share.name);
      }
      if (lanes.isEmpty()) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many keys are busy now. */
  public int busy() {
    lock.lock();
    try {
      return lanes.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing runs or waits.
   *
   * @return false if that did not happen within the time
   */
  public boolean awaitIdle(long seconds) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(seconds);
      while (!lanes.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tasks; those taken are finished. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
