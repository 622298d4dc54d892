package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeTime;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;

/**
 * Floods one channel, a thousand posts a second for ten seconds, and measures what people in the
 * other channels feel of it, beside what they felt just before and after.
 */
final class FloodRun {
  private static final int PER_SECOND = 1_000;
  private static final Duration FLOOD = Duration.ofSeconds(10);
  private static final Duration EBB = Duration.ofSeconds(3);

  /** Before and after each flood, so that what else the machine does counts on both sides. */
  private static final Duration CALM_HALF = Duration.ofSeconds(5);

  /** Questions a second in each of the other channels. */
  private static final int CALM = 25;

  private static final double MOST = 2.0;

  /** Messages of one person that are answered within a minute; the default. */
  private static final int A_MINUTE = 5;

  private static final long FIRST = 300_000_000;
  private static final long REPLAYED = 290_000_000;
  private static final long FLOODED = 500_000_000;
  private static final long WARMING = 400_000_000;

  /** Questions always under way while the server warms up. */
  private static final int WARMING_UP = 16;

  /** What pours in. */
  enum Kind {
    /** Signed by somebody who does not know the secret. */
    FORGED,
    /** No message at all, under a wrong content type. */
    GARBAGE,
    /** The same hundred messages again and again. */
    REPLAYS,
    /** Ten thousand people ask something, each once: nothing of it can be refused. */
    CROWD,
    /** Two hundred people ask five things a second each. */
    PESTERING
  }

  /** A channel in which people go on asking. */
  private record Calm(String channel, Posting posting) {}

  private final List<String> pinned;
  private final List<String> options;
  private final int warmUp;
  private final PrintWriter out;

  FloodRun(List<String> pinned, List<String> options, int warmUp, PrintWriter out) {
    this.pinned = pinned;
    this.options = options;
    this.warmUp = warmUp;
    this.out = out;
  }

  /**
   * Takes about two minutes.
   *
   * @return whether every other channel stayed under twice its calm value
   */
  boolean run(Path folder) throws IOException {
    var account = FakeAccount.in(FakeAccount.Mode.PLAIN);
    try (var api = new ApiSink();
        var weChat = new FakeWeChatPlatform(account, FakeTime.real())) {
      var flooded = new Callback.Plain();
      List<Callback> others =
          List.of(
              new Callback.WeChat(account, weChat.sender()),
              new Callback.WeCom(),
              new Callback.Qq(),
              new Callback.OneBot());
      var all = new ArrayList<>(others);
      all.add(flooded);
      var premises =
          Premises.in(
              folder, all.stream().map(each -> each.settings(api.address())).toList(), A_MINUTE);
      all.forEach(each -> each.at(premises.http("/channels/" + each.channel())));
      try (var server = ServerProcess.start(premises, pinned, options).awaitReady()) {
        boolean well = measure(server, others, flooded);
        server.stop();
        return well;
      }
    }
  }

  private boolean measure(ServerProcess server, List<Callback> others, Callback flooded) {
    var random = new Random(5);
    var calm =
        others.stream()
            .map(each ->
                new Calm(
                    each.channel(),
                    new Posting(
                            FIRST,
                            number ->
                                each.says(
                                    Long.toString(number),
                                    number,
                                    Topic.ANSWERABLE.question(random)),
                            each::isTaken)
                        .open(CALM)))
            .toList();
    try {
      try (var warming = questions(WARMING, flooded).closed(WARMING_UP)) {
        Pause.of(Duration.ofSeconds(warmUp));
        out.printf("warmed up with %d questions%n", warming.accepted());
      }
      boolean well = true;
      out.printf(
          "%-10s %8s %8s %8s %7s   %-14s %9s %9s %6s%n",
          "flood",
          "accepted",
          "refused",
          "broken",
          "RSS MB",
          "channel",
          "calm p95",
          "flood p95",
          "ratio");
      long first = FLOODED;
      for (var kind : Kind.values()) {
        well &= flood(kind, first, server, calm, flooded);
        first += 1_000_000;
      }
      out.println(well ? "PASSED: under twice the calm value everywhere" : "FAILED");
      return well;
    } finally {
      calm.forEach(each -> each.posting().close());
    }
  }

  private boolean flood(
      Kind kind, long first, ServerProcess server, List<Calm> calm, Callback flooded) {
    var before = measured(calm, CALM_HALF);
    List<long[]> during;
    try (var flood =
        new Posting(first, number -> request(kind, flooded, number), flooded::isTaken)) {
      var _ = flood.open(PER_SECOND);
      during = measured(calm, FLOOD);
      out.printf(
          "%-10s %8d %8d %8d %7d",
          kind,
          flood.accepted(),
          flood.refused(),
          flood.broken(),
          server.residentKibibytes() / 1024);
    }
    Pause.of(EBB);
    var after = measured(calm, CALM_HALF);
    boolean well = true;
    var indent = "";
    for (int i = 0; i < calm.size(); i++) {
      var around = LongStream.concat(LongStream.of(before.get(i)), LongStream.of(after.get(i)));
      double usual = Latencies.percentile(around.sorted().toArray(), 95);
      double flooded95 = Latencies.percentile(during.get(i), 95);
      double ratio = flooded95 / usual;
      out.printf(
          "%s   %-14s %9.1f %9.1f %6.2f%n", indent, calm.get(i).channel(), usual, flooded95, ratio);
      indent = " ".repeat(45);
      well &= ratio < MOST;
    }
    return well;
  }

  private static Posting questions(long first, Callback channel) {
    return new Posting(first, number -> request(Kind.CROWD, channel, number), channel::isTaken);
  }

  private static HttpRequest request(Kind kind, Callback flooded, long number) {
    var text = Topic.ANSWERABLE.question(new Random(number));
    return switch (kind) {
      case PESTERING -> flooded.says("pest-" + number % 200, number, text);
      case REPLAYS -> flooded.says("replayed", REPLAYED + number % 100, text);
      case FORGED -> flooded.forged(Long.toString(number), number, text);
      case GARBAGE -> flooded.garbage();
      case CROWD -> flooded.says(Long.toString(number), number, text);
    };
  }

  /** What people waited, by channel, in order. */
  private static List<long[]> measured(List<Calm> calm, Duration time) {
    var latencies = calm.stream().map(each -> each.posting().latencies()).toList();
    latencies.forEach(Latencies::restart);
    latencies.forEach(each -> each.measure(true));
    Pause.of(time);
    latencies.forEach(each -> each.measure(false));
    return latencies.stream().map(Latencies::sorted).toList();
  }
}
