package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.bot.notice.Listener;
import org.qingsheng.bot.settings.Settings;

@DisplayName("运行中的服务：改配置、推送、告警 · operations")
@Timeout(180)
class OperationsTest {
  private static final String TOKEN = "planted-onebot-token-5f1";
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WalkingClock clock = WalkingClock.atNine();

  @TempDir Path folder;

  @Test
  @DisplayName("不重启：改话术生效，写坏了 /health 说明，加了推送就推送，渠道没连上十分钟就告警到群和页面")
  void everything_happens_without_a_restart() throws Exception {
    var shipped = RunningServer.root().resolve("config");
    Files.createDirectory(folder.resolve("dialogue"));
    for (var name :
        new String[] {
          "wording.yaml",
          "regions.csv",
          "calendar.yaml",
          "crisis.yaml",
          "out-of-scope.yaml",
          "dialogue/intents.yaml",
          "dialogue/subjects.yaml",
          "dialogue/wizards.yaml"
        }) {
      Files.copy(shipped.resolve(name), folder.resolve(name));
    }
    settings("");
    var read = (Settings.Loaded) load();
    try (var listener = new Listener();
        var server =
            new Server(
                read.settings(),
                Optional.of(folder.resolve("qingsheng.yaml")),
                this::load,
                clock)) {
      server.start();

      var wording = folder.resolve("wording.yaml");
      var words = Files.readString(wording);
      Files.writeString(wording, words.replace("greeting: \"", "greeting: \"新的问候。"));
      Soon.holds("the greeting changes", () -> get(server, "/").contains("新的问候。"));

      Files.writeString(wording, "greeting: [");
      Soon.holds("the fault is told", () -> !health(server).path("remarks").isEmpty());
      assertThat(health(server).path("remarks").get(0).asText())
          .contains("没有采用", "wording.yaml", "不是正确的 YAML");
      assertThat(health(server).path("ready").asBoolean()).isTrue();
      assertThat(get(server, "/")).contains("新的问候。");
      Files.writeString(wording, words);
      Soon.holds("all is well again", () -> health(server).path("remarks").isEmpty());

      settings(
          """
          webhooks:
            - {id: oa, url: "%1$s", secret: "0123456789abcdef", events: [handed-off]}
          alerts:
            robots: [{id: ops, url: "%1$s"}]
          """
              .formatted(listener.address()));
      Soon.holds("the webhook begins", () -> positions(server) == 1);
      asks(server, "转人工 村里的路灯坏了");
      Soon.holds("the event is told", () -> !listener.heard().isEmpty());
      var event = json.readTree(listener.heard().getFirst().body());
      assertThat(event.path("type").asText()).isEqualTo("handed-off");
      assertThat(event.toString()).doesNotContain("路灯", "300000001");

      listener.clear();
      clock.leap(Duration.ofMinutes(11)); // the client has hung up
      Soon.holds("the outage is told", () -> !listener.heard().isEmpty());
      assertThat(listener.heard().getFirst().body()).contains("青声告警", "qq-groups");
      assertThat(String.join("", server.operations().remarks())).contains("qq-groups");
    }
  }

  private long positions(Server server) {
    return server
        .house()
        .database
        .read(handle ->
            handle.select("SELECT count(*) FROM webhook_position").mapTo(Long.class).one());
  }

  private void asks(Server server, String text) {
    var address = URI.create("ws://127.0.0.1:" + server.port() + "/channels/qq-groups");
    try (var qq = new FakeOneBot(address, Dialect.NAPCAT, "10001", TOKEN, clock)) {
      qq.connect();
      var answered = new java.util.concurrent.CountDownLatch(1);
      qq.whenSent(_ -> answered.countDown());
      qq.group("700000000").asks("300000001", text);
      assertThat(answered.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Settings.Result load() {
    return Settings.load(
        folder.resolve("qingsheng.yaml"), Map.of("QINGSHENG_ADMIN_PASSWORD", "planted-password-1"));
  }

  private void settings(String more) throws IOException {
    Files.writeString(
        folder.resolve("qingsheng.yaml"),
        """
        server: {host: 127.0.0.1, port: 0}
        data: "%s"
        files: {knowledge: "%s"}
        channels:
          - {id: web, type: webchat}
          - {id: qq-groups, type: onebot, accessToken: "%s"}
        %s
        """
            .formatted(
                folder.resolve("data"),
                RunningServer.root().resolve("config/knowledge"),
                TOKEN,
                more));
  }

  private JsonNode health(Server server) {
    try {
      return json.readTree(get(server, "/health"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String get(Server server, String path) {
    var address = URI.create("http://127.0.0.1:" + server.port() + path);
    try {
      return http.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
