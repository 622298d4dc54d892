package org.qingsheng.knowledge;

import java.util.Collection;
import java.util.function.Function;

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

  /**
   * Builds the whole base anew, aside, and swaps to it at once: questions and publications go on
   * meanwhile, and what was published meanwhile is not lost. When building fails, what was live
   * stays.
   *
   * @param published the whole base as it is kept
   * @param revision of what is kept
   */
  void rebuild(Collection<Entry> published, long revision);

  /** Puts these synonyms in use, in the place of those before; effective with the next question. */
  void synonyms(Collection<Synonym> synonyms);

  /** What would be decided if these were the synonyms in use: to look before saving. */
  Decision ask(Query query, Collection<Synonym> synonyms);

  /**
   * Lets somebody ask the base as it would be after {@link #publish} of these changes, by the same
   * path; nobody else sees anything of it, and nothing of it stays.
   *
   * @param use must not keep what it is handed
   */
  <T> T asIfPublished(
      Collection<Entry> changed, Collection<EntryId> removed, Function<Knowledge, T> use);

  @Override
  void close();
}
