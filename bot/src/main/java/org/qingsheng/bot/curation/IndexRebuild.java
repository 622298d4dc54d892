package org.qingsheng.bot.curation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.AuditLog;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Building the index anew on demand (重建索引), beside live traffic; one at a time. Thread-safe. */
public final class IndexRebuild {
  private static final Logger log = LoggerFactory.getLogger(IndexRebuild.class);

  private final Runnable rebuild;
  private final AuditLog audit;
  private final Executor beside;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile Optional<Ended> last = Optional.empty();

  /**
   * How the last one ended.
   *
   * @param well whether the new index is in use; if not, the one before still is
   */
  public record Ended(Instant at, boolean well) {}

  /**
   * @param rebuild returns when the new index is in use, throws when it is not
   * @param beside where it runs
   * @param ids makes a new id each time
   */
  public IndexRebuild(
      Runnable rebuild,
      AuditLog audit,
      Executor beside,
      Supplier<String> ids,
      InstantSource clock) {
    this.rebuild = rebuild;
    this.audit = audit;
    this.beside = beside;
    this.ids = ids;
    this.clock = clock;
  }

  /** Begins one unless one is running. */
  public void start(Account by) {
    if (!by.has(Role.ADMIN)) {
      throw new NotAllowed("重建索引需要“%s”角色".formatted(Role.ADMIN.label()));
    }
    if (!running.compareAndSet(false, true)) {
      return;
    }
    audit.record(
        new AuditEvent(
            ids.get(), clock.instant(), Optional.of(by.id()), "knowledge.rebuild", "index", ""));
    beside.execute(this::run);
  }

  private void run() {
    boolean well = false;
    try {
      rebuild.run();
      well = true;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("index not rebuilt, the one before stays");
    } finally {
      last = Optional.of(new Ended(clock.instant(), well));
      running.set(false);
    }
  }

  public boolean running() {
    return running.get();
  }

  public Optional<Ended> last() {
    return last;
  }
}
