package org.qingsheng.bot.people;

import java.util.List;
import java.util.Optional;
import org.qingsheng.knowledge.RegionCode;

/** The tree of administrative areas (行政区划). Immutable, thread-safe. */
public interface Regions {
  /**
   * From the area up to the whole country, nearest first; never empty. An unknown code has the path
   * of its nearest known ancestor by number; before that stand its own nine or twelve digits, if it
   * is a town, because towns need not be listed.
   */
  List<RegionCode> path(RegionCode region);

  /** Short name on the screen, e.g. 清远市连南县; the code itself when unknown. */
  String name(RegionCode region);

  boolean exists(RegionCode region);

  /**
   * Areas a person may mean by a name as said, e.g. 南昌, 广东清远, 顺德区; best first, empty when none.
   *
   * @param near areas in or around this one are preferred when a name exists twice
   */
  List<RegionCode> named(String name, RegionCode near);

  /** Direct children, in order of code. */
  List<RegionCode> children(RegionCode region);

  /** The root, 全国. */
  default Optional<RegionCode> parent(RegionCode region) {
    var path = path(region);
    return path.size() > 1 ? Optional.of(path.get(1)) : Optional.empty();
  }
}
