package org.qingsheng.knowledge.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.ranking.Candidate;
import org.qingsheng.knowledge.ranking.Lexicon;
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Tokens;

/**
 * Candidates for one question out of one index: what shares most with it, by BM25. Reads Lucene's
 * postings term by term and adds the scores up itself: for a dozen short terms that takes a third
 * of the time of a disjunction query, and allocates almost nothing. Thread-safe.
 */
final class Retrieval {
  /**
   * Wordings looked at, and entries kept of them; more did not help on the development questions.
   */
  private static final int HITS = 60;

  private static final int CANDIDATES = 30;

  /** Answer texts looked at when the wordings cover little of the question. */
  private static final int ANSWER_HITS = 10;

  /**
   * Entries holding the terms searched for, summed. Terms are taken rarest first until it is spent:
   * the common characters of a large base cost most and tell least, and the ranker counts them
   * anyway. Without a limit the recall of 18,000 entries is the same within a tenth of a point, and
   * a search takes four times as long.
   */
  private static final int BUDGET = 6_000;

  /** The same where answers are all there is: common words tell more than nothing. */
  private static final int ANSWER_BUDGET = 60_000;

  /** Terms searched for whatever they cost. */
  private static final int LEAST_TERMS = 6;

  /** BM25's usual saturation and length normalisation. */
  private static final float K1 = 1.2f;

  private static final float B = 0.75f;

  private final Wordings wordings;
  private final List<LeafReader> leaves;
  private final int[] targets;
  private final int[] entryOfWording;
  private final boolean wordless;

  /**
   * For each document what BM25 makes of its length: {@code k1 * (1 - b + b * length / average)}.
   */
  private final float[] length;

  /** For each wording what a term that occurs once is worth; the same factor for all its terms. */
  private final float[] once;

  /** Mean units of a wording, and of an answer; 0 when there is none. */
  private final double[] average;

  /** That of the last full build. */
  private final Retrieval settled;

  private final ConcurrentLinkedQueue<Accumulator> pool = new ConcurrentLinkedQueue<>();

  /**
   * @param leaves segments; the documents of one are counted on from those before it
   * @param targets for each document the wording number, or -1 - entry number for an answer
   */
  Retrieval(Wordings wordings, List<LeafReader> leaves, int[] targets) {
    this.wordings = wordings;
    this.leaves = leaves;
    this.targets = targets;
    this.entryOfWording = new int[wordings.wordingCount()];
    this.wordless = numbered(0);
    this.length = new float[targets.length];
    this.average = averages();
    this.once = new float[targets.length];
    measure(0);
    this.settled = this;
  }

  /**
   * One that has more behind what the last full build had, and the averages of that build: a
   * publication need not go through a million documents.
   */
  Retrieval(Retrieval before, Wordings wordings, List<LeafReader> leaves, int[] targets) {
    this.settled = before.settled;
    this.wordings = wordings;
    this.leaves = leaves;
    this.targets = targets;
    this.entryOfWording = Arrays.copyOf(settled.entryOfWording, wordings.wordingCount());
    this.wordless = numbered(settled.wordings.entryCount()) || settled.wordless;
    this.length = Arrays.copyOf(settled.length, targets.length);
    this.average = settled.average;
    this.once = Arrays.copyOf(settled.once, targets.length);
    measure(settled.targets.length);
  }

  /** Numbers the wordings of entries from that one on; tells whether one of these has none. */
  private boolean numbered(int fromEntry) {
    boolean some = false;
    for (int e = fromEntry; e < wordings.entryCount(); e++) {
      some |= wordings.firstWording(e) == wordings.firstWording(e + 1);
      Arrays.fill(entryOfWording, wordings.firstWording(e), wordings.firstWording(e + 1), e);
    }
    return some;
  }

  private int units(int doc) {
    int target = targets[doc];
    return target < 0 ? wordings.answerLength(-1 - target) : wordings.profile(target).length();
  }

  private int kind(int doc) {
    return targets[doc] < 0 ? 1 : 0;
  }

  private double[] averages() {
    double[] sum = new double[2];
    int[] count = new int[2];
    for (int doc = 0; doc < targets.length; doc++) {
      sum[kind(doc)] += units(doc);
      count[kind(doc)]++;
    }
    return new double[] {sum[0] / Math.max(1, count[0]), sum[1] / Math.max(1, count[1])};
  }

  private void measure(int fromDoc) {
    for (int doc = fromDoc; doc < targets.length; doc++) {
      double usual = average[kind(doc)] == 0 ? units(doc) : average[kind(doc)];
      length[doc] = K1 * (1 - B + B * (float) (units(doc) / usual));
      once[doc] = (K1 + 1) / (1 + length[doc]);
    }
  }

  /** What shares words with one question, to be asked for candidates and closed. */
  Found find(Tokens question, String key) {
    return new Found(question, key);
  }

  /**
   * The wordings and answers that share words with one question, their scores added up once however
   * often the best of them are asked for. For one thread.
   */
  final class Found implements AutoCloseable {
    private final Tokens question;
    private final String key;
    private @Nullable Accumulator inWordings;
    private @Nullable Accumulator inAnswers;

    private Found(Tokens question, String key) {
      this.question = question;
      this.key = key;
    }

    /**
     * Entries whose wordings share most with the question, and those whose answer does when there
     * are entries without wordings or {@code answersToo} is set.
     *
     * @param allowed which entry numbers may be found; {@code null} for all
     */
    List<Candidate> candidates(boolean answersToo, @Nullable IntPredicate allowed) {
      Map<Integer, float[]> scores = LinkedHashMap.newLinkedHashMap(HITS);
      for (int wording : wordings.exact(key)) {
        if (allowed == null || allowed.test(entryOfWording[wording])) {
          scores.put(entryOfWording[wording], new float[2]);
        }
      }
      if (inWordings == null) {
        inWordings = scored(question, false);
      }
      float best = best(inWordings, 0, HITS, allowed, scores);
      float bestAnswer = 0;
      if (wordless || answersToo) {
        if (inAnswers == null) {
          inAnswers = scored(question, true);
        }
        bestAnswer = best(inAnswers, 1, wordless ? HITS : ANSWER_HITS, allowed, scores);
      }
      return first(CANDIDATES + (answersToo ? ANSWER_HITS : 0), best, bestAnswer, scores);
    }

    @Override
    public void close() {
      giveBack(inWordings);
      giveBack(inAnswers);
    }
  }

  private static List<Candidate> first(
      int most, float best, float bestAnswer, Map<Integer, float[]> scores) {
    var found = new ArrayList<Candidate>(Math.min(scores.size(), most));
    for (Map.Entry<Integer, float[]> each : scores.entrySet()) {
      if (found.size() == most) {
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

  private void giveBack(@Nullable Accumulator accumulator) {
    if (accumulator != null) {
      accumulator.clear();
      pool.add(accumulator);
    }
  }

  private Accumulator scored(Tokens question, boolean inAnswers) {
    Accumulator accumulator = pool.poll();
    if (accumulator == null) {
      accumulator = new Accumulator(targets.length);
    }
    try {
      add(sought(question, inAnswers), inAnswers, accumulator);
    } catch (IOException e) {
      throw new UncheckedIOException("read the index", e);
    }
    return accumulator;
  }

  /** Takes the scores of the best documents over to their entries and returns the best. */
  private float best(
      Accumulator accumulator,
      int place,
      int hits,
      @Nullable IntPredicate allowed,
      Map<Integer, float[]> scores) {
    int size =
        accumulator.best(
            hits,
            place == 1 ? null : once,
            allowed == null ? null : doc -> allowed.test(entryOf(doc)));
    for (int i = 0; i < size; i++) {
      float[] score = scores.computeIfAbsent(entryOf(accumulator.document(i)), _ -> new float[2]);
      score[place] = Math.max(score[place], accumulator.score(i));
    }
    return size == 0 ? 0 : accumulator.score(0);
  }

  private int entryOf(int doc) {
    return targets[doc] < 0 ? -1 - targets[doc] : entryOfWording[targets[doc]];
  }

  private void add(List<Sought> sought, boolean inAnswers, Accumulator accumulator)
      throws IOException {
    int base = 0;
    for (LeafReader leaf : leaves) {
      add(leaf, base, sought, inAnswers, accumulator);
      base += leaf.maxDoc();
    }
  }

  private void add(
      LeafReader leaf, int base, List<Sought> sought, boolean inAnswers, Accumulator accumulator)
      throws IOException {
    TermsEnum units = terms(leaf, inAnswers ? Segment.ANSWER_UNITS : Segment.UNITS);
    TermsEnum concepts = terms(leaf, inAnswers ? Segment.ANSWER_CONCEPTS : Segment.CONCEPTS);
    TermsEnum bigrams = terms(leaf, inAnswers ? Segment.ANSWER_BIGRAMS : Segment.BIGRAMS);
    PostingsEnum postings = null;
    for (Sought each : sought) {
      TermsEnum terms = each.concept() ? concepts : each.bigram() ? bigrams : units;
      if (terms.seekExact(new BytesRef(UnitStream.cut(each.term())))) {
        postings = terms.postings(postings, inAnswers ? PostingsEnum.FREQS : PostingsEnum.NONE);
        if (inAnswers) {
          addSaturated(postings, base, each.weight(), accumulator);
        } else {
          addOnce(postings, base, each.weight(), accumulator);
        }
      }
    }
  }

  private static TermsEnum terms(LeafReader leaf, String field) throws IOException {
    Terms terms = leaf.terms(field);
    return terms == null ? TermsEnum.EMPTY : terms.iterator();
  }

  private static void addOnce(
      PostingsEnum postings, int base, float weight, Accumulator accumulator) throws IOException {
    var block = new DocAndFloatFeatureBuffer();
    if (postings.nextDoc() == DocIdSetIterator.NO_MORE_DOCS) {
      return;
    }
    for (postings.nextPostings(DocIdSetIterator.NO_MORE_DOCS, block);
        block.size > 0;
        postings.nextPostings(DocIdSetIterator.NO_MORE_DOCS, block)) {
      accumulator.addAll(block.docs, block.size, base, weight);
    }
  }

  private void addSaturated(PostingsEnum postings, int base, float weight, Accumulator accumulator)
      throws IOException {
    for (int doc = postings.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = postings.nextDoc()) {
      int times = postings.freq();
      accumulator.add(base + doc, weight * times * (K1 + 1) / (times + length[base + doc]));
    }
  }

  private record Sought(boolean concept, boolean bigram, String term, int count, float weight) {}

  private static final Comparator<Sought> RAREST_FIRST =
      Comparator.comparingInt(Sought::count)
          .thenComparing(Sought::bigram)
          .thenComparing(Sought::term);

  /**
   * Terms that occur in the base, each once, as many as can be afforded. User text is never parsed.
   */
  private List<Sought> sought(Tokens question, boolean inAnswers) {
    Lexicon lexicon = inAnswers ? wordings.answerLexicon() : wordings.lexicon();
    var sought = new ArrayList<Sought>(2 * question.size());
    int before = -1;
    for (int i = 0; i < question.size(); i++) {
      int unit = lexicon.unit(question.unit(i));
      if (unit >= 0) {
        sought.add(
            new Sought(
                false, false, question.unit(i), lexicon.unitCount(unit), lexicon.unitWeight(unit)));
      }
      int bigram = i > 0 && question.joins(i) ? lexicon.bigram(before, unit) : -1;
      if (bigram >= 0) {
        sought.add(
            new Sought(
                false,
                true,
                question.bigram(i),
                lexicon.bigramCount(bigram),
                lexicon.bigramWeight(bigram)));
      }
      before = unit;
    }
    addConcepts(question, inAnswers, sought);
    sought.sort(RAREST_FIRST);
    return affordable(sought, inAnswers && wordless ? ANSWER_BUDGET : BUDGET);
  }

  private void addConcepts(Tokens question, boolean inAnswers, List<Sought> sought) {
    Lexicon lexicon = inAnswers ? wordings.answerConceptLexicon() : wordings.conceptLexicon();
    Tokens concepts = Concepts.named(question);
    for (int i = 0; i < concepts.size(); i++) {
      int concept = lexicon.unit(concepts.unit(i));
      if (concept >= 0) {
        sought.add(
            new Sought(
                true,
                false,
                concepts.unit(i),
                lexicon.unitCount(concept),
                lexicon.unitWeight(concept)));
      }
    }
  }

  private static List<Sought> affordable(List<Sought> sought, int budget) {
    var taken = new ArrayList<Sought>(sought.size());
    int spent = 0;
    for (Sought each : sought) {
      if (!taken.isEmpty() && taken.getLast().equals(each)) {
        continue;
      }
      spent += each.count();
      if (spent > budget && taken.size() >= LEAST_TERMS) {
        break;
      }
      taken.add(each);
    }
    return taken;
  }
}
