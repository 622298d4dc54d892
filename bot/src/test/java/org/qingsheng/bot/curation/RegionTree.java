package org.qingsheng.bot.curation;

import java.util.ArrayList;
import java.util.List;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/** A tree of six areas, enough to have neighbours, an above and a below. */
final class RegionTree implements Regions {
  static final RegionTree SMALL = new RegionTree();
  static final Visible EVERYTHING = new Visible(Scope.ALL, List.of(RegionCode.NATION));

  private static final List<String> KNOWN =
      List.of("441826100", "441826", "441825", "441800", "440000", "CN");

  private RegionTree() {}

  @Override
  public List<RegionCode> path(RegionCode region) {
    var path = new ArrayList<RegionCode>();
    for (var code : KNOWN) {
      if (new Scope(new RegionCode(code)).covers(region)) {
        path.add(new RegionCode(code));
      }
    }
    return path;
  }

  @Override
  public String name(RegionCode region) {
    return region.value();
  }

  @Override
  public boolean exists(RegionCode region) {
    return KNOWN.contains(region.value());
  }

  @Override
  public List<RegionCode> named(String name, RegionCode near) {
    return List.of();
  }

  @Override
  public List<RegionCode> children(RegionCode region) {
    return KNOWN.stream()
        .map(RegionCode::new)
        .filter(code -> path(code).size() > 1 && path(code).get(1).equals(region))
        .toList();
  }
}
