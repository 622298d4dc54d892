package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.kit.KitSink.Mood;

/** Nothing private leaves by the side door, and nobody is spoken to but the platform. */
interface SecrecyChecks {
  Kit kit();

  Kit anew(Setup setup);

  @Test
  @DisplayName("任何级别的日志里都没有密钥、原话和个人编号：一切顺利时")
  default void logs_of_a_good_day_hold_nothing_private() {
    try (var log = LogCapture.open()) {
      var fresh = anew(Setup.USUAL);
      var question = fresh.asked("我的秘密问题甲");
      var _ = fresh.answers(question, "只给你的答复乙");
      fresh.adapter().close();

      assertNothingPrivate(fresh, log.lines());
    }
  }

  @Test
  @DisplayName("任何级别的日志里都没有密钥、原话和个人编号：处处出错时")
  default void logs_of_a_bad_day_hold_nothing_private() {
    try (var log = LogCapture.open()) {
      var fresh = anew(Setup.IMPATIENT);
      var can = fresh.platform().abilities();
      for (var attack : Attack.values()) {
        if (can.has(attack)) {
          var _ = fresh.platform().attacks(attack);
        }
      }
      fresh.sink().mood(Mood.FAILS);
      var _ = fresh.says("我的秘密问题甲");
      fresh.sink().await("offer", () -> passed(fresh) && fresh.sink().offered() > 0);
      fresh.sink().mood(Mood.STORES);
      var failed = new ArrayList<Delivery>();
      for (var fate : Fate.values()) {
        if (can.has(Trait.CALLS) && can.has(fate) && fate != Fate.NOT_PERMITTED) {
          var _ = fresh.says("秘密" + fate);
          fresh.untilStored("秘密" + fate);
          var question = fresh.sink().awaitMessage("秘密" + fate);
          fresh.platform().next(fate);
          failed.add(fresh.answers(question, "只给你的答复乙"));
        }
      }

      assertNothingPrivate(fresh, log.lines());
      assertNothingPrivate(fresh, failed.stream().map(Delivery::toString).toList());
      assertNothingPrivate(fresh, List.of(fresh.adapter().check().reason()));
    }
  }

  /** A little time, for what is tried again. */
  private static boolean passed(Kit kit) {
    kit.platform().passes(Duration.ofSeconds(1));
    return true;
  }

  private static void assertNothingPrivate(Kit kit, List<String> lines) {
    var forbidden =
        Stream.concat(kit.platform().secrets().stream(), Stream.of("秘密", "只给你的答复")).toList();
    for (var line : lines) {
      assertThat(forbidden).as(line).noneMatch(line::contains);
    }
  }

  @Test
  @DisplayName("适配器打印出来没有密钥")
  default void printing_the_adapter_shows_no_secret() {
    assertThat(kit().platform().secrets()).noneMatch(kit().adapter().toString()::contains);
  }

  @Test
  @DisplayName("自签证书的服务器不可信：一个请求也没到")
  default void a_self_signed_server_gets_nothing(@TempDir Path folder) throws Exception {
    kit().needs(Trait.CONNECTS);
    try (var server = new SelfSigned(folder)) {
      var deceived = anew(Setup.at(server.address()));
      if (!deceived.platform().abilities().has(Trait.LINE)) {
        var question = deceived.asked("在吗");
        assertThat(deceived.answers(question, "在")).isNotInstanceOf(Accepted.class);
      }

      deceived.sink().await("attempt", () -> server.attempts() > 0);
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  @DisplayName("只连设置里写的地址，不碰别的主机")
  default void only_the_configured_hosts_are_contacted() {
    try (var contacted = HostsContacted.open()) {
      var fresh = anew(Setup.USUAL);
      var _ = fresh.answers(fresh.asked("在吗"), "在");
      fresh.adapter().close();

      assertThat(contacted.hosts()).isSubsetOf("127.0.0.1", "localhost");
    }
  }
}
