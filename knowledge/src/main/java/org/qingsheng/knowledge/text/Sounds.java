package org.qingsheng.knowledge.text;

import java.util.Arrays;

/**
 * A text as it sounds (拼音): one place for each ideograph and each syllable or initial typed in
 * Latin letters, so that 贷款, daikuan and dk can be laid side by side, and 但保 beside 担保. Tones are
 * not told apart. Immutable.
 */
public final class Sounds {
  /** What has no syllable: a number, a name, a typed initial. */
  public static final int NONE = Syllables.NONE;

  /** Letters of a run read as initials; longer ones are something else. */
  private static final int MOST_INITIALS = 12;

  private static final int LEAST_LETTERS = 2;

  private final int size;
  private final short[] syllables;
  private final char[] initials;
  private final int[] units;
  private final boolean[] joined;
  private final boolean[] typed;

  private Sounds(Maker from) {
    this.size = from.size;
    this.syllables = Arrays.copyOf(from.syllables, size);
    this.initials = Arrays.copyOf(from.initials, size);
    this.units = Arrays.copyOf(from.units, size);
    this.joined = Arrays.copyOf(from.joined, size);
    this.typed = Arrays.copyOf(from.typed, size);
  }

  public static Sounds of(Tokens tokens) {
    var maker = new Maker(tokens);
    maker.make();
    return new Sounds(maker);
  }

  /** How many different syllables there are: numbers lie below. */
  public static int syllableCount() {
    return Syllables.count();
  }

  /** A syllable in letters, ü as v. */
  public static String name(int syllable) {
    return Syllables.name(syllable);
  }

  public int size() {
    return size;
  }

  /** Number of the syllable at a place, {@link #NONE} if there is none. */
  public int syllable(int place) {
    return syllables[place];
  }

  /** First letter of the syllable, or the letter typed for it; 0 if there is none. */
  public char initial(int place) {
    return initials[place];
  }

  /** Unit of the tokens it stands for; several places may stand for one unit. */
  public int unit(int place) {
    return units[place];
  }

  /** Whether the place follows its predecessor with at most a space between typed letters. */
  public boolean joins(int place) {
    return joined[place];
  }

  /** Whether it was typed in Latin letters. */
  public boolean typed(int place) {
    return typed[place];
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : " ")
          .append(
              syllables[i] != NONE
                  ? Syllables.name(syllables[i])
                  : initials[i] == 0 ? "-" : Character.toString(initials[i]));
    }
    return text.toString();
  }

  private static final class Maker {
    private final Tokens tokens;
    private int size;
    private short[] syllables;
    private char[] initials;
    private int[] units;
    private boolean[] joined;
    private boolean[] typed;

    Maker(Tokens tokens) {
      this.tokens = tokens;
      int room = tokens.size() + 8;
      this.syllables = new short[room];
      this.initials = new char[room];
      this.units = new int[room];
      this.joined = new boolean[room];
      this.typed = new boolean[room];
    }

    void make() {
      int i = 0;
      while (i < tokens.size()) {
        if (isIdeograph(tokens.unit(i))) {
          i = ideographs(i);
        } else {
          run(i);
          i++;
        }
      }
    }

    private static boolean isIdeograph(String unit) {
      return unit.length() == 1 && unit.charAt(0) >= 0x2E80;
    }

    /** Reads joined ideographs together, because words decide how they are read. */
    private int ideographs(int from) {
      int end = from + 1;
      while (end < tokens.size() && tokens.joins(end) && isIdeograph(tokens.unit(end))) {
        end++;
      }
      var run = new StringBuilder(end - from);
      for (int i = from; i < end; i++) {
        run.append(tokens.unit(i));
      }
      short[] read = Syllables.read(run.toString());
      for (int i = from; i < end; i++) {
        int syllable = read[i - from];
        put(
            i,
            syllable,
            syllable == NONE ? 0 : Syllables.initial(syllable),
            tokens.joins(i),
            false);
      }
      return end;
    }

    private void run(int unit) {
      String letters = tokens.unit(unit);
      boolean follows = tokens.joins(unit) || followsTyped(unit);
      if (letters.length() < LEAST_LETTERS || !isLetters(letters)) {
        put(unit, NONE, (char) 0, tokens.joins(unit), false);
        return;
      }
      int[] divided = Syllables.divide(letters);
      for (int i = 0; i < divided.length; i++) {
        put(unit, divided[i], Syllables.initial(divided[i]), i > 0 || follows, true);
      }
      if (divided.length == 0 && letters.length() <= MOST_INITIALS) {
        for (int i = 0; i < letters.length(); i++) {
          put(unit, NONE, letters.charAt(i), i > 0 || follows, true);
        }
      } else if (divided.length == 0) {
        put(unit, NONE, (char) 0, tokens.joins(unit), false);
      }
    }

    /** Whether only a space lies between this unit and typed syllables before it (chuang ye). */
    private boolean followsTyped(int unit) {
      return size > 0 && typed[size - 1] && tokens.start(unit) - tokens.end(unit - 1) == 1;
    }

    private static boolean isLetters(String run) {
      for (int i = 0; i < run.length(); i++) {
        char c = run.charAt(i);
        if (c < 'a' || c > 'z') {
          return false;
        }
      }
      return true;
    }

    private void put(int unit, int syllable, char initial, boolean joins, boolean wasTyped) {
      if (size == syllables.length) {
        syllables = Arrays.copyOf(syllables, size * 2);
        initials = Arrays.copyOf(initials, size * 2);
        units = Arrays.copyOf(units, size * 2);
        joined = Arrays.copyOf(joined, size * 2);
        typed = Arrays.copyOf(typed, size * 2);
      }
      syllables[size] = (short) syllable;
      initials[size] = initial;
      units[size] = unit;
      joined[size] = joins;
      typed[size] = wasTyped;
      size++;
    }
  }
}
