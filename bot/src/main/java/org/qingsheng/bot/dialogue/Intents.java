package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises what is no question about a policy, by the rules in {@code intents.yaml} (意图规则): the
 * first rule that fits counts. Immutable, thread-safe.
 */
public final class Intents {
  private static final int MOST_OPTIONS = 3;
  private static final Set<String> FIELDS =
      Set.of("id", "kind", "any", "also", "unless", "longest", "say", "options");

  private final List<Rule> rules;

  private Intents(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * One rule.
   *
   * @param also groups of which each must be met
   * @param longest characters of the whole, punctuation aside
   */
  private record Rule(
      Intent intent,
      List<SpokenPattern> any,
      List<List<SpokenPattern>> also,
      List<SpokenPattern> unless,
      int longest) {
    boolean fits(String bare, long letters) {
      return bare.length() <= longest
          && oneIn(any, bare, letters)
          && inAllOf(also, bare, letters)
          && !oneIn(unless, bare, letters);
    }

    private static boolean inAllOf(List<List<SpokenPattern>> groups, String bare, long letters) {
      for (var group : groups) {
        if (!oneIn(group, bare, letters)) {
          return false;
        }
      }
      return true;
    }

    /** Tried for every rule on every message. */
    private static boolean oneIn(List<SpokenPattern> patterns, String bare, long letters) {
      for (var pattern : patterns) {
        if (pattern.in(bare, letters)) {
          return true;
        }
      }
      return false;
    }
  }

  /** What the person wants, if a rule fits; {@code said} is normalised. */
  Optional<Intent> in(String said) {
    var bare = SpokenPattern.bare(said);
    long letters = SpokenPattern.letters(bare);
    for (var rule : rules) {
      if (rule.fits(bare, letters)) {
        return Optional.of(rule.intent());
      }
    }
    return Optional.empty();
  }

  /** The names of the rules. */
  Set<String> ids() {
    var ids = new HashSet<String>();
    rules.forEach(rule -> ids.add(rule.intent().id()));
    return ids;
  }

  /** Every entry that a rule offers. */
  Set<String> offered() {
    var offered = new HashSet<String>();
    rules.forEach(rule -> offered.addAll(rule.intent().options()));
    return offered;
  }

  /**
   * Reads the rules.
   *
   * @throws IllegalArgumentException naming everything that is wrong, in Chinese
   */
  public static Intents load(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new Reading(new YAMLMapper().readTree(in)).intents(file.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
  }

  /** One file being read. */
  private static final class Reading {
    private final JsonNode root;
    private final Map<String, JsonNode> words = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Reading(JsonNode root) {
      this.root = root;
      root.path("words").properties().forEach(list -> words.put(list.getKey(), list.getValue()));
    }

    Intents intents(Path name) {
      var rules = new ArrayList<Rule>();
      var ids = new HashSet<String>();
      for (var node : root.path("rules")) {
        var id = node.path("id").asText();
        if (id.isBlank() || !ids.add(id)) {
          problems.add("规则缺少 id 或 id 重复：" + id);
        }
        node.fieldNames()
            .forEachRemaining(field -> {
              if (!FIELDS.contains(field)) {
                problems.add("规则 " + id + " 里不认识的键 " + field);
              }
            });
        kind(node.path("kind").asText(), id).ifPresent(kind -> rules.add(rule(id, kind, node)));
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(name + "：" + String.join("；", problems));
      }
      return new Intents(rules);
    }

    private Optional<Intent.Kind> kind(String word, String id) {
      for (var kind : Intent.Kind.values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
          return Optional.of(kind);
        }
      }
      problems.add("规则 " + id + " 的 kind 不认识：" + word);
      return Optional.empty();
    }

    private Rule rule(String id, Intent.Kind kind, JsonNode node) {
      var options = new ArrayList<String>();
      node.path("options").forEach(option -> options.add(option.asText()));
      var say = node.path("say").asText().strip();
      boolean mustSay =
          switch (kind) {
            case REFUSE, URGENT, CASE, ASK, CHAT -> true;
            case WISH, SUGGESTION, COMPLAINT, PRAISE, PLACE -> false;
          };
      if (mustSay && say.isEmpty()) {
        problems.add("规则 " + id + " 没有 say");
      }
      if (options.size() > MOST_OPTIONS) {
        problems.add("规则 " + id + " 的 options 超过 " + MOST_OPTIONS + " 个");
      }
      var any = patterns(node.path("any"), id);
      if (any.isEmpty()) {
        problems.add("规则 " + id + " 没有 any");
      }
      return new Rule(
          new Intent(id, kind, say, options),
          any,
          groups(node.path("also"), id),
          patterns(node.path("unless"), id),
          node.path("longest").asInt(Integer.MAX_VALUE));
    }

    /** One list of words, or a list of such lists. */
    private List<List<SpokenPattern>> groups(JsonNode also, String id) {
      if (also.isEmpty()) {
        return List.of();
      }
      if (!also.get(0).isArray()) {
        return List.of(patterns(also, id));
      }
      var groups = new ArrayList<List<SpokenPattern>>();
      also.forEach(group -> groups.add(patterns(group, id)));
      return groups;
    }

    private List<SpokenPattern> patterns(JsonNode list, String id) {
      var patterns = new ArrayList<SpokenPattern>();
      for (var word : list) {
        var text = word.asText();
        if (text.startsWith("@")) {
          var named = words.get(text.substring(1));
          if (named == null) {
            problems.add("规则 " + id + " 引用的词组不存在：" + text);
          } else {
            patterns.addAll(patterns(named, id));
          }
          continue;
        }
        try {
          patterns.add(new SpokenPattern(text));
        } catch (IllegalArgumentException e) {
          problems.add("规则 " + id + " 的词" + e.getMessage());
        }
      }
      return patterns;
    }
  }
}
