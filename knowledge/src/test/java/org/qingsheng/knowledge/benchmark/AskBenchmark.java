package org.qingsheng.knowledge.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.Set;
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
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.index.PlainBm25;
import org.qingsheng.knowledge.ranking.RankingModel;

/**
 * One decision on one core, beside a plain Lucene BM25 search (characters and bigrams, top 5) over
 * the same wordings.
 *
 * <p>Run from the root of the repository: {@code mvn -q -pl knowledge -am test-compile && mvn -q
 * -pl knowledge dependency:build-classpath -Dmdep.outputFile=target/cp.txt && java
 * -Dqingsheng.root=. -cp knowledge/target/test-classes:knowledge/target/classes:$(cat
 * knowledge/target/cp.txt) org.qingsheng.knowledge.benchmark.AskBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class AskBenchmark {
  /** So many that none comes again while it is remembered. */
  private static final int QUESTIONS = 100_000;

  @Param({"10000"})
  public int entries = 10_000;

  private final LuceneKnowledge knowledge = LuceneKnowledge.inMemory(RankingModel.shipped());
  private List<Query> queries = List.of();
  private PlainBm25 plain = new PlainBm25(List.of());
  private int next;

  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(AskBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Dqingsheng.root=" + System.getProperty("qingsheng.root", "."))
                .build())
        .run();
  }

  @Setup
  public void publish() throws IOException {
    var base = new GeneratedBase();
    List<Entry> generated = base.entries(entries);
    knowledge.replaceAll(generated, 1);
    plain = new PlainBm25(generated);
    queries =
        base.questions(QUESTIONS).stream()
            .map(t -> new Query(t, List.of(RegionCode.NATION), Set.of(), Samples.NOON))
            .toList();
  }

  @TearDown
  public void close() {
    knowledge.close();
  }

  private Query query() {
    next = (next + 1) % queries.size();
    return queries.get(next);
  }

  @Benchmark
  public Decision decision() {
    return knowledge.ask(query());
  }

  @Benchmark
  public int plainBm25() throws IOException {
    return plain.hits(query().text());
  }
}
