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
 * Runs tasks of the same key one after the other and of different keys at the same time, each busy
 * key on one virtual thread. So what one person says is handled in order, and nobody waits for
 * another. Thread-safe.
 *
 * @param <K> what must stay in order
 */
public final class Lanes<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lanes.class);

  private final String name;
  private final Map<K, ArrayDeque<Runnable>> waiting = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean closed;

  /**
   * @param name for the threads
   */
  public Lanes(String name) {
    this.name = name;
  }

  /**
   * Runs the task after all tasks of the key submitted before.
   *
   * @return false, and nothing is run, once {@link #close} has been called
   */
  public boolean submit(K key, Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      var queue = waiting.get(key);
      if (queue != null) {
        queue.add(task);
        return true;
      }
      waiting.put(key, new ArrayDeque<>());
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name(name).start(() -> runAll(key, task));
    return true;
  }

  private void runAll(K key, Runnable first) {
    Runnable task = first;
    while (task != null) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        // Whatever it was, what the same person says next must still be handled.
        log.atError().setCause(e).addKeyValue("lane", name).log("task failed");
      }
      task = next(key);
    }
  }

  private @org.jspecify.annotations.Nullable Runnable next(K key) {
    lock.lock();
    try {
      var queue = waiting.get(key);
      var task = queue == null ? null : queue.poll();
      if (task == null) {
        waiting.remove(key);
        if (waiting.isEmpty()) {
          idle.signalAll();
        }
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  /** How many keys are busy now. */
  public int busy() {
    lock.lock();
    try {
      return waiting.size();
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
      while (!waiting.isEmpty()) {
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
