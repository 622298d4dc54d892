package org.qingsheng.knowledge.index;

import java.util.List;
import org.qingsheng.knowledge.ranking.Candidate;
import org.qingsheng.knowledge.ranking.Comparison;
import org.qingsheng.knowledge.ranking.Wordings;

/**
 * What a question was compared with, before anything was decided.
 *
 * @param exact whether the question is a wording of the base
 */
public record Examined(
    Wordings base, Comparison comparison, List<Candidate> candidates, boolean exact) {
  public Examined {
    candidates = List.copyOf(candidates);
  }
}
