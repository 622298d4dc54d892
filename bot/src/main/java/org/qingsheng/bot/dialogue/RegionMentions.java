package org.qingsheng.bot.dialogue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ahocorasick.trie.Trie;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.RegionCode;

/**
 * Finds the area a question itself names: 东莞最低工资多少. Only provinces and cities, whose names are
 * rarely anything else; the most precise one named wins. Immutable, thread-safe.
 */
final class RegionMentions {
  private static final Pattern SUFFIX =
      Pattern.compile("(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|地区|盟|特别行政区|(?<=..)州)$");

  private final Trie names;
  private final Map<String, RegionCode> codes = new HashMap<>();

  public RegionMentions(Regions regions) {
    var left = new ArrayDeque<>(regions.children(RegionCode.NATION));
    var words = new ArrayList<String>();
    while (!left.isEmpty()) {
      var region = left.poll();
      if (!region.value().endsWith("00")) {
        continue;
      }
      left.addAll(regions.children(region));
      var full = ownName(regions.name(region), regions, region);
      var brief = SUFFIX.matcher(full).replaceFirst("");
      for (var name : List.of(full, brief)) {
        // 吉林 is a province and a city: the province, being wider, is the safer reading.
        if (name.length() >= 2 && codes.putIfAbsent(name, region) == null) {
          words.add(name);
        }
      }
    }
    this.names = Trie.builder().addKeywords(words).ignoreOverlaps().build();
  }

  private static String ownName(String name, Regions regions, RegionCode region) {
    var parent =
        regions
            .parent(region)
            .filter(code -> !code.equals(RegionCode.NATION))
            .map(regions::name)
            .orElse("");
    return !parent.isEmpty() && name.startsWith(parent) ? name.substring(parent.length()) : name;
  }

  Optional<RegionCode> in(String text) {
    return names.parseText(text).stream()
        .map(hit -> codes.get(hit.getKeyword()))
        .filter(java.util.Objects::nonNull)
        .max(java.util.Comparator.comparingInt(RegionMentions::precision));
  }

  /** The text without the areas it names. */
  String without(String text) {
    var left = new StringBuilder();
    int from = 0;
    for (var hit : names.parseText(text)) {
      left.append(text, from, hit.getStart());
      from = hit.getEnd() + 1;
    }
    return left.append(text.substring(from)).toString();
  }

  private static int precision(RegionCode region) {
    return region.value().endsWith("0000") ? 1 : 2;
  }
}
