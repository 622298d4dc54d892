package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Cut;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Failed;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Page;

@DisplayName("QQ 机器人的令牌 · token")
class QqTokensTest {
  private static final String TOKEN = "/app/getAppAccessToken";
  private static final Accepted FIRST = new Accepted(Optional.of(new MessageId("ROBOT1.0_sent1")));

  private static List<Integer> numbers(Bench bench) {
    return bench.platform.calls("/v2/").stream()
        .map(call -> call.body().path("msg_seq").asInt())
        .toList();
  }

  @Test
  @DisplayName("令牌到要用时才取，一直用到最后一分钟（有效期是文字也认得）")
  void the_token_is_kept_until_its_last_minute() {
    try (var bench = new Bench()) {
      assertThat(bench.platform.calls(TOKEN)).isEmpty();
      var _ = bench.answers("k1", "一");
      bench.clock.passes(Duration.ofSeconds(7_139));
      var _ = bench.answers("k2", "二");
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);

      bench.clock.passes(Duration.ofSeconds(1));
      var _ = bench.answers("k3", "三");

      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
    }
  }

  @Test
  @DisplayName("令牌中途失效：换一次新的，同一个号重发，只有一遍")
  void a_rejected_token_is_renewed_once() {
    try (var bench = new Bench()) {
      assertThat(bench.answers("k1", "一")).isInstanceOf(Accepted.class);
      bench.platform.invalidateToken();

      assertThat(bench.answers("k2", "二")).isInstanceOf(Accepted.class);

      assertThat(numbers(bench)).containsExactly(1, 2, 2);
      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
    }
  }

  @Test
  @DisplayName("平台不认它自己发的令牌：等一分钟，不追着要")
  void a_token_that_is_never_taken_is_not_asked_for_again_and_again() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(401, 11_244));

      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls(TOKEN)).hasSize(2);

      bench.clock.passes(Duration.ofSeconds(60));
      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
    }
  }

  @Test
  @DisplayName("二十个同时要发，令牌只取一次")
  void one_fetch_for_all() {
    try (var bench = new Bench();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(() -> bench.answers("k" + i, "第" + i), threads))
              .toList();

      assertThat(all).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Accepted.class));
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(numbers(bench))
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }
  }

  @Test
  @DisplayName("取令牌失败是 HTTP 200：说清原因，一分钟内不再问，改好后恢复")
  void a_token_failure_comes_with_http_200() {
    try (var bench = new Bench()) {
      bench.platform.nextTokens(new Failed(200, 100_016));

      assertThat(bench.answers("k1", "一"))
          .isInstanceOfSatisfying(
              NotSent.class, not -> assertThat(not.retryAfter()).contains(Duration.ofSeconds(60)));
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(bench.platform.calls("/v2/")).isEmpty();
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);
      assertThat(bench.adapter.check().reason()).contains("100016").contains("secret");

      bench.clock.passes(Duration.ofSeconds(60));
      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
    }
  }

  @Test
  @DisplayName("取令牌时线路出错，下一次马上再取")
  void trouble_with_the_line_is_not_remembered() {
    try (var bench = new Bench()) {
      bench.platform.nextTokens(
          new Page(502, "<html>"), new Cut(false), new Page(200, "{}"), new Page(200, "x"));
      for (int i = 0; i < 4; i++) {
        assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
      }

      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
    }
  }
}
