package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.bot.people.Role;

@DisplayName("取件整条路 · the whole way of a pick-up")
@Timeout(120)
class PickUpAcceptanceTest {
  private static final String APP_ID = "102000001";
  private static final String SECRET = "QnzsBotSecret0001";
  private static final String GROUP = "C9F778FE6ADF9D1D1DBE395BF744A33A";
  private static final Pattern LINK =
      Pattern.compile("https://qs\\.example\\.cn(/q/(QS-[0-9-]+)\\?k=([1-9a-z]{12}))");

  @TempDir Path folder;

  private RunningServer server(WalkingClock clock, FakeQqPlatform platform, String hosts) {
    var channels =
        "  - {id: qq-main, type: qq, appId: \"%s\", secret: %s, apiBase: \"%s\", tokenBase: \"%s\", linkHosts: [%s]}\n"
            .formatted(APP_ID, SECRET, platform.base(), platform.base(), hosts);
    return RunningServer.withChannels(folder, clock, channels, "https://qs.example.cn");
  }

  private static void asks(RunningServer running, FakeQqPlatform platform, String id, String text) {
    platform.push(
        running.at("/channels/qq-main"),
        "GROUP_AT_MESSAGE_CREATE",
        "GROUP_AT_MESSAGE_CREATE:" + id,
        "{\"id\":\"%s\",\"content\":\" %s\",\"timestamp\":\"%s\",\"author\":{\"member_openid\":\"M1\"},\"group_openid\":\"%s\"}"
            .formatted(id, text, running.clock.instant(), GROUP));
    running.rests();
  }

  private static HttpResponse<String> get(RunningServer running, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(running.at(path)).timeout(Duration.ofSeconds(10)).build(),
          BodyHandlers.ofString());
    }
  }

  private static Matcher link(String text) {
    var found = LINK.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found;
  }

  @Test
  @DisplayName("QQ 群的回执带取件网址；五分钟后的答复发不出去，网址上看得到；网址的密码不进日志；重启后网址照样有效")
  void shows_on_the_page_what_could_not_be_pushed() throws Exception {
    var clock = WalkingClock.atNine();
    try (var platform = new FakeQqPlatform(APP_ID, SECRET, clock)) {
      String path;
      String secret;
      try (var running = server(clock, platform, "qs.example.cn")) {
        running.hire("jia", Role.CADRE);
        asks(running, platform, "m1", "转人工 我的助学贷款合同找不到了怎么办");
        var receipt = link(platform.heard().getFirst().text());
        path = receipt.group(1);
        secret = receipt.group(3);
        assertThat(get(running, path).body()).contains("等团干部认领");

        clock.leap(Duration.ofMinutes(6));
        try (var logs = new CapturedLogs(Set.of(secret));
            var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
          var ticket = "/api/v1/tickets/" + receipt.group(2);
          cadre.post(ticket + "/claim", Map.of()).ok();
          cadre.post(ticket + "/answer", Map.of("text", "带身份证来补打。")).ok();
          running.rests();
          assertThat(get(running, path).body()).contains("已答复", "带身份证来补打。");
          assertThat(get(running, path.replace(secret, "zzzzzzzzzzzz")).statusCode())
              .isEqualTo(404);
          assertThat(logs.hits()).isEmpty();
        }
        assertThat(platform.heard()).hasSize(1);
        assertThat(running.count("SELECT count(*) FROM outbound WHERE state = 'HELD'"))
            .isEqualTo(1);
      }
      try (var running = server(clock, platform, "qs.example.cn")) {
        assertThat(get(running, path).body()).contains("带身份证来补打。");
      }
    }
  }

  @Test
  @DisplayName("域名没有在 QQ 登记，回执里就不放网址，也不留半截话")
  void leaves_the_link_out_where_the_platform_would_refuse_it() {
    var clock = WalkingClock.atNine();
    try (var platform = new FakeQqPlatform(APP_ID, SECRET, clock);
        var running = server(clock, platform, "")) {
      asks(running, platform, "m1", "转人工 我的助学贷款合同找不到了怎么办");

      assertThat(platform.heard().getFirst().text())
          .contains("QS-")
          .doesNotContain("网址", "答复也会放在", "http");
    }
  }
}
