package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The two pictures of a run: does a probability mean what it says, and what does daring cost. */
final class Curves {
  private static final int BINS = 10;

  /** Fewer questions make no point. */
  private static final int LEAST = 5;

  private Curves() {}

  static void write(List<Outcome> outcomes, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("reliability.svg"), reliabilityChart(outcomes));
    Files.writeString(folder.resolve("risk-coverage.svg"), riskCoverageChart(outcomes));
  }

  /** As SVG. */
  static String reliabilityChart(List<Outcome> outcomes) {
    return Chart.svg(
        "可靠性 reliability",
        "说有多大把握 stated probability",
        "实际对了多少 part that was right",
        List.of(
            new Chart.Curve(
                "说到做到 perfect", false, List.of(new Chart.Point(0, 0), new Chart.Point(1, 1))),
            new Chart.Curve("本次 this run", true, reliability(outcomes))));
  }

  /** As SVG. */
  static String riskCoverageChart(List<Outcome> outcomes) {
    return Chart.svg(
        "风险与覆盖 risk and coverage",
        "直接答复的比例 part of all questions answered directly",
        "其中答错的比例 part of these that is wrong",
        List.of(new Chart.Curve("本次 this run", false, riskByCoverage(outcomes))));
  }

  static List<Chart.Point> reliability(List<Outcome> outcomes) {
    double[] said = new double[BINS];
    int[] right = new int[BINS];
    int[] count = new int[BINS];
    for (Outcome each : outcomes) {
      int bin = Math.clamp((int) (each.confidence() * BINS), 0, BINS - 1);
      said[bin] += each.confidence();
      right[bin] += each.firstIsRight() ? 1 : 0;
      count[bin]++;
    }
    var points = new ArrayList<Chart.Point>();
    for (int bin = 0; bin < BINS; bin++) {
      if (count[bin] >= LEAST) {
        points.add(new Chart.Point(said[bin] / count[bin], (double) right[bin] / count[bin]));
      }
    }
    return points;
  }

  static List<Chart.Point> riskByCoverage(List<Outcome> outcomes) {
    var sorted = new ArrayList<>(outcomes);
    sorted.sort(Comparator.comparingDouble(Outcome::confidence).reversed());
    var points = new ArrayList<Chart.Point>();
    int wrong = 0;
    int apart = Math.max(1, sorted.size() / 200);
    for (int i = 0; i < sorted.size(); i++) {
      wrong += sorted.get(i).firstIsRight() ? 0 : 1;
      if ((i + 1) % apart == 0) {
        points.add(new Chart.Point((double) (i + 1) / sorted.size(), (double) wrong / (i + 1)));
      }
    }
    return points;
  }
}
