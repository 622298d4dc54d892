package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountAdmin;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Passwords;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlSessions;
import org.qingsheng.knowledge.RegionCode;

/**
 * The whole server as {@code serve} runs it, on a free port, over the entries and wording of the
 * repository, with a data folder of its own. Its secrets are planted, to be looked for later.
 */
final class RunningServer implements AutoCloseable {
  static final RegionCode LIANNAN = new RegionCode("441826");
  static final String ONEBOT_TOKEN = "planted-onebot-token-7f31c2";
  static final String ADMIN_PASSWORD = "planted-admin-password-90ac";
  static final String STAFF_PASSWORD = "planted-staff-password-41d7";

  final WalkingClock clock;
  final Path folder;
  final Server server;
  private final AtomicLong accounts = new AtomicLong();

  private RunningServer(Settings settings, Path folder, WalkingClock clock) {
    this.clock = clock;
    this.folder = folder;
    this.server = new Server(settings, clock);
    server.start();
  }

  /** A OneBot channel and the web chat. */
  static RunningServer withOneBot(Path folder, WalkingClock clock) {
    return withOneBotAt(0, folder, clock);
  }

  /** The same on a given port, so that clients find it again after a restart. */
  static RunningServer withOneBotAt(int port, Path folder, WalkingClock clock) {
    return new RunningServer(settings(port, folder, oneBot()), folder, clock);
  }

  /** A WeChat channel, a OneBot channel and the web chat. */
  static RunningServer withWeChat(
      Path folder, WalkingClock clock, FakeAccount account, URI apiBase, boolean customerService) {
    var channels = oneBot() + weChat(account, apiBase, customerService);
    return new RunningServer(settings(0, folder, channels), folder, clock);
  }

  /** A OneBot channel and the web chat, over a database that other nodes may share. */
  static RunningServer withOneBotOver(String url, Path folder, WalkingClock clock) {
    var shared = oneBot() + "database: {url: \"" + url + "\"}\n";
    return new RunningServer(settings(0, folder, shared), folder, clock);
  }

  /** The channels of a YAML list and the web chat. */
  static RunningServer withChannels(Path folder, WalkingClock clock, String channels) {
    return new RunningServer(settings(0, folder, channels), folder, clock);
  }

  private static String oneBot() {
    return "  - {id: qq-groups, type: onebot, accessToken: \"" + ONEBOT_TOKEN + "\"}\n";
  }

  private static String weChat(FakeAccount account, URI apiBase, boolean customerService) {
    return """
      - id: wechat-main
        type: wechat
        appId: %s
        secret: %s
        token: %s
    %s    originalId: %s
        apiBase: %s
        customerService: %s
    """
        .formatted(
            account.appId(),
            account.secret(),
            account.token(),
            account.mode() == FakeAccount.Mode.PLAIN
                ? ""
                : "    aesKey: " + account.aesKey() + "\n",
            account.originalId(),
            apiBase,
            customerService);
  }

  /** The same, reached from outside under that address. */
  static RunningServer withChannels(
      Path folder, WalkingClock clock, String channels, String publicUrl) {
    return new RunningServer(settings(0, folder, channels, publicUrl), folder, clock);
  }

  /** Settings read from a file as the operator would write it. */
  static Settings settings(int port, Path folder, String channels) {
    return settings(port, folder, channels, "http://localhost:8080");
  }

  private static Settings settings(int port, Path folder, String channels, String publicUrl) {
    var config = root().resolve("config");
    var yaml =
        """
        server: {host: 127.0.0.1, port: %4$d, publicUrl: "%5$s"}
        data: "%1$s"
        organisation: {name: 共青团连南县委, signature: 共青团连南县委, region: "441826"}
        dialogue: {rateLimitPerMinute: 600}
        files:
          wording: "%2$s/wording.yaml"
          regions: "%2$s/regions.csv"
          calendar: "%2$s/calendar.yaml"
          knowledge: "%2$s/knowledge"
          crisis: "%2$s/crisis.yaml"
          outOfScope: "%2$s/out-of-scope.yaml"
          dialogue: "%2$s/dialogue"
        channels:
          - {id: web, type: webchat}
        %3$s
        """
            .formatted(folder.resolve("data"), config, channels, port, publicUrl);
    try {
      Files.createDirectories(folder);
      var file = Files.writeString(folder.resolve("qingsheng.yaml"), yaml);
      var env = Map.of("QINGSHENG_ADMIN_PASSWORD", ADMIN_PASSWORD);
      return switch (Settings.load(file, env)) {
        case Settings.Loaded(var settings, var _) -> settings;
        case Settings.Problems(var list) -> throw new AssertionError(list.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings", e);
    }
  }

  /** Where the repository's files are. */
  static Path root() {
    return Path.of(System.getProperty("qingsheng.root", "..")).toAbsolutePath().normalize();
  }

  Qingsheng house() {
    return server.house();
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** A QQ account that can connect; {@link FakeOneBot#connect} does. */
  FakeOneBot account(String self) {
    var address = URI.create("ws://127.0.0.1:" + server.port() + "/channels/qq-groups");
    return new FakeOneBot(address, Dialect.NAPCAT, self, ONEBOT_TOKEN, clock);
  }

  /** Hires somebody in the county; they sign in with {@link #STAFF_PASSWORD}. */
  Account hire(String login, Role... roles) {
    var database = house().database;
    var people = new SqlAccounts(database, clock);
    var run = new SecureRandom().nextLong();
    var admin =
        new AccountAdmin(
            people,
            new SqlSessions(database),
            house().regions,
            new Passwords(),
            () -> "staff-%x-%d".formatted(run, accounts.incrementAndGet()),
            clock);
    var system =
        new Account(
            new AccountId("tests"),
            "tests",
            "测试",
            Set.of(Role.ADMIN),
            RegionCode.NATION,
            true,
            Optional.empty());
    return admin.create(
        system,
        login,
        STAFF_PASSWORD,
        new AccountAdmin.Form(login, Set.of(roles), LIANNAN, Optional.empty()));
  }

  /** Somebody at the API, signed in. */
  ApiClient signsIn(String login, String password) {
    return ApiClient.signIn(this, login, password);
  }

  /** The one number a query gives. */
  long count(String sql) {
    return house().database.read(handle -> handle.select(sql).mapTo(Long.class).one());
  }

  /** The texts a query gives. */
  List<String> texts(String sql) {
    return house().database.read(handle -> handle.select(sql).mapTo(String.class).list());
  }

  /** Waits until nothing is being handled or sent. */
  void rests() {
    try {
      if (!house().awaitIdle(30)) {
        throw new AssertionError("the server did not come to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
