package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.qingsheng.knowledge.index.Examined;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Training;
import org.qingsheng.knowledge.ranking.Wordings;

/**
 * Fits the shipped ranking model on a folder of corpora and on the calibration half of the golden
 * set. The questions of each corpus are split by intent: those whose intent hashes to an even
 * number are fitted on, the others are never looked at and are what figures are reported on, like
 * the test half of the golden set. Questions without an intent are split by their id.
 *
 * <p>Run: {@code java -cp … org.qingsheng.knowledge.evaluation.TrainingRun CORPORA CONFIG
 * MODEL.json DATE}, CONFIG being the folder that holds {@code golden} and {@code knowledge}.
 */
public final class TrainingRun {
  private static final List<String> TASKS =
      List.of("bank", "broker", "web", "gov", "govans", "lawans");

  /**
   * Those that have similar questions are asked without them, too: a list freshly imported. Every
   * third question is enough: all of them bring those bases nothing more and cost the warm ones.
   */
  private static final List<String> COLD_TASKS = List.of("bank", "broker");

  private static final int COLD_PART = 3;

  private static final String GOLDEN = "golden";

  /** The golden set is what the product is for, and small: each question counts as often. */
  private static final int GOLDEN_WEIGHT = 3;

  private static final double TARGET_PRECISION = 0.97;

  private final Path corpora;
  private final Path config;
  private final PrintStream out;
  private final List<Training.Case> cases = new ArrayList<>();
  private final List<Training.Case> cold = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();

  /** What figures are reported on. */
  private record Left(String task, Wordings base, List<Corpus.Question> questions) {}

  private TrainingRun(Path corpora, Path config, PrintStream out) {
    this.corpora = corpora;
    this.config = config;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new TrainingRun(Path.of(arguments[0]), Path.of(arguments[1]), out)
        .run(Path.of(arguments[2]), arguments[3]);
  }

  private void run(Path file, String date) throws IOException {
    for (String task : TASKS) {
      addTask(task);
    }
    for (String task : COLD_TASKS) {
      addCold(task);
    }
    addGolden();
    RankingModel model =
        new Training(TARGET_PRECISION)
            .fit(
                cases,
                cold,
                Map.of(
                    "fitted-on",
                    "development questions of bank, broker, web, gov, govans, lawans whose intent"
                        + " hashes to an even number; calibration half of the golden set",
                    "cases",
                    Integer.toString(cases.size()),
                    "date",
                    date,
                    "target-precision",
                    Double.toString(TARGET_PRECISION)));
    model = model.with(figures(model));
    model.write(file);
    out.printf(
        "answer from %.4f, clarify from %.2f%n", model.answerThreshold(), model.clarifyThreshold());
  }

  /** Figures on the questions that were left out, to be kept with the model. */
  private Map<String, String> figures(RankingModel model) {
    Map<String, String> figures = new TreeMap<>();
    for (Left each : left) {
      try (var knowledge = LuceneKnowledge.over(model, each.base())) {
        Figures reached = Figures.of(Evaluation.outcomes(knowledge, each.questions()));
        figures.put("reported-" + each.task(), reached.line());
        out.println(each.task() + ": " + reached.line());
      }
    }
    return figures;
  }

  private void addTask(String task) throws IOException {
    Path folder = corpora.resolve(task);
    List<Corpus.Question> all = Corpus.questions(folder.resolve("queries-dev.jsonl"));
    var intents = new Intents(all);
    Wordings base = Wordings.of(Corpus.entries(folder.resolve("kb.jsonl"), false));
    left.add(new Left(task, base, all.stream().filter(q -> intents.of(q) % 2 != 0).toList()));
    add(task, base, all.stream().filter(q -> intents.of(q) % 2 == 0).toList(), intents);
  }

  private void addCold(String task) throws IOException {
    Path folder = corpora.resolve(task);
    List<Corpus.Question> all = Corpus.questions(folder.resolve("queries-dev.jsonl"));
    var intents = new Intents(all);
    Wordings base = Wordings.of(Corpus.entries(folder.resolve("kb.jsonl"), true));
    left.add(
        new Left(task + "-cold", base, all.stream().filter(q -> intents.of(q) % 2 != 0).toList()));
    List<Corpus.Question> even = all.stream().filter(q -> intents.of(q) % 2 == 0).toList();
    add(
        task + "-cold",
        base,
        IntStream.range(0, even.size())
            .filter(i -> i % COLD_PART == 0)
            .mapToObj(even::get)
            .toList(),
        intents,
        cold);
  }

  private void addGolden() throws IOException {
    Path folder = config.resolve(GOLDEN);
    Wordings base = Wordings.of(Corpus.entries(config.resolve("knowledge"), false));
    left.add(new Left(GOLDEN, base, Corpus.questions(folder.resolve("test.jsonl"))));
    List<Corpus.Question> labelled = Corpus.questions(folder.resolve("calibration.jsonl"));
    var intents = new Intents(labelled);
    for (int i = 0; i < GOLDEN_WEIGHT; i++) {
      add(GOLDEN, base, labelled, intents);
    }
  }

  private void add(String task, Wordings base, List<Corpus.Question> questions, Intents intents) {
    add(task, base, questions, intents, cases);
  }

  private void add(
      String task,
      Wordings base,
      List<Corpus.Question> questions,
      Intents intents,
      List<Training.Case> into) {
    try (var knowledge = LuceneKnowledge.over(RankingModel.untrained(), base)) {
      for (Corpus.Question each : questions) {
        into.add(labelled(task, intents.of(each) >>> 1, each, knowledge.examine(each.query())));
      }
    }
    out.println(task + ": " + into.size() + " cases so far");
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
}
