package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeTime;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the real server under {@code strace} and shows that every message was forced to disk before
 * its acknowledgement or its answer left; ends with 1 if one was not.
 */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = "Traces system calls: is every message on disk before it is acknowledged?")
final class SyncRun implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(names = "--messages", defaultValue = "100", description = "through each platform")
  private int messages;

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private SyncRun() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SyncRun()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var folder = Files.createTempDirectory("qingsheng-sync");
    var file = folder.resolve("trace");
    var account = FakeAccount.in(FakeAccount.Mode.PLAIN);
    try (var wechat = new FakeWeChatPlatform(account, FakeTime.real())) {
      var premises = Premises.in(folder, account, wechat.apiBase(), 600);
      try (var server = ServerProcess.start(premises, tracer(file), List.of()).awaitReady()) {
        throughWeChat(wechat, premises);
        throughQq(premises);
        server.stop();
      }
    }
    return report(new SyncTrace(Files.readAllLines(file, StandardCharsets.ISO_8859_1)));
  }

  /** With -D the server keeps its own process number, so that it can be stopped as usual. */
  private static List<String> tracer(Path file) {
    return List.of(
        "strace",
        "-D",
        "-f",
        "-y",
        "-s",
        "70000",
        "-e",
        "trace=pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync",
        "-o",
        file.toString());
  }

  private void throughWeChat(FakeWeChatPlatform wechat, Premises premises) {
    for (int i = 0; i < messages; i++) {
      var message =
          FakeMessage.text(
              wechat.account(), "o" + i, InstantSource.system().instant(), "转人工 " + word("w", i));
      var outcome = wechat.sender().deliver(premises.weChat(), message).join();
      if (outcome.reply().isEmpty() || outcome.calls() != 1) {
        throw new IllegalStateException("message " + i + " was not answered at the first call");
      }
    }
  }

  private void throughQq(Premises premises) {
    var sent = new AtomicInteger();
    try (var qq =
        new FakeOneBot(
            premises.oneBot(),
            Dialect.NAPCAT,
            Premises.SELF,
            Premises.ONEBOT_TOKEN,
            InstantSource.system())) {
      qq.whenSent(_ -> sent.incrementAndGet());
      qq.connect();
      for (int i = 0; i < messages; i++) {
        int before = sent.get();
        qq.group("700000000").asks(Long.toString(300_000_000L + i), "转人工 " + word("q", i));
        if (!Pause.until(() -> sent.get() > before, PATIENCE)) {
          throw new IllegalStateException("message " + i + " was not answered");
        }
      }
    }
  }

  /** Found again among the bytes written: letters only, so that nothing masks or folds it. */
  private static String word(String platform, int number) {
    var letters = new StringBuilder(platform).append("zq");
    for (int rest = number, i = 0; i < 4; i++, rest /= 20) {
      letters.append((char) ('a' + rest % 20));
    }
    return letters.append("zq").toString();
  }

  private int report(SyncTrace trace) {
    int late = 0;
    late += compare("acknowledged to WeChat", trace, "w", "HTTP/1.1 200");
    late += compare("answered in QQ", trace, "q", "\\\"action\\\":\\\"send_");
    out.printf("%-45s %d%n", "syncs of the write-ahead log", trace.syncs());
    out.println(late == 0 ? "\nPASSED" : "\nFAILED");
    return late == 0 ? 0 : 1;
  }

  /** One message after the other was said, so the nth answer belongs to the nth message. */
  private int compare(String what, SyncTrace trace, String platform, String answer) {
    var answers = trace.answers(answer);
    var late = new ArrayList<String>();
    for (int i = 0; i < messages; i++) {
      var durable = trace.durable(word(platform, i));
      if (durable.isEmpty() || i >= answers.size() || answers.get(i) < durable.get()) {
        late.add(word(platform, i));
      }
    }
    out.printf("%-45s %d of %d%n", what + " after the sync", messages - late.size(), messages);
    if (!late.isEmpty()) {
      out.println("  not: " + Books.line(late));
    }
    return late.size();
  }
}
