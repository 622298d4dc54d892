package org.qingsheng.knowledge.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Recalibration;
import org.qingsheng.knowledge.ranking.Training;
import org.qingsheng.knowledge.ranking.Wordings;

/**
 * Runs labelled questions through the live path and counts (评测). Three ways: with the shipped model
 * as it is; fitted to other labelled questions ({@code fit}); fitted to the half of the questions
 * whose intents hash to even numbers and reported on the others ({@code split}). When {@code fit}
 * is the file that is asked, each third is decided by a fit on the other two.
 */
public final class Evaluation {
  /**
   * Labelled questions from which everything is fitted; fewer fit the curve and thresholds only.
   */
  static final int ENOUGH_TO_FIT = 600;

  /** Size of the golden sets drawn, and how many are. */
  private static final int GOLDEN = 200;

  private static final int DRAWS = 200;

  private static final int RANKED = 10;
  private static final List<Double> TARGETS = List.of(0.95, 0.97, 0.99);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final Request request;
  private final PrintStream print;
  private final List<Entry> entries;

  private Evaluation(Request request, PrintStream print) throws IOException {
    this.request = request;
    this.print = print;
    this.entries = Corpus.entries(request.entries(), request.cold());
  }

  /**
   * What to run.
   *
   * @param entries JSON lines, or a folder of entries as the product reads them
   * @param out one line a question, in input order
   * @param cold whether similar questions are ignored
   * @param fit labelled questions to fit to
   * @param split whether to fit to one half of {@code queries} and report on the other
   * @param pairs texts of one meaning to train vectors on; those near a reported question are left
   *     out
   * @param noise damaged copies of {@code queries}, told by {@code base}
   * @param charts folder for the pictures
   * @param json file for the figures
   */
  public record Request(
      Path entries,
      Path queries,
      Path out,
      boolean cold,
      Optional<Path> fit,
      boolean split,
      Optional<Path> pairs,
      Optional<Path> noise,
      Optional<Path> charts,
      Optional<Path> json,
      double targetPrecision) {
    /** The shipped model on these questions, and nothing else. */
    public static Request plain(Path entries, Path queries, Path out) {
      Optional<Path> none = Optional.empty();
      return new Request(entries, queries, out, false, none, false, none, none, none, none, 0.97);
    }
  }

  /** A base with the model that decides over it. */
  private record Ready(RankingModel model, Wordings base, List<Training.Rehearsed> rehearsed) {}

  /**
   * Writes what is asked for and prints the figures.
   *
   * @throws IOException when a file cannot be read or written, or a line is not what it should be
   */
  public static Figures run(Request request, PrintStream print) throws IOException {
    return new Evaluation(request, print).run();
  }

  private Figures run() throws IOException {
    List<Corpus.Question> all = Corpus.questions(request.queries());
    if (request.fit().isPresent()
        && Files.isSameFile(request.fit().get(), request.queries())
        && all.size() >= ENOUGH_TO_FIT) {
      print.println("三折交叉 each third decided by a fit on the others");
      List<Outcome> rehearsed =
          new Fitting(entries, all, pairs(), List.of()).rehearse(request.targetPrecision());
      return report(rehearsed, new TreeMap<>());
    }
    List<Corpus.Question> labelled = List.of();
    List<Corpus.Question> asked = all;
    if (request.split()) {
      var intents = new Intents(all);
      labelled = all.stream().filter(q -> intents.of(q) % 2 == 0).toList();
      asked = all.stream().filter(q -> intents.of(q) % 2 != 0).toList();
    } else if (request.fit().isPresent()) {
      labelled = Corpus.questions(request.fit().get());
    }
    Ready ready = ready(labelled, asked);
    try (var knowledge = LuceneKnowledge.over(ready.model(), ready.base())) {
      List<Outcome> outcomes = outcomes(knowledge, asked);
      Map<String, Object> more = new TreeMap<>();
      transferred(ready.rehearsed(), outcomes, more);
      if (request.noise().isPresent()) {
        noise(knowledge, request.noise().get(), asked, more);
      }
      drawn(knowledge, labelled, asked, more);
      return report(outcomes, more);
    }
  }

  private Pairs pairs() throws IOException {
    return request.pairs().isPresent() ? Pairs.read(request.pairs().get()) : Pairs.none();
  }

  private Ready ready(List<Corpus.Question> labelled, List<Corpus.Question> asked)
      throws IOException {
    RankingModel shipped = shipped();
    if (labelled.size() >= ENOUGH_TO_FIT) {
      print.printf(
          "按 %d 条标注问题拟合 fitted to %d labelled questions%n", labelled.size(), labelled.size());
      var fitted =
          new Fitting(entries, labelled, pairs(), asked)
              .fit("own", request.targetPrecision(), Map.of("fitted-on", "own questions"));
      return new Ready(fitted.model(), fitted.base(), fitted.rehearsed());
    }
    Wordings base = Wordings.of(entries);
    return labelled.isEmpty()
        ? new Ready(shipped, base, List.of())
        : new Ready(recalibrated(shipped, base, labelled), base, List.of());
  }

  private RankingModel shipped() {
    return RankingModel.shipped().targeting(request.targetPrecision());
  }

  private RankingModel recalibrated(
      RankingModel model, Wordings base, List<Corpus.Question> labelled) {
    var recalibration = new Recalibration(model, request.targetPrecision());
    try (var knowledge = LuceneKnowledge.over(model, base)) {
      for (Corpus.Question question : labelled) {
        recalibration.add(
            TrainingRun.labelled("own", 0, question, knowledge.examine(question.query())));
      }
    }
    RankingModel result = recalibration.model();
    if (recalibration.rests()) {
      print.printf(
          Locale.ROOT,
          "已按 %d 条标注问题校准 calibrated on %d labelled questions: 直接答复阈值 answer threshold %.4f%n",
          recalibration.questions(),
          recalibration.questions(),
          result.answerThreshold());
    } else {
      print.printf(
          Locale.ROOT,
          "标注问题 %d 条(其中不可答 %d 条),证据不足,沿用随附校准 too little evidence, shipped calibration stays"
              + " (至少 %d 条,不可答占四分之一)%n",
          recalibration.questions(),
          recalibration.unanswerable(),
          Recalibration.LEAST_QUESTIONS);
    }
    return result;
  }

  /**
   * What golden sets of {@value #GOLDEN} would have led to: drawn from the labelled questions and
   * measured on those asked, or else drawn from those asked and measured on the rest of them.
   */
  private void drawn(
      LuceneKnowledge knowledge,
      List<Corpus.Question> labelled,
      List<Corpus.Question> asked,
      Map<String, Object> more) {
    boolean apart = labelled.size() >= GOLDEN && labelled.size() < ENOUGH_TO_FIT;
    if (!apart && asked.size() < 2 * GOLDEN) {
      return;
    }
    Recalibration.Drawn drawn =
        apart
            ? drawn(knowledge, shipped(), request.targetPrecision(), labelled, asked)
            : scored(knowledge, knowledge.model(), request.targetPrecision(), asked)
                .drawn(GOLDEN, DRAWS);
    print.println(words(drawn));
    more.put(
        "goldenOf200",
        Map.of(
            "tenthPercentile",
            drawn.tenthPercentile(),
            "median",
            drawn.median(),
            "coverage",
            drawn.coverage(),
            "draws",
            drawn.draws()));
  }

  /** What golden sets of {@value #GOLDEN} drawn from some questions lead to on others. */
  static Recalibration.Drawn drawn(
      LuceneKnowledge knowledge,
      RankingModel model,
      double target,
      List<Corpus.Question> golden,
      List<Corpus.Question> others) {
    return scored(knowledge, model, target, golden)
        .drawn(GOLDEN, DRAWS, scored(knowledge, model, target, others));
  }

  private static Recalibration scored(
      LuceneKnowledge knowledge,
      RankingModel model,
      double target,
      List<Corpus.Question> questions) {
    var recalibration = new Recalibration(model, target);
    var intents = new Intents(questions);
    for (Corpus.Question each : questions) {
      recalibration.add(
          TrainingRun.labelled("own", intents.of(each), each, knowledge.examine(each.query())));
    }
    return recalibration;
  }

  static String words(Recalibration.Drawn drawn) {
    return String.format(
        Locale.ROOT,
        "金标 %d 条重抽 golden sets drawn          精度十分位 10th percentile %.4f, 中位 median %.4f,"
            + " 覆盖 coverage %.4f (%d 次)",
        drawn.size(),
        drawn.tenthPercentile(),
        drawn.median(),
        drawn.coverage(),
        drawn.draws());
  }

  /** Thresholds chosen on the fitted questions, as {@link Training} does, applied to the others. */
  private void transferred(
      List<Training.Rehearsed> rehearsed, List<Outcome> outcomes, Map<String, Object> more) {
    if (rehearsed.isEmpty()) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (double target : TARGETS) {
      double threshold =
          Math.max(
              Figures.threshold(rehearsed, target),
              RankingModel.shipped().targeting(target).answerThreshold());
      Figures.Reached reached = Figures.Reached.at(outcomes, threshold);
      print.printf(
          Locale.ROOT,
          "门槛沿用 transferred @%.0f%%                 覆盖 coverage %.4f, 精度 precision %.4f%n",
          100 * target,
          reached.coverage(),
          reached.precision());
      all.put(
          Double.toString(target),
          Map.of(
              "threshold",
              threshold,
              "coverage",
              reached.coverage(),
              "precision",
              reached.precision()));
    }
    more.put("transferred", all);
  }

  /** Recall at 1 for each kind of damage, over the questions whose originals are reported. */
  private void noise(
      LuceneKnowledge knowledge, Path file, List<Corpus.Question> asked, Map<String, Object> more)
      throws IOException {
    Set<String> ids = asked.stream().map(Corpus.Question::id).collect(Collectors.toSet());
    Map<String, String> originals = Corpus.originals(file);
    List<Corpus.Question> damaged =
        Corpus.questions(file).stream()
            .filter(q -> ids.contains(originals.getOrDefault(q.id(), "")))
            .toList();
    Map<String, List<Outcome>> byKind =
        outcomes(knowledge, damaged).stream()
            .collect(
                Collectors.groupingBy(o -> o.question().kind(), TreeMap::new, Collectors.toList()));
    Map<String, Object> recall = new LinkedHashMap<>();
    double clean = 0;
    double sum = 0;
    for (Map.Entry<String, List<Outcome>> kind : byKind.entrySet()) {
      double at1 =
          kind.getValue().stream().mapToDouble(o -> o.firstIsRight() ? 1 : 0).average().orElse(0);
      recall.put(kind.getKey(), at1);
      if (kind.getKey().equals("clean")) {
        clean = at1;
      } else {
        sum += at1;
      }
      print.printf(Locale.ROOT, "受损问法 noise %-8s                R@1 %.4f%n", kind.getKey(), at1);
    }
    if (clean > 0 && byKind.size() > 1) {
      double ratio = sum / (byKind.size() - 1) / clean;
      recall.put("ratio", ratio);
      print.printf(Locale.ROOT, "受损与完好之比 noise / clean           %.4f%n", ratio);
    }
    more.put("noiseR@1", recall);
  }

  private Figures report(List<Outcome> outcomes, Map<String, Object> more) throws IOException {
    write(outcomes, request.out());
    Figures figures = Figures.of(outcomes);
    print.print(figures.report());
    if (request.charts().isPresent()) {
      Curves.write(outcomes, request.charts().get());
    }
    if (request.json().isPresent()) {
      Map<String, Object> all = figures.byName();
      all.putAll(more);
      Files.writeString(
          request.json().get(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
    return figures;
  }

  static List<Outcome> outcomes(LuceneKnowledge knowledge, List<Corpus.Question> questions) {
    var outcomes = new ArrayList<Outcome>(questions.size());
    for (Corpus.Question question : questions) {
      outcomes.add(outcome(question, knowledge.explain(question.query())));
    }
    return outcomes;
  }

  static Outcome outcome(Corpus.Question question, Explanation explanation) {
    var ranked = new ArrayList<String>();
    var scores = new ArrayList<Double>();
    if (explanation.decision() instanceof Decision.Answer(Match match)) {
      ranked.add(match.entry().id().value());
      scores.add(match.probability());
    }
    for (Explanation.Candidate candidate : explanation.candidates()) {
      String id = candidate.match().entry().id().value();
      if (candidate.removedBy().isEmpty() && ranked.size() < RANKED && !ranked.contains(id)) {
        double last = scores.isEmpty() ? 1 : scores.getLast();
        ranked.add(id);
        scores.add(Math.min(last, candidate.match().probability()));
      }
    }
    Outcome.Action action =
        switch (explanation.decision()) {
          case Decision.Answer _ -> Outcome.Action.ANSWER;
          case Decision.Clarify _ -> Outcome.Action.CLARIFY;
          case Decision.NoAnswer _ -> Outcome.Action.ESCALATE;
        };
    List<String> options =
        explanation.decision() instanceof Decision.Clarify(List<Match> offered)
            ? offered.stream().map(m -> m.entry().id().value()).toList()
            : List.of();
    double confidence = scores.isEmpty() ? 0 : scores.getFirst();
    return new Outcome(question, ranked, scores, confidence, action, options);
  }

  private static void write(List<Outcome> outcomes, Path out) throws IOException {
    try (var writer = Files.newBufferedWriter(out, StandardCharsets.UTF_8)) {
      for (Outcome outcome : outcomes) {
        ObjectNode row = JSON.createObjectNode();
        row.put("id", outcome.question().id());
        ArrayNode ranked = row.putArray("ranked");
        for (int i = 0; i < outcome.ranked().size(); i++) {
          ranked.addArray().add(outcome.ranked().get(i)).add(outcome.scores().get(i));
        }
        row.put("confidence", outcome.confidence());
        row.put("action", outcome.action().name());
        ArrayNode options = row.putArray("options");
        outcome.options().forEach(options::add);
        writer.write(JSON.writeValueAsString(row));
        writer.write('\n');
      }
    }
  }
}
