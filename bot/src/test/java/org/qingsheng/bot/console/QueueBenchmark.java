package org.qingsheng.bot.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Switching to a view of the queue with 50,000 items in the ledger (row C02): the whole page over
 * HTTP, with all counts, as a cadre of the city that sees every one of them.
 *
 * <p>Run from the root of the repository: {@code mvn -q -pl bot -am test-compile && mvn -q -pl bot
 * dependency:build-classpath -Dmdep.outputFile=target/cp.txt && java -Dqingsheng.root=. -cp
 * bot/target/test-classes:bot/target/classes:$(cat bot/target/cp.txt)
 * org.qingsheng.bot.console.QueueBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class QueueBenchmark {
  static final int ITEMS = 50_000;

  /** Of a hundred items: 78 answered, 9 waiting, 6 in work, the others in the remaining states. */
  @SuppressWarnings("InlineFormatString") // a statement of this size stands on top
  private static final String MANY =
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
      INSERT INTO item (id, number, kind, state, channel, conversation, group_chat, asker, region, question,
        priority, assignee, opened_at, due_at, closed_at, waiting_since, version)
      SELECT 'i' || i, printf('QS-26%%04d-%%04d', i / 9000, i %% 9000), 'QUESTION', s, 'qq-groups', 'g' || (i %% 40), 1,
        'a' || (i %% 9000), CASE i %% 3 WHEN 0 THEN '441826' WHEN 1 THEN '441881' ELSE '441800' END,
        '第 ' || i || ' 个问题：返乡创业担保贷款怎么申请，需要带什么材料，找哪个部门', i %% 3,
        CASE WHEN s IN ('ASSIGNED', 'DELIVERING', 'ANSWERED') THEN CASE i %% 5 WHEN 0 THEN 'li' ELSE 'wang' END END,
        at, at + 28800000, CASE WHEN s IN ('ANSWERED', 'WITHDRAWN', 'DECLINED') THEN at + 3600000 END,
        CASE WHEN s = 'WAITING' THEN at END, 3
      FROM (SELECT i, %d - (%d - i) * 20000 AS at, CASE
        WHEN i %% 100 < 78 THEN 'ANSWERED' WHEN i %% 100 < 87 THEN 'WAITING' WHEN i %% 100 < 93 THEN 'ASSIGNED'
        WHEN i %% 100 < 95 THEN 'DELIVERING' WHEN i %% 100 < 96 THEN 'CLARIFYING' WHEN i %% 100 < 98 THEN 'WITHDRAWN'
        ELSE 'DECLINED' END AS s FROM n)
      """;

  private static final String MENTIONS =
      "INSERT INTO mention SELECT 'li', id, 'wang', opened_at, CASE WHEN priority = 0 THEN NULL ELSE opened_at END"
          + " FROM item WHERE CAST(substr(id, 2) AS INTEGER) % 500 = 0";

  @Param({"waiting", "mine", "mentioned", "unit", "unclaimed", "soon", "overdue", "asker", "done"})
  public String view = "waiting";

  private final Path folder = newFolder();
  private final Office office = new Office(folder);
  private final Browser browser = new Browser(office);

  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(QueueBenchmark.class.getSimpleName())
                .jvmArgsAppend("-Dqingsheng.root=" + System.getProperty("qingsheng.root"))
                .build())
        .run();
  }

  @Setup
  public void open() {
    office.database.writeNow(
        handle -> handle.execute(MANY.formatted(ITEMS, Office.NINE.toEpochMilli(), ITEMS)));
    office.database.writeNow(handle -> handle.execute(MENTIONS));
    office.open();
    browser.get("/console/login");
    browser.post("/console/login", "login", "li", "password", Office.PASSWORD);
  }

  @Benchmark
  public int page() {
    var answer = browser.get("/console?tab=" + view);
    if (answer.statusCode() != 200 || !answer.body().contains("class=\"card\"")) {
      throw new IllegalStateException(view + " shows no items: " + answer.statusCode());
    }
    return answer.body().length();
  }

  @TearDown
  public void close() throws IOException {
    browser.close();
    office.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("queue-benchmark");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
