package org.qingsheng.bot.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.knowledge.exchange.EntryFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the published entries as YAML. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {"把已发布的条目导出成 YAML 文件。", "Writes the published entries as YAML."})
final class ExportCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "导出到哪个文件，不能已存在")
  private Path file = Path.of("");

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var database = Database.open(settings.settings().database().url())) {
      var entries = new SqlShelf(database).published().entries();
      Files.writeString(file, EntryFiles.write(entries), StandardOpenOption.CREATE_NEW);
      var out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println("已导出 " + entries.size() + " 条");
      out.flush();
      return 0;
    }
  }
}
