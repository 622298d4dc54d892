package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.ranking.Candidate;
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

/**
 * One state of the base, complete and unchanging: entries, wordings, Lucene index. In the index
 * each wording is a document with its units in one field and its bigrams in another; each answer
 * text is one with two fields of its own. Entries are answered from memory, nothing is read from
 * stored fields.
 *
 * <p>Counted: whoever uses it calls {@link #acquire} and {@link #release}; when its owner has
 * released it too, the last user closes it and removes its files.
 */
final class Generation {
  private static final String UNITS = "u";
  private static final String BIGRAMS = "b";
  private static final String ANSWER_UNITS = "au";
  private static final String ANSWER_BIGRAMS = "ab";

  /** Wording number, or -1 - entry number for an answer. */
  private static final String TARGET = "n";

  /**
   * Wordings looked at, and entries kept of them; more did not help on the development questions.
   */
  private static final int HITS = 60;

  private static final int CANDIDATES = 30;

  /** Answer texts looked at when the wordings cover little of the question. */
  private static final int ANSWER_HITS = 10;

  private static final FieldType TERMS = terms();

  private final Wordings wordings;
  private final Map<EntryId, Entry> byId;
  private final boolean wordless;
  private final int[] entryOfWording;
  private final long revision;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final int[] targets;
  private final Runnable whenClosed;

  private Generation(Wordings wordings, long revision, Directory directory, Runnable whenClosed)
      throws IOException {
    this.wordings = wordings;
    this.revision = revision;
    this.directory = directory;
    this.whenClosed = whenClosed;
    this.byId = HashMap.newHashMap(wordings.entryCount());
    this.entryOfWording = new int[wordings.wordingCount()];
    boolean some = false;
    for (int e = 0; e < wordings.entryCount(); e++) {
      byId.put(wordings.entry(e).id(), wordings.entry(e));
      some |= wordings.firstWording(e) == wordings.firstWording(e + 1);
      Arrays.fill(entryOfWording, wordings.firstWording(e), wordings.firstWording(e + 1), e);
    }
    this.wordless = some;
    write(wordings, directory);
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    this.targets = targets(reader);
  }

  /**
   * Builds the whole state in {@code directory}, which it then owns.
   *
   * @param whenClosed run once the directory is closed, to remove what lies under it
   */
  static Generation build(
      Collection<Entry> entries, long revision, Directory directory, Runnable whenClosed)
      throws IOException {
    return new Generation(Wordings.of(entries), revision, directory, whenClosed);
  }

  private static FieldType terms() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }

  private static void write(Wordings wordings, Directory directory) throws IOException {
    var config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setMergePolicy(new LogDocMergePolicy())
            .setRAMBufferSizeMB(64);
    try (var writer = new IndexWriter(directory, config)) {
      for (int w = 0; w < wordings.wordingCount(); w++) {
        Tokens tokens = Tokens.of(Normalization.of(wordings.wording(w)));
        writer.addDocument(document(tokens, UNITS, BIGRAMS, w));
      }
      for (int e = 0; e < wordings.entryCount(); e++) {
        Tokens tokens = Wordings.answerTokens(wordings.entry(e));
        if (tokens.size() > 0) {
          writer.addDocument(document(tokens, ANSWER_UNITS, ANSWER_BIGRAMS, -1 - e));
        }
      }
      writer.forceMerge(1);
    }
  }

  private static Document document(Tokens tokens, String units, String bigrams, int target) {
    var document = new Document();
    document.add(new Field(units, new UnitStream(tokens, false), TERMS));
    document.add(new Field(bigrams, new UnitStream(tokens, true), TERMS));
    document.add(new NumericDocValuesField(TARGET, target));
    return document;
  }

  private static int[] targets(DirectoryReader reader) throws IOException {
    int[] targets = new int[reader.maxDoc()];
    NumericDocValues values = MultiDocValues.getNumericValues(reader, TARGET);
    while (values != null && values.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
      targets[values.docID()] = (int) values.longValue();
    }
    return targets;
  }

  Wordings wordings() {
    return wordings;
  }

  long revision() {
    return revision;
  }

  @Nullable Entry entry(EntryId id) {
    return byId.get(id);
  }

  /** Takes part in using this generation; false when it is closed already. */
  boolean acquire() {
    return reader.tryIncRef();
  }

  /** Ends one use; the owner's own is the last. */
  void release() {
    try {
      reader.decRef();
      if (reader.getRefCount() == 0) {
        directory.close();
        whenClosed.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("close generation " + revision, e);
    }
  }

  int entryOf(int wording) {
    return entryOfWording[wording];
  }

  /**
   * Entries whose wordings share most with the question, and those whose answer does when there are
   * entries without wordings or {@code answersToo} is set.
   *
   * @param allowed entry numbers that may be found
   */
  List<Candidate> candidates(
      Tokens question, String key, boolean answersToo, IntPredicate allowed) {
    var scores = new LinkedHashMap<Integer, float[]>();
    for (int wording : wordings.exact(key)) {
      if (allowed.test(entryOf(wording))) {
        scores.put(entryOf(wording), new float[2]);
      }
    }
    float best = collect(question, UNITS, BIGRAMS, HITS, allowed, scores, 0);
    float bestAnswer = 0;
    if (wordless || answersToo) {
      int hits = wordless ? HITS : ANSWER_HITS;
      bestAnswer = collect(question, ANSWER_UNITS, ANSWER_BIGRAMS, hits, allowed, scores, 1);
    }
    var found = new ArrayList<Candidate>(Math.min(scores.size(), CANDIDATES));
    for (Map.Entry<Integer, float[]> each : scores.entrySet()) {
      if (found.size() == CANDIDATES + (answersToo ? ANSWER_HITS : 0)) {
        break;
      }
      var candidate = new Candidate(each.getKey());
      float[] score = each.getValue();
      candidate.engine(
          best == 0 ? 0 : score[0] / best, bestAnswer == 0 ? 0 : score[1] / bestAnswer);
      found.add(candidate);
    }
    return found;
  }

  private float collect(
      Tokens question,
      String units,
      String bigrams,
      int hits,
      IntPredicate allowed,
      Map<Integer, float[]> scores,
      int place) {
    BooleanQuery query = query(question, units, bigrams);
    if (query.clauses().isEmpty() || targets.length == 0) {
      return 0;
    }
    float best = 0;
    for (ScoreDoc hit : search(query, hits, allowed)) {
      best = Math.max(best, hit.score);
      float[] score = scores.computeIfAbsent(entryOfTarget(targets[hit.doc]), _ -> new float[2]);
      score[place] = Math.max(score[place], hit.score);
    }
    return best;
  }

  private ScoreDoc[] search(BooleanQuery query, int hits, IntPredicate allowed) {
    try {
      return searcher.search(
              query, new AllowedHits(hits, doc -> allowed.test(entryOfTarget(targets[doc]))))
          .scoreDocs;
    } catch (IOException e) {
      throw new UncheckedIOException("search generation " + revision, e);
    }
  }

  private int entryOfTarget(int target) {
    return target < 0 ? -1 - target : entryOfWording[target];
  }

  /** Terms that occur in the base, each once. User text is never parsed. */
  private BooleanQuery query(Tokens question, String units, String bigrams) {
    boolean inAnswers = units.equals(ANSWER_UNITS);
    var lexicon = inAnswers ? wordings.answerLexicon() : wordings.lexicon();
    var query = new BooleanQuery.Builder();
    var seen = new java.util.HashSet<String>();
    int before = -1;
    for (int i = 0; i < question.size(); i++) {
      int unit = lexicon.unit(question.unit(i));
      if (unit >= 0 && seen.add(question.unit(i))) {
        add(query, units, question.unit(i));
      }
      if (i > 0 && question.joins(i) && lexicon.bigram(before, unit) >= 0) {
        String bigram = question.bigram(i);
        if (seen.add(bigram + ' ')) {
          add(query, bigrams, bigram);
        }
      }
      before = unit;
    }
    return query.build();
  }

  private static void add(BooleanQuery.Builder query, String field, String term) {
    query.add(new TermQuery(new Term(field, UnitStream.cut(term))), BooleanClause.Occur.SHOULD);
  }
}
