package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a {@link KillTrial} from the command line; ends with 1 when anything was found. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = "Kills the server at random moments under load and checks that nothing was lost.")
final class KillRun implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "50", description = "how often it is killed")
  private int rounds;

  @Option(names = "--seed", defaultValue = "20261120", description = "of questions and moments")
  private long seed;

  @Option(names = "--rate", defaultValue = "50", description = "messages a second")
  private int rate;

  @Option(names = "--no-history", description = "the OneBot client serves no message history")
  private boolean withoutHistory;

  @Option(names = "--folder", description = "where to leave data and log; a new one if not given")
  private Optional<Path> folder = Optional.empty();

  private KillRun() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new KillRun()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var place = folder.isPresent() ? folder.get() : Files.createTempDirectory("qingsheng-kill");
    Files.createDirectories(place);
    var trial = new KillTrial(rounds, seed, rate, !withoutHistory);
    out.println(trial + " in " + place);
    var result = trial.run(place.toAbsolutePath(), out::println);
    out.println();
    result.figures().forEach((name, value) -> out.printf("%-45s %s%n", name, value));
    out.println();
    result.faults().forEach((name, list) -> out.printf("%-45s %s%n", name, Books.line(list)));
    out.println(result.passed() ? "\nPASSED" : "\nFAILED");
    return result.passed() ? 0 : 1;
  }
}
