package org.qingsheng.bot.commands;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code qingsheng}, as the manual shows it. */
@Command(
    name = "qingsheng",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = {
      "青声：听见青年的每一个问题，一个也不丢。",
      "Qingsheng listens to young people in chat groups and never loses a question."
    },
    subcommands = {
      ServeCommand.class,
      AskCommand.class,
      ChatCommand.class,
      SimulateCommand.class,
      CheckConfigCommand.class,
      AccountCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      EvaluateCommand.class,
      ReplayCommand.class,
      CalibrateCommand.class,
      RebuildIndexCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Commands {
  private Commands() {}

  /** The version of the jar that runs. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"qingsheng " + (version == null ? "dev" : version)};
    }
  }

  /**
   * Runs one command.
   *
   * @param args as typed
   * @return its exit code: 0 done, 1 failed, 2 misused, 78 bad settings (EX_CONFIG of sysexits.h)
   */
  public static int run(String... args) {
    return line().execute(args);
  }

  /** The whole command line, also for those who describe it. */
  public static CommandLine line() {
    return new CommandLine(new Commands())
        .setExecutionExceptionHandler(Commands::explain)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    if (e instanceof SettingsOption.Unusable unusable) {
      line.getErr().println(unusable.getMessage());
      return SettingsOption.EXIT_CONFIG;
    }
    line.getErr()
        .println(
            switch (e) {
              case NoSuchFileException missing -> "找不到文件 " + missing.getFile();
              case FileAlreadyExistsException there -> "文件已存在，请换一个名字：" + there.getFile();
              case AccessDeniedException closed -> "没有权限读写 " + closed.getFile();
              default -> "出错了：" + (e.getMessage() == null ? e.toString() : e.getMessage());
            });
    for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
      line.getErr().println("  原因：" + cause.getMessage());
    }
    return 1;
  }
}
