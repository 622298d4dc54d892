package org.qingsheng.bot.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Questions as people really put them, each with the outcome a careful editor expects. They are
 * read from the rows of Markdown tables: {@code | id | words | topic | outcome | facts | … |}.
 * Words in several turns are told apart by ①②③; what counts is the last turn.
 */
final class RealQuestions {
  private static final Pattern ID = Pattern.compile("[A-Z]{1,2}\\d{2,5}");
  private static final Pattern TURN = Pattern.compile("[①②③④⑤]");

  private RealQuestions() {}

  /** What should come of a question. */
  enum Expected {
    ANSWER,
    CLARIFY,
    ESCALATE,
    RECORD,
    REFUSE;

    static Optional<Expected> of(String word) {
      return switch (word.strip().toLowerCase(Locale.ROOT)) {
        case "answer" -> Optional.of(ANSWER);
        case "clarify" -> Optional.of(CLARIFY);
        case "escalate" -> Optional.of(ESCALATE);
        case "record-only", "record" -> Optional.of(RECORD);
        case "refuse" -> Optional.of(REFUSE);
        default -> Optional.empty();
      };
    }
  }

  /**
   * One question.
   *
   * @param turns what the person says, in order; at least one
   * @param topic word before the first dot of the topic
   * @param facts names of the facts the answer rests on, or ids of the entries that give it; empty
   *     if it rests on none
   */
  record Question(
      String id, List<String> turns, String topic, Expected expected, Set<String> facts) {
    Question {
      turns = List.copyOf(turns);
      facts = Set.copyOf(facts);
    }

    boolean odd() {
      return (id.charAt(id.length() - 1) - '0') % 2 == 1;
    }
  }

  /** The questions of a Markdown file; rows that are none are passed over. */
  static List<Question> read(Path file) throws IOException {
    var questions = new ArrayList<Question>();
    for (var line : Files.readAllLines(file)) {
      var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() < 7 || !ID.matcher(cells.get(1)).matches()) {
        continue;
      }
      Expected.of(cells.get(4))
          .ifPresent(expected ->
              questions.add(
                  new Question(
                      cells.get(1),
                      turns(cells.get(2)),
                      cells.get(3).replaceFirst("\\..*", ""),
                      expected,
                      facts(cells.get(5)))));
    }
    if (questions.isEmpty()) {
      throw new IOException("no rows of questions in " + file.getFileName());
    }
    return questions;
  }

  private static List<String> turns(String words) {
    if (words.isEmpty() || !TURN.matcher(words.substring(0, 1)).matches()) {
      return List.of(words);
    }
    return TURN.splitAsStream(words).map(String::strip).filter(turn -> !turn.isEmpty()).toList();
  }

  private static Set<String> facts(String cell) {
    var facts = new TreeSet<String>();
    for (var word : cell.split("[\\s,，、]+")) {
      boolean fact = word.matches("[A-Z]\\d{0,2}") && !word.equals("L");
      if (fact || word.matches("[a-z0-9]+(-[a-z0-9]+)+")) {
        facts.add(word);
      }
    }
    return facts;
  }

  /**
   * The same as labelled questions for retrieval, JSON Lines: the last turn with the entries that
   * rest on one of its facts; of several turns {@code multi}, what no entry should answer by what
   * is expected of it.
   */
  static String labelled(List<Question> questions, Map<String, Set<String>> facts, String region) {
    var lines = new StringBuilder();
    for (var question : questions) {
      boolean answer = question.expected() == Expected.ANSWER;
      var row = JsonNodeFactory.instance.objectNode();
      row.put("id", question.id());
      row.put("text", question.turns().getLast());
      var relevant = row.putArray("relevant");
      facts.entrySet().stream()
          .filter(entry -> answer && answers(question, entry.getValue()))
          .map(Map.Entry::getKey)
          .sorted()
          .forEach(relevant::add);
      row.put(
          "kind",
          !answer
              ? question.expected().name().toLowerCase(Locale.ROOT)
              : question.turns().size() == 1 ? "in" : "multi");
      row.put("region", region);
      lines.append(row).append('\n');
    }
    return lines.toString();
  }

  /** An answer that rests on no fact may come from an entry that rests on none but its own id. */
  static boolean answers(Question question, Set<String> rests) {
    return question.facts().isEmpty()
        ? rests.size() == 1
        : !Collections.disjoint(rests, question.facts());
  }

  /** By entry, the facts that the seed files say it rests on, and its own id. */
  static Map<String, Set<String>> factsOfEntries(Path knowledge) throws IOException {
    var yaml = new YAMLMapper();
    var facts = new HashMap<String, Set<String>>();
    try (var files = Files.list(knowledge)) {
      for (var file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        for (var entry : yaml.readTree(file.toFile()).path("entries")) {
          var named = new TreeSet<String>();
          entry.path("facts").forEach(fact -> named.add(fact.asText()));
          named.add(entry.path("id").asText());
          facts.put(entry.path("id").asText(), named);
        }
      }
    }
    return facts;
  }
}
