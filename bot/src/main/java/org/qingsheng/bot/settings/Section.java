package org.qingsheng.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * One group of keys while it is being read: remembers which keys were asked for, so that {@link
 * #finish} can refuse the others. Every reader returns a usable value even after a problem, so that
 * one pass finds them all. For one thread.
 */
final class Section {
  /** From how similar on a known key is suggested; found by trying usual typing errors. */
  private static final double SIMILAR = 0.78;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  private final String path;
  private final JsonNode node;
  private final Placeholders placeholders;
  private final List<Problem> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(String path, JsonNode node, Placeholders placeholders, List<Problem> problems) {
    this.path = path;
    this.placeholders = placeholders;
    this.problems = problems;
    if (node.isObject() || node.isMissingNode() || node.isNull()) {
      this.node = node;
    } else {
      this.node = MissingNode.getInstance();
      problems.add(new Problem(path, shown(node), "应为一组“键: 值”"));
    }
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private JsonNode take(String key) {
    asked.add(key);
    var value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  Section section(String key) {
    return new Section(pathOf(key), take(key), placeholders, problems);
  }

  /** The list under the key, empty if it is not there; a single value is not a list. */
  List<JsonNode> list(String key) {
    var value = take(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      refuse(key, shown(value), "应为一个列表");
      return List.of();
    }
    var all = new ArrayList<JsonNode>();
    value.forEach(all::add);
    return all;
  }

  /** The texts of the list under the key, placeholders filled in; what is no text is refused. */
  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (var value : list(key)) {
      if (value.isValueNode()) {
        placeholders.fill(value.asText(), pathOf(key), problems).ifPresent(texts::add);
      } else {
        refuse(key, shown(value), "应为一个列表，每项是一个值");
      }
    }
    return texts;
  }

  boolean has(String key) {
    return !take(key).isMissingNode();
  }

  /** A text with its placeholders filled in; empty if the key is not there. */
  Optional<String> text(String key) {
    return scalar(key, false);
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /** A text that must fit a form. */
  Optional<String> text(String key, Pattern form, String expected) {
    return text(key).filter(value -> fits(key, value, form, value, expected));
  }

  String requiredText(String key, Pattern form, String expected) {
    return required(key, text(key, form, expected), expected).orElse("");
  }

  Optional<Secret> secret(String key, Pattern form, String expected) {
    return scalar(key, true)
        .filter(value -> fits(key, value, form, "***", expected))
        .map(Secret::new);
  }

  Secret requiredSecret(String key, Pattern form, String expected) {
    return required(key, secret(key, form, expected), expected).orElse(new Secret(""));
  }

  int wholeNumber(String key, int otherwise, int least, int most) {
    var expected = "应为 %d 到 %d 的整数".formatted(least, most);
    return number(key, WHOLE_NUMBER, expected)
        .map(Integer::parseInt)
        .filter(value -> within(key, value, value >= least && value <= most, expected))
        .orElse(otherwise);
  }

  double decimal(String key, double otherwise, double least, double most) {
    var expected = "应为 %s 到 %s 的小数".formatted(least, most);
    return number(key, DECIMAL, expected)
        .map(Double::parseDouble)
        .filter(value -> within(key, value, value >= least && value <= most, expected))
        .orElse(otherwise);
  }

  boolean yesOrNo(String key, boolean otherwise) {
    return text(key, Pattern.compile("true|false"), "应为 true 或 false")
        .map(Boolean::parseBoolean)
        .orElse(otherwise);
  }

  /** A text turned into something else; what the conversion throws is a problem. */
  <T> T converted(String key, T otherwise, String expected, Function<String, T> conversion) {
    var value = text(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      return conversion.apply(value.get());
    } catch (IllegalArgumentException e) {
      refuse(key, "\"" + value.get() + "\"", expected);
      return otherwise;
    }
  }

  /**
   * An address that must be there.
   *
   * @param example shown when it is missing, and taken in its place while problems are gathered
   */
  URI requiredAddress(
      String key, String expected, Function<String, URI> conversion, String example) {
    var value = required(key, text(key), expected + "，如 " + example);
    try {
      return value.map(conversion).orElse(URI.create(example));
    } catch (IllegalArgumentException e) {
      refuse(key, "\"" + value.orElse("") + "\"", expected);
      return URI.create(example);
    }
  }

  void refuse(String key, String found, String expected) {
    problems.add(new Problem(pathOf(key), found, expected));
  }

  /** Refuses every key that nothing asked for, naming the one that was probably meant. */
  void finish() {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!asked.contains(key)) {
            refuse(key, "", "没有这个配置项" + suggestion(key));
          }
        });
  }

  private String suggestion(String key) {
    return nearest(key, asked).map(known -> "，是不是 " + known + "？").orElse("");
  }

  /** The known word that looks most like the one found. */
  static Optional<String> nearest(String word, Set<String> known) {
    var similarity = new JaroWinklerSimilarity();
    var lower = word.toLowerCase(java.util.Locale.ROOT);
    record Candidate(String name, double likeness) {}
    return known.stream()
        .map(name ->
            new Candidate(name, similarity.apply(lower, name.toLowerCase(java.util.Locale.ROOT))))
        .filter(candidate -> candidate.likeness() >= SIMILAR)
        .max(Comparator.comparingDouble(Candidate::likeness))
        .map(Candidate::name);
  }

  private Optional<String> scalar(String key, boolean secret) {
    var value = take(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      refuse(key, secret ? "***" : shown(value), "应为一个值，不是列表或一组键");
      return Optional.empty();
    }
    return placeholders.fill(value.asText(), pathOf(key), problems).filter(text -> !text.isBlank());
  }

  private Optional<String> number(String key, Pattern form, String expected) {
    return text(key).filter(value -> fits(key, value, form, value, expected));
  }

  private boolean fits(String key, String value, Pattern form, String found, String expected) {
    if (form.matcher(value).matches()) {
      return true;
    }
    refuse(key, found.equals("***") ? found : "\"" + found + "\"", expected);
    return false;
  }

  private boolean within(String key, Number value, boolean holds, String expected) {
    if (!holds) {
      refuse(key, value.toString(), expected);
    }
    return holds;
  }

  private <T> Optional<T> required(String key, Optional<T> value, String expected) {
    boolean reported = problems.stream().anyMatch(problem -> problem.key().equals(pathOf(key)));
    if (value.isEmpty() && !reported) {
      refuse(key, "", "没有填写；" + expected);
    }
    return value;
  }

  /** Groups and lists are named, not printed: there may be a secret inside. */
  private static String shown(JsonNode node) {
    return node.isObject() ? "{…}" : node.isArray() ? "[…]" : "\"" + node.asText() + "\"";
  }
}
