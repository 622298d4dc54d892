package org.qingsheng.knowledge.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/** Entries and labelled questions in the JSON-lines format of evaluation sets. */
final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Entries of a corpus hold everywhere and always, so any moment will do. */
  private static final Instant MOMENT = Instant.parse("2026-11-01T04:00:00Z");

  private Corpus() {}

  /**
   * A labelled question.
   *
   * @param relevant ids of the right entries; empty when it cannot be answered
   * @param kind {@code in} for answerable ones, else why not
   */
  record Question(String id, String text, Set<String> relevant, String kind) {
    Question {
      relevant = Set.copyOf(relevant);
    }

    Query query() {
      return new Query(text, List.of(RegionCode.NATION), Set.of(), MOMENT);
    }
  }

  /**
   * @param cold whether similar questions are left out
   */
  static List<Entry> entries(Path file, boolean cold) throws IOException {
    var entries = new ArrayList<Entry>();
    for (JsonNode row : rows(file)) {
      entries.add(
          new Entry(
              new EntryId(row.required("id").asText()),
              1,
              row.path("question").asText(""),
              cold ? List.of() : strings(row.path("similar")),
              row.path("answer").asText(""),
              Optional.empty(),
              "",
              Entry.Kind.GUIDE,
              row.path("category").asText(""),
              RegionCode.NATION,
              Set.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              "",
              List.of(),
              Optional.empty()));
    }
    return entries;
  }

  static List<Question> questions(Path file) throws IOException {
    var questions = new ArrayList<Question>();
    for (JsonNode row : rows(file)) {
      questions.add(
          new Question(
              row.required("id").asText(),
              row.required("text").asText(),
              Set.copyOf(strings(row.path("relevant"))),
              row.path("kind").asText("in")));
    }
    return questions;
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    var rows = new ArrayList<JsonNode>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (!line.isBlank()) {
        try {
          rows.add(JSON.readTree(line));
        } catch (IOException e) {
          throw new IOException("%s line %d: not JSON".formatted(file.getFileName(), number), e);
        }
      }
    }
    return rows;
  }

  private static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(node -> strings.add(node.asText()));
    return strings;
  }
}
