package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;

/**
 * Where one server lives: its settings file, data folder and port, the same over all restarts.
 *
 * @param folder holds everything the run leaves behind
 */
record Premises(Path folder, Path config, Path database, int port) {
  static final String ADMIN_PASSWORD = "planted-admin-password-7Kq";
  static final String ONEBOT_TOKEN = "planted-onebot-token-3Wd";
  static final String SELF = "10001000";
  static final String ONEBOT = "qq-groups";
  static final String WECHAT = "wechat-main";

  /** How long a choice may be answered. */
  static final Duration CLARIFY = Duration.ofMinutes(10);

  /**
   * Writes the settings.
   *
   * @param apiBase the fake WeChat
   * @param perMinute messages of one person that are answered within a minute
   */
  static Premises in(Path folder, FakeAccount account, URI apiBase, int perMinute) {
    var port = freePort();
    var config = folder.resolve("qingsheng.yaml");
    var data = folder.resolve("data");
    var shipped = root().resolve("config");
    var aesKey = account.mode() == Mode.PLAIN ? "" : "aesKey: \"%s\",".formatted(account.aesKey());
    var text =
        """
        server: {host: 127.0.0.1, port: %1$d, publicUrl: "http://localhost:%1$d"}
        data: "%2$s"
        channels:
          - {id: %3$s, type: onebot, accessToken: "%4$s"}
          - {id: %5$s, type: wechat, appId: "%6$s", secret: "%7$s", token: "%8$s", %9$s
             apiBase: "%10$s", originalId: "%11$s", customerService: true}
        dialogue: {rateLimitPerMinute: %12$d, clarifyMinutes: %14$d}
        files:
          wording: "%13$s/wording.yaml"
          regions: "%13$s/regions.csv"
          calendar: "%13$s/calendar.yaml"
          knowledge: "%13$s/knowledge"
          synonyms: "%13$s/synonyms.txt"
          crisis: "%13$s/crisis.yaml"
          outOfScope: "%13$s/out-of-scope.yaml"
          dialogue: "%13$s/dialogue"
        """
            .formatted(
                port,
                data,
                ONEBOT,
                ONEBOT_TOKEN,
                WECHAT,
                account.appId(),
                account.secret(),
                account.token(),
                aesKey,
                apiBase,
                account.originalId(),
                perMinute,
                shipped,
                CLARIFY.toMinutes());
    try {
      Files.writeString(config, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Premises(folder, config, data.resolve("qingsheng.db"), port);
  }

  URI oneBot() {
    return URI.create("ws://127.0.0.1:%d/channels/%s".formatted(port, ONEBOT));
  }

  URI weChat() {
    return http("/channels/" + WECHAT);
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The repository: given by the build, or found from the folder the program was started in. */
  static Path root() {
    var given = System.getProperty("qingsheng.root");
    var here = given == null ? Path.of("") : Path.of(given);
    var root = here.toAbsolutePath().normalize();
    while (!Files.isRegularFile(root.resolve("config").resolve("qingsheng.yaml"))) {
      var above = root.getParent();
      if (above == null) {
        throw new IllegalStateException("start it inside the repository");
      }
      root = above;
    }
    return root;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
