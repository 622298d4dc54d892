package org.qingsheng.knowledge.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one base taught about a model's probabilities: curves and thresholds, kept beside the data
 * of the base. Immutable.
 *
 * @param provenance what it rests on and when it was made, in Chinese
 * @param mark of the model it corrects; over another it means nothing
 * @param targetPrecision it was made for
 */
public record OwnCalibration(
    Map<String, String> provenance,
    String mark,
    double targetPrecision,
    Calibration first,
    Calibration listed,
    double answerThreshold,
    double clarifyThreshold) {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  public OwnCalibration {
    provenance = Map.copyOf(provenance);
  }

  /** What {@code calibrated} has over {@code shipped}. */
  public static OwnCalibration of(
      RankingModel shipped,
      RankingModel calibrated,
      double targetPrecision,
      Map<String, String> provenance) {
    return new OwnCalibration(
        provenance,
        shipped.mark(),
        targetPrecision,
        calibrated.first().calibration(),
        calibrated.listed().calibration(),
        calibrated.answerThreshold(),
        calibrated.clarifyThreshold());
  }

  /** The model as this base taught it; empty when it was taught another model or another target. */
  public Optional<RankingModel> over(RankingModel shipped, double target) {
    return mark.equals(shipped.mark()) && targetPrecision == target
        ? Optional.of(shipped.calibrated(first, listed, answerThreshold, clarifyThreshold))
        : Optional.empty();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it cannot be read or is not what it should be
   */
  public static OwnCalibration read(Path file) throws IOException {
    try {
      JsonNode node = JSON.readTree(file.toFile());
      if (node.path("format").asInt() != FORMAT) {
        throw new IOException(
            "calibration has format %s, expected %d".formatted(node.path("format"), FORMAT));
      }
      var provenance = new TreeMap<String, String>();
      node.required("provenance")
          .properties()
          .forEach(e -> provenance.put(e.getKey(), e.getValue().asText()));
      return new OwnCalibration(
          provenance,
          node.required("model").asText(),
          node.required("targetPrecision").asDouble(),
          Calibration.read(node.required("first")),
          Calibration.read(node.required("listed")),
          node.required("answerThreshold").asDouble(),
          node.required("clarifyThreshold").asDouble());
    } catch (IllegalArgumentException e) {
      throw new IOException("calibration lacks what it should hold", e);
    }
  }

  /** Replaces the file as a whole. */
  public void write(Path file) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    ObjectNode origin = node.putObject("provenance");
    new TreeMap<>(provenance).forEach(origin::put);
    node.put("model", mark);
    node.put("targetPrecision", targetPrecision);
    node.put("answerThreshold", answerThreshold);
    node.put("clarifyThreshold", clarifyThreshold);
    node.set("first", first.json());
    node.set("listed", listed.json());
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
