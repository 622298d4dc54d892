package org.qingsheng.bot.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qingsheng.bot.settings.Settings;
import picocli.CommandLine.Option;

/** Where the settings are; shared by all commands. */
final class SettingsOption {
  /** EX_CONFIG of sysexits.h. */
  static final int EXIT_CONFIG = 78;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "配置文件，默认 config/qingsheng.yaml（当前文件夹，其次程序所在文件夹）")
  Optional<Path> file = Optional.empty();

  /** The settings cannot be used; the message lists every problem in Chinese. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  Path path() {
    return file.orElseGet(() ->
        Stream.of(
                Optional.of(Path.of("config", "qingsheng.yaml")),
                Optional.ofNullable(System.getProperty("qingsheng.home"))
                    .map(home -> Path.of(home, "config", "qingsheng.yaml")))
            .flatMap(Optional::stream)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElse(Path.of("config", "qingsheng.yaml")));
  }

  Settings.Result load() {
    var path = path();
    if (!Files.isRegularFile(path)) {
      throw new Unusable("找不到配置文件 " + path + "，请用 --config 指出它在哪里");
    }
    return Settings.load(path, System.getenv());
  }

  Settings settings() {
    return switch (load()) {
      case Settings.Loaded(var settings, var warnings) -> {
        warnings.forEach(warning -> System.err.println("提醒：" + warning));
        yield settings;
      }
      case Settings.Problems(var list) ->
          throw new Unusable(
              list.stream()
                  .map(Object::toString)
                  .collect(Collectors.joining("\n  ", "配置有 " + list.size() + " 处问题：\n  ", "")));
    };
  }
}
