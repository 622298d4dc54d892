package org.qingsheng.knowledge.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Recalibration;

/** Runs labelled questions through the live path and counts (评测). */
public final class Evaluation {
  private static final int RANKED = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Evaluation() {}

  /**
   * Writes one line a question, in input order, and prints the figures.
   *
   * @param cold whether similar questions are ignored
   * @param calibration labelled questions to fit the probability curve and the thresholds on;
   *     without, those of the shipped model hold
   * @throws IOException when a file cannot be read or written, or a line is not what it should be
   */
  public static Figures run(
      Path entries,
      Path queries,
      Path out,
      boolean cold,
      Optional<Path> calibration,
      PrintStream print)
      throws IOException {
    List<Entry> base = Corpus.entries(entries, cold);
    RankingModel model = RankingModel.shipped();
    if (calibration.isPresent()) {
      model = recalibrated(model, base, Corpus.questions(calibration.get()), print);
    }
    List<Outcome> outcomes = outcomes(model, base, Corpus.questions(queries));
    write(outcomes, out);
    Figures figures = Figures.of(outcomes);
    print.print(figures.report());
    return figures;
  }

  static List<Outcome> outcomes(
      RankingModel model, List<Entry> base, List<Corpus.Question> questions) {
    try (var knowledge = LuceneKnowledge.inMemory(model)) {
      knowledge.replaceAll(base, 1);
      return outcomes(knowledge, questions);
    }
  }

  static List<Outcome> outcomes(LuceneKnowledge knowledge, List<Corpus.Question> questions) {
    var outcomes = new ArrayList<Outcome>(questions.size());
    for (Corpus.Question question : questions) {
      outcomes.add(outcome(question, knowledge.explain(question.query())));
    }
    return outcomes;
  }

  private static RankingModel recalibrated(
      RankingModel model, List<Entry> base, List<Corpus.Question> labelled, PrintStream print) {
    var recalibration = new Recalibration(model);
    try (var knowledge = LuceneKnowledge.inMemory(model)) {
      knowledge.replaceAll(base, 1);
      for (Corpus.Question question : labelled) {
        recalibration.add(
            TrainingRun.labelled("own", 0, question, knowledge.examine(question.query())));
      }
    }
    RankingModel result = recalibration.model();
    print.println(recalibration.report(result));
    return result;
  }

  private static Outcome outcome(Corpus.Question question, Explanation explanation) {
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
