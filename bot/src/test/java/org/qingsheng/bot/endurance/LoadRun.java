package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeTime;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures the whole way of a question, from the platform and back to it, on the real server with a
 * fresh database on disk. The server runs on one core; the driver must be kept off it ({@code
 * load.sh} does).
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Measures throughput, latency and cost of a question on the real server.")
final class LoadRun implements Callable<Integer> {
  /** What is measured. */
  enum Scenario {
    ONEBOT_CLOSED,
    ONEBOT_OPEN,
    WECHAT_PLAIN,
    WECHAT_SECURE
  }

  @Option(names = "--warm-up", defaultValue = "25", description = "seconds")
  private int warmUp;

  @Option(names = "--measure", defaultValue = "20", description = "seconds")
  private int measure;

  @Option(names = "--in-flight", defaultValue = "64", description = "questions, closed scenarios")
  private int inFlight;

  @Option(names = "--rate", defaultValue = "200", description = "questions a second, open scenario")
  private int rate;

  @Option(
      names = "--varied",
      description = "no two questions alike, so that none is answered from memory")
  private boolean varied;

  @Option(names = "--core", defaultValue = "0", description = "the server's core")
  private String core = "0";

  @Option(names = "--jvm-option", description = "for the server's JVM")
  private List<String> options = List.of();

  @Option(
      names = "--flood",
      description = "floods one channel and shows what the others feel of it; 1 if too much")
  private boolean flood;

  @Option(
      names = "--callbacks",
      description = "measures every callback beside a bare echo server, as a table for a README")
  private boolean callbacks;

  @Parameters(arity = "0..*", description = "of ${COMPLETION-CANDIDATES}; all if none is given")
  private List<Scenario> scenarios = List.of();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private LoadRun() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LoadRun()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (flood) {
      var run = new FloodRun(List.of("taskset", "-c", core), options, warmUp, out);
      return run.run(Files.createTempDirectory("qingsheng-flood")) ? 0 : 1;
    }
    if (callbacks) {
      new CallbackRun(List.of("taskset", "-c", core), options, warmUp, measure, inFlight, rate, out)
          .run();
      return 0;
    }
    out.printf(
        "%-14s %8s %8s %8s %8s %8s %8s %8s %6s%n",
        "scenario", "msg/s", "µs CPU", "p50 ms", "p99 ms", "max ms", "works/c", "RSS MB", "failed");
    for (var scenario : scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios) {
      var folder = Files.createTempDirectory("qingsheng-load");
      switch (scenario) {
        case ONEBOT_CLOSED -> oneBot(scenario, folder, inFlight, 0);
        case ONEBOT_OPEN -> oneBot(scenario, folder, 0, rate);
        case WECHAT_PLAIN -> weChat(scenario, folder, FakeAccount.Mode.PLAIN);
        case WECHAT_SECURE -> weChat(scenario, folder, FakeAccount.Mode.SECURE);
      }
    }
    return 0;
  }

  private void oneBot(Scenario scenario, Path folder, int open, int perSecond) {
    var account = FakeAccount.in(FakeAccount.Mode.PLAIN);
    try (var platform = new FakeWeChatPlatform(account, FakeTime.real())) {
      var premises = premises(folder, platform);
      try (var client =
          new FakeOneBot(
              premises.oneBot(),
              Dialect.NAPCAT,
              Premises.SELF,
              Premises.ONEBOT_TOKEN,
              InstantSource.system())) {
        measured(
            scenario,
            premises,
            latencies -> {
              client.connect();
              return new Traffic.OneBot(client, latencies, questions(), open, perSecond);
            });
      }
    }
  }

  private void weChat(Scenario scenario, Path folder, FakeAccount.Mode mode) {
    try (var platform = new FakeWeChatPlatform(FakeAccount.in(mode), FakeTime.real())) {
      var premises = premises(folder, platform);
      measured(
          scenario,
          premises,
          latencies -> new Traffic.WeChat(premises, platform, latencies, questions(), inFlight));
    }
  }

  private Supplier<String> questions() {
    var random = new Random(2);
    return () ->
        varied ? Topic.ANSWERABLE.variedQuestion(random) : Topic.ANSWERABLE.question(random);
  }

  private static Premises premises(Path folder, FakeWeChatPlatform platform) {
    return Premises.in(folder, platform.account(), platform.apiBase(), 600);
  }

  private void measured(Scenario scenario, Premises premises, Function<Latencies, Traffic> begin) {
    var latencies = new Latencies();
    var pinned = List.of("taskset", "-c", core);
    try (var server = ServerProcess.start(premises, pinned, options).awaitReady()) {
      try (var traffic = begin.apply(latencies)) {
        traffic.begin();
        Pause.of(Duration.ofSeconds(warmUp));
        var before = Reading.of(server);
        latencies.measure(true);
        Pause.of(Duration.ofSeconds(measure));
        latencies.measure(false);
        print(scenario, latencies, before, Reading.of(server), server.residentKibibytes());
      }
      server.stop();
    }
  }

  /** The server's counters at one moment. */
  private record Reading(long at, Duration cpu, double works, double commits) {
    static Reading of(ServerProcess server) {
      double works = server.metric("qingsheng_store_works_total");
      double commits = server.metric("qingsheng_store_commits_total");
      return new Reading(System.nanoTime(), server.cpu(), works, commits);
    }
  }

  private void print(
      Scenario scenario, Latencies latencies, Reading before, Reading after, long kibibytes) {
    var sorted = latencies.sorted();
    double seconds = (after.at() - before.at()) / (double) TimeUnit.SECONDS.toNanos(1);
    double cpu = after.cpu().minus(before.cpu()).toNanos() / 1_000.0;
    out.printf(
        "%-14s %8.0f %8.0f %8.1f %8.1f %8.1f %8.1f %8d %6d%n",
        scenario,
        sorted.length / seconds,
        cpu / Math.max(1, sorted.length),
        Latencies.percentile(sorted, 50),
        Latencies.percentile(sorted, 99),
        Latencies.percentile(sorted, 100),
        (after.works() - before.works()) / (after.commits() - before.commits()),
        kibibytes / 1024,
        latencies.failures());
  }
}
