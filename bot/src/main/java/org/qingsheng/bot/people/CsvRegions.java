package org.qingsheng.bot.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.knowledge.RegionCode;

/**
 * The tree of areas as a file says (行政区划): lines {@code code,name,parent}, lines beginning with
 * {@code #} are comments. Immutable, thread-safe.
 */
public final class CsvRegions implements Regions {
  private static final String HEADER = "code,name,parent";
  private static final Pattern NOISE = Pattern.compile("[\\s,，、。·/-]+|^中国");

  /** A name is taken apart at most this often: province, city, county, town. */
  private static final int LEVELS = 4;

  private record Area(RegionCode code, String name, Optional<RegionCode> parent) {}

  private final Map<RegionCode, Area> areas;
  private final Map<RegionCode, List<RegionCode>> children = new HashMap<>();
  private final Map<String, Set<RegionCode>> byForm = new HashMap<>();

  private CsvRegions(Map<RegionCode, Area> areas) {
    this.areas = areas;
    for (var area : areas.values()) {
      AreaNames.forms(area.name())
          .forEach(
              form -> byForm.computeIfAbsent(form, _ -> new LinkedHashSet<>()).add(area.code()));
      area.parent()
          .ifPresent(
              parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(area.code()));
    }
    children.values().forEach(list -> list.sort(Comparator.comparing(RegionCode::value)));
  }

  /**
   * Reads the file.
   *
   * @throws BadInput naming the line, if a code, a name or a parent is not as it should be
   * @throws IOException if the file cannot be read
   */
  public static CsvRegions read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  static CsvRegions of(List<String> lines) {
    var areas = new LinkedHashMap<RegionCode, Area>();
    areas.put(RegionCode.NATION, new Area(RegionCode.NATION, "全国", Optional.empty()));
    int number = 0;
    for (var line : lines) {
      number++;
      var text = line.strip().replace("\uFEFF", "");
      if (text.isEmpty() || text.startsWith("#") || text.equals(HEADER)) {
        continue;
      }
      var area = area(text, number);
      if (area.code().equals(RegionCode.NATION)) {
        continue;
      }
      if (areas.put(area.code(), area) != null) {
        throw bad(number, "代码 " + area.code() + " 重复");
      }
    }
    for (var area : areas.values()) {
      checkParent(area, areas);
    }
    return new CsvRegions(areas);
  }

  /** Codes of this tree that the other does not have, in order. */
  public List<RegionCode> missingIn(CsvRegions other) {
    return areas.keySet().stream()
        .filter(code -> !other.areas.containsKey(code))
        .sorted(Comparator.comparing(RegionCode::value))
        .toList();
  }

  private static Area area(String text, int number) {
    var fields = text.split(",", -1);
    if (fields.length != 3 || fields[1].isBlank()) {
      throw bad(number, "应为 代码,名称,上级代码");
    }
    try {
      var code = new RegionCode(fields[0].strip());
      var parent = fields[2].strip();
      return new Area(
          code,
          fields[1].strip(),
          code.equals(RegionCode.NATION)
              ? Optional.empty()
              : Optional.of(parent.isEmpty() ? byNumber(code) : new RegionCode(parent)));
    } catch (IllegalArgumentException e) {
      throw bad(number, "区划代码应为 CN 或 6、9、12 位数字");
    }
  }

  private static void checkParent(Area area, Map<RegionCode, Area> areas) {
    var above = area;
    for (int steps = 0; above.parent().isPresent(); steps++) {
      var parent = areas.get(above.parent().get());
      if (parent == null || steps > LEVELS + 1) {
        throw new BadInput(
            "regions", "区划 %s：找不到上级 %s".formatted(area.code(), above.parent().get()));
      }
      above = parent;
    }
  }

  private static BadInput bad(int line, String what) {
    return new BadInput("regions", "区划文件第 %d 行：%s".formatted(line, what));
  }

  /** The area above by the digits alone: town, county, prefecture, province, country. */
  private static RegionCode byNumber(RegionCode region) {
    var code = region.value();
    return switch (code.length()) {
      case 12 -> new RegionCode(code.substring(0, 9));
      case 9 -> new RegionCode(code.substring(0, 6));
      case 6 -> {
        if (!code.endsWith("00")) {
          yield new RegionCode(code.substring(0, 4) + "00");
        }
        yield code.endsWith("0000")
            ? RegionCode.NATION
            : new RegionCode(code.substring(0, 2) + "0000");
      }
      default -> RegionCode.NATION;
    };
  }

  @Override
  public List<RegionCode> path(RegionCode region) {
    var path = new ArrayList<RegionCode>();
    var at = region;
    while (!areas.containsKey(at)) {
      if (isTown(at)) {
        // A town that is not in the file is an area all the same: its county is known.
        path.add(at);
      }
      at = byNumber(at);
    }
    for (var area = Optional.of(at); area.isPresent(); area = parentOf(area.get())) {
      path.add(area.get());
    }
    return path;
  }

  private static boolean isTown(RegionCode region) {
    return region.value().length() > 6;
  }

  private Optional<RegionCode> parentOf(RegionCode region) {
    return Optional.ofNullable(areas.get(region)).flatMap(Area::parent);
  }

  @Override
  public String name(RegionCode region) {
    var area = areas.get(region);
    if (area == null) {
      return region.value();
    }
    var own = AreaNames.onScreen(area.name());
    boolean standsAlone = !isTown(region) && region.value().endsWith("00");
    return area.parent()
        .filter(parent -> !parent.equals(RegionCode.NATION) && !standsAlone)
        .map(parent -> (isTown(region) ? ownName(parent) : name(parent)) + own)
        .orElse(own);
  }

  private String ownName(RegionCode region) {
    return Optional.ofNullable(areas.get(region))
        .map(area -> AreaNames.onScreen(area.name()))
        .orElse("");
  }

  @Override
  public boolean exists(RegionCode region) {
    return areas.containsKey(region);
  }

  @Override
  public List<RegionCode> children(RegionCode region) {
    return List.copyOf(children.getOrDefault(region, List.of()));
  }

  @Override
  public List<RegionCode> named(String name, RegionCode near) {
    var text = NOISE.matcher(name.strip()).replaceAll("");
    var found = find(text, LEVELS);
    if (found.isEmpty()) {
      // 清新县 has become 清新区: the place counts, the kind of area does not.
      found = AreaNames.withoutKind(text).map(place -> find(place, LEVELS)).orElse(Set.of());
    }
    var around = path(near);
    return found.stream()
        .sorted(
            Comparator.comparingInt((RegionCode area) -> -shared(path(area), around))
                .thenComparingInt(area -> path(area).size())
                .thenComparing(RegionCode::value))
        .toList();
  }

  /** Areas of that name, or of the rest of the name below an area that its beginning names. */
  private Set<RegionCode> find(String text, int depth) {
    var found = new LinkedHashSet<>(byForm.getOrDefault(text, Set.of()));
    for (int cut = 2; depth > 1 && cut <= text.length() - 2; cut++) {
      var above = byForm.getOrDefault(text.substring(0, cut), Set.of());
      if (above.isEmpty()) {
        continue;
      }
      for (var below : find(text.substring(cut), depth - 1)) {
        if (path(below).stream().skip(1).anyMatch(above::contains)) {
          found.add(below);
        }
      }
    }
    return found;
  }

  /** How many levels, counted from the country, two paths have in common. */
  private static int shared(List<RegionCode> one, List<RegionCode> other) {
    int shared = 0;
    while (shared < Math.min(one.size(), other.size())
        && one.get(one.size() - 1 - shared).equals(other.get(other.size() - 1 - shared))) {
      shared++;
    }
    return shared;
  }
}
