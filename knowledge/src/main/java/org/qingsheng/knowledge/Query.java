package org.qingsheng.knowledge;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One question put to the knowledge base.
 *
 * @param text as it was said, not normalised
 * @param regions where the asker is, nearest first and ending with {@link RegionCode#NATION}; only
 *     entries of one of these regions may answer
 * @param audience what the asker is known to be; empty when unknown
 * @param at the moment for which validity is judged
 */
public record Query(String text, List<RegionCode> regions, Set<String> audience, Instant at) {
  public Query {
    regions = List.copyOf(regions);
    audience = Set.copyOf(audience);
    if (regions.isEmpty()) {
      throw new IllegalArgumentException("a query needs at least one region");
    }
  }
}
