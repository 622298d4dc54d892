package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

/**
 * One state of the base, complete and unchanging: entries, wordings, Lucene index. Entries are
 * answered from memory, nothing is read from stored fields.
 *
 * <p>A settled generation is built from nothing and stands on one {@link Segment}. One that follows
 * it with a few entries changed shares that segment and has a second, small one for what is new; so
 * a publication takes milliseconds, and the trained weights are those of the settled one until the
 * next is built.
 *
 * <p>Counted: whoever uses it calls {@link #acquire} and {@link #release}; the owner's own use is
 * the last.
 */
final class Generation {
  private final Wordings wordings;
  private final long revision;
  private final List<Segment> segments;
  private final int settledWordings;
  private final int settledEntries;
  private final Retrieval retrieval;
  private final Spelling spelling;
  private final Decided decided = new Decided();
  private final AtomicInteger users = new AtomicInteger(1);

  private Generation(
      Wordings wordings,
      long revision,
      List<Segment> segments,
      int settledWordings,
      int settledEntries,
      Spelling spelling,
      @Nullable Retrieval before) {
    this.wordings = wordings;
    this.revision = revision;
    this.segments = List.copyOf(segments);
    this.settledWordings = settledWordings;
    this.settledEntries = settledEntries;
    this.spelling = spelling;
    var leaves = new ArrayList<LeafReader>();
    int[] targets = {};
    for (Segment segment : segments) {
      leaves.addAll(segment.leaves());
      targets = joined(targets, segment.targets());
    }
    this.retrieval =
        before == null
            ? new Retrieval(wordings, leaves, targets)
            : new Retrieval(before, wordings, leaves, targets);
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  /**
   * Builds the whole state in {@code directory}, which it then owns.
   *
   * @param whenClosed run once the directory is closed, to remove what lies under it; when building
   *     fails, too
   */
  static Generation build(
      Wordings wordings, long revision, Directory directory, Runnable whenClosed)
      throws IOException {
    return new Generation(
        wordings,
        revision,
        List.of(Segment.write(wordings, 0, 0, directory, whenClosed)),
        wordings.wordingCount(),
        wordings.entryCount(),
        new Spelling(
            wordings.lexicon(),
            wordings.entryCount(),
            Abbreviations.of(wordings.entryCount(), wordings::entry)),
        null);
  }

  /** This state with some entries changed, added or taken down; shares all the rest. */
  Generation with(Collection<Entry> changed, Collection<EntryId> removed, long next)
      throws IOException {
    Wordings now = wordings.with(changed, removed);
    Segment recent =
        Segment.write(now, settledWordings, settledEntries, new ByteBuffersDirectory(), () -> {});
    Segment settled = segments.getFirst();
    settled.hold();
    return new Generation(
        now,
        next,
        List.of(settled, recent),
        settledWordings,
        settledEntries,
        spelling.with(now.lexicon()),
        retrieval);
  }

  /** How many entries were put behind the settled ones. */
  int unsettled() {
    return wordings.entryCount() - settledEntries + (wordings.anyGone() ? 1 : 0);
  }

  Wordings wordings() {
    return wordings;
  }

  Decided decided() {
    return decided;
  }

  List<Entry> entries() {
    return wordings.present();
  }

  /**
   * The question in the base's own words, where it has a synonym in it, was typed in pinyin or
   * slipped. What is a wording as it stands is not touched.
   */
  Normalization understood(String question, Vocabulary vocabulary, List<RegionCode> regions) {
    Normalization text = Normalization.of(question);
    if (wordings.exact(text.key()).length > 0) {
      return text;
    }
    return spelling.corrected(vocabulary.applied(text, regions));
  }

  /** Entries in scope of which that is a wording, those of the nearest region only. */
  List<Entry> saying(String question, Scope scope) {
    var nearest = new LinkedHashSet<Entry>();
    int least = Integer.MAX_VALUE;
    for (int wording : wordings.exact(Normalization.of(question).key())) {
      Entry entry = wordings.entry(wordings.entryOf(wording));
      int distance = scope.distance(entry);
      if (distance <= least && scope.allows(entry) && !scope.isForgotten(entry)) {
        if (distance < least) {
          nearest.clear();
          least = distance;
        }
        nearest.add(entry);
      }
    }
    return List.copyOf(nearest);
  }

  long revision() {
    return revision;
  }

  Optional<Entry> entry(EntryId id) {
    return wordings.entry(id);
  }

  /** Takes part in using this generation; false when it is closed already. */
  boolean acquire() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** Ends one use; the owner's own is the last. */
  void release() {
    if (users.decrementAndGet() == 0) {
      segments.forEach(Segment::release);
    }
  }

  /** What shares words with a question; to be closed before this generation is released. */
  Retrieval.Found find(Tokens question, String key) {
    return retrieval.find(question, key);
  }

  /**
   * Which of these entry numbers still mean something.
   *
   * @param allowed {@code null} for all
   * @return {@code null} for all
   */
  @Nullable IntPredicate present(@Nullable IntPredicate allowed) {
    return wordings.anyGone()
        ? e -> !wordings.isGone(e) && (allowed == null || allowed.test(e))
        : allowed;
  }
}
