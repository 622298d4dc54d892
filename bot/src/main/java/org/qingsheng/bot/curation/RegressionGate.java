package org.qingsheng.bot.curation;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.qingsheng.bot.curation.GoldenSet.Comparison;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.KnowledgeBase;

/**
 * Asks every golden question twice: of what is live, and of the base as it would be after the
 * publication, both by the way of live traffic. Thread-safe.
 */
public final class RegressionGate implements PublicationGate {
  private final RegressionSet questions;
  private final KnowledgeBase base;
  private final InstantSource clock;

  public RegressionGate(RegressionSet questions, KnowledgeBase base, InstantSource clock) {
    this.questions = questions;
    this.base = base;
    this.clock = clock;
  }

  @Override
  public Comparison check(Collection<Entry> changed) {
    var set = questions.inUse();
    if (set.size() == 0) {
      return OPEN.check(changed);
    }
    return base.asIfPublished(
        changed, List.of(), then -> set.compare(base::ask, then::ask, clock.instant()));
  }
}
