package org.qingsheng.knowledge.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.ranking.Lexicon;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Normalization.Replacement;
import org.qingsheng.knowledge.text.Shapes;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;
import org.qingsheng.knowledge.text.Words;

/**
 * Questions as somebody who knows the base would have written them: pinyin (daikuan) and initials
 * (cydbdk) in the base's own words, one or two slipped characters (创业但保贷款) set right. Done before
 * searching, so that everything behind it compares real words.
 *
 * <p>Careful by design: a character is changed only where it joins with neither neighbour, in the
 * base or in general Chinese, and the one put in its place joins with both in the base; initials
 * only where one reading is clearly more usual than any other, or where the base has them itself
 * and says what they stand for ({@link Abbreviations}). Immutable, thread-safe.
 */
final class Spelling {
  /** Characters tried for one typed initial, the most usual ones. */
  private static final int MOST_PER_INITIAL = 120;

  /** Characters tried for one syllable. */
  private static final int MOST_PER_SYLLABLE = 40;

  /** Initials typed without a neighbour say too little below this. */
  private static final int LEAST_INITIALS = 3;

  /** Syllables are read as words of the base in stretches of at most this many. */
  private static final int LONGEST = 24;

  /** By how much (log) the best reading of initials must lead any that begins or ends otherwise. */
  private static final double CLEAR = Math.log(1.5);

  /** What a step between two characters that never meet in the base costs; pinyin may take some. */
  private static final double UNMET = 8;

  private static final int[] NONE = {};

  private final Lexicon lexicon;
  private final char[] characters;
  private final int[][] bySyllable;
  private final int[][] byInitial;

  /** Entries in which two characters must meet before an abbreviation is read by them. */
  private final int usual;

  private final Abbreviations abbreviations;

  Spelling(Lexicon lexicon, int entries, Abbreviations abbreviations) {
    this.lexicon = lexicon;
    this.abbreviations = abbreviations;
    this.usual = Math.max(1, entries / 1_000);
    this.byInitial = new int[26][];
    List<String> units = lexicon.units().stream().filter(Spelling::isIdeograph).sorted().toList();
    this.characters = new char[lexicon.units().size()];
    var sounding = new ArrayList<List<Integer>>();
    var beginning = new ArrayList<List<Integer>>();
    for (int i = 0; i < Sounds.syllableCount(); i++) {
      sounding.add(new ArrayList<>(0));
    }
    for (int i = 0; i < byInitial.length; i++) {
      beginning.add(new ArrayList<>(0));
    }
    for (String unit : units) {
      int number = lexicon.unit(unit);
      characters[number] = unit.charAt(0);
      Sounds sounds = Sounds.of(Tokens.of(unit, 1));
      if (sounds.syllable(0) != Sounds.NONE) {
        sounding.get(sounds.syllable(0)).add(number);
        beginning.get(sounds.initial(0) - 'a').add(number);
      }
    }
    this.bySyllable =
        sounding.stream().map(all -> most(all, MOST_PER_SYLLABLE)).toArray(int[][]::new);
    for (int i = 0; i < byInitial.length; i++) {
      byInitial[i] = most(beginning.get(i), MOST_PER_INITIAL);
    }
  }

  private Spelling(Spelling before, Lexicon lexicon) {
    this.lexicon = lexicon;
    this.characters = before.characters;
    this.bySyllable = before.bySyllable;
    this.byInitial = before.byInitial;
    this.usual = before.usual;
    this.abbreviations = before.abbreviations;
  }

  /** The same characters, with what a few more entries say of how they meet. */
  Spelling with(Lexicon now) {
    return new Spelling(this, now);
  }

  private int[] most(List<Integer> numbers, int limit) {
    return numbers.stream()
        .sorted(
            Comparator.comparingInt((Integer n) -> -lexicon.unitCount(n))
                .thenComparingInt(n -> characters[n]))
        .limit(limit)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean isIdeograph(String unit) {
    return unit.length() == 1 && unit.charAt(0) >= 0x2E80;
  }

  /** The text itself when there is nothing to set right. */
  Normalization corrected(Normalization text) {
    var reading = new Reading(text);
    List<Replacement> found = reading.replacements();
    return found.isEmpty() ? text : text.with(found);
  }

  /** Entries in which the two meet, 0 if they never do. */
  private int meetings(int first, int second) {
    int number = lexicon.bigram(first, second);
    return number < 0 ? 0 : lexicon.bigramCount(number);
  }

  /** One text being read. For one thread. */
  private final class Reading {
    private final Tokens tokens;
    private final Sounds sounds;
    private final int[] units;
    private final List<Replacement> replacements = new ArrayList<>(0);

    Reading(Normalization text) {
      this.tokens = Tokens.of(text);
      this.sounds = Sounds.of(tokens);
      this.units = new int[sounds.size()];
      for (int i = 0; i < units.length; i++) {
        units[i] = lexicon.unit(tokens.unit(sounds.unit(i)));
      }
    }

    List<Replacement> replacements() {
      int i = 0;
      while (i < sounds.size()) {
        i = sounds.typed(i) ? typed(i) : slipped(i);
      }
      return replacements;
    }

    private int endOfTyped(int from) {
      int end = from + 1;
      while (end < sounds.size() && sounds.typed(end) && sounds.joins(end)) {
        end++;
      }
      return end;
    }

    private int typed(int from) {
      int end = endOfTyped(from);
      boolean known = sounds.unit(from) == sounds.unit(end - 1) && units[from] >= 0;
      if (known) {
        abbreviations
            .meaning(tokens.unit(sounds.unit(from)))
            .ifPresent(meaning -> replace(from, end, meaning));
      } else if (end - from <= LONGEST) {
        boolean spelled = true;
        for (int i = from; i < end; i++) {
          spelled &= sounds.syllable(i) != Sounds.NONE;
        }
        char @Nullable [] read = spelled ? spelled(from, end) : abbreviated(from, end);
        if (read != null) {
          replace(from, end, new String(read));
        }
      }
      return end;
    }

    private void replace(int from, int end, String by) {
      replacements.add(
          new Replacement(tokens.start(sounds.unit(from)), tokens.end(sounds.unit(end - 1)), by));
    }

    /** The ideograph before a place, -1 if none joins. */
    private int before(int place) {
      return place > 0 && sounds.joins(place) ? units[place - 1] : -1;
    }

    private int after(int end) {
      return end < sounds.size() && sounds.joins(end) ? units[end] : -1;
    }

    private char @Nullable [] spelled(int from, int end) {
      int[][] choices = new int[end - from][];
      for (int i = from; i < end; i++) {
        choices[i - from] = bySyllable[sounds.syllable(i)];
      }
      Path path = best(before(from), choices, after(end), UNMET, -1, -1);
      if (path == null) {
        return null;
      }
      boolean alone = end - from == 1;
      int met = path.met - (alone ? 0 : path.contextMet);
      return met * 2 >= end - from - 1 && met > 0 ? path.characters() : null;
    }

    private char @Nullable [] abbreviated(int from, int end) {
      int[][] choices = new int[end - from][];
      for (int i = from; i < end; i++) {
        int initial = sounds.initial(i) - 'a';
        choices[i - from] = initial < 0 ? NONE : byInitial[initial];
      }
      int before = before(from);
      int after = after(end);
      Path path = best(before, choices, after, Double.POSITIVE_INFINITY, -1, -1);
      if (path == null || (end - from < LEAST_INITIALS && path.contextMet == 0)) {
        return null;
      }
      int last = path.numbers.length - 1;
      Path begins = best(before, choices, after, Double.POSITIVE_INFINITY, path.numbers[0], -1);
      Path ends = best(before, choices, after, Double.POSITIVE_INFINITY, -1, path.numbers[last]);
      return leads(path, begins) && leads(path, ends) ? path.characters() : null;
    }

    private static boolean leads(Path path, @Nullable Path other) {
      return other == null || path.score - other.score >= CLEAR;
    }

    /**
     * The reading whose neighbours meet most often.
     *
     * @param unmet cost of neighbours inside that never meet; infinite forbids them
     * @param notFirst unit that must not begin it, -1 for none
     */
    private @Nullable Path best(
        int before, int[][] choices, int after, double unmet, int notFirst, int notLast) {
      double[][] score = new double[choices.length][];
      int[][] from = new int[choices.length][];
      for (int i = 0; i < choices.length; i++) {
        score[i] = new double[choices[i].length];
        from[i] = new int[choices[i].length];
        for (int k = 0; k < choices[i].length; k++) {
          int unit = choices[i][k];
          if ((i == 0 && unit == notFirst) || (i == choices.length - 1 && unit == notLast)) {
            score[i][k] = Double.NEGATIVE_INFINITY;
          } else if (i == 0) {
            score[i][k] = edge(before, unit) + Math.log(1 + lexicon.unitCount(unit)) / 4;
          } else {
            step(score, from, choices, i, k, unmet);
          }
        }
      }
      int last = choices.length - 1;
      int best = -1;
      for (int k = 0; k < choices[last].length; k++) {
        score[last][k] += edge(choices[last][k], after);
        if (score[last][k] > Double.NEGATIVE_INFINITY
            && (best < 0 || score[last][k] > score[last][best])) {
          best = k;
        }
      }
      return best < 0 ? null : path(before, choices, after, score[last][best], from, best);
    }

    private void step(double[][] score, int[][] from, int[][] choices, int i, int k, double unmet) {
      score[i][k] = Double.NEGATIVE_INFINITY;
      for (int p = 0; p < choices[i - 1].length; p++) {
        if (score[i - 1][p] > Double.NEGATIVE_INFINITY) {
          int meetings = meetings(choices[i - 1][p], choices[i][k]);
          boolean meet = meetings >= (unmet == Double.POSITIVE_INFINITY ? usual : 1);
          double reached = score[i - 1][p] + (meet ? Math.log(1 + meetings) : -unmet);
          if (reached > score[i][k]) {
            score[i][k] = reached;
            from[i][k] = p;
          }
        }
      }
    }

    /** A neighbour that fits is a good sign; one that does not says little. */
    private double edge(int first, int second) {
      return first < 0 || second < 0 ? 0 : Math.log(1 + meetings(first, second));
    }

    private Path path(
        int before, int[][] choices, int after, double score, int[][] from, int best) {
      int[] numbers = new int[choices.length];
      int k = best;
      for (int i = choices.length - 1; i >= 0; i--) {
        numbers[i] = choices[i][k];
        k = from[i][k];
      }
      int context = meetings(before, numbers[0]) > 0 ? 1 : 0;
      context += meetings(numbers[numbers.length - 1], after) > 0 ? 1 : 0;
      int met = context;
      for (int i = 1; i < numbers.length; i++) {
        met += meetings(numbers[i - 1], numbers[i]) > 0 ? 1 : 0;
      }
      return new Path(numbers, score, met, context);
    }

    /** A slipped character, or two together; returns where to go on. */
    private int slipped(int place) {
      int before = place > 0 && !sounds.typed(place - 1) ? before(place) : -1;
      if (before < 0 || sounds.syllable(place) == Sounds.NONE || !isLoose(place)) {
        return place + 1;
      }
      int one = one(before, place);
      if (one >= 0) {
        replace(place, place + 1, String.valueOf(characters[one]));
        return place + 2;
      }
      int[] two = two(before, place);
      if (two.length == 2) {
        replace(place, place + 2, "" + characters[two[0]] + characters[two[1]]);
        return place + 3;
      }
      return place + 1;
    }

    /** Whether the character at a place joins with neither neighbour, here or in general. */
    private boolean isLoose(int place) {
      return !meets(place - 1) && !meets(place);
    }

    /** Whether a place and the next belong together. */
    private boolean meets(int place) {
      if (place + 1 >= sounds.size() || !sounds.joins(place + 1)) {
        return false;
      }
      String first = tokens.unit(sounds.unit(place));
      String second = tokens.unit(sounds.unit(place + 1));
      return meetings(units[place], units[place + 1]) > 0
          || (isIdeograph(first)
              && isIdeograph(second)
              && Words.isKnown(first.charAt(0), second.charAt(0)));
    }

    private int one(int before, int place) {
      int after = after(place + 1);
      if (after < 0) {
        return -1;
      }
      int best = -1;
      int most = 0;
      for (int unit : alike(place)) {
        int meetings = Math.min(meetings(before, unit), meetings(unit, after));
        if (meetings > most) {
          most = meetings;
          best = unit;
        }
      }
      return best;
    }

    private int[] two(int before, int place) {
      int after = after(place + 2);
      if (after < 0 || !sounds.joins(place + 1) || sounds.typed(place + 1) || meets(place + 1)) {
        return NONE;
      }
      int[] best = NONE;
      int most = 0;
      for (int first : alike(place)) {
        if (meetings(before, first) == 0) {
          continue;
        }
        for (int second : alike(place + 1)) {
          int meetings =
              Math.min(
                  meetings(before, first),
                  Math.min(meetings(first, second), meetings(second, after)));
          if (meetings > most) {
            most = meetings;
            best = new int[] {first, second};
          }
        }
      }
      return best;
    }

    /** Characters of the base that sound or look like the one at a place. */
    private int[] alike(int place) {
      int syllable = sounds.syllable(place);
      int[] sounding = syllable == Sounds.NONE ? NONE : bySyllable[syllable];
      String unit = tokens.unit(sounds.unit(place));
      int[] looking = looking(unit);
      if (looking.length == 0) {
        return sounding;
      }
      int[] both = Arrays.copyOf(sounding, sounding.length + looking.length);
      System.arraycopy(looking, 0, both, sounding.length, looking.length);
      return both;
    }

    private int[] looking(String unit) {
      return isIdeograph(unit)
          ? Shapes.group(unit.charAt(0))
              .chars()
              .map(c -> lexicon.unit(String.valueOf((char) c)))
              .filter(number -> number >= 0 && number < characters.length)
              .toArray()
          : NONE;
    }
  }

  /** One way of reading typed letters. */
  private final class Path {
    private final int[] numbers;
    private final double score;

    /** Neighbours that meet in the base, those outside included. */
    private final int met;

    /** Of these, with a character outside. */
    private final int contextMet;

    Path(int[] numbers, double score, int met, int contextMet) {
      this.numbers = numbers;
      this.score = score;
      this.met = met;
      this.contextMet = contextMet;
    }

    char[] characters() {
      char[] read = new char[numbers.length];
      for (int i = 0; i < read.length; i++) {
        read[i] = characters[numbers[i]];
      }
      return read;
    }
  }
}
