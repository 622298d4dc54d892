package org.qingsheng.knowledge.ranking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Quantity;
import org.qingsheng.knowledge.text.Tokens;
import org.qingsheng.knowledge.vectors.FixedVectors;
import org.qingsheng.knowledge.vectors.GramVectors;

/**
 * Compares one question with entries of one base. Holds the question's profile and scratch space;
 * made for each question, used by one thread.
 */
public final class Comparison {
  /** Candidates that are aligned; the right one is nearly always among the first five. */
  private static final int ALIGNED = 12;

  private static final Aligned UNALIGNED = new Aligned(0, 0, 0, 0);

  private final Wordings base;
  private final Profile question;
  private final Profile answerView;
  private final Overlap units = new Overlap();
  private final Overlap pairs = new Overlap();
  private final Numbers.Sought soughtUnits;
  private final Numbers.Sought soughtBigrams;
  private final float unitMass;
  private final float pairMass;
  private final Sequence sequence;
  private final int[] vector = new int[GramVectors.WIDTH];
  private final Alignment alignment;
  private final ConceptComparison concepts;

  /** Whether it names a company or product that the base never does. */
  private final boolean foreignBrand;

  /** By wording: searched twice, it is compared once. */
  private final Map<Integer, Aligned> aligned = new HashMap<>();

  /** The features of alignment with one wording. */
  private record Aligned(float recall, float precision, float replaced, float replacedFar) {}

  private final List<List<String>> groups;

  public Comparison(Wordings base, Normalization text, Tokens tokens) {
    this.base = base;
    this.question = Profile.of(text, tokens, base.lexicon());
    this.soughtUnits = new Numbers.Sought(question.units, base.lexicon().unitWeights());
    this.soughtBigrams = new Numbers.Sought(question.bigrams, base.lexicon().bigramWeights());
    this.answerView = Profile.ofAnswer(tokens, base.answerLexicon());
    this.unitMass = question.unitMass + question.unknownUnitMass;
    this.pairMass = question.bigramMass + question.unknownBigramMass;
    this.sequence = new Sequence(question.sequence);
    FixedVectors.fixed(base.grams().of(tokens), 0, vector, 0);
    long[] hashes = new long[tokens.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = GramVectors.unit(tokens.unit(i));
    }
    this.alignment = new Alignment(base, question, hashes);
    this.concepts = new ConceptComparison(base.concepts(), Concepts.of(tokens));
    this.groups = Groups.in(text.text());
    this.foreignBrand = base.isAnyForeign(question.brands);
  }

  /** What the base is like as a whole. */
  BaseShape shape() {
    return base.shape();
  }

  public Profile question() {
    return question;
  }

  /** Part of the question's weight that the base has never seen. */
  float unknownUnits() {
    return ratio(question.unknownUnitMass, unitMass);
  }

  float unknownBigrams() {
    return ratio(question.unknownBigramMass, pairMass);
  }

  /** Fills the features of {@code candidate} but the engine's, and its closest wording. */
  public void fill(Candidate candidate) {
    int entry = candidate.entry();
    int from = base.firstWording(entry);
    int to = base.firstWording(entry + 1);
    float[] out = candidate.features;
    answer(entry, out);
    if (from == to) {
      set(out, Feature.WORDLESS, 1);
      return;
    }
    int best = closest(from, to, out);
    candidate.wording = best;
    vectors(entry, from, to, best, out);
    concepts.fill(from, to, out);
    set(out, Feature.STANDARD_QUESTION, best == from ? 1 : 0);
    set(out, Feature.WORDING_COUNT, Math.min(1f, (to - from) / 10f));
    detail(base.profile(best), out);
    candidate.foreign = !groups.isEmpty() && Groups.anyMissing(groups, base.entry(entry));
    candidate.opposed = question.form.opposes(base.profile(best).form);
  }

  /**
   * Fills the features of alignment, which cost most, for the {@value #ALIGNED} nearest of these
   * compared candidates; the others keep 0.
   */
  public void align(List<Candidate> compared) {
    Candidate[] nearest = new Candidate[ALIGNED + 1];
    int size = 0;
    for (Candidate each : compared) {
      set(each, UNALIGNED);
      if (each.wording >= 0) {
        int at = size;
        while (at > 0 && isNearer(each, nearest[at - 1])) {
          nearest[at] = nearest[at - 1];
          at--;
        }
        nearest[at] = each;
        size = Math.min(size + 1, ALIGNED);
      }
    }
    for (int i = 0; i < size; i++) {
      align(nearest[i]);
    }
  }

  private static boolean isNearer(Candidate one, Candidate other) {
    float a = one.feature(Feature.TOP_THREE) + one.feature(Feature.VECTOR_TOP_THREE);
    float b = other.feature(Feature.TOP_THREE) + other.feature(Feature.VECTOR_TOP_THREE);
    return a > b || (a == b && one.entry() < other.entry());
  }

  private void align(Candidate candidate) {
    set(candidate, aligned.computeIfAbsent(candidate.wording, this::aligned));
  }

  private Aligned aligned(int wording) {
    alignment.compare(base.profile(wording).sequence);
    return new Aligned(
        alignment.recall,
        alignment.precision,
        alignment.replaced,
        alignment.replaced * (1 - alignment.replacedNearness));
  }

  private static void set(Candidate candidate, Aligned as) {
    float[] out = candidate.features;
    set(out, Feature.SOFT_RECALL, as.recall);
    set(out, Feature.SOFT_PRECISION, as.precision);
    set(out, Feature.REPLACED, as.replaced);
    set(out, Feature.REPLACED_FAR, as.replacedFar);
  }

  private int closest(int from, int to, float[] out) {
    int best = from;
    float first = -1;
    float second = 0;
    float third = 0;
    soughtUnits.met = 0;
    for (int w = from; w < to; w++) {
      float sharedUnits = base.units().shared(w, soughtUnits);
      float sharedPairs = base.bigrams().shared(w, soughtBigrams);
      float closeness =
          0.5f * cosine(sharedUnits, unitMass, base.unitMass(w))
              + 0.5f * cosine(sharedPairs, pairMass, base.bigramMass(w));
      if (closeness > first) {
        third = second;
        second = Math.max(0, first);
        first = closeness;
        best = w;
      } else if (closeness > second) {
        third = second;
        second = closeness;
      } else if (closeness > third) {
        third = closeness;
      }
    }
    set(out, Feature.TOP_THREE, (first + second + third) / Math.min(3, to - from));
    set(out, Feature.SECOND_WORDING, second);
    set(out, Feature.ENTRY_UNIT_RECALL, ratio(massOf(soughtUnits.met), unitMass));
    return best;
  }

  private void vectors(int entry, int from, int to, int closest, float[] out) {
    float first = 0;
    float second = 0;
    float third = 0;
    for (int w = from; w < to; w++) {
      float near = Math.max(0, base.nearness(vector, w));
      if (w == closest) {
        set(out, Feature.VECTOR_OF_CLOSEST, near);
      }
      if (near > first) {
        third = second;
        second = first;
        first = near;
      } else if (near > second) {
        third = second;
        second = near;
      } else if (near > third) {
        third = near;
      }
    }
    set(out, Feature.VECTOR_BEST, first);
    set(out, Feature.VECTOR_TOP_THREE, (first + second + third) / Math.min(3, to - from));
    set(out, Feature.VECTOR_CENTRE, Math.max(0, base.centrality(vector, entry)));
  }

  private float massOf(long matched) {
    float mass = 0;
    for (long rest = matched; rest != 0; rest &= rest - 1) {
      mass += base.lexicon().unitWeight(question.units[Long.numberOfTrailingZeros(rest)]);
    }
    return mass;
  }

  private void detail(Profile wording, float[] out) {
    Lexicon lexicon = base.lexicon();
    units.compare(question.units, wording.units, lexicon.unitWeights());
    pairs.compare(question.bigrams, wording.bigrams, lexicon.bigramWeights());
    set(out, Feature.UNIT_COSINE, cosine(units.shared, unitMass, wording.unitMass));
    set(out, Feature.BIGRAM_COSINE, cosine(pairs.shared, pairMass, wording.bigramMass));
    set(out, Feature.UNIT_RECALL, ratio(units.shared, unitMass));
    set(out, Feature.BIGRAM_RECALL, ratio(pairs.shared, pairMass));
    set(out, Feature.UNIT_PRECISION, ratio(units.shared, wording.unitMass));
    set(out, Feature.BIGRAM_PRECISION, ratio(pairs.shared, wording.bigramMass));
    float greatest = lexicon.unknownWeight();
    set(
        out,
        Feature.RAREST_UNIT_EXTRA,
        extra(units.rarestExtra, question.unknownUnitMass, greatest));
    set(out, Feature.RAREST_UNIT_MISSING, units.rarestMissing / greatest);
    set(
        out,
        Feature.RAREST_BIGRAM_EXTRA,
        extra(pairs.rarestExtra, question.unknownBigramMass, greatest));
    set(out, Feature.RAREST_BIGRAM_MISSING, pairs.rarestMissing / greatest);
    boolean same =
        units.sharedCount == question.units.length
            && units.sharedCount == wording.units.length
            && question.unknownUnitMass == 0;
    set(out, Feature.SAME_UNITS, same ? 1 : 0);
    sequences(wording, out);
    forms(wording, out);
    quantities(wording.quantities, out);
    names(wording, out);
    places(wording, out);
    brands(wording, out);
  }

  private static float extra(float known, float unknown, float greatest) {
    return unknown > 0 ? 1 : known / greatest;
  }

  private void sequences(Profile wording, float[] out) {
    int shorter = Math.min(question.length(), wording.length());
    int longer = Math.max(question.length(), wording.length());
    if (shorter == 0) {
      return;
    }
    sequence.compare(wording.sequence);
    set(out, Feature.SUBSEQUENCE, (float) sequence.subsequence / longer);
    set(out, Feature.SUBSEQUENCE_OF_SHORTER, (float) sequence.subsequence / shorter);
    set(out, Feature.SUBSTRING, (float) sequence.longestRun / shorter);
    set(out, Feature.LENGTH_RATIO, (float) shorter / longer);
  }

  private void forms(Profile wording, float[] out) {
    int asked = question.form.asks();
    int answered = wording.form.asks();
    if (asked != 0 && answered != 0) {
      int common = Integer.bitCount(asked & answered);
      set(out, Feature.ASKS_SAME, (float) common / Integer.bitCount(asked | answered));
      set(out, Feature.ASKS_OTHER, common == 0 ? 1 : 0);
    } else {
      set(out, Feature.ASKS_EXTRA, asked != 0 ? 1 : 0);
      set(out, Feature.ASKS_MISSING, answered != 0 ? 1 : 0);
    }
    set(out, Feature.DENIAL_DIFFERS, question.form.denies() == wording.form.denies() ? 0 : 1);
  }

  private void quantities(List<Quantity> wording, float[] out) {
    List<Quantity> asked = question.quantities;
    if (asked.isEmpty() || wording.isEmpty()) {
      set(out, Feature.NUMBER_EXTRA, asked.isEmpty() ? 0 : 1);
      set(out, Feature.NUMBER_MISSING, wording.isEmpty() ? 0 : 1);
      return;
    }
    boolean same = false;
    boolean clash = false;
    for (Quantity one : asked) {
      boolean found = false;
      boolean comparable = false;
      for (Quantity other : wording) {
        boolean unit =
            one.unit() == other.unit()
                || one.unit() == Quantity.Unit.PLAIN
                || other.unit() == Quantity.Unit.PLAIN;
        comparable |= one.unit() == other.unit();
        found |= unit && one.value() == other.value();
      }
      same |= found;
      clash |= comparable && !found;
    }
    set(out, Feature.NUMBER_SAME, same ? 1 : 0);
    set(out, Feature.NUMBER_CLASH, clash ? 1 : 0);
  }

  private void names(Profile wording, float[] out) {
    boolean asks = question.names.length + question.unknownNames > 0;
    if (!asks || wording.names.length == 0) {
      set(out, Feature.NAME_EXTRA, asks ? 1 : 0);
      set(out, Feature.NAME_MISSING, wording.names.length > 0 ? 1 : 0);
      return;
    }
    boolean same = false;
    for (int name : question.names) {
      for (int other : wording.names) {
        same |= name == other;
      }
    }
    set(out, Feature.NAME_SAME, same ? 1 : 0);
    set(out, Feature.NAME_CLASH, same ? 0 : 1);
  }

  private void places(Profile wording, float[] out) {
    boolean asked = question.places.length > 0;
    boolean told = wording.places.length > 0;
    boolean clash = Places.clash(question.places, wording.places);
    set(out, Feature.PLACE_CLASH, clash ? 1 : 0);
    set(out, Feature.PLACE_SAME, asked && told && !clash ? 1 : 0);
    set(out, Feature.PLACE_EXTRA, asked && !told ? 1 : 0);
    set(out, Feature.PLACE_MISSING, told && !asked ? 1 : 0);
  }

  private void brands(Profile wording, float[] out) {
    boolean asked = question.brands.length > 0;
    boolean told = wording.brands.length > 0;
    boolean same = false;
    for (int one : question.brands) {
      for (int other : wording.brands) {
        same |= one == other;
      }
    }
    set(out, Feature.BRAND_SAME, same ? 1 : 0);
    set(out, Feature.BRAND_CLASH, asked && told && !same ? 1 : 0);
    set(out, Feature.BRAND_EXTRA, asked && !told ? 1 : 0);
    set(out, Feature.BRAND_MISSING, told && !asked ? 1 : 0);
    set(out, Feature.BRAND_FOREIGN, foreignBrand ? 1 : 0);
  }

  private void answer(int entry, float[] out) {
    @Nullable Profile answer = base.answer(entry);
    if (answer == null) {
      return;
    }
    Lexicon lexicon = base.answerLexicon();
    set(
        out,
        Feature.ANSWER_UNIT_RECALL,
        ratio(
            shared(answerView.units, answer.units, lexicon.unitWeights()),
            answerView.unitMass + answerView.unknownUnitMass));
    set(
        out,
        Feature.ANSWER_BIGRAM_RECALL,
        ratio(
            shared(answerView.bigrams, answer.bigrams, lexicon.bigramWeights()),
            answerView.bigramMass + answerView.unknownBigramMass));
  }

  /** The answer is much longer than the question: look each number up. */
  private static float shared(int[] question, int[] answer, float[] weights) {
    if (answer.length == 0) {
      return 0;
    }
    float shared = 0;
    for (int number : question) {
      int from = 0;
      for (int left = answer.length; left > 1; left -= left >>> 1) {
        int half = left >>> 1;
        from = answer[from + half] <= number ? from + half : from;
      }
      shared += answer[from] == number ? weights[number] : 0;
    }
    return shared;
  }

  private static void set(float[] out, Feature feature, float value) {
    out[feature.index()] = value;
  }

  private static float ratio(float part, float whole) {
    return whole <= 0 ? 0 : Math.min(1, part / whole);
  }

  private static float cosine(float shared, float one, float other) {
    return one <= 0 || other <= 0 ? 0 : (float) (shared / Math.sqrt((double) one * other));
  }
}
