package org.qingsheng.bot.house;

import java.util.List;
import java.util.function.Supplier;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.RegionCode;

/** The tree of areas as it is at the moment of asking. Thread-safe. */
record CurrentRegions(Supplier<? extends Regions> now) implements Regions {
  @Override
  public List<RegionCode> path(RegionCode region) {
    return now.get().path(region);
  }

  @Override
  public String name(RegionCode region) {
    return now.get().name(region);
  }

  @Override
  public boolean exists(RegionCode region) {
    return now.get().exists(region);
  }

  @Override
  public List<RegionCode> named(String name, RegionCode near) {
    return now.get().named(name, near);
  }

  @Override
  public List<RegionCode> children(RegionCode region) {
    return now.get().children(region);
  }
}
