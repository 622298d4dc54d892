package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("成组提交 · group commit")
@Timeout(60)
class GroupCommitTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    database.writeNow(handle -> handle.execute("CREATE TABLE n (v INTEGER PRIMARY KEY)"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private CompletableFuture<Integer> add(int value) {
    return database.write(handle -> handle.execute("INSERT INTO n (v) VALUES (?)", value));
  }

  private List<Integer> stored() {
    return database.read(
        handle -> handle.select("SELECT v FROM n ORDER BY v").mapTo(Integer.class).list());
  }

  /** Holds the writer until released, so that what is submitted meanwhile makes one group. */
  private CountDownLatch holdWriter() {
    var held = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var _ =
        database.write(_ -> {
          held.countDown();
          return awaited(release);
        });
    assertThat(awaited(held)).isTrue();
    return release;
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  @DisplayName("同一组里一件失败，只有它失败，其余照常写入，只多用一次提交")
  void one_failing_work_does_not_fail_its_group() {
    var release = holdWriter();
    var before = database.figures().groups();
    var works = IntStream.range(0, 50).mapToObj(i -> add(i == 20 ? 19 : i)).toList();
    release.countDown();

    for (int i = 0; i < works.size(); i++) {
      if (i == 20) {
        assertThatThrownBy(works.get(20)::join).hasMessageContaining("UNIQUE");
      } else {
        assertThat(works.get(i).join()).isEqualTo(1);
      }
    }
    assertThat(stored()).hasSize(49).doesNotContain(20);
    assertThat(database.figures().groups() - before).as("holding and the group").isEqualTo(2);
  }

  @Test
  @DisplayName("失败的一件已经写下的部分也收回")
  void a_failing_work_leaves_nothing_behind() {
    var release = holdWriter();
    var good = add(1);
    var bad =
        database.write(handle -> {
          handle.execute("INSERT INTO n (v) VALUES (2)");
          throw new IllegalStateException("想起来不对");
        });
    var better = add(3);
    release.countDown();

    assertThatThrownBy(bad::join).hasMessageContaining("想起来不对");
    assertThat(good.join() + better.join()).isEqualTo(2);
    assertThat(stored()).containsExactly(1, 3);
  }

  @Test
  @DisplayName("提交本身失败，整组都失败、什么也不留，之后照常工作")
  void a_failed_commit_fails_the_group_and_the_writer_goes_on() {
    database.writeNow(handle ->
        handle.execute(
            "CREATE TABLE child (v INTEGER REFERENCES n (v) DEFERRABLE INITIALLY DEFERRED)"));
    var release = holdWriter();
    var good = add(1);
    // A deferred foreign key is checked by the commit, not by the statement.
    var bad = database.write(handle -> handle.execute("INSERT INTO child (v) VALUES (99)"));
    release.countDown();

    assertThatThrownBy(good::join).hasStackTraceContaining("FOREIGN KEY");
    assertThatThrownBy(bad::join).hasStackTraceContaining("FOREIGN KEY");
    assertThat(stored()).isEmpty();
    assertThat(add(2).join()).isEqualTo(1);
    assertThat(stored()).containsExactly(2);
  }

  @Test
  @DisplayName("一件工作抛出 Error，写者也不能停：它失败，后面的照写")
  void the_writer_survives_errors() {
    var broken =
        database.write(_ -> {
          throw new StackOverflowError("太深");
        });

    assertThatThrownBy(broken::join).hasRootCauseInstanceOf(StackOverflowError.class);
    assertThat(add(1).join()).isEqualTo(1);
  }

  @Test
  @DisplayName("排队有上限：写不动时立刻拒绝，不把内存填满；放行后恢复")
  void refuses_at_once_when_the_disk_does_not_keep_up() {
    var release = holdWriter();
    var waiting = new ArrayList<CompletableFuture<Integer>>();
    CompletableFuture<Integer> next = add(0);
    while (!next.isDone()) {
      waiting.add(next);
      assertThat(waiting.size()).isLessThanOrEqualTo(20_000);
      next = database.write(_ -> 1);
    }

    assertThatThrownBy(next::join).hasMessageContaining("too many writes");
    assertThat(database.figures().waiting()).isEqualTo(20_000);
    release.countDown();
    waiting.forEach(CompletableFuture::join);
    assertThat(add(1).join()).isEqualTo(1);
  }

  @Test
  @DisplayName("64 个人同时写，平均一次提交不少于 10 件")
  void a_busy_moment_costs_few_commits() {
    var before = database.figures();
    try (var callers = Executors.newFixedThreadPool(64)) {
      var done =
          IntStream.range(0, 64)
              .mapToObj(caller ->
                  CompletableFuture.runAsync(
                      () -> IntStream.range(0, 50).forEach(i -> add(caller * 1000 + i).join()),
                      callers))
              .toList();
      done.forEach(CompletableFuture::join);
    }
    var after = database.figures();

    assertThat(after.works() - before.works()).isEqualTo(3_200);
    assertThat((after.works() - before.works()) / (after.groups() - before.groups()))
        .isGreaterThanOrEqualTo(10);
    assertThat(stored()).hasSize(3_200);
  }

  @Test
  @DisplayName("关闭时先写完排队的，之后交来的当场失败，谁也不会白等")
  void closing_finishes_what_waits_and_refuses_the_rest() {
    var release = holdWriter();
    var waiting = add(1);
    var closing = CompletableFuture.runAsync(database::close);
    release.countDown();

    closing.join();
    assertThat(waiting.join()).isEqualTo(1);
    assertThatThrownBy(add(2)::join).isInstanceOf(Exception.class);
  }

  @Test
  @DisplayName("关闭与提交同时发生，每个提交都有结果")
  void no_submission_is_left_waiting_when_closing_at_the_same_time() throws Exception {
    for (int i = 0; i < 20; i++) {
      var closed = FreshDatabase.in(folder);
      var results = new ArrayList<CompletableFuture<Integer>>();
      try (var threads = Executors.newFixedThreadPool(2)) {
        var closing = CompletableFuture.runAsync(closed::close, threads);
        while (!closing.isDone()) {
          results.add(closed.write(_ -> 1));
        }
        results.add(closed.write(_ -> 1));
        closing.get(10, TimeUnit.SECONDS);
      }
      for (var result : results) {
        assertThat(
                result.handle((value, e) -> value != null || e != null).get(10, TimeUnit.SECONDS))
            .isTrue();
      }
    }
  }
}
