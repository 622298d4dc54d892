package org.qingsheng.bot.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.RegionCode;

/** A handful of areas for tests. */
final class Town implements Regions {
  static final RegionCode GUANGDONG = new RegionCode("440000");
  static final RegionCode QINGYUAN = new RegionCode("441800");
  static final RegionCode LIANNAN = new RegionCode("441826");
  static final RegionCode YINGDE = new RegionCode("441881");
  static final RegionCode JIANGXI = new RegionCode("360000");

  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "CN", "全国",
              "440000", "广东省",
              "441800", "清远市",
              "441826", "清远市连南县",
              "441881", "清远市英德市",
              "360000", "江西省"));

  @Override
  public List<RegionCode> path(RegionCode region) {
    return NAMES.keySet().stream()
        .map(RegionCode::new)
        .filter(each -> each.equals(RegionCode.NATION) || covers(each, region))
        .sorted(java.util.Comparator.comparingInt(Town::depth).reversed())
        .toList();
  }

  private static boolean covers(RegionCode area, RegionCode region) {
    return new org.qingsheng.bot.people.Scope(area).covers(region);
  }

  private static int depth(RegionCode region) {
    return new org.qingsheng.bot.people.Scope(region).prefix().length();
  }

  @Override
  public String name(RegionCode region) {
    return NAMES.getOrDefault(region.value(), region.value());
  }

  @Override
  public boolean exists(RegionCode region) {
    return NAMES.containsKey(region.value());
  }

  @Override
  public List<RegionCode> named(String name, RegionCode near) {
    return NAMES.entrySet().stream()
        .filter(each -> each.getValue().contains(name))
        .map(each -> new RegionCode(each.getKey()))
        .toList();
  }

  @Override
  public List<RegionCode> children(RegionCode region) {
    return NAMES.keySet().stream()
        .map(RegionCode::new)
        .filter(each -> parent(each).equals(Optional.of(region)))
        .toList();
  }
}
