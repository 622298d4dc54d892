package org.qingsheng.bot.commands;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.qingsheng.bot.house.KnowledgeBench;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers one question in the terminal and says why; records nothing. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {"在终端问一句，给出答复和理由，不做记录。", "Answers one question and explains the decision."})
final class AskCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "QUESTION", description = "要问的话")
  private String question = "";

  @Option(names = "--region", paramLabel = "R", description = "提问人所在地区：名称或六位代码，默认为配置里的地区")
  private Optional<String> region = Optional.empty();

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    var clock = InstantSource.system();
    try (var bench = KnowledgeBench.open(settings.settings())) {
      var home = bench.settings().organisation().region();
      var regions = bench.regions();
      var where =
          region
              .map(name ->
                  name.matches("CN|\\d{6,12}")
                      ? new RegionCode(name)
                      : regions.named(name, home).stream()
                          .findFirst()
                          .orElseThrow(() -> new IllegalArgumentException("没有找到地区“" + name + "”")))
              .orElse(home);
      var explanation =
          bench
              .knowledge()
              .explain(new Query(question, regions.path(where), Set.of(), clock.instant()));
      print(out, explanation, bench);
      out.flush();
      return 0;
    }
  }

  private static void print(PrintWriter out, Explanation explanation, KnowledgeBench bench) {
    switch (explanation.decision()) {
      case Decision.Answer(var match) -> {
        out.println("【直接答复】" + match.entry().question());
        out.println(bench.answer(match.entry()));
      }
      case Decision.Clarify(var options) -> {
        out.println("【追问】你是不是想问：");
        for (int i = 0; i < options.size(); i++) {
          out.println("  " + (i + 1) + ". " + options.get(i).entry().question());
        }
      }
      case Decision.NoAnswer(var reason, _) -> out.println("【转人工】" + reason(reason));
    }
    out.println();
    out.println("归一化：" + explanation.normalized());
    out.println("检索词：" + String.join(" ", explanation.tokens()));
    out.printf(
        "直接答复门槛 %.3f，追问门槛 %.3f%n", explanation.answerThreshold(), explanation.clarifyThreshold());
    for (var candidate : explanation.candidates()) {
      out.printf(
          "  %.3f  %-34s 命中“%s” 词：%s%s%n",
          candidate.match().probability(),
          candidate.match().entry().id(),
          candidate.match().wording(),
          String.join(" ", candidate.matchedTerms()),
          candidate.removedBy().isEmpty() ? "" : "  被过滤：" + candidate.removedBy());
    }
  }

  private static String reason(Decision.Reason reason) {
    return switch (reason) {
      case Decision.Reason.NothingNear _ -> "知识库里没有把握的条目";
      case Decision.Reason.TooLittle _ -> "话太短，看不出想问什么";
      case Decision.Reason.NotInForce(var entry) -> "条目不在有效期内：" + entry.question();
      case Decision.Reason.OtherRegion(var entry) -> "条目只适用于其他地区：" + entry.question();
      case Decision.Reason.OtherAudience(var entry) -> "条目只适用于其他人群：" + entry.question();
    };
  }
}
