package org.qingsheng.bot;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one place where the parts meet: reads the command line and starts what it names. */
public final class Main {
  /**
   * Held so that its level stays: Lucene warns about a module that earns nothing here (tech notes
   * §6).
   */
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene.internal.vectorization");

  private Main() {}

  /** The command line; see the manual for examples. */
  @Command(
      name = "qingsheng",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
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
  static final class Root {}

  /** The version of the jar that runs. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"qingsheng " + (version == null ? "dev" : version)};
    }
  }

  public static void main(String[] args) {
    Locale.setDefault(Locale.CHINA);
    LUCENE.setLevel(java.util.logging.Level.SEVERE);
    endWithLauncher();
    if (args.length > 0 && args[0].equals("serve")) {
      System.setProperty("qingsheng.log.level", "INFO");
    }
    System.exit(run(args));
  }

  /** Runs one command and returns its exit code: 0 done, 1 failed, 2 misused, 78 bad settings. */
  static int run(String... args) {
    return new CommandLine(new Root())
        .setExecutionExceptionHandler(Main::explain)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
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

  /** The launcher started us: if it is killed outright, a server without it would hold the port. */
  private static void endWithLauncher() {
    if (System.getProperty("qingsheng.home") != null) {
      var _ =
          ProcessHandle.current()
              .parent()
              .map(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(137)));
    }
  }
}
