package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.wechat.Bench.OPENID;
import static org.qingsheng.adapters.wechat.Bench.push;
import static org.qingsheng.adapters.wechat.Bench.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Cut;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Failed;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Page;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer.Silence;

@DisplayName("公众号的令牌 · token")
class WeChatTokensTest {
  private static final String SEND = "/cgi-bin/message/custom/send";
  private static final String TOKEN = "/cgi-bin/stable_token";
  private static final Accepted ACCEPTED = new Accepted(Optional.empty());

  @Test
  @DisplayName("建立和启动都不联系微信，要推送时才取令牌，之后一直用它")
  void fetches_the_token_when_first_needed_and_keeps_it() {
    try (var bench = new Bench(Mode.PLAIN)) {
      assertThat(bench.platform.calls(TOKEN)).isEmpty();

      assertThat(bench.adapter.send(push("一"))).isEqualTo(ACCEPTED);
      assertThat(bench.adapter.send(push("二"))).isEqualTo(ACCEPTED);

      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(bench.platform.calls(TOKEN).getFirst().body())
          .contains("\"force_refresh\":false")
          .contains("client_credential");
    }
  }

  @Test
  @DisplayName("令牌快到期时换新的")
  void renews_the_token_before_it_ends() {
    try (var bench = new Bench(Mode.PLAIN)) {
      assertThat(bench.adapter.send(push("一"))).isEqualTo(ACCEPTED);
      bench.time.advance(Duration.ofSeconds(6_999));
      assertThat(bench.adapter.send(push("二"))).isEqualTo(ACCEPTED);
      assertThat(bench.platform.calls(TOKEN)).hasSize(1);

      bench.time.advance(Duration.ofSeconds(1));
      assertThat(bench.adapter.send(push("三"))).isEqualTo(ACCEPTED);

      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40001, 40014, 42001})
  @DisplayName("令牌失效：刷新一次、重发一次，用户看到一次")
  void refreshes_the_token_once_and_repeats_once(int errcode) {
    try (var bench = new Bench(Mode.PLAIN)) {
      assertThat(bench.adapter.send(push("先"))).isEqualTo(ACCEPTED);
      bench.platform.invalidateToken();
      bench.platform.nextSends(new Failed(errcode, "access_token expired"));

      assertThat(bench.adapter.send(push("后"))).isEqualTo(ACCEPTED);

      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
      assertThat(bench.platform.calls(SEND)).hasSize(3);
      assertThat(bench.platform.heard(OPENID)).containsExactly("先", "后");
    }
  }

  @Test
  @DisplayName("普通刷新给回同一个令牌时强制刷新，一分钟内只强制一次")
  void forces_a_refresh_when_the_token_stays_the_same() {
    try (var bench = new Bench(Mode.PLAIN)) {
      var rejected = new Failed(40001, "invalid credential");
      bench.platform.nextSends(rejected, rejected, rejected);

      var first = bench.adapter.send(push("答复"));
      var again = bench.adapter.send(push("答复"));

      assertThat(first).isInstanceOf(NotSent.class);
      assertThat(again).isInstanceOf(NotSent.class);
      assertThat(bench.platform.calls(SEND)).hasSize(3);
      assertThat(bench.platform.calls(TOKEN))
          .extracting(call -> call.body().contains("\"force_refresh\":true"))
          .containsExactly(false, false, true, false);
    }
  }

  @Test
  @DisplayName("六十四条同时发现令牌失效，只刷新一次，一条不丢、一条不重")
  void many_senders_share_one_refresh() throws Exception {
    try (var bench = new Bench(Mode.PLAIN);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(bench.adapter.send(push("先"))).isEqualTo(ACCEPTED);
      bench.platform.invalidateToken();

      var deliveries = new ArrayList<CompletableFuture<Delivery>>();
      for (int i = 0; i < 64; i++) {
        var message = push("第" + i + "条");
        deliveries.add(CompletableFuture.supplyAsync(() -> bench.adapter.send(message), threads));
      }

      for (var delivery : deliveries) {
        assertThat(soon(delivery)).isEqualTo(ACCEPTED);
      }
      assertThat(bench.platform.calls(TOKEN)).hasSize(2);
      assertThat(bench.platform.heard(OPENID)).hasSize(65).doesNotHaveDuplicates();
    }
  }

  @Test
  @DisplayName("取令牌时断线或无回答：消息肯定没发出，恢复后照发")
  void a_failing_token_fetch_is_not_sent() {
    try (var bench = new Bench(Mode.PLAIN, s -> s, Duration.ofMillis(800))) {
      bench.platform.nextTokens(
          new Cut(false), new Silence(), new Page(502, ""), new Page(200, "<html>"));

      var failed = IntStream.range(0, 4).mapToObj(_ -> bench.adapter.send(push("答复"))).toList();

      assertThat(failed).allSatisfy(d -> assertThat(d).isInstanceOf(NotSent.class));
      assertThat(bench.adapter.send(push("答复"))).isEqualTo(ACCEPTED);
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
    }
  }

  @Test
  @DisplayName("出口 IP 不在白名单：健康状态点名这个 IP，一分钟内不再去撞，改好后自己恢复")
  void names_the_address_that_is_not_allowed() {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.platform.nextTokens(
          new Failed(
              40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65-a"));

      assertThat(bench.adapter.send(push("一"))).isInstanceOf(NotSent.class);
      assertThat(bench.adapter.send(push("二"))).isInstanceOf(NotSent.class);

      assertThat(bench.platform.calls(TOKEN)).hasSize(1);
      assertThat(bench.platform.calls(SEND)).isEmpty();
      assertThat(bench.adapter.check().state()).isEqualTo(State.DEGRADED);
      assertThat(bench.adapter.check().reason()).contains("203.0.113.7").contains("白名单");
      bench.time.advance(Duration.ofSeconds(60));
      assertThat(bench.adapter.send(push("三"))).isEqualTo(ACCEPTED);
      assertThat(bench.adapter.check().state()).isEqualTo(State.UP);
    }
  }

  @ParameterizedTest
  @CsvSource({"40013, appId", "40125, secret", "40243, 冻结", "45009, 频繁", "-1, 繁忙", "12345, 12345"})
  @DisplayName("微信不给令牌时，健康状态用中文说清原因")
  void explains_why_there_is_no_token(int errcode, String word) {
    try (var bench = new Bench(Mode.PLAIN)) {
      bench.platform.nextTokens(new Failed(errcode, "no"));

      assertThat(bench.adapter.send(push("一"))).isInstanceOf(NotSent.class);
      assertThat(bench.adapter.check().reason()).contains(word);
    }
  }
}
