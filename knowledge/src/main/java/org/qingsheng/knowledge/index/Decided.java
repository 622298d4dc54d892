package org.qingsheng.knowledge.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.ranking.RankingModel;

/**
 * What one generation decided about the questions asked of it most: people ask the same things, in
 * the same words when they tap a suggestion, and when a notice has just gone round. Goes with its
 * generation, so that nothing outlives a publication. Thread-safe.
 */
final class Decided {
  /** Questions remembered; with their decisions they take less than a megabyte. */
  private static final int MOST = 1_000;

  /** Longer ones are stories that nobody tells twice. */
  private static final int LONGEST = 60;

  private final Cache<Key, Decision> decisions =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /**
   * All that a decision of one generation depends on.
   *
   * @param vocabulary by identity: there is one until the next is set
   * @param model by identity, too: comparing the numbers in it would take longer than deciding
   */
  private record Key(
      String text,
      List<RegionCode> regions,
      Set<String> audience,
      LocalDate day,
      Vocabulary vocabulary,
      This model) {}

  /** Equal to itself only. */
  private record This(Object object) {
    @Override
    @SuppressWarnings("ReferenceEquality") // that is what it is for
    public boolean equals(@Nullable Object other) {
      return other instanceof This(var its) && its == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  Decision get(
      Query query, Vocabulary vocabulary, RankingModel model, Supplier<Decision> otherwise) {
    if (query.text().length() > LONGEST) {
      return otherwise.get();
    }
    var key =
        new Key(
            query.text(),
            query.regions(),
            query.audience(),
            Scope.day(query),
            vocabulary,
            new This(model));
    Decision known = decisions.getIfPresent(key);
    if (known != null) {
      return known;
    }
    Decision decided = otherwise.get();
    decisions.put(key, decided);
    return decided;
  }
}
