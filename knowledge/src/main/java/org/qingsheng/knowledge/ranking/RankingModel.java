package org.qingsheng.knowledge.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * All numbers a decision rests on, as data with its provenance: the ranker's weights, the two gates
 * ("the first is right", "the right one is listed"), their calibration curves and the thresholds.
 * Made by {@link Training}, kept in a JSON file. Immutable.
 *
 * @param provenance what it was fitted on, when, and the figures reached on data not used for
 *     fitting
 * @param ranker orders the candidates
 * @param answerThreshold calibrated probability from which an entry is answered directly
 * @param clarifyThreshold calibrated probability, summed over the options, from which a choice is
 *     offered
 * @param thresholds answer threshold by target precision, for targets other than the one fitted for
 * @param ownThresholds the same for people's own questions to a base of policies
 * @param ownClarifyThreshold clarify threshold for them
 */
public record RankingModel(
    Map<String, String> provenance,
    Ranker ranker,
    Gate first,
    Gate listed,
    double answerThreshold,
    double clarifyThreshold,
    SortedMap<Double, Double> thresholds,
    SortedMap<Double, Double> ownThresholds,
    double ownClarifyThreshold) {
  private static final int FORMAT = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  public RankingModel {
    provenance = Map.copyOf(provenance);
    thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
    ownThresholds = Collections.unmodifiableSortedMap(new TreeMap<>(ownThresholds));
  }

  /** A forest over {@link GateInputs} and the curve that makes its log-odds a probability. */
  public static final class Gate {
    private final Forest forest;
    private final Calibration calibration;

    Gate(Forest forest, Calibration calibration) {
      this.forest = forest;
      this.calibration = calibration;
    }

    double logOdds(float[] inputs) {
      return forest.logOdds(inputs);
    }

    Forest forest() {
      return forest;
    }

    double probability(float[] inputs) {
      return calibration.probability(forest.logOdds(inputs));
    }

    Calibration calibration() {
      return calibration;
    }

    Gate calibrated(Calibration other) {
      return new Gate(forest, other);
    }
  }

  /** The model that ships with the product. */
  public static RankingModel shipped() {
    try (InputStream in =
        Objects.requireNonNull(RankingModel.class.getResourceAsStream("model.json"))) {
      return read(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("ranking model", e);
    }
  }

  /** Ranks by wording cosine alone and answers exact wordings only: where training starts. */
  public static RankingModel untrained() {
    double[] numbers = new double[Ranker.PARTS * Feature.COUNT];
    numbers[Feature.UNIT_COSINE.index()] = 1;
    numbers[Feature.BIGRAM_COSINE.index()] = 1;
    var never =
        new Gate(
            new Forest(0, List.of()), Calibration.fit(List.of(new Calibration.Case(0, false))));
    return new RankingModel(
        Map.of(), new Ranker(numbers), never, never, 1, 1, new TreeMap<>(), new TreeMap<>(), 1);
  }

  public static RankingModel read(Path file) throws IOException {
    return read(JSON.readTree(file.toFile()));
  }

  private static RankingModel read(JsonNode node) {
    if (node.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "ranking model has format %s, expected %d".formatted(node.path("format"), FORMAT));
    }
    var provenance = new TreeMap<String, String>();
    node.required("provenance")
        .properties()
        .forEach(e -> provenance.put(e.getKey(), e.getValue().asText()));
    return new RankingModel(
        provenance,
        Ranker.read(node.required("ranker")),
        gate(node.required("first")),
        gate(node.required("listed")),
        node.required("answerThreshold").asDouble(),
        node.required("clarifyThreshold").asDouble(),
        byTarget(node.path("thresholds")),
        byTarget(node.path("ownThresholds")),
        node.path("ownClarifyThreshold").asDouble(node.required("clarifyThreshold").asDouble()));
  }

  private static SortedMap<Double, Double> byTarget(JsonNode node) {
    var thresholds = new TreeMap<Double, Double>();
    node.properties()
        .forEach(e -> thresholds.put(Double.valueOf(e.getKey()), e.getValue().asDouble()));
    return thresholds;
  }

  private static Gate gate(JsonNode node) {
    return new Gate(
        Forest.read(node.required("forest"), GateInputs.KEYS),
        Calibration.read(node.required("calibration")));
  }

  /**
   * What tells models apart whose probabilities do not mean the same: a checksum over weights,
   * gates and curves, thresholds left out, in eight hexadecimal digits.
   */
  public String mark() {
    ObjectNode node = json();
    node.retain("ranker", "first", "listed");
    var sum = new CRC32();
    sum.update(node.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** Writes the model so that {@link #read} gives the same one. */
  public void write(Path file) throws IOException {
    Files.writeString(file, layout(JSON.writeValueAsString(json())));
  }

  private ObjectNode json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    ObjectNode origin = node.putObject("provenance");
    new TreeMap<>(provenance).forEach(origin::put);
    node.put("answerThreshold", answerThreshold);
    node.put("clarifyThreshold", clarifyThreshold);
    ObjectNode byTarget = node.putObject("thresholds");
    thresholds.forEach((target, from) -> byTarget.put(Double.toString(target), from));
    ObjectNode own = node.putObject("ownThresholds");
    ownThresholds.forEach((target, from) -> own.put(Double.toString(target), from));
    node.put("ownClarifyThreshold", ownClarifyThreshold);
    ranker.write(node.putObject("ranker"));
    put(node.putObject("first"), first);
    put(node.putObject("listed"), listed);
    return node;
  }

  private static void put(ObjectNode node, Gate gate) {
    node.set("calibration", gate.calibration.json());
    node.set("forest", gate.forest.json(GateInputs.KEYS));
  }

  /** One tree a line: a changed model can be read in a diff. */
  private static String layout(String json) {
    return json.replace("{\"inputs\"", "\n{\"inputs\"")
            .replace(",\"first\":", ",\n\"first\":")
            .replace(",\"listed\":", ",\n\"listed\":")
            .replace(",\"ranker\":", ",\n\"ranker\":")
            .replace(",\"provenance\":", ",\n\"provenance\":")
        + "\n";
  }

  /** The same model with more said about its origin. */
  public RankingModel with(Map<String, String> more) {
    var all = new TreeMap<>(provenance);
    all.putAll(more);
    return new RankingModel(
        all,
        ranker,
        first,
        listed,
        answerThreshold,
        clarifyThreshold,
        thresholds,
        ownThresholds,
        ownClarifyThreshold);
  }

  RankingModel withThresholds(
      SortedMap<Double, Double> byTarget, SortedMap<Double, Double> own, double ownClarify) {
    return new RankingModel(
        provenance,
        ranker,
        first,
        listed,
        answerThreshold,
        clarifyThreshold,
        byTarget,
        own,
        ownClarify);
  }

  /**
   * The same model answering directly from where it reaches another precision: the next higher
   * target that was fitted, or exact wordings only when there is none.
   */
  public RankingModel targeting(double precision) {
    return from(next(thresholds, precision), clarifyThreshold);
  }

  /**
   * The same for people's own questions to a base of policies, where the same probability is right
   * more often than in the corpora the curves are drawn through.
   */
  public RankingModel atHome(double precision) {
    return ownThresholds.isEmpty()
        ? targeting(precision)
        : from(next(ownThresholds, precision), ownClarifyThreshold);
  }

  private static double next(SortedMap<Double, Double> byTarget, double precision) {
    return byTarget.tailMap(precision).values().stream().findFirst().orElse(1.0);
  }

  private RankingModel from(double answer, double clarify) {
    return calibrated(first.calibration(), listed.calibration(), answer, Math.min(clarify, answer));
  }

  /** The same answering and offering no sooner than another does, whatever the target. */
  public RankingModel noSoonerThan(RankingModel other) {
    return new RankingModel(
        provenance,
        ranker,
        first,
        listed,
        Math.max(answerThreshold, other.answerThreshold),
        Math.max(clarifyThreshold, other.clarifyThreshold),
        later(thresholds, other.thresholds),
        later(ownThresholds, other.ownThresholds),
        Math.max(ownClarifyThreshold, other.ownClarifyThreshold));
  }

  private static SortedMap<Double, Double> later(
      SortedMap<Double, Double> some, SortedMap<Double, Double> others) {
    var later = new TreeMap<>(some);
    others.forEach((target, from) -> later.merge(target, from, Math::max));
    return later;
  }

  /** The same ranking with another calibration and other thresholds. */
  public RankingModel calibrated(
      Calibration ofFirst, Calibration ofListed, double answerFrom, double clarifyFrom) {
    return new RankingModel(
        provenance,
        ranker,
        first.calibrated(ofFirst),
        listed.calibrated(ofListed),
        answerFrom,
        clarifyFrom,
        thresholds,
        ownThresholds,
        ownClarifyThreshold);
  }
}
