package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeTime;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;

/**
 * Measures every callback on the real server with a fresh database, and a bare echo server on the
 * same HTTP stack, one after the other: how many a second with many under way, and how long one
 * takes at a steady rate. What is measured ends with the platform's acknowledgement, which comes
 * after the message is on disk; over OneBot's WebSocket there is none, and it ends with the reply.
 */
final class CallbackRun {
  private static final long FIRST = 300_000_000;
  private static final int GROUPS = 20;

  private final List<String> pinned;
  private final List<String> options;
  private final Duration warmUp;
  private final Duration measure;
  private final int inFlight;
  private final int perSecond;
  private final PrintWriter out;

  CallbackRun(
      List<String> pinned,
      List<String> options,
      int warmUp,
      int measure,
      int inFlight,
      int perSecond,
      PrintWriter out) {
    this.pinned = pinned;
    this.options = options;
    this.warmUp = Duration.ofSeconds(warmUp);
    this.measure = Duration.ofSeconds(measure);
    this.inFlight = inFlight;
    this.perSecond = perSecond;
    this.out = out;
  }

  /** What one row shows. */
  private record Row(double perSecond, double half, double nearlyAll, long failed) {}

  /** Prints the table; takes a minute a row. */
  void run() throws IOException {
    out.printf(
        "| 回调 | 条/秒（%d 条同时在路上） | 相对回声 | p50 / p99 毫秒（每秒 %d 条） | 失败 |%n", inFlight, perSecond);
    out.println("|---|---:|---:|---:|---:|");
    double echo = print("空的回声服务器（同一 HTTP 库，不存不答）", Double.NaN, echo());
    var plain = FakeAccount.in(FakeAccount.Mode.PLAIN);
    var sealed = FakeAccount.in(FakeAccount.Mode.SECURE);
    try (var one = new FakeWeChatPlatform(plain, FakeTime.real());
        var other = new FakeWeChatPlatform(sealed, FakeTime.real())) {
      print("公众号 明文，答复在应答里", echo, callback(new Callback.WeChat(plain, one.sender())));
      print("公众号 AES，答复在应答里", echo, callback(new Callback.WeChat(sealed, other.sender())));
    }
    print("企业微信应用", echo, callback(new Callback.WeCom()));
    print("QQ 官方机器人", echo, callback(new Callback.Qq()));
    print("OneBot HTTP 上报", echo, callback(new Callback.OneBot()));
    print("HTTP 渠道", echo, callback(new Callback.Plain()));
    print("OneBot 反向 WebSocket，到答复为止", echo, reverse());
  }

  private double print(String name, double echo, Row row) {
    out.printf(
        "| %s | %,.0f | %s | %.1f / %.1f | %d |%n",
        name,
        row.perSecond(),
        Double.isNaN(echo) ? "1" : "%.2f".formatted(row.perSecond() / echo),
        row.half(),
        row.nearlyAll(),
        row.failed());
    return row.perSecond();
  }

  private Row echo() {
    try (var server = EchoServer.Running.start(pinned)) {
      var body = BodyPublishers.ofString("回声".repeat(100));
      var address = URI.create("http://127.0.0.1:" + server.port() + "/echo");
      return measured(
          _ -> HttpRequest.newBuilder(address).POST(body).build(),
          answer -> answer.statusCode() == 200);
    }
  }

  private Row callback(Callback callback) throws IOException {
    try (var api = new ApiSink()) {
      var premises =
          Premises.in(
              Files.createTempDirectory("qingsheng-callback"),
              List.of(callback.settings(api.address())),
              600);
      callback.at(premises.http("/channels/" + callback.channel()));
      try (var server = ServerProcess.start(premises, pinned, options).awaitReady()) {
        var random = new Random(3);
        var row =
            measured(
                number ->
                    callback.says(Long.toString(number), number, Topic.ANSWERABLE.question(random)),
                callback::isTaken);
        server.stop();
        return row;
      }
    }
  }

  private Row measured(LongFunction<HttpRequest> requests, Predicate<HttpResponse<String>> taken) {
    double rate;
    long failed;
    try (var closed = new Posting(FIRST, requests, taken).closed(inFlight)) {
      Pause.of(warmUp);
      long before = closed.accepted();
      long begun = System.nanoTime();
      Pause.of(measure);
      rate = (closed.accepted() - before) * 1e9 / (System.nanoTime() - begun);
      failed = closed.refused() + closed.broken();
    }
    try (var open = new Posting(2 * FIRST, requests, taken).open(perSecond)) {
      Pause.of(measure.dividedBy(4));
      open.latencies().measure(true);
      Pause.of(measure);
      open.latencies().measure(false);
      failed += open.refused() + open.broken();
      return new Row(rate, open.latencies().millis(50), open.latencies().millis(99), failed);
    }
  }

  private Row reverse() {
    try {
      var premises =
          Premises.in(
              Files.createTempDirectory("qingsheng-callback"),
              List.of(Premises.oneBotEntry()),
              600);
      try (var server = ServerProcess.start(premises, pinned, options).awaitReady()) {
        var closed = talk(premises, inFlight, 0);
        var open = talk(premises, 0, perSecond);
        server.stop();
        return new Row(
            closed.length / (double) measure.toSeconds(),
            Latencies.percentile(open, 50),
            Latencies.percentile(open, 99),
            0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long[] talk(Premises premises, int open, int rate) {
    var random = new Random(4);
    var latencies = new Latencies();
    try (var client =
            new FakeOneBot(
                premises.oneBot(),
                Dialect.NAPCAT,
                rate > 0 ? "10001001" : Premises.SELF,
                Premises.ONEBOT_TOKEN,
                InstantSource.system());
        var traffic =
            new Traffic.OneBot(
                client, latencies, () -> Topic.ANSWERABLE.question(random), open, rate)) {
      for (int i = 0; i < GROUPS; i++) {
        client.group(Integer.toString(700_000_000 + i));
      }
      client.connect();
      traffic.begin();
      Pause.of(rate > 0 ? measure.dividedBy(4) : warmUp);
      latencies.measure(true);
      Pause.of(measure);
      latencies.measure(false);
      return latencies.sorted();
    }
  }
}
