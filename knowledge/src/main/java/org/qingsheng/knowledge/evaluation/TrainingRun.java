package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.index.Examined;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Training;

/**
 * Fits the shipped ranking model on a folder of corpora. The questions of each corpus are split by
 * intent: those whose intent hashes to an even number are fitted on, the others are never looked at
 * and are what figures are reported on. Questions without an intent are split by their id.
 *
 * <p>Run: {@code java -cp … org.qingsheng.knowledge.evaluation.TrainingRun CORPORA MODEL.json
 * DATE}; writes the model and, beside each corpus name in {@code MODEL.json.reported/}, the
 * questions left for reporting.
 */
public final class TrainingRun {
  /** Corpora that hold questions, and those whose entries are answers only. */
  private static final List<String> TASKS =
      List.of("bank", "broker", "web", "gov", "govans", "lawans");

  private static final double TARGET_PRECISION = 0.97;

  private final Path corpora;
  private final PrintStream out;

  TrainingRun(Path corpora, PrintStream out) {
    this.corpora = corpora;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new TrainingRun(Path.of(arguments[0]), out).run(file, arguments[2]);
  }

  void run(Path file, String date) throws IOException {
    var cases = new ArrayList<Training.Case>();
    Path reported = file.resolveSibling(file.getFileName() + ".reported");
    Files.createDirectories(reported);
    for (String task : TASKS) {
      addCases(task, reported, cases);
      out.println(task + ": " + cases.size() + " cases so far");
    }
    RankingModel model =
        new Training(TARGET_PRECISION)
            .fit(
                cases,
                Map.of(
                    "fitted-on",
                    "development questions of bank, broker, web, gov, govans, lawans whose intent hashes to"
                        + " an even number",
                    "cases",
                    Integer.toString(cases.size()),
                    "date",
                    date,
                    "target-precision",
                    Double.toString(TARGET_PRECISION)));
    model = model.with(figures(model, reported));
    model.write(file);
    out.printf(
        "answer from %.4f, clarify from %.2f%n", model.answerThreshold(), model.clarifyThreshold());
  }

  /** Figures on the questions that were left out, to be kept with the model. */
  private Map<String, String> figures(RankingModel model, Path reported) throws IOException {
    Map<String, String> figures = new TreeMap<>();
    for (String task : TASKS) {
      List<Entry> entries = Corpus.entries(corpora.resolve(task).resolve("kb.jsonl"), false);
      List<Corpus.Question> left = Corpus.questions(reported.resolve(task + ".jsonl"));
      Figures reached = Figures.of(Evaluation.outcomes(model, entries, left));
      figures.put("reported-" + task, reached.line());
      out.println(task + ": " + reached.line());
    }
    return figures;
  }

  private void addCases(String task, Path reported, List<Training.Case> cases) throws IOException {
    List<Entry> entries = Corpus.entries(corpora.resolve(task).resolve("kb.jsonl"), false);
    Path file = corpora.resolve(task).resolve("queries-dev.jsonl");
    List<Corpus.Question> questions = Corpus.questions(file);
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    Map<String, Integer> intents = intents(questions);
    var left = new ArrayList<String>();
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.untrained())) {
      knowledge.replaceAll(entries, 1);
      for (int i = 0; i < questions.size(); i++) {
        Corpus.Question question = questions.get(i);
        int intent = intents.getOrDefault(question.id(), hash(question.id()));
        if (intent % 2 == 0) {
          cases.add(labelled(task, intent / 2, question, knowledge.examine(question.query())));
        } else {
          left.add(lines.get(i));
        }
      }
    }
    Files.write(reported.resolve(task + ".jsonl"), left, StandardCharsets.UTF_8);
  }

  static Training.Case labelled(
      String task, int group, Corpus.Question question, Examined examined) {
    Set<Integer> relevant = new HashSet<>();
    examined
        .candidates()
        .forEach(c -> {
          if (question.relevant().contains(examined.base().entry(c.entry()).id().value())) {
            relevant.add(c.entry());
          }
        });
    if (relevant.isEmpty() && !question.relevant().isEmpty()) {
      relevant.add(-1); // answerable, but not found
    }
    return new Training.Case(
        task, group, examined.candidates(), examined.comparison(), relevant, examined.exact());
  }

  /** Question id to intent: entries that count for the same question are one intent. */
  private static Map<String, Integer> intents(List<Corpus.Question> questions) {
    Map<String, String> parent = new HashMap<>();
    for (Corpus.Question question : questions) {
      String first = null;
      for (String entry : new java.util.TreeSet<>(question.relevant())) {
        String root = root(parent, entry);
        if (first == null) {
          first = root;
        } else if (!first.equals(root)) {
          parent.put(root, first);
        }
      }
    }
    Map<String, String> least = new TreeMap<>();
    for (String entry : new java.util.TreeSet<>(parent.keySet())) {
      least.putIfAbsent(root(parent, entry), entry);
    }
    Map<String, Integer> intents = new HashMap<>();
    for (Corpus.Question question : questions) {
      question.relevant().stream()
          .findAny()
          .ifPresent(entry -> {
            String root = root(parent, entry);
            intents.put(question.id(), hash(least.getOrDefault(root, root)));
          });
    }
    return intents;
  }

  private static String root(Map<String, String> parent, String entry) {
    String at = entry;
    while (!parent.computeIfAbsent(at, key -> key).equals(at)) {
      at = parent.get(at);
    }
    return at;
  }

  private static int hash(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() & 0x7FFFFFFF);
  }
}
