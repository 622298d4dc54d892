package org.qingsheng.bot.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${NAME}} from the environment. Immutable. */
final class Placeholders {
  private static final Pattern FORM = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Map<String, String> env;

  Placeholders(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  /**
   * @return the text with every placeholder filled in; empty, and a problem for each variable that
   *     is not set, otherwise. Values of variables are not looked at again
   */
  Optional<String> fill(String text, String key, List<Problem> problems) {
    var matcher = FORM.matcher(text);
    var filled = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      var value = env.getOrDefault(matcher.group(1), "");
      if (value.isBlank()) {
        problems.add(new Problem(key, matcher.group(), "环境变量 " + matcher.group(1) + " 没有设置"));
        complete = false;
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(filled);
    return complete ? Optional.of(filled.toString()) : Optional.empty();
  }
}
