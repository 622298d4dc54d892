package org.qingsheng.knowledge.index;

import java.util.Optional;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.ranking.RankingModel;

/** A generation that is not live, asked as the live one is. Thread-safe while it is held. */
record Tried(Generation generation, RankingModel model, Vocabulary vocabulary)
    implements Knowledge {
  @Override
  public Decision ask(Query query) {
    return new Asking(generation, model, vocabulary, query).decide();
  }

  @Override
  public Explanation explain(Query query) {
    return new Asking(generation, model, vocabulary, query).explain();
  }

  @Override
  public Optional<Entry> entry(EntryId id) {
    return generation.entry(id);
  }

  @Override
  public long revision() {
    return generation.revision();
  }
}
