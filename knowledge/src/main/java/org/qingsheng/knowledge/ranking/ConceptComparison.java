package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Tokens;

/**
 * Compares what a question is about, and how it asks, with the wordings of one entry after the
 * other, whichever words either of them uses. Holds scratch space of one question, used by one
 * thread.
 */
final class ConceptComparison {
  /** Parts of single concepts and of neighbouring ones in how close a wording is. */
  private static final float SINGLE = 0.65f;

  private static final float PAIR = 0.35f;

  private final ConceptIndex index;
  private final int[] units;
  private final Numbers.Sought content;
  private final Numbers.Sought frames;
  private final Numbers.Sought pairs;
  private final float contentMass;
  private final float frameMass;
  private final float pairMass;

  /** Whether it is about something that the base has never heard of. */
  private final boolean anyUnknown;

  private final boolean asks;

  private final Best closest = new Best();
  private final Best about = new Best();

  /**
   * @param question in concepts
   */
  ConceptComparison(ConceptIndex index, Tokens question) {
    this.index = index;
    Profile profile = Profile.ofConcepts(question, index.lexicon);
    this.units = profile.units;
    this.content = new Numbers.Sought(units, index.contentWeights);
    this.frames = new Numbers.Sought(units, index.frameWeights);
    this.pairs = new Numbers.Sought(profile.bigrams, index.lexicon.bigramWeights());
    float unknownContent = 0;
    float unknownFrames = 0;
    boolean asking = false;
    for (int i = 0; i < question.size(); i++) {
      boolean frame = Concepts.asks(question.unit(i));
      asking |= frame;
      if (profile.sequence[i] < 0) {
        unknownFrames += frame ? index.lexicon.unknownWeight() : 0;
        unknownContent += frame ? 0 : index.lexicon.unknownWeight();
      }
    }
    this.anyUnknown = unknownContent > 0;
    this.asks = asking;
    this.contentMass = unknownContent + sum(index.contentWeights);
    this.frameMass = unknownFrames + sum(index.frameWeights);
    this.pairMass = profile.bigramMass + profile.unknownBigramMass;
  }

  private float sum(float[] weights) {
    float sum = 0;
    for (int unit : units) {
      sum += weights[unit];
    }
    return sum;
  }

  /** The three greatest of some values, and whose the greatest is. */
  private static final class Best {
    int wording;
    float first;
    float second;
    float third;

    void clear(int from) {
      wording = from;
      first = -1;
      second = 0;
      third = 0;
    }

    void add(float value, int of) {
      if (value > first) {
        third = second;
        second = Math.max(0, first);
        first = value;
        wording = of;
      } else if (value > second) {
        third = second;
        second = value;
      } else if (value > third) {
        third = value;
      }
    }

    float mean(int wordings) {
      return (first + second + third) / Math.min(3, wordings);
    }
  }

  /** Fills the features of concepts for the entry with these wordings; there is at least one. */
  void fill(int from, int to, float[] out) {
    closest.clear(from);
    about.clear(from);
    content.met = 0;
    float shared = 0;
    float whole = 0;
    float sharedPairsOfClosest = 0;
    for (int w = from; w < to; w++) {
      float sharedContent = index.content.shared(w, content);
      float sharedFrames = index.frames.shared(w, frames);
      float sharedPairs = index.pairs.shared(w, pairs);
      shared += sharedContent;
      whole += index.contentMass[w];
      float ofPairs = cosine(sharedPairs, pairMass, index.pairMass[w]);
      sharedPairsOfClosest = Math.max(sharedPairsOfClosest, ofPairs);
      about.add(cosine(sharedContent, contentMass, index.contentMass[w]), w);
      closest.add(
          SINGLE
                  * cosine(
                      sharedContent + sharedFrames,
                      contentMass + frameMass,
                      index.contentMass[w] + index.frameMass[w])
              + PAIR * ofPairs,
          w);
    }
    set(out, Feature.CONCEPT_BEST, closest.first);
    set(out, Feature.CONCEPT_TOP_THREE, closest.mean(to - from));
    set(out, Feature.CONCEPT_PAIRS, sharedPairsOfClosest);
    set(out, Feature.CONTENT_BEST, about.first);
    set(out, Feature.CONTENT_TOP_THREE, about.mean(to - from));
    set(out, Feature.CONTENT_CORE, ratio(shared, whole));
    set(out, Feature.CONTENT_ENTRY_RECALL, ratio(massOf(content.met), contentMass));
    detail(about.wording, out);
  }

  private float massOf(long matched) {
    float mass = 0;
    for (long rest = matched; rest != 0; rest &= rest - 1) {
      mass += index.contentWeights[units[Long.numberOfTrailingZeros(rest)]];
    }
    return mass;
  }

  private void detail(int wording, float[] out) {
    content.met = 0;
    float shared = index.content.shared(wording, content);
    set(out, Feature.CONTENT_RECALL, ratio(shared, contentMass));
    set(out, Feature.CONTENT_PRECISION, ratio(shared, index.contentMass[wording]));
    float greatest = index.lexicon.unknownWeight();
    set(out, Feature.CONTENT_EXTRA, anyUnknown ? 1 : heaviestUnmet() / greatest);
    set(
        out,
        Feature.CONTENT_MISSING,
        index.content.heaviestUnmet(wording, content, index.contentWeights) / greatest);
    substituted(wording, out);
    boolean same = index.frames.shared(wording, frames) > 0;
    set(out, Feature.FRAME_SAME, same ? 1 : 0);
    set(out, Feature.FRAME_OTHER, asks && index.frameMass[wording] > 0 && !same ? 1 : 0);
  }

  /** Looks at each pair of what the question has too much and what the wording has. */
  private void substituted(int wording, float[] out) {
    int[] theirs = index.content.of(wording);
    boolean clash = false;
    boolean idle = false;
    for (int i = 0; i < Math.min(Long.SIZE, units.length); i++) {
      if ((content.met >>> i & 1) == 0 && !index.asks(units[i])) {
        for (int other : theirs) {
          if (Arrays.binarySearch(units, other) < 0) {
            clash |= index.substitutions.tell(units[i], other);
            idle |= index.substitutions.areIdle(units[i], other);
          }
        }
      }
    }
    set(out, Feature.SUBSTITUTION_CLASH, clash ? 1 : 0);
    set(out, Feature.SUBSTITUTION_IDLE, idle ? 1 : 0);
  }

  /** Of the first 64 concepts of the question. */
  private float heaviestUnmet() {
    float heaviest = 0;
    for (int i = 0; i < Math.min(Long.SIZE, units.length); i++) {
      if ((content.met >>> i & 1) == 0) {
        heaviest = Math.max(heaviest, index.contentWeights[units[i]]);
      }
    }
    return heaviest;
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
