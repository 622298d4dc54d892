package org.qingsheng.knowledge.evaluation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@link Evaluation#run} from the command line of this module: ENTRIES QUERIES OUT [--cold]
 * [--calibration=FILE].
 */
final class EvaluationRun {
  private EvaluationRun() {}

  public static void main(String[] arguments) throws IOException {
    boolean cold = Arrays.asList(arguments).contains("--cold");
    Optional<Path> calibration =
        Arrays.stream(arguments)
            .filter(a -> a.startsWith("--calibration="))
            .map(a -> Path.of(a.substring("--calibration=".length())))
            .findFirst();
    Evaluation.run(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        Path.of(arguments[2]),
        cold,
        calibration,
        new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }
}
