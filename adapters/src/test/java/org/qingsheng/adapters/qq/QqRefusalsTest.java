package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Cut;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Failed;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Page;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer.Silence;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Heard;

@DisplayName("QQ 不收的回答 · refusals")
class QqRefusalsTest {
  private static final Accepted FIRST = new Accepted(Optional.of(new MessageId("ROBOT1.0_sent1")));

  private static List<Integer> numbers(Bench bench) {
    return bench.platform.calls("/v2/").stream()
        .map(call -> call.body().path("msg_seq").asInt())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "304103, WINDOW_CLOSED",
    "40034005, WINDOW_CLOSED",
    "40034128, WINDOW_CLOSED",
    "40034025, WINDOW_CLOSED",
    "40034026, WINDOW_CLOSED",
    "40034027, WINDOW_CLOSED",
    "40034024, OTHER",
    "40034006, CONTENT",
    "1100100, CONTENT",
    "1100104, CONTENT",
    "40054007, CONTENT",
    "40054018, CONTENT",
    "304003, CONTENT",
    "40054010, CONTENT",
    "40034101, UNREACHABLE",
    "40054003, UNREACHABLE",
    "40054004, UNREACHABLE",
    "40054013, UNREACHABLE",
    "40034105, NOT_PERMITTED",
    "11253, NOT_PERMITTED",
    "11254, NOT_PERMITTED",
    "11265, NOT_PERMITTED",
    "99999999, OTHER"
  })
  @DisplayName("说一不二的错误码")
  void final_refusals(int code, Meaning meaning) {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(400, code));

      assertThat(bench.answers("k1", "一"))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(Integer.toString(code));
                assertThat(refused.meaning()).isEqualTo(meaning);
                assertThat(refused.reason()).doesNotContain("planted");
              });
      assertThat(bench.platform.calls("/v2/")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 22009, 2",
    "429, 0, 2",
    "400, 40034100, 60",
    "400, 40054002, 60",
    "400, 40054016, 30"
  })
  @DisplayName("稍后再发的错误码，各有最短等待")
  void refusals_for_now(int status, int code, int seconds) {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(status, code));

      assertThat(bench.answers("k1", "一"))
          .isInstanceOfSatisfying(
              NotSent.class,
              not -> assertThat(not.retryAfter()).contains(Duration.ofSeconds(seconds)));
      assertThat(bench.answers("k1", "一")).isEqualTo(FIRST);
    }
  }

  @Test
  @DisplayName("送审（202）算平台已收下")
  void audited_messages_are_accepted() {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(202, 304_023), new Failed(201, 304_024));

      assertThat(bench.answers("k1", "一")).isEqualTo(new Accepted(Optional.empty()));
      assertThat(bench.answers("k2", "二")).isEqualTo(new Accepted(Optional.empty()));
    }
  }

  @Test
  @DisplayName("没有回音、断线、看不懂的页面：结果未知；连不上：没有发出")
  void ends_that_are_not_known() throws Exception {
    try (var bench =
        new Bench(Bench.SECRET, Bench.NOW, UnaryOperator.identity(), Duration.ofMillis(1_500))) {
      bench.platform.nextSends(
          new Cut(false), new Page(200, "<html>"), new Page(502, "<html>"), new Silence());

      for (int i = 0; i < 4; i++) {
        assertThat(bench.answers("k" + i, "一")).isInstanceOf(Unknown.class);
      }
      bench.platform.nextSends(new Page(404, "<html>"), new Page(302, ""));
      assertThat(bench.answers("k8", "一")).isInstanceOf(NotSent.class);
      assertThat(bench.answers("k9", "一")).isInstanceOf(NotSent.class);
    }
    URI nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    try (var bench = new Bench(settings -> settings.at(nobody, settings.tokenBase()))) {
      assertThat(bench.answers("k1", "一")).isInstanceOf(NotSent.class);
    }
  }

  @Test
  @DisplayName("没登记的网址发之前就拿掉，登记过的留下")
  void links_are_taken_out_before_sending() {
    try (var bench = new Bench(settings -> settings.withLinkHosts(Set.of("gov.example.cn")))) {
      var _ = bench.answers("k1", "看 https://gov.example.cn/a 或 https://bad.example/b");

      assertThat(bench.platform.heard())
          .extracting(Heard::text)
          .containsExactly("看 https://gov.example.cn/a 或 （网址略）");
    }
  }

  @ParameterizedTest
  @CsvSource({"304003", "40054010"})
  @DisplayName("平台还嫌网址，就不带网址用同一个号再发一次，只一次")
  void a_refused_link_is_left_out(int code) {
    try (var bench = new Bench(settings -> settings.withLinkHosts(Set.of("gov.example.cn")))) {
      bench.platform.nextSends(new Failed(400, code));
      assertThat(bench.answers("k1", "看 https://gov.example.cn/a")).isInstanceOf(Accepted.class);
      assertThat(numbers(bench)).containsExactly(1, 1);
      assertThat(bench.platform.heard()).extracting(Heard::text).containsExactly("看 （网址略）");

      bench.platform.nextSends(new Failed(400, code), new Failed(400, code));
      assertThat(bench.answers("k2", "看 https://gov.example.cn/a")).isInstanceOf(Refused.class);
      assertThat(numbers(bench)).hasSize(4);
    }
  }

  @Test
  @DisplayName("被嫌网址的那次也占了号：换号再发，不带网址，不丢不重")
  void a_number_used_up_by_a_refused_link_is_replaced() {
    try (var bench = new Bench(settings -> settings.withLinkHosts(Set.of("gov.example.cn")))) {
      var text = "看 https://gov.example.cn/a";
      bench.platform.nextSends(
          new Failed(400, 304_003), new Failed(400, 40_054_005), new Cut(true));
      assertThat(bench.answers("k1", text)).isInstanceOf(Unknown.class);

      assertThat(bench.answers("k1", text)).isEqualTo(new Accepted(Optional.empty()));

      assertThat(numbers(bench)).containsExactly(1, 1, 2, 2);
      assertThat(bench.platform.heard()).extracting(Heard::text).containsExactly("看 （网址略）");
    }
  }

  @Test
  @DisplayName("QQ 说不在群里：群记作已移出")
  void a_group_that_was_left_is_noted() throws Exception {
    try (var bench = new Bench()) {
      bench.platform.nextSends(new Failed(400, 40_054_003));

      var _ = bench.answers("k1", "一");

      assertThat(bench.nextEvent())
          .isEqualTo(
              new GroupChanged(
                  Bench.CHANNEL,
                  Bench.chat(Kind.GROUP, Bench.GROUP).id(),
                  Standing.REMOVED,
                  Bench.NOW));
    }
  }
}
