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

/** Writes a consistent copy of the data folder while the server runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "把数据（数据库和密钥）备份成一个文件，服务不用停。备份里有密钥，请像保管密码一样保管。",
      "Writes database and keys into one file; the server may be running."
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "备份文件，不能已存在")
  private Path file = Path.of("");

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var usable = settings.settings();
    var bytes = Backup.write(usable.database().url(), usable.data(), file);
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.printf("已备份到 %s（%.1f MB）%n", file, bytes / 1_048_576.0);
    out.flush();
    return 0;
  }
}
