package org.qingsheng.bot.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Reach;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.delivery.DeliveryRules.Amendment;
import org.qingsheng.bot.delivery.DeliveryRules.Rate;
import org.qingsheng.bot.people.QuietHours;

/** One reading of {@code delivery.yaml}. For one thread. */
public final class DeliveryRulesFile {
  private static final int A_YEAR_OF_MINUTES = 366 * 24 * 60;
  private static final Map<String, Opener> OPENERS =
      Map.of("message", Opener.MESSAGE, "menu", Opener.MENU_TAP, "follow", Opener.FOLLOW);
  private static final Map<String, Reach> REACHES =
      Map.of("any", Reach.ANY, "groups", Reach.GROUPS, "private", Reach.PRIVATE);

  private final List<String> problems = new ArrayList<>();

  private DeliveryRulesFile() {}

  /**
   * Reads the rules; without a file what the adapters say holds.
   *
   * @throws IllegalArgumentException naming every problem, in Chinese
   */
  public static DeliveryRules read(Path file) {
    if (Files.notExists(file)) {
      return DeliveryRules.DEFAULT;
    }
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s 第 %d 行不是正确的 YAML".formatted(file.getFileName(), e.getLocation().getLineNr()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
    return root.isMissingNode() || root.isNull()
        ? DeliveryRules.DEFAULT
        : new DeliveryRulesFile().rules(root);
  }

  private DeliveryRules rules(JsonNode root) {
    known(root, "", Set.of("nights", "days", "channels"));
    var channels = new HashMap<ChannelId, Amendment>();
    for (var channel : root.path("channels").properties()) {
      var path = "channels." + channel.getKey();
      try {
        channels.put(new ChannelId(channel.getKey()), amendment(channel.getValue(), path));
      } catch (IllegalArgumentException _) {
        problems.add(path + "：应为 qingsheng.yaml 里渠道的 id");
      }
    }
    var rules =
        new DeliveryRules(
            quiet(root, "nights", DeliveryRules.DEFAULT.nights()),
            quiet(root, "days", DeliveryRules.DEFAULT.days()),
            channels);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("；", problems));
    }
    return rules;
  }

  private QuietHours quiet(JsonNode root, String key, QuietHours otherwise) {
    var node = root.path(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    known(node, key, Set.of("from", "until"));
    try {
      return new QuietHours(
          LocalTime.parse(node.path("from").asText()),
          LocalTime.parse(node.path("until").asText()));
    } catch (DateTimeException _) {
      problems.add(key + "：from 和 until 应为 \"22:00\" 这样的时刻，加引号；相同表示不设");
      return otherwise;
    }
  }

  private Amendment amendment(JsonNode node, String path) {
    known(node, path, Set.of("windows", "maxTextBytes", "paceMillis", "rates"));
    Optional<List<Window>> windows = Optional.empty();
    if (node.has("windows")) {
      var read = new ArrayList<Window>();
      for (int i = 0; i < node.path("windows").size(); i++) {
        read.add(window(node.path("windows").get(i), path + ".windows[" + i + "]"));
      }
      windows = Optional.of(read);
    }
    var rates = new ArrayList<Rate>();
    for (int i = 0; i < node.path("rates").size(); i++) {
      rates.add(rate(node.path("rates").get(i), path + ".rates[" + i + "]"));
    }
    return new Amendment(
        windows,
        node.has("maxTextBytes")
            ? Optional.of(number(node, path, "maxTextBytes", 100, 100_000))
            : Optional.empty(),
        node.has("paceMillis")
            ? Optional.of(Duration.ofMillis(number(node, path, "paceMillis", 0, 60_000)))
            : Optional.empty(),
        rates);
  }

  private Window window(JsonNode node, String path) {
    known(node, path, Set.of("opener", "in", "minutes", "count"));
    return new Window(
        word(node, path, "opener", OPENERS, Opener.MESSAGE),
        word(node, path, "in", REACHES, Reach.ANY),
        Duration.ofMinutes(number(node, path, "minutes", 1, A_YEAR_OF_MINUTES)),
        number(node, path, "count", 1, 10_000));
  }

  private Rate rate(JsonNode node, String path) {
    known(node, path, Set.of("in", "minutes", "count"));
    return new Rate(
        word(node, path, "in", Map.of("chat", true, "channel", false), true),
        number(node, path, "count", 1, 1_000_000),
        Duration.ofMinutes(number(node, path, "minutes", 1, 24 * 60)));
  }

  private <T> T word(JsonNode node, String path, String key, Map<String, T> words, T otherwise) {
    if (!node.has(key)) {
      return otherwise;
    }
    var meant = words.get(node.path(key).asText().toLowerCase(Locale.ROOT));
    if (meant == null) {
      var all = words.keySet().stream().sorted().toList();
      problems.add(path + "." + key + "：应为 " + String.join("、", all));
      return otherwise;
    }
    return meant;
  }

  private int number(JsonNode node, String path, String key, int least, int most) {
    var value = node.path(key);
    if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
      problems.add("%s.%s：应为 %d 到 %d 的整数".formatted(path, key, least, most));
      return least;
    }
    return value.asInt();
  }

  private void known(JsonNode node, String path, Set<String> keys) {
    if (!node.isObject()) {
      problems.add((path.isEmpty() ? "文件" : path) + "：应为一组“键: 值”");
      return;
    }
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!keys.contains(key)) {
            problems.add((path.isEmpty() ? "" : path + ".") + key + "：没有这一项");
          }
        });
  }
}
