package org.qingsheng.bot.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.qingsheng.bot.curation.LocalKnowledge;
import org.qingsheng.bot.house.Calibrations;
import org.qingsheng.bot.house.ContentFiles;
import org.qingsheng.bot.house.Library;
import org.qingsheng.bot.house.Rules;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.rehearsal.Outcome;
import org.qingsheng.bot.rehearsal.Rehearsal;
import org.qingsheng.bot.rehearsal.Replay;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlPast;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.exchange.Table;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says a day of the ledger again to the bot of today; touches no channel and writes nothing. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "把某一天问过的话对着今天的知识库再问一遍，看处置怎么变；不发消息，不改台账。",
      "Replays a day of the ledger against the base of today and prints what changes."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(names = "--day", paramLabel = "DAY", description = "哪一天，例如 2026-11-19；默认昨天")
  private Optional<LocalDate> day = Optional.empty();

  @Option(names = "--region", paramLabel = "R", description = "只放这个地区及以下的：名称或代码；默认全部")
  private Optional<String> region = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "把每个提问写成 CSV")
  private Optional<Path> out = Optional.empty();

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var print = Objects.requireNonNull(spec).commandLine().getOut();
    var usable = settings.settings();
    var clock = InstantSource.system();
    var wanted = day.orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZONE).minusDays(1));
    try (var database = Database.open(usable.database().url());
        var knowledge = LuceneKnowledge.inMemory(Calibrations.inForce(usable))) {
      var result = replayed(usable, database, knowledge, wanted, clock);
      if (out.isPresent()) {
        Files.writeString(out.get(), Table.csv(table(result)));
      }
      print(print, result);
      print.flush();
      return 0;
    }
  }

  private Replay.Result replayed(
      Settings usable,
      Database database,
      LuceneKnowledge knowledge,
      LocalDate wanted,
      InstantSource clock) {
    var content = ContentFiles.require(usable.files());
    var regions = content.regions();
    var ids = new Ids(clock, new Random(new SecureRandom().nextLong()));
    var library = new Library(usable, database, knowledge, regions, ids, clock);
    library.follow();
    var home = usable.organisation().region();
    var said = new LocalKnowledge(knowledge, library.words::texts, regions.path(home));
    var rules = Rules.of(usable, content, said, ids, clock);
    var scope =
        region
            .map(name ->
                name.matches("CN|\\d{6,12}")
                    ? new RegionCode(name)
                    : regions.named(name, home).stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("没有找到地区“" + name + "”")))
            .map(Scope::new)
            .orElse(Scope.ALL);
    return new Replay(new SqlPast(database), new Rehearsal(rules::dialogue), clock)
        .of(wanted, scope);
  }

  private static void print(PrintWriter print, Replay.Result result) {
    var changed = result.changed();
    print.printf(
        "%s：%d 条消息，%d 个提问，%d 个的处置会变%n",
        result.day(), result.messages(), result.questions().size(), changed.size());
    for (var then : Outcome.Kind.values()) {
      for (var now : Outcome.Kind.values()) {
        long count = result.count(then, now);
        if (count > 0) {
          print.printf("  %s → %s  %d%n", then.label(), now.label(), count);
        }
      }
    }
    for (var each : changed) {
      print.printf("%s  %s%n", each.number(), each.text().replaceAll("\\s+", " "));
      print.printf("    当时 %s%n    现在 %s%n", words(each.then()), words(each.now()));
    }
  }

  private static List<List<String>> table(Replay.Result result) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("编号", "问题", "当时", "当时的条目", "现在", "现在的条目", "有变化", "现在的理由"));
    for (var each : result.questions()) {
      rows.add(
          List.of(
              each.number(),
              each.text(),
              each.then().kind().label(),
              String.join(" ", each.then().entries()),
              each.now().kind().label(),
              String.join(" ", each.now().entries()),
              each.changed() ? "是" : "",
              each.now().reason()));
    }
    return rows;
  }

  private static String words(Outcome outcome) {
    var entries = String.join(" ", outcome.entries());
    return outcome.kind().label()
        + (entries.isEmpty() ? "" : " " + entries)
        + (outcome.reason().isEmpty() ? "" : "（" + outcome.reason() + "）");
  }
}
