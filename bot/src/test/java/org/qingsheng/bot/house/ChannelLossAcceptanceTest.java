package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform.Answer;
import org.qingsheng.bot.delivery.Mute;
import org.qingsheng.bot.people.Role;

@DisplayName("失联与静默整条路 · a channel lost, the bot silent")
@Timeout(120)
class ChannelLossAcceptanceTest {
  private static final String APP_ID = "102000001";
  private static final String SECRET = "QnzsBotSecret0001";
  private static final String USER = "E4F4AEA33253A2797FB897C50B81D7ED";
  private static final Pattern NUMBER = Pattern.compile("QS-\\d{6}-\\d{4}");

  @TempDir Path folder;

  private static RunningServer server(Path folder, WalkingClock clock, FakeQqPlatform platform) {
    var channels =
        "  - {id: qq-main, type: qq, appId: \"%s\", secret: %s, apiBase: \"%s\", tokenBase: \"%s\"}\n"
            .formatted(APP_ID, SECRET, platform.base(), platform.base());
    return RunningServer.withChannels(folder, clock, channels);
  }

  private static void asks(RunningServer running, FakeQqPlatform platform, String id, String text) {
    platform.push(
        running.at("/channels/qq-main"),
        "C2C_MESSAGE_CREATE",
        "C2C_MESSAGE_CREATE:" + id,
        "{\"id\":\"%s\",\"content\":\"%s\",\"timestamp\":\"%s\",\"author\":{\"user_openid\":\"%s\"}}"
            .formatted(id, text, running.clock.instant(), USER));
    running.rests();
  }

  @Test
  @DisplayName("令牌全被拒：两分钟内团干看得到哪个渠道失联；答复一条不丢地等着；恢复后自动送到，只一次")
  void holds_everything_while_the_token_is_refused() {
    var clock = WalkingClock.atNine();
    try (var platform = new FakeQqPlatform(APP_ID, SECRET, clock);
        var running = server(folder, clock, platform)) {
      running.hire("jia", Role.CADRE);
      asks(running, platform, "m1", "转人工 我的助学贷款合同找不到了怎么办");
      var number = NUMBER.matcher(platform.heard().getFirst().text());
      assertThat(number.find()).isTrue();

      platform.invalidateToken();
      var refusals = new Answer[200];
      java.util.Arrays.fill(refusals, new Answer.Failed(200, 100_016));
      platform.nextTokens(refusals);
      try (var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
        cadre.post("/api/v1/tickets/" + number.group() + "/claim", Map.of()).ok();
        cadre
            .post("/api/v1/tickets/" + number.group() + "/answer", Map.of("text", "带身份证来补打。"))
            .ok();
      }
      running.rests();
      Soon.holds("unwell", () -> !up(running));
      clock.leap(Duration.ofSeconds(60));
      Soon.holds("noticed", () -> !running.house().watch.losses().isEmpty());
      assertThat(new HouseNews(running.house().watch, running.house().mutes).now())
          .singleElement()
          .asString()
          .contains("qq-main", "恢复后自动送达", "取件网址");
      assertThat(platform.heard()).hasSize(1);
      assertThat(running.count("SELECT count(*) FROM outbound WHERE state = 'PLANNED'"))
          .isEqualTo(1);

      platform.forgetTokenScript();
      Soon.holds(
          "delivered",
          () -> {
            clock.leap(Duration.ofSeconds(5));
            return platform.heard().size() == 2;
          });
      assertThat(platform.heard().getLast().text()).contains("带身份证来补打。");
      Soon.holds("back", () -> running.house().watch.losses().isEmpty());
      assertThat(running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  private static boolean up(RunningServer running) {
    var adapter = running.house().adapters.get(new ChannelId("qq-main"));
    return adapter != null && adapter.check().state() == org.qingsheng.adapters.Health.State.UP;
  }

  @Test
  @DisplayName("静默马上生效：提问照记，什么都不说，求助热线照发；到点后留着的答复自动送出")
  void is_silent_and_records_until_the_time_is_over() {
    var clock = WalkingClock.atNine();
    try (var platform = new FakeQqPlatform(APP_ID, SECRET, clock);
        var running = server(folder, clock, platform)) {
      var now = clock.instant();
      running
          .house()
          .mute(
              new Mute(
                  "m", new Mute.Where.Everywhere(), now, now.plus(Duration.ofMinutes(30)), "admin"),
              "");

      asks(running, platform, "m1", "创业担保贷款个人最高能贷多少");
      assertThat(platform.heard()).isEmpty();
      assertThat(running.count("SELECT count(*) FROM item")).isEqualTo(1);
      assertThat(running.texts("SELECT reason FROM outbound WHERE state = 'HELD'"))
          .singleElement()
          .asString()
          .contains("静默到", "09:30");
      asks(running, platform, "m2", "我不想活了");
      assertThat(platform.heard())
          .singleElement()
          .extracting(FakeQqPlatform.Heard::text)
          .asString()
          .contains("12355");

      clock.leap(Duration.ofMinutes(31));
      Soon.holds(
          "released",
          () -> platform.heard().stream().anyMatch(heard -> heard.text().contains("30万元")));
    }
  }

  @Test
  @DisplayName("静默期间停了机，到点之后才启动：留着的答复一启动就送出")
  void lets_go_what_a_silence_held_when_it_ended_while_we_were_away() {
    var clock = WalkingClock.atNine();
    try (var platform = new FakeQqPlatform(APP_ID, SECRET, clock)) {
      try (var running = server(folder, clock, platform)) {
        var now = clock.instant();
        running
            .house()
            .mute(
                new Mute(
                    "m",
                    new Mute.Where.Everywhere(),
                    now,
                    now.plus(Duration.ofMinutes(30)),
                    "admin"),
                "");
        asks(running, platform, "m1", "创业担保贷款个人最高能贷多少");
        assertThat(platform.heard()).isEmpty();
      }
      clock.leap(Duration.ofMinutes(31));

      try (var again = server(folder, clock, platform)) {
        Soon.holds(
            "released",
            () -> platform.heard().stream().anyMatch(heard -> heard.text().contains("30万元")));
        assertThat(again.house().auditor.reconcile().faults()).isEmpty();
      }
    }
  }
}
