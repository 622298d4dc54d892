package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import java.util.List;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Numerals;
import org.qingsheng.knowledge.text.Quantity;
import org.qingsheng.knowledge.text.Tokens;

/**
 * One text seen through a {@link Lexicon}: what is needed to compare it with another, computed
 * once. Immutable.
 */
public final class Profile {
  private static final int[] NONE = {};

  /** Units in order, -1 for unknown ones; empty for an answer, of which nobody asks the order. */
  final int[] sequence;

  final int[] units;
  final int[] bigrams;
  final float unitMass;
  final float bigramMass;
  final float unknownUnitMass;
  final float unknownBigramMass;
  final QuestionForm form;
  final List<Quantity> quantities;
  final int[] names;
  final int unknownNames;
  final int[] places;

  /** Numbers of {@link Brands}. */
  final int[] brands;

  private final int length;

  private Profile(Tokens tokens, Lexicon lexicon, String text, boolean question, boolean ordered) {
    int[] all = new int[tokens.size()];
    int[] pairs = new int[tokens.size()];
    int pairCount = 0;
    float unknownUnits = 0;
    float unknownBigrams = 0;
    int nameCount = 0;
    int unknown = 0;
    int[] named = NONE;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.unit(i);
      all[i] = lexicon.unit(token);
      if (all[i] < 0) {
        unknownUnits += lexicon.unknownWeight();
      }
      if (question && isName(token)) {
        if (all[i] < 0) {
          unknown++;
        } else {
          named = Arrays.copyOf(named, nameCount + 1);
          named[nameCount++] = all[i];
        }
      }
      if (i > 0 && tokens.joins(i)) {
        int pair = lexicon.bigram(all[i - 1], all[i]);
        if (pair < 0) {
          unknownBigrams += lexicon.unknownWeight();
        } else {
          pairs[pairCount++] = pair;
        }
      }
    }
    this.length = all.length;
    this.sequence = ordered ? all : NONE;
    this.units = distinct(all, all.length);
    this.bigrams = distinct(pairs, pairCount);
    this.unitMass = mass(units, lexicon.unitWeights());
    this.bigramMass = mass(bigrams, lexicon.bigramWeights());
    this.unknownUnitMass = unknownUnits;
    this.unknownBigramMass = unknownBigrams;
    this.names = named;
    this.unknownNames = unknown;
    this.form = question ? QuestionForm.of(text) : QuestionForm.NONE;
    this.quantities = question ? Numerals.in(text) : List.of();
    this.places = question ? Places.in(text) : NONE;
    this.brands = question ? Brands.in(text) : NONE;
  }

  /** Of a question or a wording. */
  public static Profile of(Normalization text, Tokens tokens, Lexicon lexicon) {
    return new Profile(tokens, lexicon, text.text(), true, true);
  }

  /** Of a question or a wording in concepts: they stand in order, but are no words. */
  static Profile ofConcepts(Tokens concepts, Lexicon lexicon) {
    return new Profile(concepts, lexicon, "", false, true);
  }

  /** Of an answer: words only. */
  public static Profile ofAnswer(Tokens tokens, Lexicon lexicon) {
    return new Profile(tokens, lexicon, "", false, false);
  }

  /** A Latin word or a model name: something that begins with a letter. */
  private static boolean isName(String token) {
    char first = token.charAt(0);
    return first < 0x2E80 && Character.isLetter(first) && token.length() > 1;
  }

  private static int[] distinct(int[] numbers, int count) {
    int[] sorted = Arrays.copyOf(numbers, count);
    Arrays.sort(sorted);
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (sorted[i] >= 0 && (size == 0 || sorted[size - 1] != sorted[i])) {
        sorted[size++] = sorted[i];
      }
    }
    return size == count ? sorted : Arrays.copyOf(sorted, size);
  }

  private static float mass(int[] numbers, float[] weights) {
    float sum = 0;
    for (int number : numbers) {
      sum += weights[number];
    }
    return sum;
  }

  /** How many units the text has, repeated ones counted. */
  public int length() {
    return length;
  }
}
