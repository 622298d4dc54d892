package org.qingsheng.bot.people;

import java.util.LinkedHashSet;
import java.util.List;
import org.qingsheng.knowledge.RegionCode;

/**
 * The part of the country a reader may see: a region and everything below it. Every read takes one
 * and applies it inside the query.
 */
public record Scope(RegionCode region) {
  /** Everything; for the system itself, never for a person's request. */
  public static final Scope ALL = new Scope(RegionCode.NATION);

  /**
   * What the code of every region in this scope begins with: GB/T 2260 gives each level two (below
   * the county: three) digits, and a shorter area ends in zeros. Empty for the whole country.
   */
  public String prefix() {
    var code = region.value();
    if (region.equals(RegionCode.NATION)) {
      return "";
    }
    if (code.length() == 6) {
      return code.endsWith("0000")
          ? code.substring(0, 2)
          : code.endsWith("00") ? code.substring(0, 4) : code;
    }
    return code;
  }

  /** Regions whose scope covers this one: its own, its ancestors', and the whole country. */
  public static List<RegionCode> covering(RegionCode region) {
    var all = new LinkedHashSet<String>();
    var code = region.value();
    if (!region.equals(RegionCode.NATION)) {
      all.add(code);
      for (int digits : new int[] {9, 6, 4, 2}) {
        if (code.length() > digits) {
          all.add((code.substring(0, digits) + "000000").substring(0, Math.max(6, digits)));
        }
      }
    }
    all.add(RegionCode.NATION.value());
    return all.stream()
        .map(RegionCode::new)
        .filter(each -> new Scope(each).covers(region))
        .toList();
  }

  public boolean covers(RegionCode other) {
    return prefix().isEmpty()
        || (!other.equals(RegionCode.NATION) && other.value().startsWith(prefix()));
  }
}
