package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.knowledge.Samples.anEntry;
import static org.qingsheng.knowledge.Samples.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("在线重建索引 · rebuilding the index while it is asked")
@Timeout(180)
class RebuildTest {
  private static final int ENTRIES = 3_000;
  private static final int ASKERS = 2;
  private static final String NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉";

  @TempDir Path folder;

  /** Names no two of which are alike for a reader. */
  private static String name(int number) {
    return ""
        + NAMES.charAt(number % 20)
        + NAMES.charAt(number / 20 % 20)
        + NAMES.charAt(number / 400 % 20);
  }

  private static String question(int number) {
    return name(number) + "镇的补贴怎么领";
  }

  private static List<Entry> base() {
    var entries = new ArrayList<Entry>(ENTRIES);
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(anEntry("e" + i).question(question(i)).build());
    }
    return entries;
  }

  private static boolean answers(LuceneKnowledge knowledge, int number) {
    return knowledge.ask(query(question(number))) instanceof Decision.Answer(var match)
        && match.entry().id().value().equals("e" + number);
  }

  @Test
  @DisplayName("三千条重建期间一直有人问：没有一次失败，没有一条找不到；期间发布的也没有丢")
  void misses_nothing_while_it_is_rebuilt() throws Exception {
    var entries = base();
    var failures = new ConcurrentLinkedQueue<String>();
    var done = new AtomicBoolean();
    var asked = new AtomicInteger();
    var begun = new CountDownLatch(ASKERS);
    try (var knowledge = new LuceneKnowledge(folder.resolve("index"), RankingModel.untrained());
        var threads = Executors.newFixedThreadPool(ASKERS + 1)) {
      knowledge.replaceAll(entries, 1);
      List<Future<?>> askers = new ArrayList<>();
      for (int i = 0; i < ASKERS; i++) {
        int first = i * 31;
        askers.add(
            threads.submit(() -> {
              for (int n = first; !done.get(); n = (n + 7) % ENTRIES) {
                if (!answers(knowledge, n)) {
                  failures.add(question(n));
                }
                begun.countDown();
                asked.incrementAndGet();
              }
            }));
      }
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      var rebuilding =
          threads.submit(() -> {
            for (int round = 0; round < 3; round++) {
              knowledge.rebuild(entries, 1);
            }
          });
      knowledge.publish(List.of(anEntry("fresh").question("青年驿站住几晚").build()), List.of(), 2);
      rebuilding.get(150, TimeUnit.SECONDS);
      done.set(true);
      for (Future<?> asker : askers) {
        asker.get(30, TimeUnit.SECONDS);
      }

      assertThat(failures).isEmpty();
      assertThat(asked.get()).isGreaterThan(100);
      assertThat(knowledge.entry(new EntryId("fresh"))).isPresent();
      assertThat(knowledge.ask(query("青年驿站住几晚"))).isInstanceOf(Decision.Answer.class);
      assertThat(knowledge.revision()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("重建到一半垮了：旧索引照常回答，半成品不留；再建一次就好")
  void keeps_the_old_index_when_it_breaks_in_the_middle() throws IOException {
    var index = folder.resolve("index");
    try (var knowledge = new LuceneKnowledge(index, RankingModel.untrained())) {
      var entries = base().subList(0, 200);
      knowledge.replaceAll(entries, 1);
      var before = files(index);

      assertThatThrownBy(() -> knowledge.rebuild(breakingAt(100, entries), 2))
          .isInstanceOf(IllegalStateException.class);

      assertThat(knowledge.revision()).isEqualTo(1);
      assertThat(answers(knowledge, 7)).isTrue();
      assertThat(answers(knowledge, 150)).isTrue();
      assertThat(files(index)).isEqualTo(before);
      knowledge.rebuild(entries, 2);
      assertThat(knowledge.revision()).isEqualTo(1 + 1);
      assertThat(answers(knowledge, 150)).isTrue();
    }
    try (var again = new LuceneKnowledge(index, RankingModel.untrained())) {
      assertThat(again.revision()).as("what a killed process left is not taken up").isZero();
    }
  }

  private static List<String> files(Path index) throws IOException {
    try (var all = Files.list(index)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  /** Entries of which one cannot be read. */
  private static AbstractCollection<Entry> breakingAt(int bad, List<Entry> entries) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Entry> iterator() {
        var all = entries.iterator();
        return new Iterator<>() {
          private int given;

          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Entry next() {
            if (given++ == bad) {
              throw new IllegalStateException("the disk went away");
            }
            return all.next();
          }
        };
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }

  @Test
  @DisplayName("先看发布以后会怎样：看的人看到新的，别人还是旧的，看完什么都不留")
  void shows_what_a_publication_would_do() throws IOException {
    var index = folder.resolve("index");
    try (var knowledge = new LuceneKnowledge(index, RankingModel.untrained())) {
      var entries = base().subList(0, 200);
      knowledge.replaceAll(entries, 1);
      var before = files(index);
      var changed = anEntry("fresh").question("青年驿站住几晚").build();

      var after =
          knowledge.asIfPublished(
              List.of(changed),
              List.of(new EntryId("e7")),
              then -> {
                assertThat(knowledge.ask(query("青年驿站住几晚"))).isNotInstanceOf(Decision.Answer.class);
                assertThat(then.entry(new EntryId("e7"))).isEmpty();
                assertThat(then.explain(query("青年驿站住几晚")).decision())
                    .isEqualTo(then.ask(query("青年驿站住几晚")));
                assertThat(then.revision()).isEqualTo(1);
                return then.ask(query("青年驿站住几晚"));
              });

      assertThat(after).isInstanceOf(Decision.Answer.class);
      assertThat(knowledge.entry(new EntryId("fresh"))).isEmpty();
      assertThat(answers(knowledge, 7)).isTrue();
      assertThat(files(index)).isEqualTo(before);
      knowledge.publish(List.of(changed), List.of(new EntryId("e7")), 2);
      assertThat(knowledge.ask(query("青年驿站住几晚"))).isEqualTo(after);
    }
  }
}
