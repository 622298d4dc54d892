package org.qingsheng.bot.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.qingsheng.bot.store.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup into an empty data folder. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "把备份恢复到数据文件夹；服务要先停，文件夹里不能已有数据库。",
      "Restores a backup into a data folder that has no database; stop the server first."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "备份文件")
  private Path file = Path.of("");

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var usable = settings.settings();
    Backup.restore(file, usable.database().url(), usable.data());
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("已恢复，并检查过数据库完整。现在可以启动服务。");
    out.flush();
    return 0;
  }
}
