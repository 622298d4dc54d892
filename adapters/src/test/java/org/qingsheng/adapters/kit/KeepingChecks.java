package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.kit.KitSink.Mood;
import org.qingsheng.adapters.kit.Said.Who;

/** Accepted means recorded: nothing is acknowledged that is not stored, and nothing is lost. */
interface KeepingChecks {
  Kit kit();

  @Test
  @DisplayName("没存好之前不说收到")
  default void nothing_is_acknowledged_before_it_is_stored() {
    kit().needs(Trait.ACKNOWLEDGES);
    kit().sink().mood(Mood.HOLDS);
    var told = kit().says("在吗");
    kit().sink().await("offer", () -> kit().sink().offered() > 0);

    assertThat(told.acknowledged()).isNotDone();
    kit().sink().release();

    assertThat(Kit.acknowledged(told)).contains(true);
  }

  @Test
  @DisplayName("存不下就不说收到，平台再送来时收下")
  default void a_message_that_could_not_be_stored_comes_again() {
    kit().needs(Trait.REDELIVERS);
    kit().sink().mood(Mood.FAILS);
    redelivered(kit().says("在吗"));
  }

  @Test
  @DisplayName("存储一上来就抛异常也一样")
  default void a_storage_that_throws_loses_nothing() {
    kit().needs(Trait.REDELIVERS);
    kit().sink().mood(Mood.THROWS);
    redelivered(kit().says("在吗"));
  }

  private void redelivered(Told told) {
    kit().sink().await("offer", () -> kit().sink().offered() > 0);
    if (kit().platform().abilities().has(Trait.ACKNOWLEDGES)) {
      assertThat(Kit.acknowledged(told)).contains(false);
      kit().sink().mood(Mood.STORES);
      assertThat(Kit.acknowledged(kit().platform().repeats(told))).contains(true);
    } else {
      kit().sink().mood(Mood.STORES);
    }
    kit().untilStored("在吗");
  }

  @Test
  @DisplayName("存储恢复之后，停摆期间的话全部补上，次序不乱")
  default void an_outage_of_the_storage_loses_nothing() {
    kit().needs(Trait.REDELIVERS);
    kit().needsNo(Trait.ACKNOWLEDGES, "由平台重发，次序归平台管");
    kit().sink().mood(Mood.FAILS);
    var words = IntStream.range(0, 10).mapToObj(i -> "停摆%d".formatted(i)).toList();
    words.forEach(word -> kit().says(word));
    kit().sink().await("offer", () -> kit().sink().offered() > 0);

    kit().sink().mood(Mood.STORES);

    // The storage may come back in the middle of a page: what failed then comes behind the rest.
    words.forEach(word -> kit().untilStored(word));
    assertThat(kit().sink().texts().stream().distinct()).containsExactlyInAnyOrderElementsOf(words);
  }

  @Test
  @DisplayName("一条存得慢，不拖住别人的")
  default void one_slow_message_does_not_hold_up_another() {
    kit().needs(Trait.CONCURRENT);
    kit().sink().mood(Mood.HOLDS);
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, kit().usualPlace(), "慢"));
    kit().sink().await("first offer", () -> kit().sink().wasOffered("慢"));

    var _ = kit().platform().says(Said.toBot(Who.XIAOHONG, kit().usualPlace(), "快"));

    kit().sink().await("second offer", () -> kit().sink().wasOffered("快"));
    kit().sink().release();
    kit().sink().await("both", () -> kit().sink().texts().containsAll(List.of("慢", "快")));
  }

  @Test
  @DisplayName("一百条涌来，一条不丢")
  default void a_burst_is_taken_whole() {
    var told = IntStream.range(0, 100).mapToObj(i -> kit().says("涌来%d".formatted(i))).toList();

    assertThat(told).allSatisfy(one -> assertThat(Kit.acknowledged(one)).contains(true));
    kit().sink().await("all", () -> kit().sink().texts().stream().distinct().count() == 100);
  }

  @Test
  @DisplayName("停止之后不再说收到")
  default void nothing_is_acknowledged_after_the_end() {
    kit().needs(Trait.ACKNOWLEDGES);
    var _ = kit().asked("停之前");
    kit().adapter().close();

    assertThat(Kit.acknowledged(kit().says("停之后"))).contains(false);
    assertThat(kit().sink().texts()).containsExactly("停之前");
  }
}
