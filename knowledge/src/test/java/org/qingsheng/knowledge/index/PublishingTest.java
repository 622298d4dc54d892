package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;
import static org.qingsheng.knowledge.Samples.query;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
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
        knowledge.replaceAll(version(round), round);
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

    assertThat(failures).isEmpty();
    assertThat(asked.get()).isPositive();
  }

  private static int versionOf(Decision decision) {
    return decision instanceof Decision.Answer(var match) ? match.entry().version() : -1;
  }
}
