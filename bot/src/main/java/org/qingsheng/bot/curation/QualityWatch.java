package org.qingsheng.bot.curation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.evaluation.Quality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How good the live base is (知识库质量), computed beside everything else, once for each state of base,
 * golden questions and synonyms, and only after somebody wanted to know. Thread-safe.
 */
public final class QualityWatch {
  private static final Logger log = LoggerFactory.getLogger(QualityWatch.class);

  private final RegressionSet questions;
  private final KnowledgeBase base;
  private final Words words;
  private final Executor beside;
  private final InstantSource clock;
  private final AtomicReference<Optional<Report>> last = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean wanted;

  /**
   * @param beside where it is computed
   */
  public QualityWatch(
      RegressionSet questions,
      KnowledgeBase base,
      Words words,
      Executor beside,
      InstantSource clock) {
    this.questions = questions;
    this.base = base;
    this.words = words;
    this.beside = beside;
    this.clock = clock;
  }

  /** What a result holds for. */
  private record Of(long revision, String stamp, List<Synonym> synonyms) {}

  /**
   * A result.
   *
   * @param quality over the questions the calibration was not fitted to
   * @param all the decisions on every question in use
   * @param cases those of the failures, by id
   * @param fitted how many questions were left out of {@code quality}
   */
  public record Report(
      Quality quality,
      GoldenSet.Comparison all,
      Map<String, GoldenCase> cases,
      int fitted,
      long revision,
      Instant at,
      Object of) {}

  /**
   * What the page shows.
   *
   * @param report the newest there is
   * @param current whether it is of what is live now; if not, the next is on its way
   */
  public record Standing(Optional<Report> report, boolean current) {}

  /** The newest result; asks for a new one when it is of an earlier state. */
  public Standing now() {
    wanted = true;
    var report = last.get();
    boolean current = report.map(found -> found.of().equals(state())).orElse(false);
    if (!current) {
      begin();
    }
    return new Standing(report, current);
  }

  /** Looks now and then whether there is something new to compute. */
  public void look() {
    if (wanted && last.get().map(found -> !found.of().equals(state())).orElse(true)) {
      begin();
    }
  }

  private Of state() {
    return new Of(base.revision(), questions.stamp(), words.used());
  }

  private void begin() {
    if (running.compareAndSet(false, true)) {
      beside.execute(() -> {
        try {
          last.set(Optional.of(compute()));
        } catch (RuntimeException e) {
          log.atError().setCause(e).log("quality of the base not computed");
        } finally {
          running.set(false);
        }
      });
    }
  }

  private Report compute() {
    var of = state();
    var at = clock.instant();
    var unseen = questions.unseen();
    var byId = new HashMap<String, GoldenCase>();
    unseen.cases().forEach(each -> byId.put(each.id(), each));
    var quality =
        Quality.of(
            base,
            unseen.cases().stream()
                .map(each ->
                    new Quality.Labelled(
                        each.id(),
                        unseen.query(each, at),
                        java.util.Set.copyOf(each.expected()),
                        each.expected().isEmpty() ? "out" : "in"))
                .toList());
    var inUse = questions.inUse();
    return new Report(
        quality,
        inUse.compare(base::ask, base::ask, at),
        Map.copyOf(byId),
        inUse.size() - unseen.size(),
        of.revision(),
        at,
        of);
  }
}
