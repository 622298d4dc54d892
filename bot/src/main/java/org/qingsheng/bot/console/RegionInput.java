package org.qingsheng.bot.console;

import java.util.List;
import java.util.regex.Pattern;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.RegionCode;

/**
 * Reads the region a person typed or picked: {@code 441826 清远市连南县} as the picker writes it, a bare
 * code, or a name.
 */
public final class RegionInput {
  private static final Pattern CODE = Pattern.compile("^\\s*(CN|\\d{6}|\\d{9}|\\d{12})\\b.*");

  private RegionInput() {}

  /**
   * @param near names that exist twice are looked for here first
   * @throws BadInput if there is no such region, or several
   */
  public static RegionCode read(String typed, String field, Regions regions, RegionCode near) {
    var code = CODE.matcher(typed);
    if (code.matches()) {
      var region = new RegionCode(code.group(1));
      if (regions.exists(region)) {
        return region;
      }
      throw new BadInput(field, "没有代码为 " + region + " 的地区");
    }
    if (typed.isBlank()) {
      throw new BadInput(field, "请选择地区");
    }
    var named = regions.named(typed.strip(), near);
    if (named.isEmpty()) {
      throw new BadInput(field, "没有找到“" + typed.strip() + "”，请从列表中选一个地区");
    }
    return named.getFirst();
  }

  /** How the picker writes a region. */
  static String write(RegionCode region, Regions regions) {
    return region.value() + " " + regions.name(region);
  }

  /** What a person may mean by what they typed so far. */
  static List<String> like(String typed, Regions regions, RegionCode near) {
    var code = CODE.matcher(typed);
    if (code.matches()) {
      var region = new RegionCode(code.group(1));
      return regions.exists(region) ? List.of(write(region, regions)) : List.of();
    }
    return typed.isBlank()
        ? regions.children(near).stream().limit(30).map(region -> write(region, regions)).toList()
        : regions.named(typed.strip(), near).stream()
            .limit(20)
            .map(region -> write(region, regions))
            .toList();
  }
}
