package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
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
  static final String UNITS = "u";
  static final String BIGRAMS = "b";
  static final String ANSWER_UNITS = "au";
  static final String ANSWER_BIGRAMS = "ab";

  /** Wording number, or -1 - entry number for an answer. */
  private static final String TARGET = "n";

  private static final double BUFFER_MEGABYTES = 64;
  private static final FieldType TERMS = terms();

  private final Wordings wordings;
  private final Map<EntryId, Entry> byId;
  private final long revision;
  private final Directory directory;
  private final DirectoryReader reader;
  private final Retrieval retrieval;
  private final Spelling spelling;
  private final Runnable whenClosed;

  /** Two last users may both see the count at zero; one of them cleans up. */
  private final AtomicBoolean closed = new AtomicBoolean();

  private Generation(Wordings wordings, long revision, Directory directory, Runnable whenClosed)
      throws IOException {
    this.wordings = wordings;
    this.revision = revision;
    this.directory = directory;
    this.whenClosed = whenClosed;
    this.byId = HashMap.newHashMap(wordings.entryCount());
    for (int e = 0; e < wordings.entryCount(); e++) {
      byId.put(wordings.entry(e).id(), wordings.entry(e));
    }
    write(wordings, directory);
    this.reader = DirectoryReader.open(directory);
    this.spelling = new Spelling(wordings.lexicon(), wordings.entryCount());
    this.retrieval = new Retrieval(wordings, leaf(reader), targets(reader));
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
            .setRAMBufferSizeMB(BUFFER_MEGABYTES);
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

  /** After a forced merge there is one segment, or none when there is no document. */
  private static @Nullable LeafReader leaf(DirectoryReader reader) {
    return reader.leaves().isEmpty() ? null : reader.leaves().getFirst().reader();
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

  /** The question in the base's own words, where it was typed in pinyin or slipped. */
  Normalization understood(String question) {
    Normalization text = Normalization.of(question);
    return wordings.exact(text.key()).length > 0 ? text : spelling.corrected(text);
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
      if (reader.getRefCount() == 0 && closed.compareAndSet(false, true)) {
        directory.close();
        whenClosed.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("close generation " + revision, e);
    }
  }

  /**
   * Entries whose wordings share most with the question, and those whose answer does when there are
   * entries without wordings or {@code answersToo} is set.
   *
   * @param allowed which entry numbers may be found; {@code null} for all
   */
  List<Candidate> candidates(
      Tokens question, String key, boolean answersToo, @Nullable IntPredicate allowed) {
    return retrieval.candidates(question, key, answersToo, allowed);
  }
}
