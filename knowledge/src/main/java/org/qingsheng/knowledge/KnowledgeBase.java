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

  /**
   * Puts some changes on top of what is asked now, in milliseconds. From the return on no question
   * is answered by an earlier version of these entries.
   *
   * @param changed entries as they are now, those that are new included
   * @param removed entries that may answer no more
   * @param revision what {@link #revision()} says from then on
   */
  void publish(Collection<Entry> changed, Collection<EntryId> removed, long revision);

  /**
   * Builds the base anew out of what {@link #publish} has put on top, so that the weights of words
   * are those of the whole base again. Takes as long as {@link #replaceAll}; questions and
   * publications go on meanwhile. Does nothing when nothing was put on top.
   */
  void settle();

  /** Puts these synonyms in use, in the place of those before; effective with the next question. */
  void synonyms(Collection<Synonym> synonyms);

  /** What would be decided if these were the synonyms in use: to look before saving. */
  Decision ask(Query query, Collection<Synonym> synonyms);

  @Override
  void close();
}
