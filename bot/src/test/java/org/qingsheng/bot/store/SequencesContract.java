package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.qq.Sequences.Given;

@DisplayName("答复的序号 · numbers of answers")
abstract class SequencesContract extends StoreContract {
  private static final ChannelId CHANNEL = new ChannelId("qq-main");
  private static final MessageId ASKED = new MessageId("ROBOT1.0_a");

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlSequences sequences;

  @BeforeEach
  void openSequences() {
    sequences = new SqlSequences(database, CHANNEL, clock);
  }

  private static IdempotencyKey answer(String name) {
    return new IdempotencyKey(name);
  }

  @Test
  @DisplayName("同一来信的答复依次是 1、2、3，别的来信、别的渠道各数各的")
  void counts_each_message_by_itself() {
    assertThat(sequences.next(ASKED, answer("a"))).isEqualTo(new Given(1, false));
    assertThat(sequences.next(ASKED, answer("b"))).isEqualTo(new Given(2, false));
    assertThat(sequences.next(new MessageId("other"), answer("c"))).isEqualTo(new Given(1, false));
    assertThat(new SqlSequences(database, new ChannelId("qq-2"), clock).next(ASKED, answer("a")))
        .isEqualTo(new Given(1, false));
  }

  @Test
  @DisplayName("同一答复再问，还是原来的序号，并说明给过；重启后也一样")
  void gives_an_answer_the_same_number_again() {
    sequences.next(ASKED, answer("a"));
    sequences.next(ASKED, answer("b"));

    assertThat(sequences.next(ASKED, answer("a"))).isEqualTo(new Given(1, true));
    assertThat(new SqlSequences(database, CHANNEL, clock).next(ASKED, answer("b")))
        .isEqualTo(new Given(2, true));
  }

  @Test
  @DisplayName("换一个序号时给没用过的，用过的不再给别人")
  void gives_another_number_that_nobody_had() {
    sequences.next(ASKED, answer("a"));
    sequences.next(ASKED, answer("b"));

    assertThat(sequences.instead(ASKED, answer("a"))).isEqualTo(new Given(3, false));
    assertThat(sequences.next(ASKED, answer("c"))).isEqualTo(new Given(4, false));
    assertThat(sequences.instead(ASKED, answer("new"))).isEqualTo(new Given(5, false));
  }

  @Test
  @DisplayName("五十个答复同时要，序号是 1 到 50，一个不重")
  void many_at_once_never_share_a_number() {
    var given =
        IntStream.rangeClosed(1, 50)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> sequences.next(ASKED, answer("a" + i))))
            .toList()
            .stream()
            .map(future -> future.join().number())
            .toList();

    assertThat(given)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  @DisplayName("返回时已落盘：另开一个连接就看得到")
  void is_durable_when_it_returns() {
    sequences.next(ASKED, answer("a"));

    assertThat(
            database.<Long>read(handle ->
                handle.select("SELECT count(*) FROM answer_number").mapTo(Long.class).one()))
        .isEqualTo(1);
  }

  @Test
  @DisplayName("三十天以前的序号不再保存")
  void forgets_what_nobody_can_answer_any_more() {
    sequences.next(ASKED, answer("a"));
    clock.pass(Duration.ofDays(31));
    sequences.next(new MessageId("new"), answer("b"));

    assertThat(
            database.<Long>read(handle ->
                handle.select("SELECT count(*) FROM answer_number").mapTo(Long.class).one()))
        .isEqualTo(1);
  }
}
