package org.qingsheng.bot.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.knowledge.RegionCode;

/** One reading of a settings file, with every default and bound. For one thread. */
final class SettingsFile {
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,253}");
  private static final Pattern NAME = Pattern.compile(".{1,60}");
  private static final Pattern JDBC = Pattern.compile("sqlite|jdbc:(sqlite|postgresql):\\S+");
  private static final String SQLITE_FILE = "qingsheng.db";

  private final Path file;
  private final Map<String, String> env;
  private final Placeholders placeholders;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  SettingsFile(Path file, Map<String, String> env) {
    this.file = file;
    this.env = env;
    this.placeholders = new Placeholders(env);
  }

  Settings.Result read() {
    return tree().map(this::settings).orElseGet(() -> new Settings.Problems(problems));
  }

  private Optional<JsonNode> tree() {
    try {
      var tree = YAML.readTree(Files.readString(file));
      return Optional.of(tree == null ? MissingNode.getInstance() : tree);
    } catch (JsonProcessingException e) {
      // The parser's own message may quote the line, and with it a secret.
      var at = e.getLocation();
      problems.add(
          new Problem(
              file.getFileName().toString(),
              at == null ? "" : "第 %d 行第 %d 列".formatted(at.getLineNr(), at.getColumnNr()),
              "不是正确的 YAML：请检查缩进、冒号后的空格、引号，以及同一个键是否写了两次"));
    } catch (CharacterCodingException e) {
      problems.add(new Problem(file.toString(), "", "应为 UTF-8 编码的文本"));
    } catch (IOException e) {
      problems.add(new Problem(file.toString(), "", "读不到配置文件"));
    }
    return Optional.empty();
  }

  private Settings.Result settings(JsonNode tree) {
    var keys = new Section("", tree, placeholders, problems);
    var data = data(keys);
    var notices = new NoticeReader(placeholders, problems);
    var settings =
        new Settings(
            server(keys.section("server")),
            data,
            database(keys.section("database"), data),
            organisation(keys.section("organisation")),
            channels(keys),
            dialogue(keys.section("dialogue")),
            desk(keys.section("desk")),
            knowledge(keys.section("knowledge")),
            files(keys.section("files")),
            notices.webhooks(keys),
            notices.alerts(keys.section("alerts")),
            Optional.ofNullable(env.get("QINGSHENG_ADMIN_PASSWORD"))
                .filter(password -> !password.isBlank())
                .map(Secret::new));
    keys.finish();
    if (!problems.isEmpty()) {
      return new Settings.Problems(problems);
    }
    lookTwice(settings);
    return new Settings.Loaded(settings, warnings);
  }

  /** The environment wins; a relative folder starts from where the server was started. */
  private Path data(Section keys) {
    var written = keys.converted("data", Path.of("data"), "应为一个文件夹的路径", Path::of);
    var fromEnv = env.getOrDefault("QINGSHENG_DATA", "");
    return fromEnv.isBlank() ? written : Path.of(fromEnv);
  }

  private static Settings.Server server(Section keys) {
    var host = keys.text("host", HOST, "应为主机名或 IP 地址，如 127.0.0.1").orElse("127.0.0.1");
    int port = keys.wholeNumber("port", 8080, 0, 65_535);
    var publicUrl =
        keys.converted(
            "publicUrl",
            URI.create("http://localhost:" + port),
            Addresses.EXPECTED,
            Addresses::base);
    keys.finish();
    return new Settings.Server(host, port, publicUrl);
  }

  private static Settings.Database database(Section keys, Path data) {
    var url =
        keys.secret("url", JDBC, "应为 sqlite、jdbc:sqlite:文件 或 jdbc:postgresql://主机/库")
            .map(Secret::value)
            .orElse("sqlite");
    keys.finish();
    return new Settings.Database(
        url.equals("sqlite") ? "jdbc:sqlite:" + data.resolve(SQLITE_FILE) : url);
  }

  private static Settings.Organisation organisation(Section keys) {
    var name = keys.text("name", NAME, "应为 60 字以内的名称").orElse("共青团");
    var signature = keys.text("signature", NAME, "应为 60 字以内的落款").orElse(name);
    var region =
        keys.converted("region", RegionCode.NATION, "应为 CN 或 6、9、12 位区划代码", RegionCode::new);
    keys.finish();
    return new Settings.Organisation(name, signature, region);
  }

  private List<ChannelSettings> channels(Section keys) {
    if (!keys.has("channels")) {
      return List.of(new ChannelSettings.WebChat(new ChannelId("web")));
    }
    var reader = new ChannelReader(placeholders, problems);
    var channels = new ArrayList<ChannelSettings>();
    Set<ChannelId> ids = new HashSet<>();
    int index = 0;
    boolean webChat = false;
    for (var node : keys.list("channels")) {
      var path = "channels[%d]".formatted(index);
      var read = reader.read(node, index++);
      if (read.isEmpty()) {
        continue;
      }
      var channel = read.get();
      if (!ids.add(channel.id())) {
        problems.add(new Problem(path + ".id", "\"" + channel.id() + "\"", "前面已有同名的渠道，id 不能重复"));
      }
      if (channel instanceof ChannelSettings.WebChat) {
        if (webChat) {
          problems.add(new Problem(path + ".type", "webchat", "网页渠道只能有一个"));
        }
        webChat = true;
      }
      channels.add(channel);
    }
    return channels;
  }

  private static Settings.Dialogue dialogue(Section keys) {
    var dialogue =
        new Settings.Dialogue(
            Duration.ofMinutes(keys.wholeNumber("clarifyMinutes", 10, 1, 1_440)),
            Duration.ofMinutes(keys.wholeNumber("contextMinutes", 10, 1, 1_440)),
            keys.wholeNumber("rateLimitPerMinute", 5, 1, 600),
            keys.wholeNumber("firstMessageCharacters", 300, 50, 2_000));
    keys.finish();
    return dialogue;
  }

  private static Settings.Desk desk(Section keys) {
    var due = Duration.ofHours(keys.wholeNumber("dueWorkingHours", 8, 1, 400));
    var claim = Duration.ofMinutes(keys.wholeNumber("claimWithinWorkingMinutes", 30, 1, 24_000));
    if (claim.compareTo(due) > 0) {
      keys.refuse("claimWithinWorkingMinutes", claim.toMinutes() + "", "认领时限不能长于办理时限");
    }
    keys.finish();
    return new Settings.Desk(due, claim);
  }

  private static Settings.Knowledge knowledge(Section keys) {
    var knowledge = new Settings.Knowledge(keys.decimal("targetPrecision", 0.95, 0.5, 0.999));
    keys.finish();
    return knowledge;
  }

  private Settings.Files files(Section keys) {
    var files =
        new Settings.Files(
            path(keys, "wording", "wording.yaml"),
            path(keys, "regions", "regions.csv"),
            path(keys, "calendar", "calendar.yaml"),
            path(keys, "knowledge", "knowledge"),
            path(keys, "synonyms", "synonyms.txt"),
            path(keys, "crisis", "crisis.yaml"),
            path(keys, "outOfScope", "out-of-scope.yaml"),
            path(keys, "delivery", "delivery.yaml"),
            path(keys, "dialogue", "dialogue"));
    keys.finish();
    return files;
  }

  private Path path(Section keys, String key, String otherwise) {
    var written = keys.converted(key, Path.of(otherwise), "应为文件或文件夹的路径", Path::of);
    return file.toAbsolutePath().normalize().resolveSibling(written).normalize();
  }

  private void lookTwice(Settings settings) {
    var server = settings.server();
    boolean encrypted = "https".equals(server.publicUrl().getScheme());
    if (!Addresses.isLoopback(server.host()) && !encrypted) {
      warnings.add(
          "server.host = %s：服务对外开放，而 server.publicUrl 不是 https，登录密码和提问会明文传输；请在前面放一个 TLS 反向代理，或改回 127.0.0.1"
              .formatted(server.host()));
    }
    if (settings.enabledChannels().isEmpty()) {
      warnings.add("channels：没有启用任何渠道，没有人能提问");
    }
    boolean reachesPeople =
        settings.enabledChannels().stream()
            .anyMatch(channel ->
                !(channel instanceof ChannelSettings.WebChat
                    || channel instanceof ChannelSettings.Simulator));
    boolean calledBack =
        settings.enabledChannels().stream()
            .anyMatch(channel -> channel instanceof ChannelSettings.Qq qq && !qq.gateway());
    if (calledBack && !encrypted) {
      warnings.add(
          "server.publicUrl = %s：QQ 只回调 https 网址（端口 80、443、8080、8443）；没有公网网址时把 transport 改成 gateway"
              .formatted(server.publicUrl()));
    }
    if (reachesPeople && Addresses.isLoopback(server.publicUrl().getHost())) {
      warnings.add("server.publicUrl = %s：提问人打不开取件链接，请填对外的网址".formatted(server.publicUrl()));
    }
  }
}
