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
  @Option(names = "--entries", required = true, description = "条目，JSON Lines，或条目文件夹")
  private Path entries = Path.of("");

  @Option(names = "--queries", required = true, description = "标注的问题，JSON Lines")
  private Path queries = Path.of("");

  @Option(names = "--out", required = true, description = "逐条结果写到哪里")
  private Path out = Path.of("");

  @Option(names = "--cold", description = "不用相似问")
  private boolean cold;

  @Option(
      names = {"--fit", "--calibration"},
      description = "先按这份标注的问题拟合（600 条以上拟合全部，少于此只校准门槛）；与 --queries 同一份时做三折交叉")
  private Optional<Path> fit = Optional.empty();

  @Option(names = "--split", description = "按意图把 --queries 分两半，一半拟合，只报另一半")
  private boolean split;

  @Option(names = "--pairs", description = "同义句对，练向量用：1 制表符 来源 制表符 句子 制表符 句子")
  private Optional<Path> pairs = Optional.empty();

  @Option(names = "--noise", description = "受损的问法，JSON Lines，base 指向原问题的 id")
  private Optional<Path> noise = Optional.empty();

  @Option(names = "--charts", description = "可靠性图和风险覆盖图（SVG）写到哪个文件夹")
  private Optional<Path> charts = Optional.empty();

  @Option(names = "--json", description = "各项指标写到哪里，JSON")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--target", description = "直接答复的目标准确率，缺省 0.97", defaultValue = "0.97")
  private double target = 0.97;

  @Override
  public Integer call() throws IOException {
    var print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var request =
        new Evaluation.Request(
            entries, queries, out, cold, fit, split, pairs, noise, charts, json, target);
    var _ = Evaluation.run(request, print);
    return 0;
  }
}
