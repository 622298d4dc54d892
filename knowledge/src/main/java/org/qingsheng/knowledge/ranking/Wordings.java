package org.qingsheng.knowledge.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.text.Concepts;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;
import org.qingsheng.knowledge.vectors.FixedVectors;
import org.qingsheng.knowledge.vectors.GramVectors;

/**
 * Every wording and answer of one state of the base, ready to be compared. Entries and wordings are
 * numbered; the wordings of one entry stand together, its standard question first. Immutable.
 */
public final class Wordings {
  private static final int[] NONE = {};

  /** Units of an answer that are looked at; published answers are shorter. */
  private static final int ANSWER_UNITS = 1_000;

  private final List<Entry> entries;
  private final EntryNumbers numbers;
  private final int[] first;
  private final List<String> texts;
  private final Profile[] profiles;
  private final Numbers units;
  private final Numbers bigrams;
  private final float[] unitMass;
  private final float[] bigramMass;
  private final @Nullable Profile[] answers;
  private final Lexicon lexicon;
  private final Lexicon answerLexicon;
  private final Lexicon answerConceptLexicon;
  private final ConceptIndex concepts;
  private final SameWords exact;

  /** Of the entries added since the last full build. */
  private final Map<String, int[]> newExact;

  private final int[] sameAs;
  private final GramVectors grams;
  private final FixedVectors vectors;
  private final FixedVectors centroids;

  /** Companies and products that a wording or an answer names. */
  private final BitSet brands;

  private final long[] unitHashes;

  /** Entries that were changed or taken down since; their numbers stay and mean nothing more. */
  private final BitSet gone;

  private Wordings(Maker maker, GramVectors grams) {
    this.entries = List.copyOf(maker.entries);
    this.numbers = EntryNumbers.of(entries);
    this.first = maker.first;
    first[entries.size()] = maker.texts.size();
    this.texts = List.copyOf(maker.texts);
    this.lexicon = maker.lexicon.build();
    this.answerLexicon = maker.answerLexicon.build();
    this.answerConceptLexicon = maker.answerConceptLexicon.build();
    this.concepts = ConceptIndex.of(maker.concepts, maker.conceptLexicon.build(), first);
    this.profiles = new Profile[texts.size()];
    this.vectors = new FixedVectors(profiles.length);
    for (int i = 0; i < profiles.length; i++) {
      Normalization text = Normalization.of(texts.get(i));
      Tokens tokens = Tokens.of(text);
      profiles[i] = Profile.of(text, tokens, lexicon);
      vectors.set(i, grams.of(tokens), 0);
    }
    this.units = Numbers.of(profiles.length, w -> profiles[w].units);
    this.bigrams = Numbers.of(profiles.length, w -> profiles[w].bigrams);
    this.unitMass = new float[profiles.length];
    this.bigramMass = new float[profiles.length];
    for (int i = 0; i < profiles.length; i++) {
      unitMass[i] = profiles[i].unitMass;
      bigramMass[i] = profiles[i].bigramMass;
    }
    this.answers = new Profile[entries.size()];
    for (int i = 0; i < answers.length; i++) {
      Tokens answer = answerTokens(entries.get(i));
      answers[i] = answer.size() == 0 ? null : Profile.ofAnswer(answer, answerLexicon);
    }
    this.gone = new BitSet();
    this.newExact = Map.of();
    this.exact = maker.exact;
    this.sameAs = exact.firsts();
    this.grams = grams;
    this.centroids = new FixedVectors(entries.size());
    centre(0);
    this.brands = new BitSet();
    addBrands(0);
    this.unitHashes = unitHashes();
  }

  /** The same with more entries behind it; numbers and weights of what was there stay. */
  private Wordings(Wordings before, Maker more, BitSet gone) {
    this.gone = gone;
    this.entries = joined(before.entries, more.entries);
    this.numbers = before.numbers.with(more.entries, before.entries.size());
    int old = before.profiles.length;
    this.first = Arrays.copyOf(before.first, entries.size() + 1);
    for (int i = 0; i <= more.entries.size(); i++) {
      first[before.entries.size() + i] = old + more.first[i];
    }
    this.texts = joined(before.texts, more.texts);
    List<Normalization> normalized = more.texts.stream().map(Normalization::of).toList();
    List<Tokens> tokens = normalized.stream().map(Tokens::of).toList();
    List<Tokens> answerTokens = more.entries.stream().map(Wordings::answerTokens).toList();
    this.lexicon = before.lexicon.with(tokens);
    this.answerLexicon = before.answerLexicon.with(answerTokens);
    this.answerConceptLexicon =
        before.answerConceptLexicon.with(answerTokens.stream().map(Concepts::named).toList());
    this.concepts = before.concepts.with(more.concepts);
    this.profiles = Arrays.copyOf(before.profiles, texts.size());
    this.unitMass = Arrays.copyOf(before.unitMass, profiles.length);
    this.bigramMass = Arrays.copyOf(before.bigramMass, profiles.length);
    for (int i = old; i < profiles.length; i++) {
      profiles[i] = Profile.of(normalized.get(i - old), tokens.get(i - old), lexicon);
      unitMass[i] = profiles[i].unitMass;
      bigramMass[i] = profiles[i].bigramMass;
    }
    this.units = before.units.with(profiles.length, w -> profiles[w].units);
    this.bigrams = before.bigrams.with(profiles.length, w -> profiles[w].bigrams);
    this.answers = Arrays.copyOf(before.answers, entries.size());
    for (int i = 0; i < answerTokens.size(); i++) {
      Tokens answer = answerTokens.get(i);
      answers[before.entries.size() + i] =
          answer.size() == 0 ? null : Profile.ofAnswer(answer, answerLexicon);
    }
    this.grams = before.grams;
    this.vectors = before.vectors.grown(profiles.length);
    for (int i = old; i < profiles.length; i++) {
      vectors.set(i, grams.of(tokens.get(i - old)), 0);
    }
    this.centroids = before.centroids.grown(entries.size());
    centre(before.entries.size());
    this.brands = (BitSet) before.brands.clone();
    addBrands(before.entries.size());
    this.unitHashes = before.unitHashes(tokens, lexicon);
    this.exact = before.exact;
    this.newExact = new HashMap<>(before.newExact);
    for (int i = 0; i < normalized.size(); i++) {
      newExact.merge(normalized.get(i).key(), new int[] {old + i}, Wordings::joined);
    }
    this.sameAs = Arrays.copyOf(before.sameAs, profiles.length);
    for (Normalization text : normalized) {
      String key = text.key();
      int[] older = settled(key);
      int[] newer = newExact.getOrDefault(key, NONE);
      int one = older.length > 0 ? sameAs[older[0]] : newer[0];
      for (int wording : newer) {
        sameAs[wording] = one;
      }
    }
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    var all = new ArrayList<T>(some.size() + more.size());
    all.addAll(some);
    all.addAll(more);
    return Collections.unmodifiableList(all);
  }

  /**
   * The base with some entries changed, added or taken down. What is the same is shared; what
   * counts over the whole base (weights of words) stays as the last full build left it. Takes
   * milliseconds, where {@link #of} takes as long as the base is large.
   *
   * @param changed entries as they are now; an earlier text of the same id is taken down
   */
  public Wordings with(Collection<Entry> changed, Collection<EntryId> removed) {
    var masked = (BitSet) gone.clone();
    Stream.concat(removed.stream(), changed.stream().map(Entry::id))
        .flatMapToInt(id -> numbers.of(id).stream())
        .forEach(masked::set);
    var more = new Maker(changed);
    changed.forEach(more::add);
    more.first[changed.size()] = more.texts.size();
    return new Wordings(this, more, masked);
  }

  /** Whether an entry number means nothing more: the entry was changed or taken down. */
  public boolean isGone(int entry) {
    return gone.get(entry);
  }

  /** Whether any was since the last full build. */
  public boolean anyGone() {
    return !gone.isEmpty();
  }

  /** Sets the mean of each entry's wordings, at length 1. */
  private void centre(int fromEntry) {
    for (int e = fromEntry; e < entries.size(); e++) {
      float[] mean = new float[GramVectors.WIDTH];
      for (int w = first[e]; w < first[e + 1]; w++) {
        vectors.addTo(mean, 0, w);
      }
      GramVectors.normalize(mean, 0);
      centroids.set(e, mean, 0);
    }
  }

  private void addBrands(int fromEntry) {
    for (int e = fromEntry; e < entries.size(); e++) {
      for (int w = first[e]; w < first[e + 1]; w++) {
        addBrands(profiles[w].brands);
      }
      Entry entry = entries.get(e);
      addBrands(Brands.in(entry.answer().toLowerCase(Locale.ROOT)));
      addBrands(Brands.in(entry.official().toLowerCase(Locale.ROOT)));
    }
  }

  private void addBrands(int[] named) {
    for (int each : named) {
      brands.set(each);
    }
  }

  /** Whether one of these {@link Brands} is named nowhere in the base. */
  boolean isAnyForeign(int[] named) {
    for (int each : named) {
      if (!brands.get(each)) {
        return true;
      }
    }
    return false;
  }

  private long[] unitHashes() {
    long[] hashes = new long[lexicon.units().size()];
    for (String unit : lexicon.units()) {
      hashes[lexicon.unit(unit)] = GramVectors.unit(unit);
    }
    return hashes;
  }

  /** The same with those of more texts. */
  private long[] unitHashes(List<Tokens> texts, Lexicon grown) {
    long[] hashes = Arrays.copyOf(unitHashes, grown.unitTotal());
    for (Tokens text : texts) {
      for (int i = 0; i < text.size(); i++) {
        hashes[grown.unit(text.unit(i))] = GramVectors.unit(text.unit(i));
      }
    }
    return hashes;
  }

  /** Hash of a unit of the lexicon, as {@link GramVectors} wants it. */
  long unitHash(int unit) {
    return unitHashes[unit];
  }

  /** Weight of a unit, the greatest for one that is not in the lexicon. */
  float unitWeight(int unit) {
    return unit < 0 ? lexicon.unknownWeight() : lexicon.unitWeight(unit);
  }

  GramVectors grams() {
    return grams;
  }

  /** Cosine of a question's vector and a wording's. */
  float nearness(int[] question, int wording) {
    return vectors.dot(question, wording);
  }

  float centrality(int[] question, int entry) {
    return centroids.dot(question, entry);
  }

  /** Trains vectors on the base's own wordings. */
  public static Wordings of(Collection<Entry> entries) {
    return of(entries, List.of());
  }

  /** Compares by vectors that were trained before, perhaps on an earlier state of the base. */
  public static Wordings of(Collection<Entry> entries, GramVectors vectors) {
    var maker = new Maker(entries);
    entries.forEach(maker::add);
    return new Wordings(maker, vectors);
  }

  /**
   * Trains vectors on more than the base.
   *
   * @param alike groups of texts that mean the same, whatever it is
   */
  public static Wordings of(Collection<Entry> entries, List<List<String>> alike) {
    return of(entries, OwnVectors.learned(entries, alike));
  }

  /** Vectors trained on the base's own wordings. */
  public static GramVectors learn(Collection<Entry> entries) {
    return OwnVectors.learned(entries, List.of());
  }

  public int entryCount() {
    return entries.size();
  }

  public Entry entry(int number) {
    return entries.get(number);
  }

  /** The entry with that id, if it was not taken down. */
  public Optional<Entry> entry(EntryId id) {
    return numbers.of(id).stream()
        .filter(number -> !gone.get(number))
        .mapToObj(entries::get)
        .findAny();
  }

  /** All entries that were not changed or taken down since they were numbered. */
  public List<Entry> present() {
    return IntStream.range(0, entries.size())
        .filter(number -> !gone.get(number))
        .mapToObj(entries::get)
        .toList();
  }

  /** Number of the entry's standard question; {@code firstWording(e + 1)} ends its wordings. */
  public int firstWording(int entry) {
    return first[entry];
  }

  public int wordingCount() {
    return profiles.length;
  }

  public String wording(int number) {
    return texts.get(number);
  }

  public Profile profile(int wording) {
    return profiles[wording];
  }

  Numbers units() {
    return units;
  }

  Numbers bigrams() {
    return bigrams;
  }

  float unitMass(int wording) {
    return unitMass[wording];
  }

  float bigramMass(int wording) {
    return bigramMass[wording];
  }

  @Nullable Profile answer(int entry) {
    return answers[entry];
  }

  /** Units of the entry's answer, 0 without one. */
  public int answerLength(int entry) {
    Profile answer = answers[entry];
    return answer == null ? 0 : answer.length();
  }

  public Lexicon lexicon() {
    return lexicon;
  }

  /** As it is now, entries that mean nothing more included: these are few. */
  BaseShape shape() {
    return BaseShape.of(entries.size(), texts.size());
  }

  ConceptIndex concepts() {
    return concepts;
  }

  /** Of the concepts that occur in wordings. */
  public Lexicon conceptLexicon() {
    return concepts.lexicon;
  }

  /** Of the concepts that occur in answers. */
  public Lexicon answerConceptLexicon() {
    return answerConceptLexicon;
  }

  public Lexicon answerLexicon() {
    return answerLexicon;
  }

  /** Wordings with that {@link Normalization#key()}. */
  public int[] exact(String key) {
    int[] older = settled(key);
    int[] newer = newExact.getOrDefault(key, NONE);
    if (newer.length == 0 && gone.isEmpty()) {
      return older;
    }
    return Arrays.stream(joined(older, newer)).filter(w -> !gone.get(entryOf(w))).toArray();
  }

  /** Of the last full build. */
  private int[] settled(String key) {
    int[] same = exact.with(key);
    return same.length > 0 && Normalization.of(texts.get(same[0])).key().equals(key) ? same : NONE;
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  /** Number of the entry that a wording belongs to. */
  public int entryOf(int wording) {
    int at = Arrays.binarySearch(first, wording);
    if (at < 0) {
      return -at - 2;
    }
    // Entries without wordings begin where the next one does: the last of them has it.
    while (at + 1 < first.length && first[at + 1] == wording) {
      at++;
    }
    return at;
  }

  /** One number for all wordings with the same key. */
  public int sameAs(int wording) {
    return sameAs[wording];
  }

  /** Units of an answer, the same for index and profile. */
  public static Tokens answerTokens(Entry entry) {
    String text = entry.answer().isEmpty() ? entry.official() : entry.answer();
    return Tokens.of(Normalization.ofLong(text).text(), ANSWER_UNITS);
  }

  /** Counts words. What it took apart is not kept: of a million wordings it would fill the heap. */
  private static final class Maker {
    final List<Entry> entries = new ArrayList<>();
    final int[] first;
    final List<String> texts = new ArrayList<>();
    final Lexicon.Builder lexicon = new Lexicon.Builder();
    final List<Tokens> concepts = new ArrayList<>();
    final Lexicon.Builder conceptLexicon = new Lexicon.Builder();
    final Lexicon.Builder answerConceptLexicon = new Lexicon.Builder();
    final Lexicon.Builder answerLexicon = new Lexicon.Builder();
    final SameWords exact = new SameWords();

    Maker(Collection<Entry> entries) {
      this.first = new int[entries.size() + 1];
    }

    void add(Entry entry) {
      first[entries.size()] = texts.size();
      entries.add(entry);
      lexicon.nextEntry();
      answerLexicon.nextEntry();
      conceptLexicon.nextEntry();
      answerConceptLexicon.nextEntry();
      add(entry.question());
      entry.similar().forEach(this::add);
      Tokens answer = answerTokens(entry);
      answerLexicon.add(answer);
      answerConceptLexicon.add(Concepts.named(answer));
    }

    private void add(String wording) {
      Normalization text = Normalization.of(wording);
      Tokens units = Tokens.of(text);
      if (units.size() == 0) {
        return;
      }
      lexicon.add(units);
      Tokens view = Concepts.of(units);
      conceptLexicon.add(view);
      concepts.add(view);
      exact.add(text.key());
      texts.add(wording);
    }
  }
}
