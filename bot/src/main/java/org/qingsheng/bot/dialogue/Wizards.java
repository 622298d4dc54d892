package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The eligibility checks there are, read from {@code wizards.yaml}. Immutable, thread-safe. */
public final class Wizards {
  private final List<Wizard> wizards;
  private final List<SpokenPattern> asks;
  private final List<SpokenPattern> unless;
  private final int longest;

  private Wizards(
      List<Wizard> wizards, List<SpokenPattern> asks, List<SpokenPattern> unless, int longest) {
    this.wizards = List.copyOf(wizards);
    this.asks = List.copyOf(asks);
    this.unless = List.copyOf(unless);
    this.longest = longest;
  }

  List<Wizard> all() {
    return wizards;
  }

  Optional<Wizard> find(String id) {
    return wizards.stream().filter(wizard -> wizard.id().equals(id)).findFirst();
  }

  Optional<Wizard> about(String subject) {
    return wizards.stream().filter(wizard -> wizard.subjects().contains(subject)).findFirst();
  }

  /** Whether somebody asks about their own eligibility: 我能不能申请; {@code said} is normalised. */
  boolean askedFor(String said) {
    var bare = SpokenPattern.bare(said);
    long letters = SpokenPattern.letters(bare);
    return bare.length() <= longest
        && asks.stream().anyMatch(pattern -> pattern.in(bare, letters))
        && unless.stream().noneMatch(pattern -> pattern.in(bare, letters));
  }

  /**
   * Reads the checks.
   *
   * @throws IllegalArgumentException naming every step that leads nowhere or is never reached
   */
  public static Wizards load(Path file) {
    JsonNode root;
    try (var in = Files.newInputStream(file)) {
      root = new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
    var problems = new ArrayList<String>();
    var wizards = new ArrayList<Wizard>();
    for (var node : root.path("wizards")) {
      var wizard = wizard(node, problems);
      check(wizard, problems);
      wizards.add(wizard);
    }
    var asks = patterns(root.path("asks"));
    if (asks.isEmpty()) {
      problems.add("没有 asks");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + "：" + String.join("；", problems));
    }
    return new Wizards(
        wizards, asks, patterns(root.path("unless")), root.path("longest").asInt(20));
  }

  private static List<SpokenPattern> patterns(JsonNode list) {
    var patterns = new ArrayList<SpokenPattern>();
    list.forEach(word -> patterns.add(new SpokenPattern(word.asText())));
    return patterns;
  }

  private static Wizard wizard(JsonNode node, List<String> problems) {
    var id = node.path("id").asText();
    var subjects = new ArrayList<String>();
    node.path("subjects").forEach(subject -> subjects.add(subject.asText()));
    var steps = new LinkedHashMap<String, Wizard.Step>();
    for (var step : node.path("steps").properties()) {
      var value = step.getValue();
      steps.put(
          step.getKey(),
          new Wizard.Step(
              value.path("ask").asText(),
              value.path("yes").asText(),
              value.path("no").asText(),
              value.path("unsure").asText()));
    }
    var results = new LinkedHashMap<String, Wizard.Result>();
    for (var result : node.path("results").properties()) {
      var verdict = result.getValue().path("verdict").asText().toUpperCase(Locale.ROOT);
      if (!Set.of("LIKELY", "UNLIKELY", "OFFICE").contains(verdict)) {
        problems.add(
            "自查 %s 的结果 %s：verdict 只能是 likely、unlikely、office".formatted(id, result.getKey()));
        continue;
      }
      results.put(
          result.getKey(),
          new Wizard.Result(
              Wizard.Verdict.valueOf(verdict), result.getValue().path("why").asText()));
    }
    return new Wizard(
        id,
        node.path("name").asText(),
        subjects,
        node.path("entry").asText(),
        node.path("rule").asText(),
        node.path("checked").asText(),
        node.path("office").asText(),
        node.path("first").asText(),
        steps,
        results);
  }

  private static void check(Wizard wizard, List<String> problems) {
    var reached = new HashSet<String>();
    follow(wizard, wizard.first(), List.of(), reached, problems);
    wizard.steps().keySet().stream()
        .filter(step -> !reached.contains(step))
        .forEach(step -> problems.add("自查 %s 的 %s 走不到".formatted(wizard.id(), step)));
    wizard.results().keySet().stream()
        .filter(result -> !reached.contains(result))
        .forEach(result -> problems.add("自查 %s 的结果 %s 走不到".formatted(wizard.id(), result)));
  }

  private static void follow(
      Wizard wizard, String at, List<String> before, Set<String> reached, List<String> problems) {
    if (wizard.results().containsKey(at)) {
      reached.add(at);
      return;
    }
    var step = wizard.steps().get(at);
    if (step == null || before.contains(at)) {
      problems.add("自查 %s：%s %s".formatted(wizard.id(), at, step == null ? "既不是问题也不是结果" : "绕回了自己"));
      return;
    }
    reached.add(at);
    var path = new ArrayList<>(before);
    path.add(at);
    for (var reply : Wizard.Reply.values()) {
      follow(wizard, step.after(reply), path, reached, problems);
    }
  }
}
