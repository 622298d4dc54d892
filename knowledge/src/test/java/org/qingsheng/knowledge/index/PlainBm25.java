package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

/**
 * What a stock search over the same wordings costs: characters and bigrams in one field, BM25, top
 * 5.
 */
public final class PlainBm25 {
  private static final String FIELD = "t";
  private final IndexSearcher searcher;

  public PlainBm25(List<Entry> entries) {
    var directory = new ByteBuffersDirectory();
    try (var writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (Entry entry : entries) {
        add(writer, entry.question());
        for (String similar : entry.similar()) {
          add(writer, similar);
        }
      }
      writer.forceMerge(1);
      writer.commit();
      searcher = new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(IndexWriter writer, String wording) throws IOException {
    Tokens tokens = Tokens.of(Normalization.of(wording));
    var document = new Document();
    document.add(new TextField(FIELD, new UnitStream(tokens, false)));
    document.add(new TextField(FIELD, new UnitStream(tokens, true)));
    document.add(new Field("w", wording, org.apache.lucene.document.StoredField.TYPE));
    writer.addDocument(document);
  }

  /** Number of hits looked at, their stored wordings read. */
  public int hits(String text) throws IOException {
    Tokens tokens = Tokens.of(Normalization.of(text));
    var query = new BooleanQuery.Builder();
    for (int i = 0; i < tokens.size(); i++) {
      query.add(new TermQuery(new Term(FIELD, tokens.unit(i))), BooleanClause.Occur.SHOULD);
      if (tokens.joins(i)) {
        query.add(new TermQuery(new Term(FIELD, tokens.bigram(i))), BooleanClause.Occur.SHOULD);
      }
    }
    int read = 0;
    for (var hit : searcher.search(query.build(), 5).scoreDocs) {
      read += searcher.storedFields().document(hit.doc).get("w").isEmpty() ? 0 : 1;
    }
    return read;
  }
}
