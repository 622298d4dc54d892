package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Reach;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.delivery.DeliveryRules.Rate;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

@DisplayName("投递规则文件 · delivery rules as data")
class DeliveryRulesFileTest {
  private static final ChannelId QQ = new ChannelId("qq-main");

  @TempDir Path folder;

  private DeliveryRules rules(String yaml) throws IOException {
    return DeliveryRulesFile.read(Files.writeString(folder.resolve("delivery.yaml"), yaml));
  }

  @Test
  @DisplayName("没有文件或文件是空的，按平台公布的规则，夜里 22:00 到 07:30 免打扰")
  void holds_what_adapters_say_without_a_file() throws IOException {
    var none = DeliveryRulesFile.read(folder.resolve("none.yaml"));

    assertThat(none).isEqualTo(DeliveryRules.DEFAULT).isEqualTo(rules(""));
    assertThat(none.of(QQ, SimulatorRules.QQ_GROUP.capabilities()).can())
        .isEqualTo(SimulatorRules.QQ_GROUP.capabilities());
    assertThat(none.quiet(QuietProfile.STANDARD)).hasToString("22:00–07:30");
    assertThat(none.quiet(QuietProfile.NEVER)).isEqualTo(QuietHours.NEVER);
  }

  @Test
  @DisplayName("写了的项代替平台的，没写的照旧")
  void amends_what_is_written_and_nothing_else() throws IOException {
    var rules =
        rules(
            """
            nights: {from: "23:00", until: "06:00"}
            channels:
              qq-main:
                windows:
                  - {opener: message, in: groups, minutes: 3, count: 2}
                  - {minutes: 60, count: 4}
                maxTextBytes: 900
                paceMillis: 250
                rates:
                  - {in: chat, minutes: 1, count: 20}
                  - {in: channel, minutes: 60, count: 500}
            """);

    var ofQq = rules.of(QQ, SimulatorRules.QQ_GROUP.capabilities());
    assertThat(ofQq.amended()).isTrue();
    assertThat(ofQq.can().windows())
        .containsExactly(
            new Window(Opener.MESSAGE, Reach.GROUPS, Duration.ofMinutes(3), 2),
            new Window(Opener.MESSAGE, Reach.ANY, Duration.ofMinutes(60), 4));
    assertThat(ofQq.can().maxTextBytes()).isEqualTo(900);
    assertThat(ofQq.can().pace()).isEqualTo(Duration.ofMillis(250));
    assertThat(ofQq.can().deduplicates()).isTrue();
    assertThat(ofQq.rates())
        .isEqualTo(
            List.of(
                new Rate(true, 20, Duration.ofMinutes(1)),
                new Rate(false, 500, Duration.ofHours(1))));
    assertThat(rules.nights()).isEqualTo(new QuietHours(LocalTime.of(23, 0), LocalTime.of(6, 0)));
    assertThat(rules.days()).isEqualTo(DeliveryRules.DEFAULT.days());
  }

  @ParameterizedTest
  @DisplayName("写错的各有一句说得清的话")
  @CsvSource(
      delimiter = '|',
      value = {
        "night: {} | night：没有这一项",
        "nights: {from: x, until: '07:30'} | nights：from 和 until 应为 \"22:00\" 这样的时刻，加引号；相同表示不设",
        "channels: {'A b': {}} | channels.A b：应为 qingsheng.yaml 里渠道的 id",
        "channels: {a: {windows: [{minutes: 0, count: 1}]}} | channels.a.windows[0].minutes：应为 1 到 527040 的整数",
        "channels: {a: {windows: [{opener: tap, minutes: 1, count: 1}]}} | channels.a.windows[0].opener：应为 follow、menu、message",
        "channels: {a: {rates: [{in: all, minutes: 1, count: 1}]}} | channels.a.rates[0].in：应为 channel、chat",
        "channels: {a: {pace: 1}} | channels.a.pace：没有这一项",
        "channels: {a: {maxTextBytes: 5}} | channels.a.maxTextBytes：应为 100 到 100000 的整数",
        "channels: {a: 1} | channels.a：应为一组“键: 值”",
        "'nights: {' | delivery.yaml 第 1 行不是正确的 YAML",
      })
  void explains_each_mistake(String yaml, String expected) {
    assertThatThrownBy(() -> rules(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(expected);
  }

  @Test
  @DisplayName("所有问题一次报完")
  void reports_everything_at_once() {
    assertThatThrownBy(() -> rules("{a: 1, channels: {b: {c: 1}}}"))
        .hasMessage("a：没有这一项；channels.b.c：没有这一项");
  }

  @Test
  @DisplayName("随程序发布的文件读得出来")
  void ships_a_file_that_can_be_read() {
    var shipped = Path.of(System.getProperty("qingsheng.root", ".."), "config", "delivery.yaml");

    assertThat(DeliveryRulesFile.read(shipped).channels())
        .containsKeys(
            new ChannelId("qq-groups"), new ChannelId("wecom-line"), new ChannelId("wecom-app"));
  }
}
