package org.qingsheng.bot.curation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.exchange.EntryRules;

/**
 * Puts local values into answers. An answer that needs a value nobody filled in is never said: what
 * stands in its place names the office or the hotline. Immutable, thread-safe.
 */
public final class LocalText {
  private final Map<String, Map<RegionCode, String>> values = new HashMap<>();

  public LocalText(Collection<LocalValue> all) {
    all.forEach(value ->
        values
            .computeIfAbsent(value.name(), _ -> new HashMap<>())
            .put(value.region(), value.content()));
  }

  /** The value that holds nearest to an area. */
  public Optional<String> value(String name, List<RegionCode> path) {
    var here = values.getOrDefault(name, Map.of());
    return path.stream().filter(here::containsKey).findFirst().map(here::get);
  }

  /**
   * The entry as somebody in an area may hear it.
   *
   * @param path from the area up to the whole country
   */
  public Entry filled(Entry entry, List<RegionCode> path) {
    var text = entry.answer();
    for (var name : EntryRules.localValues(text)) {
      var value = value(name, path);
      if (value.isEmpty()) {
        return without(entry);
      }
      text = text.replace("{local." + name + "}", value.get());
    }
    return text.equals(entry.answer()) ? entry : entry.withAnswer(text);
  }

  /**
   * The entry for somebody whose area is not known: a value counts only if no area below has
   * another one of its own.
   */
  public Entry filledForAnyone(Entry entry, List<RegionCode> home) {
    for (var name : EntryRules.localValues(entry.answer())) {
      boolean differs =
          values.getOrDefault(name, Map.of()).keySet().stream().anyMatch(r -> !home.contains(r));
      if (differs) {
        return without(entry);
      }
    }
    return filled(entry, home);
  }

  private static Entry without(Entry entry) {
    return entry.withAnswer(
        entry.answerWithoutLocal().orElse("这一条的本地标准还没有填写，请问：" + entry.office()));
  }
}
