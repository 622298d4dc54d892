package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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
   * Writes the settings for a OneBot channel and a WeChat channel.
   *
   * @param apiBase the fake WeChat
   * @param perMinute messages of one person that are answered within a minute
   */
  static Premises in(Path folder, FakeAccount account, URI apiBase, int perMinute) {
    return in(folder, List.of(oneBotEntry(), weChatEntry(account, apiBase)), perMinute);
  }

  static String oneBotEntry() {
    return "{id: %s, type: onebot, accessToken: \"%s\"}".formatted(ONEBOT, ONEBOT_TOKEN);
  }

  static String weChatEntry(FakeAccount account, URI apiBase) {
    var aesKey = account.mode() == Mode.PLAIN ? "" : "aesKey: \"%s\", ".formatted(account.aesKey());
    return "{id: %s, type: wechat, appId: \"%s\", secret: \"%s\", token: \"%s\", %sapiBase: \"%s\", originalId: \"%s\", customerService: true}"
        .formatted(
            WECHAT,
            account.appId(),
            account.secret(),
            account.token(),
            aesKey,
            apiBase,
            account.originalId());
  }

  /**
   * Writes the settings.
   *
   * @param channels entries of the settings
   * @param perMinute messages of one person that are answered within a minute
   */
  static Premises in(Path folder, List<String> channels, int perMinute) {
    var port = freePort();
    var config = folder.resolve("qingsheng.yaml");
    var data = folder.resolve("data");
    var shipped = root().resolve("config");
    var text =
        """
        server: {host: 127.0.0.1, port: %1$d, publicUrl: "http://localhost:%1$d"}
        data: "%2$s"
        channels:
        %3$s
        dialogue: {rateLimitPerMinute: %4$d, clarifyMinutes: %6$d}
        files:
          wording: "%5$s/wording.yaml"
          regions: "%5$s/regions.csv"
          calendar: "%5$s/calendar.yaml"
          knowledge: "%5$s/knowledge"
          synonyms: "%5$s/synonyms.txt"
          crisis: "%5$s/crisis.yaml"
          outOfScope: "%5$s/out-of-scope.yaml"
          dialogue: "%5$s/dialogue"
        """
            .formatted(
                port,
                data,
                channels.stream().map(entry -> "  - " + entry).collect(Collectors.joining("\n")),
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
