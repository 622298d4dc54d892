package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

/**
 * One Lucene index, written once and never changed: each wording is a document with its units in
 * one field and its bigrams in another; each answer text is one with two fields of its own. Shared
 * and counted by the generations that stand on it; with the last of them it is closed and its files
 * are removed.
 */
final class Segment {
  /** Names of the fields, all of them. */
  static final String UNITS = "u";

  static final String BIGRAMS = "b";
  static final String CONCEPTS = "c";
  static final String ANSWER_CONCEPTS = "ac";
  static final String ANSWER_UNITS = "au";
  static final String ANSWER_BIGRAMS = "ab";

  /** Wording number, or -1 - entry number for an answer. */
  private static final String TARGET = "n";

  private static final double BUFFER_MEGABYTES = 64;
  private static final FieldType TERMS = terms();

  private final Directory directory;
  private final DirectoryReader reader;
  private final int[] targets;
  private final Runnable whenClosed;
  private final AtomicInteger holders = new AtomicInteger(1);

  private Segment(Directory directory, DirectoryReader reader, Runnable whenClosed)
      throws IOException {
    this.directory = directory;
    this.reader = reader;
    this.targets = targets(reader);
    this.whenClosed = whenClosed;
  }

  private static FieldType terms() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }

  /**
   * Writes wordings and answers from these numbers on into {@code directory}, which it then owns.
   *
   * @param whenClosed run once the directory is closed, to remove what lies under it; when writing
   *     fails, too
   */
  static Segment write(
      Wordings wordings, int fromWording, int fromEntry, Directory directory, Runnable whenClosed)
      throws IOException {
    try {
      write(wordings, fromWording, fromEntry, directory);
      return new Segment(directory, DirectoryReader.open(directory), whenClosed);
    } catch (IOException | RuntimeException e) {
      directory.close();
      whenClosed.run();
      throw e;
    }
  }

  private static void write(Wordings wordings, int fromWording, int fromEntry, Directory directory)
      throws IOException {
    var config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setMergePolicy(new LogDocMergePolicy())
            .setRAMBufferSizeMB(BUFFER_MEGABYTES);
    try (var writer = new IndexWriter(directory, config)) {
      for (int w = fromWording; w < wordings.wordingCount(); w++) {
        Tokens tokens = Tokens.of(Normalization.of(wordings.wording(w)));
        Document document = document(tokens, UNITS, BIGRAMS, w);
        document.add(concepts(tokens, CONCEPTS));
        writer.addDocument(document);
      }
      for (int e = fromEntry; e < wordings.entryCount(); e++) {
        Tokens tokens = Wordings.answerTokens(wordings.entry(e));
        if (tokens.size() > 0) {
          Document document = document(tokens, ANSWER_UNITS, ANSWER_BIGRAMS, -1 - e);
          document.add(concepts(tokens, ANSWER_CONCEPTS));
          writer.addDocument(document);
        }
      }
      writer.forceMerge(1);
    }
  }

  private static Field concepts(Tokens tokens, String field) {
    return new Field(field, new UnitStream(Concepts.named(tokens), false), TERMS);
  }

  private static Document document(Tokens tokens, String units, String bigrams, int target) {
    var document = new Document();
    document.add(new Field(units, new UnitStream(tokens, false), TERMS));
    document.add(new Field(bigrams, new UnitStream(tokens, true), TERMS));
    document.add(new NumericDocValuesField(TARGET, target));
    return document;
  }

  /** One after the forced merge, none when there is no document. */
  List<LeafReader> leaves() {
    return reader.leaves().stream().map(leaf -> leaf.reader()).toList();
  }

  /**
   * For each document the wording number, or -1 - entry number for an answer. Not to be changed.
   */
  int[] targets() {
    return targets;
  }

  private static int[] targets(DirectoryReader reader) throws IOException {
    int[] targets = new int[reader.maxDoc()];
    NumericDocValues values = MultiDocValues.getNumericValues(reader, TARGET);
    while (values != null && values.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
      targets[values.docID()] = (int) values.longValue();
    }
    return targets;
  }

  /** One more generation stands on it; only while another does. */
  void hold() {
    holders.incrementAndGet();
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      try {
        reader.close();
        directory.close();
      } catch (IOException e) {
        throw new UncheckedIOException("close an index", e);
      } finally {
        whenClosed.run();
      }
    }
  }
}
