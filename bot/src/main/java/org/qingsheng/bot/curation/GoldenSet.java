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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

/** The labelled questions (黄金集) as a yardstick: which of them are decided otherwise. Immutable. */
public final class GoldenSet {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final List<String> questions;

  GoldenSet(List<String> questions) {
    this.questions = List.copyOf(questions);
  }

  /** All {@code *.jsonl} files of a folder; an empty set when there is none. */
  public static GoldenSet read(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new GoldenSet(List.of());
    }
    var questions = new ArrayList<String>();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          question(line).filter(text -> !text.isBlank()).ifPresent(questions::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read the golden set", e);
    }
    return new GoldenSet(questions);
  }

  private static java.util.Optional<String> question(String line) {
    try {
      JsonNode text = MAPPER.readTree(line).path("text");
      return java.util.Optional.of(text.asText());
    } catch (JsonProcessingException _) {
      return java.util.Optional.empty();
    }
  }

  public int size() {
    return questions.size();
  }

  /** One question and what became of it before and after, in Chinese. */
  public record Change(String question, String before, String after) {}

  /**
   * Questions that are decided otherwise with other synonyms.
   *
   * @param path where they are asked, nearest first
   */
  public List<Change> changes(
      KnowledgeBase knowledge,
      Collection<Synonym> now,
      Collection<Synonym> then,
      List<RegionCode> path,
      Instant at) {
    var changes = new ArrayList<Change>();
    for (var question : questions) {
      var query = new Query(question, path, Set.of(), at);
      var before = words(knowledge.ask(query, now));
      var after = words(knowledge.ask(query, then));
      if (!before.equals(after)) {
        changes.add(new Change(question, before, after));
      }
    }
    return changes;
  }

  private static String words(Decision decision) {
    return switch (decision) {
      case Decision.Answer(var match) -> "直接答复：" + match.entry().question();
      case Decision.Clarify(var options) ->
          "追问：" + String.join("／", options.stream().map(each -> each.entry().question()).toList());
      case Decision.NoAnswer _ -> "转人工";
    };
  }
}
