package org.qingsheng.bot.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.commands.RealTrial.Outcome;
import org.qingsheng.bot.house.SimulatedHouse;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.evaluation.Evaluation;
import org.qingsheng.knowledge.exchange.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs labelled questions against entries, or real questions against the whole house. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "用标注好的问题评测：--entries、--queries、--out 评检索和判断；--real 评整个对话。",
      "Runs labelled questions and prints the figures; --real runs the whole dialogue."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Spec private @Nullable CommandSpec spec;

  /** Either retrieval or the dialogue. */
  private static final class Subject {
    @ArgGroup(exclusive = false)
    private @Nullable Retrieval retrieval;

    @ArgGroup(exclusive = false)
    private @Nullable Real real;
  }

  /** Labelled questions against entries of their own. */
  private static final class Retrieval {
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
  }

  /**
   * Real questions with their expected outcomes against the base and the dialogue as configured.
   */
  private static final class Real {
    @Option(
        names = "--real",
        required = true,
        paramLabel = "FILE",
        description = "真实问法和期望结果，Markdown 表格：编号、原话、主题、期望、事实")
    private Path file = Path.of("");

    @Option(names = "--region", paramLabel = "CODE", description = "提问人所在地区的代码，默认为配置里的地区")
    private Optional<String> region = Optional.empty();

    @Option(
        names = "--failures",
        paramLabel = "odd|even|all|none",
        description = "列出哪些编号没有如期的（奇数、偶数、全部、不列），默认全部")
    private String failures = "all";

    @Option(
        names = "--labelled",
        paramLabel = "OUT",
        description = "把 --failures 选中的那些问题另写成标注文件，JSON Lines，不跑对话")
    private Optional<Path> labelled = Optional.empty();

    @Option(
        names = "--sheet",
        paramLabel = "OUT",
        description = "每一句、它的处置和用到的条目写成 CSV，供人逐条看：按事实算对的，不一定真答对了题")
    private Optional<Path> sheet = Optional.empty();
  }

  @Override
  public Integer call() throws IOException {
    if (subject.retrieval != null) {
      var retrieval = subject.retrieval;
      var print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      var request =
          new Evaluation.Request(
              retrieval.entries,
              retrieval.queries,
              retrieval.out,
              retrieval.cold,
              retrieval.fit,
              retrieval.split,
              retrieval.pairs,
              retrieval.noise,
              retrieval.charts,
              retrieval.json,
              retrieval.target);
      var _ = Evaluation.run(request, print);
    } else if (subject.real != null) {
      real(subject.real);
    }
    return 0;
  }

  private void real(Real real) throws IOException {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    var questions = RealQuestions.read(real.file);
    var usable = settings.settings();
    var facts = RealQuestions.factsOfEntries(usable.files().knowledge());
    if (real.labelled.isPresent()) {
      var shown = questions.stream().filter(question -> shown(real.failures, question)).toList();
      Files.writeString(
          real.labelled.get(), RealQuestions.labelled(shown, facts, real.region.orElse("")));
      return;
    }
    var placed = real.region.map(RegionCode::new).map(usable::at).orElse(usable);
    try (var house = new SimulatedHouse(placed, SimulatedHouse.START)) {
      var outcomes = new RealTrial(house, facts).run(questions);
      RealTrial.printFailures(
          out,
          outcomes,
          o -> o.verdict() != RealTrial.Verdict.RIGHT && shown(real.failures, o.question()));
      if (real.sheet.isPresent()) {
        Files.writeString(real.sheet.get(), Table.csv(RealTrial.sheet(outcomes)));
      }
      RealTrial.print(out, "奇数编号", half(outcomes, true));
      RealTrial.print(out, "偶数编号", half(outcomes, false));
      RealTrial.print(out, "全部", outcomes);
      out.flush();
    }
  }

  private static boolean shown(String which, RealQuestions.Question question) {
    return switch (which) {
      case "odd" -> question.odd();
      case "even" -> !question.odd();
      case "none" -> false;
      default -> true;
    };
  }

  private static List<Outcome> half(List<Outcome> outcomes, boolean odd) {
    return outcomes.stream().filter(outcome -> outcome.question().odd() == odd).toList();
  }
}
