package org.qingsheng.bot;

import java.util.Locale;
import org.qingsheng.bot.commands.Commands;

/** Where a process begins: sets the language, then runs what the command line names. */
public final class Main {
  /**
   * Held so that its level stays: Lucene warns about a module that earns nothing here (tech notes
   * §6).
   */
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene.internal.vectorization");

  private Main() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.CHINA);
    LUCENE.setLevel(java.util.logging.Level.SEVERE);
    endWithLauncher();
    if (args.length > 0 && args[0].equals("serve")) {
      System.setProperty("qingsheng.log.level", "INFO");
    }
    System.exit(Commands.run(args));
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
