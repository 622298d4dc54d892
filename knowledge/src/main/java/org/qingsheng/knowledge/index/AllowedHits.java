package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.util.Collection;
import java.util.function.IntPredicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FilterCollector;
import org.apache.lucene.search.FilterLeafCollector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;

/**
 * The best hits among the allowed documents. Documents that are not allowed never enter the queue,
 * so they cannot push an allowed one out.
 */
final class AllowedHits implements CollectorManager<Collector, TopDocs> {
  private final TopScoreDocCollectorManager top;
  private final IntPredicate allowed;
  private final java.util.List<TopScoreDocCollector> made = new java.util.ArrayList<>(1);

  AllowedHits(int hits, IntPredicate allowed) {
    this.top = new TopScoreDocCollectorManager(hits, null, hits);
    this.allowed = allowed;
  }

  @Override
  public Collector newCollector() {
    TopScoreDocCollector collector = top.newCollector();
    made.add(collector);
    return new FilterCollector(collector) {
      @Override
      public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
        int base = context.docBase;
        return new FilterLeafCollector(super.getLeafCollector(context)) {
          @Override
          public void collect(int doc) throws IOException {
            if (allowed.test(base + doc)) {
              in.collect(doc);
            }
          }
        };
      }
    };
  }

  @Override
  public TopDocs reduce(Collection<Collector> collectors) throws IOException {
    return top.reduce(made);
  }
}
