package org.qingsheng.knowledge;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Entries and queries for tests; each test changes only what it is about. */
public final class Samples {
  /** Noon of 1 November 2026 in Shanghai. */
  public static final Instant NOON = Instant.parse("2026-11-01T04:00:00Z");

  private Samples() {}

  public static EntryBuilder anEntry(String id) {
    return new EntryBuilder(id);
  }

  public static Query query(String text) {
    return new Query(text, List.of(RegionCode.NATION), Set.of(), NOON);
  }

  public static Path configuredKnowledge() {
    String root =
        Objects.requireNonNull(
            System.getProperty("qingsheng.root"),
            "run the tests with -Dqingsheng.root=<repository>");
    return Path.of(root, "config", "knowledge");
  }

  /** A complete entry that may be published, until something is changed. */
  public static final class EntryBuilder {
    private final EntryId id;
    private String question;
    private List<String> similar = List.of();
    private String answer;
    private Optional<String> answerWithoutLocal = Optional.empty();
    private Entry.Kind kind = Entry.Kind.GUIDE;
    private RegionCode region = RegionCode.NATION;
    private Set<String> audience = Set.of();
    private Optional<LocalDate> validFrom = Optional.empty();
    private Optional<LocalDate> validUntil = Optional.empty();
    private List<Source> sources = List.of();
    private List<EntryId> related = List.of();
    private int version = 1;

    private EntryBuilder(String id) {
      this.id = new EntryId(id);
      this.question = "问题" + id;
      this.answer = "答复" + id;
    }

    public EntryBuilder version(int number) {
      version = number;
      return this;
    }

    public EntryBuilder question(String text) {
      question = text;
      return this;
    }

    public EntryBuilder similar(String... texts) {
      similar = List.of(texts);
      return this;
    }

    public EntryBuilder answer(String text) {
      answer = text;
      return this;
    }

    public EntryBuilder answerWithoutLocal(String text) {
      answerWithoutLocal = Optional.of(text);
      return this;
    }

    public EntryBuilder policy(Source... from) {
      kind = Entry.Kind.POLICY;
      sources = List.of(from);
      return this;
    }

    public EntryBuilder region(String code) {
      region = new RegionCode(code);
      return this;
    }

    public EntryBuilder audience(String... groups) {
      audience = Set.of(groups);
      return this;
    }

    public EntryBuilder from(String date) {
      validFrom = Optional.of(LocalDate.parse(date));
      return this;
    }

    public EntryBuilder until(String date) {
      validUntil = Optional.of(LocalDate.parse(date));
      return this;
    }

    public EntryBuilder related(String... ids) {
      related = java.util.Arrays.stream(ids).map(EntryId::new).toList();
      return this;
    }

    public Entry build() {
      return new Entry(
          id,
          version,
          question,
          similar,
          answer,
          answerWithoutLocal,
          "",
          kind,
          "就业服务",
          region,
          audience,
          validFrom,
          validUntil,
          Optional.of(LocalDate.parse("2026-11-01")),
          sources,
          "县人社局,12333",
          related,
          Optional.empty());
    }
  }
}
