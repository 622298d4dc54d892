package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Tokens;

/**
 * The wordings of one base in {@link Concepts}: what each is about, how it asks, which concepts
 * stand side by side. Numbers of wordings are those of {@link Wordings}. Immutable.
 */
final class ConceptIndex {
  private static final int[] NONE = {};

  final Lexicon lexicon;

  /** Learned at the last full build. */
  final Substitutions substitutions;

  /** Concepts that ask (怎么, 多少), by number. */
  private final boolean[] frame;

  /** Weights of what a question is about, and of how it asks; each is 0 where the other is not. */
  final float[] contentWeights;

  final float[] frameWeights;

  final Numbers content;
  final Numbers frames;
  final Numbers pairs;
  final float[] contentMass;
  final float[] frameMass;
  final float[] pairMass;

  /**
   * @param texts every wording in concepts
   * @param lexicon counted over the same texts
   * @param first for each entry the number of its first wording, and at last that behind the end
   */
  static ConceptIndex of(List<Tokens> texts, Lexicon lexicon, int[] first) {
    return new ConceptIndex(texts, lexicon, first, null);
  }

  /** The same with more wordings behind it; what counts over the whole base stays as it was. */
  ConceptIndex with(List<Tokens> texts) {
    return new ConceptIndex(texts, lexicon.with(texts), NONE, this);
  }

  private ConceptIndex(
      List<Tokens> texts, Lexicon lexicon, int[] first, @Nullable ConceptIndex before) {
    this.lexicon = lexicon;
    int size = lexicon.unitWeights().length;
    this.frame = new boolean[size];
    this.contentWeights = new float[size];
    this.frameWeights = new float[size];
    for (String unit : lexicon.units()) {
      int number = lexicon.unit(unit);
      frame[number] = Concepts.asks(unit);
      (frame[number] ? frameWeights : contentWeights)[number] = lexicon.unitWeight(number);
    }
    Profile[] profiles = new Profile[texts.size()];
    Arrays.setAll(profiles, i -> Profile.ofConcepts(texts.get(i), lexicon));
    Numbers.Source about = i -> only(profiles[i].units, false);
    Numbers.Source asking = i -> only(profiles[i].units, true);
    int more = profiles.length;
    int old = before == null ? 0 : before.contentMass.length;
    if (before == null) {
      this.substitutions = Substitutions.mined(first, i -> only(profiles[i].sequence, false));
      this.content = Numbers.of(more, about);
      this.frames = Numbers.of(more, asking);
      this.pairs = Numbers.of(more, i -> profiles[i].bigrams);
      this.contentMass = new float[more];
      this.frameMass = new float[more];
      this.pairMass = new float[more];
    } else {
      this.substitutions = before.substitutions;
      this.content = behind(before.content, old, more, about);
      this.frames = behind(before.frames, old, more, asking);
      this.pairs = behind(before.pairs, old, more, i -> profiles[i].bigrams);
      this.contentMass = Arrays.copyOf(before.contentMass, old + more);
      this.frameMass = Arrays.copyOf(before.frameMass, old + more);
      this.pairMass = Arrays.copyOf(before.pairMass, old + more);
    }
    for (int i = 0; i < more; i++) {
      for (int unit : profiles[i].units) {
        contentMass[old + i] += contentWeights[unit];
        frameMass[old + i] += frameWeights[unit];
      }
      pairMass[old + i] = profiles[i].bigramMass;
    }
  }

  private static Numbers behind(Numbers numbers, int old, int more, Numbers.Source added) {
    return numbers.with(old + more, i -> i < old ? numbers.of(i) : added.of(i - old));
  }

  private int[] only(int[] units, boolean asking) {
    return Arrays.stream(units).filter(u -> frame[u] == asking).toArray();
  }

  /** Whether it only asks. */
  boolean asks(int concept) {
    return frame[concept];
  }
}
