package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The bot's sentences (话术), read from a file an admin edits. Immutable, thread-safe. */
public final class Wording {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<Phrase, String> texts;

  private Wording(Map<Phrase, String> texts) {
    this.texts = texts;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException naming every missing or unknown key and every variable that a
   *     phrase does not have
   */
  public static Wording load(Path file) {
    Map<String, String> raw;
    try (var in = Files.newInputStream(file)) {
      raw = YAML.readValue(in, new TypeReference<Map<String, String>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("话术文件读不出来：" + file.getFileName(), e);
    }
    var problems = new ArrayList<String>();
    var texts = new EnumMap<Phrase, String>(Phrase.class);
    for (var phrase : Phrase.values()) {
      var text = raw.get(phrase.key());
      if (text == null || text.isBlank()) {
        problems.add("缺少话术 " + phrase.key());
        continue;
      }
      var used = VARIABLE.matcher(text);
      while (used.find()) {
        if (!phrase.variables().contains(used.group(1))) {
          problems.add(
              "话术 %s 里没有变量 {%s}，可用：%s".formatted(phrase.key(), used.group(1), phrase.variables()));
        }
      }
      texts.put(phrase, text.strip());
    }
    var known = List.of(Phrase.values()).stream().map(Phrase::key).toList();
    raw.keySet().stream()
        .filter(key -> !known.contains(key))
        .forEach(key -> problems.add("不认识的话术 " + key));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + "：" + String.join("；", problems));
    }
    return new Wording(texts);
  }

  /**
   * The sentence with its variables filled in.
   *
   * @param variables names and values in turn
   */
  public String say(Phrase phrase, String... variables) {
    var text = texts.get(phrase);
    if (text == null) {
      throw new IllegalStateException("no text for " + phrase);
    }
    if (variables.length == 0) {
      return text;
    }
    var out = new StringBuilder(text.length() + 64);
    var matcher = VARIABLE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      out.append(text, from, matcher.start()).append(value(matcher.group(1), variables));
      from = matcher.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  private static String value(String name, String... variables) {
    for (int i = 0; i + 1 < variables.length; i += 2) {
      if (variables[i].equals(name)) {
        return variables[i + 1];
      }
    }
    return "";
  }
}
