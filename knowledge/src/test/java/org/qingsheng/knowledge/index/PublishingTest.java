package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.knowledge.Samples.anEntry;
import static org.qingsheng.knowledge.Samples.query;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("边发布边提问 · publishing while asking")
class PublishingTest {
  private static final int ROUNDS = 1_000;
  private static final int ASKERS = 3;

  private static List<Entry> version(int number) {
    return List.of(
        anEntry("loan").version(number).question("创业贷款额度是多少").build(),
        anEntry("file").version(number).question("毕业档案放在哪里").build());
  }

  @Test
  @DisplayName("发布一千次,发布返回之后没有一次答出旧版,也没有一次失败")
  void never_answers_an_old_version_after_publication_returned() throws Exception {
    var failures = new ConcurrentLinkedQueue<String>();
    var published = new AtomicInteger(1);
    var done = new AtomicBoolean();
    var asked = new AtomicInteger();
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped());
        var threads = Executors.newFixedThreadPool(ASKERS)) {
      knowledge.replaceAll(version(1), 1);
      List<Future<?>> askers = new java.util.ArrayList<>();
      for (int i = 0; i < ASKERS; i++) {
        askers.add(
            threads.submit(() -> {
              while (!done.get()) {
                int atLeast = published.get();
                int got = versionOf(knowledge.ask(query("创业贷款额度是多少")));
                asked.incrementAndGet();
                if (got < atLeast) {
                  failures.add(got + " after " + atLeast);
                }
              }
            }));
      }
      for (int round = 2; round <= ROUNDS + 1; round++) {
        publish(knowledge, round);
        published.set(round);
        if (versionOf(knowledge.ask(query("创业贷款额度是多少"))) != round) {
          failures.add("own question after " + round);
        }
      }
      done.set(true);
      for (Future<?> asker : askers) {
        asker.get();
      }
    }
    System.out.printf(
        "publishing: %d publications, %d questions meanwhile from %d threads, %d old versions%n",
        ROUNDS, asked.get(), ASKERS, failures.size());

    assertThat(failures).isEmpty();
    assertThat(asked.get()).isPositive();
  }

  /** Mostly one entry on top, now and then settled, now and then the whole base. */
  private static void publish(LuceneKnowledge knowledge, int round) {
    if (round % 100 == 0) {
      knowledge.replaceAll(version(round), round);
    } else {
      knowledge.publish(version(round), List.of(), round);
    }
    if (round % 17 == 0) {
      knowledge.settle();
    }
  }

  @Test
  @DisplayName("新条目一发布就能答，改过的只答新的，下架的不再答，没动的照旧")
  void puts_changes_on_top() {
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      knowledge.replaceAll(version(1), 1);

      knowledge.publish(
          List.of(
              anEntry("loan").version(2).question("创业担保贷款最高多少").build(),
              anEntry("rent").question("租房补贴怎么申请").build()),
          List.of(new EntryId("file")),
          2);

      assertThat(knowledge.revision()).isEqualTo(2);
      assertThat(versionOf(knowledge.ask(query("创业担保贷款最高多少")))).isEqualTo(2);
      assertThat(versionOf(knowledge.ask(query("创业贷款额度是多少")))).isNotEqualTo(1);
      assertThat(versionOf(knowledge.ask(query("租房补贴怎么申请")))).isEqualTo(1);
      assertThat(knowledge.ask(query("毕业档案放在哪里"))).isInstanceOf(Decision.NoAnswer.class);
      assertThat(knowledge.entry(new EntryId("file"))).isEmpty();
      assertThat(knowledge.entry(new EntryId("loan")).orElseThrow().version()).isEqualTo(2);
    }
  }

  private static Entry random(Random random, int number, int version) {
    String[] things = {"租房补贴", "创业贷款", "失业金", "档案转递", "社保补缴", "落户", "见习补贴", "助学贷款"};
    String[] asks = {"怎么申请", "最高多少", "要什么材料", "去哪里办", "多久到账", "能领几次"};
    return anEntry("e" + number)
        .version(version)
        .question(things[random.nextInt(8)] + asks[random.nextInt(6)] + number)
        .similar(asks[random.nextInt(6)] + "这个" + things[random.nextInt(8)] + number)
        .build();
  }

  @Test
  @DisplayName("零零碎碎改了很多次，重整之后与从头建的答得一样")
  void settles_into_what_a_full_build_gives() {
    var random = new Random(3);
    var entries = new TreeMap<EntryId, Entry>();
    for (int i = 0; i < 60; i++) {
      Entry entry = random(random, i, 1);
      entries.put(entry.id(), entry);
    }
    try (var stepwise = LuceneKnowledge.inMemory(RankingModel.shipped());
        var whole = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      stepwise.replaceAll(entries.values(), 1);
      for (int round = 2; round < 60; round++) {
        Entry changed = random(random, random.nextInt(80), round);
        entries.put(changed.id(), changed);
        EntryId removed = new EntryId("e" + random.nextInt(60));
        List<EntryId> out =
            removed.equals(changed.id()) || !entries.containsKey(removed)
                ? List.of()
                : List.of(removed);
        out.forEach(entries::remove);
        stepwise.publish(List.of(changed), out, round);
        assertThat(versionOf(stepwise.ask(query(changed.question())))).isEqualTo(round);
      }
      stepwise.settle();
      whole.replaceAll(entries.values(), 59);

      for (Entry entry : entries.values()) {
        for (String text : List.of(entry.question(), entry.similar().getFirst())) {
          assertThat(versionOf(stepwise.ask(query(text))))
              .isEqualTo(versionOf(whole.ask(query(text))));
        }
      }
    }
  }

  @Test
  @DisplayName("一万条的库里发布一条，到答得出它，处理器时间的中位数不超过五十毫秒")
  void one_entry_is_visible_at_once() {
    var random = new Random(5);
    List<Entry> base = IntStream.range(0, 10_000).mapToObj(i -> random(random, i, 1)).toList();
    try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      knowledge.replaceAll(base, 1);
      long[] nanos = new long[60];
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      for (int i = 0; i < nanos.length; i++) {
        Entry changed = random(random, i * 7, i + 2);
        long from = threads.getCurrentThreadCpuTime();
        knowledge.publish(List.of(changed), List.of(), i + 2);
        int seen = versionOf(knowledge.ask(query(changed.question())));
        nanos[i] = threads.getCurrentThreadCpuTime() - from;
        assertThat(seen).isEqualTo(i + 2);
      }
      Arrays.sort(nanos);

      assertThat(Duration.ofNanos(nanos[30])).isLessThanOrEqualTo(Duration.ofMillis(50));
    }
  }

  @Test
  @DisplayName("重建五万条时提问照答旧的，一分钟内换好；建到一半失败，旧的还在")
  void rebuilds_beside_the_live_base(@TempDir Path folder) throws Exception {
    var random = new Random(9);
    List<Entry> many = IntStream.range(0, 50_000).mapToObj(i -> random(random, i, 2)).toList();
    try (var knowledge = new LuceneKnowledge(folder, RankingModel.shipped());
        var threads = Executors.newSingleThreadExecutor()) {
      knowledge.replaceAll(version(1), 1);
      long from = System.nanoTime();
      Future<?> rebuilding = threads.submit(() -> knowledge.replaceAll(many, 2));
      int answered = 0;
      while (!rebuilding.isDone()) {
        long revision = knowledge.revision();
        int got = versionOf(knowledge.ask(query("创业贷款额度是多少")));
        if (revision == 1 && knowledge.revision() == 1) {
          assertThat(got).isEqualTo(1);
          answered++;
        }
      }
      rebuilding.get();

      assertThat(answered).isPositive();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(60));
      assertThat(knowledge.revision()).isEqualTo(2);
      assertThatThrownBy(() -> knowledge.replaceAll(new Breaking(many), 3)).hasMessage("power cut");
      assertThat(knowledge.revision()).isEqualTo(2);
      assertThat(versionOf(knowledge.ask(query(many.getFirst().question())))).isEqualTo(2);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static int versionOf(Decision decision) {
    return decision instanceof Decision.Answer(var match) ? match.entry().version() : -1;
  }

  /** Entries of which only the first thousand can be read. */
  private static final class Breaking extends AbstractCollection<Entry> {
    private final List<Entry> entries;

    Breaking(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public Iterator<Entry> iterator() {
      return IntStream.range(0, entries.size())
          .mapToObj(i -> {
            if (i == 1_000) {
              throw new IllegalStateException("power cut");
            }
            return entries.get(i);
          })
          .iterator();
    }

    @Override
    public int size() {
      return entries.size();
    }
  }
}
