package org.qingsheng.bot.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer (一个写者, 成组提交): takes everything that waits, runs it in one transaction and commits
 * once, so that a busy moment costs one flush to disk and a quiet one waits for nobody. If a work
 * of a group fails, the group is rolled back and runs once more, each work behind a savepoint, so
 * that only the failing one fails.
 *
 * <p>The queue is bounded: when the disk does not keep up, {@link #submit} fails at once instead of
 * filling the memory, and the platform is not given an acknowledgement.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  /** More than this many works in one transaction would make the first of them wait too long. */
  private static final int LARGEST_GROUP = 256;

  private static final int QUEUE = 20_000;

  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Jdbi jdbi;
  private final Thread thread;
  private final LongAdder works = new LongAdder();
  private final LongAdder groups = new LongAdder();
  private volatile boolean closing;
  private volatile boolean stopped;

  GroupCommit(Jdbi jdbi) {
    this.jdbi = jdbi;
    this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  /**
   * Works committed and transactions they took, since the start.
   *
   * @param waiting works not yet taken up
   */
  public record Figures(long works, long groups, int waiting) {}

  Figures figures() {
    return new Figures(works.sum(), groups.sum(), queue.size());
  }

  <T> CompletableFuture<T> submit(Database.Work<T> work) {
    var pending = new Pending<T>(work);
    if (closing) {
      pending.done.completeExceptionally(new StoreException("the store is closing"));
    } else if (!queue.offer(pending)) {
      pending.done.completeExceptionally(
          new StoreException("too many writes wait for the disk (%d)".formatted(QUEUE)));
    } else if (stopped && queue.remove(pending)) {
      // The writer ended between the first look and the offer: nobody would take it up.
      pending.done.completeExceptionally(new StoreException("the store is closed"));
    }
    return pending.done;
  }

  private void run() {
    var group = new ArrayList<Pending<?>>(LARGEST_GROUP);
    Handle handle = null;
    while (true) {
      try {
        if (closing && queue.isEmpty()) {
          break;
        }
        var first = queue.poll(200, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        queue.drainTo(group, LARGEST_GROUP - 1);
        if (handle == null) {
          handle = open();
        }
        commit(handle, group);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (RuntimeException | Error e) {
        // The connection may be beyond use (disk full, input/output error): start with a new one.
        // The writer itself must go on, whatever a work does: without it everybody waits for ever.
        log.atError().setCause(e).addKeyValue("works", group.size()).log("write group failed");
        var failure = e instanceof RuntimeException f ? f : new StoreException("write", e);
        group.forEach(pending -> pending.fail(failure));
        handle = closeQuietly(handle);
      } finally {
        group.clear();
      }
    }
    closeQuietly(handle);
    stopped = true;
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      left.fail(new StoreException("the store is closed"));
    }
  }

  private Handle open() {
    return jdbi.open().setStatementBuilder(new KeptStatements());
  }

  private static @org.jspecify.annotations.Nullable Handle closeQuietly(
      @org.jspecify.annotations.Nullable Handle handle) {
    if (handle != null) {
      try {
        handle.close();
      } catch (RuntimeException e) {
        log.atWarn().setCause(e).log("writer connection did not close");
      }
    }
    return null;
  }

  private void commit(Handle handle, List<Pending<?>> group) {
    handle.begin();
    try {
      group.forEach(pending -> pending.run(handle));
    } catch (RuntimeException e) {
      handle.rollback();
      if (group.size() == 1) {
        group.getFirst().fail(e);
      } else {
        commitWithout(handle, group);
      }
      return;
    }
    finish(handle, group);
  }

  /** Runs the group again, each work behind a savepoint, and commits those that do not fail. */
  private void commitWithout(Handle handle, List<Pending<?>> group) {
    var sound = new ArrayList<Pending<?>>(group.size());
    handle.begin();
    for (var pending : group) {
      handle.execute("SAVEPOINT work");
      try {
        pending.run(handle);
        sound.add(pending);
      } catch (RuntimeException e) {
        handle.execute("ROLLBACK TO SAVEPOINT work");
        pending.fail(e);
      }
      handle.execute("RELEASE SAVEPOINT work");
    }
    finish(handle, sound);
  }

  private void finish(Handle handle, List<Pending<?>> group) {
    try {
      handle.commit();
    } catch (RuntimeException e) {
      rollback(handle, e);
      throw e;
    }
    groups.increment();
    works.add(group.size());
    group.forEach(Pending::succeed);
  }

  private static void rollback(Handle handle, RuntimeException cause) {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Pending<T> {
    private final Database.Work<T> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @org.jspecify.annotations.Nullable T result;

    Pending(Database.Work<T> work) {
      this.work = work;
    }

    void run(Handle handle) {
      result = work.in(handle);
    }

    @SuppressWarnings("NullAway") // a work may return null where T is nullable
    void succeed() {
      done.complete(result);
    }

    void fail(RuntimeException e) {
      done.completeExceptionally(e);
    }
  }
}
