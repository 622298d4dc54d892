package org.qingsheng.knowledge;

import java.util.Collection;

/** The side of the knowledge base on which entries are put in. Thread-safe. */
public interface KnowledgeBase extends Knowledge, AutoCloseable {
  /**
   * Replaces the whole base by these published entries and swaps to them at once; queries running
   * meanwhile see the old base.
   *
   * @param revision what {@link #revision()} says from then on
   */
  void replaceAll(Collection<Entry> published, long revision);

  @Override
  void close();
}
