package org.qingsheng.bot.curation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.qingsheng.bot.curation.GoldenCase.Origin;
import org.qingsheng.knowledge.RegionCode;

/** Reads the labelled questions that come with the program (黄金集), JSON lines. */
public final class GoldenFile {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The half the shipped calibration was fitted to. */
  private static final String FITTED = "calibration.jsonl";

  private GoldenFile() {}

  /** All {@code *.jsonl} files of a folder; nothing when there is none. */
  public static List<GoldenCase> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var cases = new ArrayList<GoldenCase>();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        boolean fitted = file.endsWith(FITTED);
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          row(line).flatMap(row -> question(row, fitted)).ifPresent(cases::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read the golden set", e);
    }
    return cases;
  }

  private static Optional<JsonNode> row(String line) {
    try {
      return Optional.of(MAPPER.readTree(line));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static Optional<GoldenCase> question(JsonNode row, boolean fitted) {
    var id = row.path("id").asText("");
    var text = row.path("text").asText("");
    if (id.isBlank() || text.isBlank()) {
      return Optional.empty();
    }
    var expected = new ArrayList<String>();
    row.path("relevant").forEach(each -> expected.add(each.asText()));
    return Optional.of(
        new GoldenCase(
            id,
            text,
            Optional.of(row.path("region").asText(""))
                .filter(r -> !r.isEmpty())
                .map(RegionCode::new),
            expected,
            false,
            Origin.SHIPPED,
            Optional.empty(),
            fitted,
            false,
            row.path("note").asText(""),
            "",
            Instant.EPOCH));
  }
}
