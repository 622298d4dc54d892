package org.qingsheng.knowledge.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Source;

/**
 * Entries as YAML files: one topic a file, every problem of all files reported at once. Reading
 * checks the form only; whether an entry may be published is for {@link EntryRules}.
 */
public final class EntryFiles {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  private EntryFiles() {}

  /**
   * What was read.
   *
   * @param entries those without a problem
   * @param problems all of them, in the order of the files
   */
  public record Reading(List<Entry> entries, List<Problem> problems) {
    public Reading {
      entries = List.copyOf(entries);
      problems = List.copyOf(problems);
    }

    /**
     * The entries when there was no problem.
     *
     * @throws IllegalArgumentException with every problem on a line of its own
     */
    public List<Entry> orThrow() {
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            String.join("\n", problems.stream().map(Problem::toString).toList()));
      }
      return entries;
    }
  }

  /**
   * Reads all {@code *.yaml} and {@code *.yml} files of a folder in the order of their names.
   *
   * @throws IOException when the folder or a file cannot be read; what is wrong inside a file is a
   *     problem instead
   */
  public static Reading readFolder(Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    var problems = new ArrayList<Problem>();
    Map<String, String> fileOf = new HashMap<>();
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      Reading one = read(name, Files.readString(file, StandardCharsets.UTF_8));
      problems.addAll(one.problems());
      for (Entry entry : one.entries()) {
        String other = fileOf.putIfAbsent(entry.id().value(), name);
        if (other == null) {
          entries.add(entry);
        } else {
          problems.add(
              Problem.of(entry.id().value(), "id", "文件 " + other + " 里已有这个编号", "请换一个编号").in(name));
        }
      }
    }
    return new Reading(entries, problems);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(p -> p.toString().endsWith(".yaml") || p.toString().endsWith(".yml"))
          .sorted()
          .toList();
    }
  }

  /**
   * Reads one file's text.
   *
   * @param name shown in problems
   */
  public static Reading read(String name, String yaml) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      return new Reading(
          List.of(),
          List.of(
              Problem.of("(全文)", "第 %d 行".formatted(line), "不是正确的 YAML", "请检查缩进、冒号和引号").in(name)));
    }
    var problems = new ArrayList<Problem>();
    var entries = new ArrayList<Entry>();
    var file = new EntryReader(root, "(文件头)", problems);
    file.onlyKeys("topic", "entries");
    String topic = file.optional("topic").orElse("");
    if (!root.path("entries").isArray()) {
      problems.add(Problem.of("(文件头)", "entries", "没有条目列表", "请写 entries:,每条以“- id:”开头"));
    }
    var ids = new HashSet<String>();
    int number = 0;
    for (JsonNode node : root.path("entries")) {
      number++;
      int before = problems.size();
      Optional<Entry> entry = EntryReader.entry(node, number, topic, problems);
      if (entry.isPresent() && !ids.add(entry.get().id().value())) {
        problems.add(Problem.of(entry.get().id().value(), "id", "本文件里有两条同号", "请换一个编号"));
      }
      if (entry.isPresent() && problems.size() == before) {
        entries.add(entry.get());
      }
    }
    return new Reading(entries, problems.stream().map(p -> p.in(name)).toList());
  }

  /** Writes entries so that {@link #read} gives them back, all under one topic if they share it. */
  public static String write(Collection<Entry> entries) {
    ObjectNode root = YAML.createObjectNode();
    List<String> topics = entries.stream().map(Entry::topic).distinct().toList();
    if (topics.size() == 1) {
      root.put("topic", topics.getFirst());
    }
    ArrayNode list = root.putArray("entries");
    for (Entry entry : entries) {
      put(list.addObject(), entry, topics.size() > 1);
    }
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings could not be written as YAML", e);
    }
  }

  private static void put(ObjectNode node, Entry entry, boolean withTopic) {
    node.put("id", entry.id().value());
    if (withTopic) {
      node.put("topic", entry.topic());
    }
    if (entry.version() != 1) {
      node.put("version", entry.version());
    }
    node.put("question", entry.question());
    entry.similar().forEach(node.putArray("similar")::add);
    node.put("answer", entry.answer());
    entry.answerWithoutLocal().ifPresent(t -> node.put("answerWithoutLocal", t));
    node.put("official", entry.official());
    node.put("kind", entry.kind() == Entry.Kind.POLICY ? "policy" : "guide");
    node.put("region", entry.region().value());
    entry.audience().stream().sorted().forEach(node.putArray("audience")::add);
    entry.validFrom().ifPresent(d -> node.put("validFrom", d.toString()));
    entry.validUntil().ifPresent(d -> node.put("validUntil", d.toString()));
    entry.checkedOn().ifPresent(d -> node.put("checkedOn", d.toString()));
    ArrayNode sources = node.putArray("sources");
    for (Source source : entry.sources()) {
      ObjectNode one = sources.addObject();
      one.put("issuer", source.issuer());
      one.put("title", source.title());
      one.put("number", source.number());
      one.put("date", source.date().toString());
      source.link().ifPresent(l -> one.put("link", l));
    }
    node.put("office", entry.office());
    ArrayNode related = node.putArray("related");
    entry.related().forEach(id -> related.add(id.value()));
    entry.supersededBy().ifPresent(id -> node.put("supersededBy", id.value()));
  }
}
