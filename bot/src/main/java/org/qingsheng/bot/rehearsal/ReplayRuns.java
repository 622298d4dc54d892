package org.qingsheng.bot.rehearsal;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.qingsheng.bot.people.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays that take longer than a page may: run beside, the last few kept. Thread-safe. */
public final class ReplayRuns {
  private static final Logger log = LoggerFactory.getLogger(ReplayRuns.class);
  private static final int KEPT = 4;

  private final Replay replay;
  private final Executor beside;

  /** They take a whole core each; one after the other leaves the rest to live traffic. */
  private final Semaphore one = new Semaphore(1);

  private final Map<Of, Standing> runs = new LinkedHashMap<>();

  /**
   * @param beside where they run
   */
  public ReplayRuns(Replay replay, Executor beside) {
    this.replay = replay;
    this.beside = beside;
  }

  private record Of(LocalDate day, Scope scope) {}

  /** Where a replay stands. */
  public record Standing(boolean running, Optional<Replay.Result> result) {}

  /** Begins one, unless the same is running. */
  public void start(LocalDate day, Scope scope) {
    var of = new Of(day, scope);
    synchronized (runs) {
      var before = runs.get(of);
      if (before != null && before.running()) {
        return;
      }
      runs.remove(of);
      runs.put(of, new Standing(true, Optional.empty()));
      var oldest = runs.entrySet().iterator();
      while (runs.size() > KEPT && oldest.hasNext()) {
        if (!oldest.next().getValue().running()) {
          oldest.remove();
        }
      }
    }
    beside.execute(() -> run(of));
  }

  private void run(Of of) {
    Optional<Replay.Result> result = Optional.empty();
    one.acquireUninterruptibly();
    try {
      result = Optional.of(replay.of(of.day(), of.scope()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("day", of.day()).log("replay failed");
    } finally {
      one.release();
      synchronized (runs) {
        runs.put(of, new Standing(false, result));
      }
    }
  }

  /** Empty when none was begun. */
  public Optional<Standing> of(LocalDate day, Scope scope) {
    synchronized (runs) {
      return Optional.ofNullable(runs.get(new Of(day, scope)));
    }
  }
}
