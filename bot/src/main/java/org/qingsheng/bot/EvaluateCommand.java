package org.qingsheng.bot;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.qingsheng.knowledge.evaluation.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs labelled questions against entries and prints the figures. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {"用标注好的问题评测检索和判断，打印各项指标。", "Runs labelled questions and prints the figures."})
final class EvaluateCommand implements Callable<Integer> {
  @Option(names = "--entries", required = true, description = "条目，JSON Lines")
  private Path entries = Path.of("");

  @Option(names = "--queries", required = true, description = "标注的问题，JSON Lines")
  private Path queries = Path.of("");

  @Option(names = "--out", required = true, description = "逐条结果写到哪里")
  private Path out = Path.of("");

  @Option(names = "--cold", description = "不用相似问")
  private boolean cold;

  @Option(names = "--calibration", description = "用这份标注的问题拟合校准，不用随程序的")
  private Optional<Path> calibration = Optional.empty();

  @Override
  public Integer call() throws IOException {
    var print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var _ = Evaluation.run(entries, queries, out, cold, calibration, print);
    return 0;
  }
}
