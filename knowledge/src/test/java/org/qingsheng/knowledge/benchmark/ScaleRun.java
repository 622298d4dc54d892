package org.qingsheng.knowledge.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;

/**
 * What a large base costs: publishing all of it, one decision, one entry published while others
 * ask, memory, and building it anew online.
 *
 * <p>Run from the root of the repository, after {@code mvn -q -DskipTests package}: {@code java
 * -Xmx3g -Dqingsheng.root=. -cp
 * "knowledge/target/test-classes:knowledge/target/classes:bot/target/qingsheng/lib/*"
 * org.qingsheng.knowledge.benchmark.ScaleRun ENTRIES…}; 93,000 entries have 1,000,000 wordings.
 */
public final class ScaleRun {
  private static final int WARM_UP = 4_000;
  private static final int QUESTIONS = 8_000;
  private static final int PUBLISHED = 20;
  private static final double MEGA = 1 << 20;

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private ScaleRun() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    for (String entries : arguments) {
      new ScaleRun().run(Integer.parseInt(entries));
    }
  }

  private void run(int count) throws IOException, InterruptedException {
    var base = new GeneratedBase();
    List<Entry> entries = base.entries(count);
    List<Query> queries = base.questions(QUESTIONS).stream().map(ScaleRun::query).toList();
    long wordings = entries.stream().mapToLong(e -> 1 + e.similar().size()).sum();
    out.printf("%,d entries, %,d wordings%n", count, wordings);
    var folder = Files.createTempDirectory("qingsheng-scale");
    try (var knowledge = new LuceneKnowledge(folder, RankingModel.shipped())) {
      double before = heap();
      timed("full publish", () -> knowledge.replaceAll(entries, 1));
      out.printf("heap the base takes     %.0f MB%n", heap() - before);
      ask("warm-up", knowledge, queries.subList(0, Math.min(WARM_UP, queries.size())));
      ask("decision", knowledge, queries);
      publishOneByOne(knowledge, base.entries(PUBLISHED), queries);
      timed("rebuild online", knowledge::settle);
    }
  }

  private static Query query(String text) {
    return new Query(text, List.of(RegionCode.NATION), Set.of(), Samples.NOON);
  }

  /** Heap in use after collecting, in MB. */
  private static double heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGA;
  }

  private void timed(String what, Runnable work) {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    out.printf(
        "%-23s %.1f s, %.1f s CPU%n",
        what, (System.nanoTime() - start) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9);
  }

  private void ask(String what, LuceneKnowledge knowledge, List<Query> queries) {
    long[] nanos = new long[queries.size()];
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    int answered = 0;
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      answered += knowledge.ask(queries.get(i)) instanceof Decision.Answer ? 1 : 0;
      nanos[i] = System.nanoTime() - start;
    }
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    Arrays.sort(nanos);
    out.printf(
        "%-23s p50 %.2f ms, p99 %.2f ms, max %.1f ms, %.0f µs CPU, %d of %d answered%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6,
        cpu / 1e3 / nanos.length,
        answered,
        nanos.length);
  }

  /** Changes entries one at a time while another thread asks without a break. */
  private void publishOneByOne(LuceneKnowledge knowledge, List<Entry> some, List<Query> queries)
      throws InterruptedException {
    var done = new AtomicBoolean();
    var failed = new AtomicInteger();
    var asking =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; !done.get(); i = (i + 1) % queries.size()) {
                try {
                  knowledge.ask(queries.get(i));
                } catch (RuntimeException e) {
                  failed.incrementAndGet();
                }
              }
            });
    long[] nanos = new long[some.size()];
    int unseen = 0;
    for (int i = 0; i < nanos.length; i++) {
      Entry changed = some.get(i).withAnswer("改过的答案 " + i);
      long start = System.nanoTime();
      knowledge.publish(List.of(changed), List.<EntryId>of(), 2 + i);
      unseen += knowledge.entry(changed.id()).filter(changed::equals).isPresent() ? 0 : 1;
      nanos[i] = System.nanoTime() - start;
    }
    done.set(true);
    asking.join();
    Arrays.sort(nanos);
    out.printf(
        "one entry published     p50 %.1f ms, max %.1f ms, %d not visible, %d queries failed%n",
        nanos[nanos.length / 2] / 1e6, nanos[nanos.length - 1] / 1e6, unseen, failed.get());
  }
}
