package org.qingsheng.knowledge.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.exchange.EntryFiles;

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
   * @param regions where the asker is, nearest first
   */
  record Question(
      String id, String text, Set<String> relevant, String kind, List<RegionCode> regions) {
    Question {
      relevant = Set.copyOf(relevant);
      regions = List.copyOf(regions);
    }

    Query query() {
      return new Query(text, regions, Set.of(), MOMENT);
    }
  }

  /** A county, its prefecture, its province and the nation; the nation alone without a code. */
  private static List<RegionCode> regions(String code) {
    var path = new ArrayList<RegionCode>();
    for (int digits = 6; digits > 0 && code.length() == 6; digits -= 2) {
      String above = code.substring(0, digits) + "0".repeat(6 - digits);
      if (path.isEmpty() || !path.getLast().value().equals(above)) {
        path.add(new RegionCode(above));
      }
    }
    path.add(RegionCode.NATION);
    return path;
  }

  /**
   * @param file JSON lines, or a folder of entries as the product reads them
   * @param cold whether similar questions are left out
   */
  static List<Entry> entries(Path file, boolean cold) throws IOException {
    if (Files.isDirectory(file)) {
      return EntryFiles.readFolder(file).orThrow();
    }
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
              row.path("kind").asText("in"),
              regions(row.path("region").asText(""))));
    }
    return questions;
  }

  /** Question id to the id of the question it is a damaged copy of. */
  static Map<String, String> originals(Path file) throws IOException {
    Map<String, String> originals = new HashMap<>();
    for (JsonNode row : rows(file)) {
      originals.put(row.required("id").asText(), row.path("base").asText(""));
    }
    return originals;
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
