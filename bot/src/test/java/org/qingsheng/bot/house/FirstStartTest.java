package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.settings.Settings;

@DisplayName("第一次启动 · first start")
class FirstStartTest {
  private static final Path ROOT = Path.of(System.getProperty("qingsheng.root", ".."));

  @TempDir Path folder;

  @Test
  @DisplayName("端口被占用时启动失败，不留下没人知道密码的管理员；换个端口再启动就会给出密码")
  void shows_the_first_password_even_after_a_start_that_failed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var failing = server(taken.getLocalPort())) {
      assertThatThrownBy(failing::start).isNotNull();
    }

    try (var server = server(0)) {
      server.start();

      assertThat(server.firstPassword()).isPresent();
    }
  }

  private Server server(int port) throws IOException {
    var file = folder.resolve("qingsheng.yaml");
    var config = ROOT.resolve("config").toAbsolutePath().normalize();
    Files.writeString(
        file,
        """
        server: {port: %d}
        files:
          wording: %2$s/wording.yaml
          regions: %2$s/regions.csv
          calendar: %2$s/calendar.yaml
          knowledge: %2$s/knowledge
          crisis: %2$s/crisis.yaml
          outOfScope: %2$s/out-of-scope.yaml
          dialogue: %2$s/dialogue
        """
            .formatted(port, config));
    var read = Settings.load(file, Map.of("QINGSHENG_DATA", folder.resolve("data").toString()));
    return switch (read) {
      case Settings.Loaded(var settings, _) -> new Server(settings, InstantSource.system());
      case Settings.Problems(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
