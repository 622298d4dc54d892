package org.qingsheng.bot.people;

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

  public boolean covers(RegionCode other) {
    return prefix().isEmpty()
        || (!other.equals(RegionCode.NATION) && other.value().startsWith(prefix()));
  }
}
