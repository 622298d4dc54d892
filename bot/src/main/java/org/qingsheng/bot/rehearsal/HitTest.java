package org.qingsheng.bot.rehearsal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/**
 * The hit test (命中测试): what the bot would really do with a question, and how the knowledge base
 * came to its part of it. Thread-safe.
 */
public final class HitTest {
  private final Rehearsal rehearsal;
  private final Knowledge knowledge;
  private final Regions regions;

  public HitTest(Rehearsal rehearsal, Knowledge knowledge, Regions regions) {
    this.rehearsal = rehearsal;
    this.knowledge = knowledge;
    this.regions = regions;
  }

  /** Both sides of one question. */
  public record Result(String question, Rehearsal.Played live, Explanation explanation) {
    /** The best entry that passes the filters. */
    public Optional<Explanation.Candidate> first() {
      return explanation.candidates().stream()
          .filter(each -> each.removedBy().isEmpty())
          .findFirst();
    }

    /** Filters that took something out, each once. */
    public List<String> filters() {
      return explanation.candidates().stream()
          .map(Explanation.Candidate::removedBy)
          .filter(name -> !name.isEmpty())
          .distinct()
          .toList();
    }

    /**
     * Whether what was expected came.
     *
     * @param expected ids of entries; empty when none may answer
     */
    public boolean hits(Set<String> expected) {
      return expected.isEmpty()
          ? live.outcome().kind() != Outcome.Kind.ANSWERED
          : live.outcome().kind() == Outcome.Kind.ANSWERED
              && live.outcome().entries().stream().anyMatch(expected::contains);
    }
  }

  /**
   * @param audience what the asker is known to be; empty for unknown, as live
   */
  public Result of(String question, RegionCode region, Set<String> audience, Instant at) {
    return new Result(
        question,
        rehearsal.play(question, region, at),
        knowledge.explain(new Query(question, regions.path(region), audience, at)));
  }
}
