package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Wordings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The knowledge base over Lucene. Holds one live {@link Generation}; {@link #replaceAll} and {@link
 * #settle} build the next aside and swap, {@link #publish} puts a few changes on top. Thread-safe:
 * any number of threads ask while one publishes.
 *
 * <p>The index folder holds nothing that is not derived: it may be deleted or damaged while nothing
 * runs, and is cleared and built anew by the next {@link #replaceAll}. When it cannot be written
 * the index is kept in memory and a warning is logged.
 */
public final class LuceneKnowledge implements KnowledgeBase {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneKnowledge.class);
  private static final String PREFIX = "generation-";

  private final @Nullable Path folder;
  private volatile RankingModel model;
  private final AtomicLong counter = new AtomicLong();
  private final Object publishing = new Object();

  /** Held while a settled generation is built; publishing goes on meanwhile. */
  private final Object settling = new Object();

  private final Learned learned = new Learned();
  private volatile Generation live;
  private volatile Vocabulary vocabulary = Vocabulary.EMPTY;
  private volatile boolean closed;

  /** Keeps its index under {@code indexFolder}; leftovers of an earlier run there are removed. */
  public LuceneKnowledge(Path indexFolder, RankingModel model) {
    this(model, indexFolder);
    clear(indexFolder);
  }

  private LuceneKnowledge(RankingModel model, @Nullable Path folder) {
    this.folder = folder;
    this.model = model;
    this.live = inMemory(Wordings.of(List.of()), 0);
  }

  /** Keeps its index in memory: for evaluation and tests. */
  public static LuceneKnowledge inMemory(RankingModel model) {
    return new LuceneKnowledge(model, null);
  }

  /** A base compared and trained already, in memory; it may be shared with others. */
  public static LuceneKnowledge over(RankingModel model, Wordings wordings) {
    var knowledge = new LuceneKnowledge(model, null);
    knowledge.live.release();
    knowledge.live = inMemory(wordings, 1);
    return knowledge;
  }

  /** The same question asked again on the same day is not searched for again. */
  @Override
  public Decision ask(Query query) {
    Vocabulary words = vocabulary;
    RankingModel judge = model;
    return onLive(generation ->
        generation
            .decided()
            .get(query, words, judge, () -> new Asking(generation, judge, words, query).decide()));
  }

  @Override
  public Explanation explain(Query query) {
    return onLive(g -> new Asking(g, model, vocabulary, query).explain());
  }

  @Override
  public void synonyms(Collection<Synonym> synonyms) {
    vocabulary = new Vocabulary(synonyms);
  }

  @Override
  public Decision ask(Query query, Collection<Synonym> synonyms) {
    var tried = new Vocabulary(synonyms);
    return onLive(g -> new Asking(g, model, tried, query).decide());
  }

  @Override
  public <T> T asIfPublished(
      Collection<Entry> changed, Collection<EntryId> removed, Function<Knowledge, T> use) {
    Generation then = onLive(g -> with(g, changed, removed, g.revision()));
    try {
      return use.apply(new Tried(then, model, vocabulary));
    } finally {
      then.release();
    }
  }

  /** Decides by another model from the next question on. */
  public void use(RankingModel other) {
    model = other;
  }

  /** The model that decides now. */
  public RankingModel model() {
    return model;
  }

  /** The compared candidates of a question, for training; the same path as {@link #ask}. */
  public Examined examine(Query query) {
    return onLive(g -> new Asking(g, model, vocabulary, query).examined());
  }

  @Override
  public Optional<Entry> entry(EntryId id) {
    return live.entry(id);
  }

  /** An own question is found by its words alone; only where that tells nothing it is asked. */
  @Override
  public Optional<Entry> standing(EntryId id, List<RegionCode> regions, Instant at) {
    return onLive(generation -> {
      Entry entry = generation.entry(id).orElse(null);
      if (entry == null) {
        return Optional.empty();
      }
      var query = new Query(entry.question(), regions, Set.of(), at);
      List<Entry> nearest = generation.saying(entry.question(), Scope.of(query));
      if (!nearest.isEmpty()) {
        return nearest.size() == 1 ? Optional.of(nearest.getFirst()) : Optional.empty();
      }
      return new Asking(generation, model, vocabulary, query).decide()
              instanceof Decision.Answer(var match)
          ? Optional.of(match.entry())
          : Optional.empty();
    });
  }

  @Override
  public long revision() {
    return live.revision();
  }

  /** The state being asked right now, for training and benchmarks of the same module. */
  <T> T onLive(Function<Generation, T> use) {
    while (true) {
      Generation current = live;
      if (current.acquire()) {
        try {
          return use.apply(current);
        } finally {
          current.release();
        }
      }
      requireOpen();
    }
  }

  @Override
  public void publish(Collection<Entry> changed, Collection<EntryId> removed, long revision) {
    synchronized (publishing) {
      requireOpen();
      swap(with(live, changed, removed, revision));
    }
    LOG.atInfo()
        .addKeyValue("changed", changed.size())
        .addKeyValue("removed", removed.size())
        .addKeyValue("revision", revision)
        .log("knowledge published");
  }

  private static Generation with(
      Generation on, Collection<Entry> changed, Collection<EntryId> removed, long revision) {
    try {
      return on.with(changed, removed, revision);
    } catch (IOException e) {
      throw new UncheckedIOException("index the changed entries", e);
    }
  }

  @Override
  public void settle() {
    synchronized (settling) {
      Generation before = live;
      if (before.unsettled() == 0) {
        return;
      }
      anew(byId(before.entries()), before.revision());
    }
    LOG.atInfo().addKeyValue("revision", revision()).log("knowledge settled");
  }

  @Override
  public void rebuild(Collection<Entry> published, long revision) {
    synchronized (settling) {
      requireOpen();
      anew(byId(published), revision);
    }
    LOG.atInfo()
        .addKeyValue("entries", published.size())
        .addKeyValue("revision", revision())
        .log("knowledge rebuilt");
  }

  /** Under the settling lock. */
  private void anew(Map<EntryId, Entry> then, long revision) {
    Generation settled = build(then.values(), revision);
    synchronized (publishing) {
      if (closed) {
        settled.release();
        return;
      }
      swap(caughtUp(settled, then));
    }
  }

  /** What was published while the settled generation was being built is put on top of it. */
  private Generation caughtUp(Generation settled, Map<EntryId, Entry> then) {
    if (live.revision() <= settled.revision()) {
      return settled;
    }
    Map<EntryId, Entry> now = byId(live.entries());
    List<Entry> changed =
        now.values().stream().filter(entry -> !entry.equals(then.get(entry.id()))).toList();
    List<EntryId> removed = then.keySet().stream().filter(id -> !now.containsKey(id)).toList();
    Generation caughtUp = with(settled, changed, removed, live.revision());
    settled.release();
    return caughtUp;
  }

  /** In the order of ids, so that the same base is numbered the same everywhere. */
  private static Map<EntryId, Entry> byId(Collection<Entry> entries) {
    var byId = new TreeMap<EntryId, Entry>();
    entries.forEach(entry -> byId.put(entry.id(), entry));
    return byId;
  }

  /** Under the publishing lock. */
  private void swap(Generation next) {
    Generation previous = live;
    live = next;
    previous.release();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the knowledge base is closed");
    }
  }

  @Override
  public void replaceAll(Collection<Entry> published, long revision) {
    synchronized (publishing) {
      requireOpen();
      swap(build(published, revision));
    }
    LOG.atInfo()
        .addKeyValue("entries", published.size())
        .addKeyValue("revision", revision)
        .log("knowledge published");
  }

  private Generation build(Collection<Entry> published, long revision) {
    if (folder != null) {
      Path own = folder.resolve(PREFIX + counter.incrementAndGet());
      try {
        remove(own);
        Files.createDirectories(own);
        return Generation.build(
            wordings(published), revision, new MMapDirectory(own), () -> remove(own));
      } catch (RuntimeException e) {
        remove(own);
        throw e;
      } catch (IOException e) {
        LOG.atWarn().setCause(e).log("index folder not usable, index kept in memory");
      }
    }
    return inMemory(wordings(published), revision);
  }

  private Wordings wordings(Collection<Entry> published) {
    synchronized (learned) {
      return Wordings.of(published, learned.vectorsFor(published));
    }
  }

  private static Generation inMemory(Wordings wordings, long revision) {
    Directory memory = new ByteBuffersDirectory();
    try {
      return Generation.build(wordings, revision, memory, () -> {});
    } catch (IOException e) {
      throw new UncheckedIOException("build index in memory", e);
    }
  }

  private static void clear(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> children = Files.list(folder)) {
      children
          .filter(p -> p.getFileName().toString().startsWith(PREFIX))
          .forEach(LuceneKnowledge::remove);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("index folder not cleared");
    }
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("index files not removed");
    }
  }

  @Override
  public void close() {
    synchronized (publishing) {
      if (!closed) {
        closed = true;
        live.release();
      }
    }
  }
}
