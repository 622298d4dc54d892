package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Normalization;

/**
 * What a question is about (话题), by the names people use for it, and which side of it is asked: 创业贷
 * and 创业担保贷款 are one subject, 几个点 and 利率 one aspect. A short question that is nothing but a subject
 * and its aspects has one reading only. Immutable, thread-safe.
 */
public final class Subjects {
  /** Letters that may be left of a short question before it counts as saying more. */
  private static final int LEFT_OVER = 1;

  /** Longer questions are not read this way: they tell a story. */
  private static final int LONGEST = 26;

  /** What points from one subject to another. */
  private static final Pattern OTHER = Pattern.compile("^(那么?|换成|如果是|要是)|的?呢$");

  private final Names subjects;
  private final Names aspects;
  private final Trie fillers;
  private final Map<String, Map<String, EntryId>> entries;
  private final Set<String> people;
  private final Map<String, RegionCode> regions;
  private final Hearing hearing;

  private Subjects(
      Names subjects,
      Names aspects,
      Trie fillers,
      Map<String, Map<String, EntryId>> entries,
      Set<String> people,
      Map<String, RegionCode> regions) {
    this.subjects = subjects;
    this.people = Set.copyOf(people);
    this.regions = Map.copyOf(regions);
    this.hearing = new Hearing(subjects.meaning().keySet());
    this.aspects = aspects;
    this.fillers = fillers;
    this.entries = Map.copyOf(entries);
  }

  /** Names as written, and what they stand for. */
  private record Names(Map<String, String> meaning, Trie trie) {
    Stream<Emit> in(String bare) {
      return trie.parseText(bare).stream();
    }

    String of(Emit hit) {
      return java.util.Objects.requireNonNull(meaning.get(hit.getKeyword()));
    }
  }

  /** Names being read. */
  private static final class NamesRead {
    private final Map<String, String> meaning = new HashMap<>();

    void put(String said, String name) {
      var before = meaning.putIfAbsent(key(said), name);
      if (before != null && !before.equals(name)) {
        throw new IllegalArgumentException("“%s”写了两遍：%s、%s".formatted(said, before, name));
      }
    }

    Names names() {
      return new Names(
          Map.copyOf(meaning),
          Trie.builder().addKeywords(meaning.keySet()).ignoreOverlaps().build());
    }
  }

  /** Written forms are compared as questions are: simplified, one width, Cantonese read. */
  private static String key(String said) {
    return SpokenPattern.bare(Normalization.of(said).text());
  }

  /**
   * Reads {@code subjects.yaml}.
   *
   * @throws IllegalArgumentException when a name stands for two things, or an aspect is unknown
   */
  public static Subjects load(Path file) {
    JsonNode root;
    try (var in = Files.newInputStream(file)) {
      root = new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
    var aspects = new NamesRead();
    var known = new HashSet<String>();
    for (var aspect : root.path("aspects").properties()) {
      known.add(aspect.getKey());
      aspect.getValue().forEach(word -> aspects.put(word.asText(), aspect.getKey()));
    }
    var subjects = new NamesRead();
    var entries = new HashMap<String, Map<String, EntryId>>();
    var people = new HashSet<String>();
    var regions = new HashMap<String, RegionCode>();
    for (var subject : root.path("subjects")) {
      var name = subject.path("name").asText();
      subjects.put(name, name);
      subject.path("says").forEach(word -> subjects.put(word.asText(), name));
      if (subject.path("who").asBoolean()) {
        people.add(name);
      }
      if (subject.has("region")) {
        regions.put(name, new RegionCode(subject.path("region").asText()));
      }
      var sides = new HashMap<String, EntryId>();
      for (var side : subject.path("entries").properties()) {
        if (!known.contains(side.getKey())) {
          throw new IllegalArgumentException("%s：不认识的一面 %s".formatted(name, side.getKey()));
        }
        sides.put(side.getKey(), new EntryId(side.getValue().asText()));
      }
      entries.put(name, Map.copyOf(sides));
    }
    var fillers = new ArrayList<String>();
    root.path("fillers").forEach(word -> fillers.add(key(word.asText())));
    return new Subjects(
        subjects.names(),
        aspects.names(),
        Trie.builder()
            .addKeywords(fillers.stream().filter(word -> !word.isEmpty()).toList())
            .ignoreOverlaps()
            .build(),
        entries,
        people,
        regions);
  }

  /** Every entry that a reading leads to. */
  Set<EntryId> entries() {
    var all = new HashSet<EntryId>();
    entries.values().forEach(sides -> all.addAll(sides.values()));
    return all;
  }

  /** What was said, with misspelt names of subjects put right; {@code said} is normalised. */
  String spelt(String said) {
    return hearing.spelt(said);
  }

  /** The subject that is named, the longest name if there are several; people come last. */
  Optional<String> in(String said) {
    return subjects
        .in(key(said))
        .max(
            Comparator.comparing((Emit hit) -> !people.contains(subjects.of(hit)))
                .thenComparingInt(hit -> hit.getKeyword().length())
                .thenComparing(Emit::getStart, Comparator.reverseOrder()))
        .map(subjects::of);
  }

  /**
   * Where a subject is at home that there is in one area only: 山区计划 is a matter of 广东. Empty where
   * it is called by a name that others may have for something of their own.
   */
  Optional<RegionCode> region(String subject, String said) {
    boolean byName =
        subjects.in(key(said)).noneMatch(hit -> subjects.of(hit).equals(subject))
            || key(said).contains(key(subject));
    return byName ? Optional.ofNullable(regions.get(subject)) : Optional.empty();
  }

  /**
   * The entries a short question asks for, if it has one reading only: it names one subject or is
   * about {@code before}, names its aspects, and says nothing else.
   *
   * @param before what the talk is about, for a question that names no subject
   */
  List<EntryId> reading(String said, Optional<String> before) {
    var bare = key(said);
    if (bare.length() > LONGEST) {
      return List.of();
    }
    var named = new LinkedHashSet<String>();
    subjects.in(bare).map(subjects::of).forEach(named::add);
    if (named.size() > 1 || (named.isEmpty() && before.isEmpty())) {
      return List.of();
    }
    var subject = named.isEmpty() ? before.orElseThrow() : named.getFirst();
    var rest = without(subjects.trie(), bare);
    var sides = new LinkedHashSet<String>();
    aspects.in(rest).map(aspects::of).forEach(sides::add);
    var left = without(fillers, without(aspects.trie(), rest)).replace("\u0000", "");
    if (sides.isEmpty() || left.length() > LEFT_OVER) {
      return List.of();
    }
    var known = entries.getOrDefault(subject, Map.of());
    var found = new LinkedHashSet<EntryId>();
    for (var side : sides) {
      var entry = known.get(side);
      if (entry == null) {
        return List.of(); // half an answer would be taken for a whole one
      }
      found.add(entry);
    }
    return List.copyOf(found);
  }

  /**
   * The question of before, put about another subject: 那三支一扶呢 after 特岗期满能入编吗. Empty unless nothing
   * but the other subject is named.
   *
   * @param last the question of before
   */
  Optional<String> swapped(String last, String said) {
    var bare = key(said);
    if (bare.length() > LONGEST || !OTHER.matcher(SpokenPattern.bare(said)).find()) {
      return Optional.empty();
    }
    var named = subjects.in(bare).map(subjects::of).distinct().toList();
    var left = OTHER.matcher(without(subjects.trie(), bare)).replaceAll("").replace("\u0000", "");
    var asked = without(subjects.trie(), key(last)).replace("\u0000", "");
    return named.size() == 1 && left.isEmpty() && !asked.isEmpty()
        ? Optional.of(named.getFirst() + asked)
        : Optional.empty();
  }

  /** The text with what was found cut out, a gap left in its place. */
  private static String without(Trie found, String text) {
    var cut = new StringBuilder();
    int from = 0;
    for (var hit : found.parseText(text)) {
      cut.append(text, from, hit.getStart()).append('\u0000');
      from = hit.getEnd() + 1;
    }
    return cut.append(text.substring(from)).toString();
  }
}
