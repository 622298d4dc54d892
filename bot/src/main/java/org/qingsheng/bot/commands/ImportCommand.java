package org.qingsheng.bot.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.qingsheng.bot.house.Library;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.store.Database;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads entries from YAML as drafts; nothing goes live without review. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "从 YAML 文件导入条目，全部成为草稿，审核后才生效。",
      "Imports entries from YAML as drafts for review."
    })
final class ImportCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "YAML 文件，格式同 config/knowledge")
  private Path file = Path.of("");

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    var reading = EntryFiles.read(file.getFileName().toString(), Files.readString(file));
    if (!reading.problems().isEmpty()) {
      out.println("没有导入，文件有 " + reading.problems().size() + " 处问题：");
      reading.problems().forEach(problem -> out.println("  " + problem));
      out.flush();
      return 1;
    }
    var usable = settings.settings();
    var clock = InstantSource.system();
    try (var database = Database.open(usable.database().url());
        var unasked = LuceneKnowledge.inMemory(RankingModel.untrained())) {
      var library =
          new Library(
              usable,
              database,
              unasked,
              CsvRegions.read(usable.files().regions()),
              new Ids(clock, new java.util.Random(new SecureRandom().nextLong())),
              clock);
      int imported = 0;
      for (var entry : reading.entries()) {
        try {
          library.curation.draft(commandLine(), entry);
          imported++;
        } catch (BadInput e) {
          out.println("  " + entry.id() + "：" + e.getMessage());
        }
      }
      out.printf("导入 %d 条草稿，%d 条没有导入%n", imported, reading.entries().size() - imported);
      out.flush();
      return imported == reading.entries().size() ? 0 : 1;
    }
  }

  /**
   * Whoever runs the command has the data folder in their hands; a reviewer still has to publish.
   */
  private static Account commandLine() {
    return new Account(
        new AccountId("command-line"),
        "command-line",
        "命令行",
        Set.of(Role.EDITOR),
        RegionCode.NATION,
        true,
        Optional.empty());
  }
}
