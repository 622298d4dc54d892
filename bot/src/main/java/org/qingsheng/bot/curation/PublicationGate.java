package org.qingsheng.bot.curation;

import java.util.Collection;
import org.qingsheng.bot.curation.GoldenSet.Comparison;
import org.qingsheng.bot.curation.GoldenSet.Figures;
import org.qingsheng.knowledge.Entry;

/** Looks at what a publication would do to the golden questions (发布门禁). Thread-safe. */
@FunctionalInterface
public interface PublicationGate {
  /** Nothing is asked, everything passes. */
  PublicationGate OPEN =
      _ ->
          new Comparison(
              new Figures(0, 0, 0), new Figures(0, 0, 0), java.util.List.of(), java.util.List.of());

  /**
   * @param changed entries that would be published together
   */
  Comparison check(Collection<Entry> changed);
}
