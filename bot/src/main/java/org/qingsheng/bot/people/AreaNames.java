package org.qingsheng.bot.people;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How names of areas are shortened and varied: 连南瑶族自治县 is called 连南县 and 连南, 广西壮族自治区 广西, 南昌市 南昌.
 */
final class AreaNames {
  /**
   * Names that autonomous areas carry behind the place, longer ones first where one contains
   * another.
   */
  private static final List<String> PEOPLES =
      List.of(
          "柯尔克孜", "维吾尔", "哈萨克", "塔吉克", "达斡尔", "蒙古", "锡伯", "土家", "布依", "仡佬", "毛南", "仫佬", "拉祜", "布朗",
          "傈僳", "哈尼", "景颇", "纳西", "独龙", "普米", "朝鲜", "东乡", "撒拉", "保安", "裕固", "阿昌", "德昂", "基诺");

  /** One-character names count only with 族 behind them. */
  private static final Pattern PEOPLE_AT_END =
      Pattern.compile("((%s)族?|[壮回藏苗瑶侗彝白满畲土傣佤黎羌怒水各]族)$".formatted(String.join("|", PEOPLES)));

  private static final Pattern AUTONOMOUS = Pattern.compile("自治([区州县旗])$");
  private static final Pattern KIND = Pattern.compile("(?<=..)(特别行政区|地区|林区|矿区|新区|街道|[省市区县盟旗州镇乡])$");

  private AreaNames() {}

  /** What stands on the screen: 连南县, 恩施州, 广西, 香港; otherwise the name itself. */
  static String onScreen(String name) {
    var kind = AUTONOMOUS.matcher(name);
    if (kind.find()) {
      var place = place(name.substring(0, kind.start()));
      return kind.group(1).equals("区") ? place : place + kind.group(1);
    }
    return name.endsWith("特别行政区") ? name.substring(0, name.length() - 5) : name;
  }

  /** Every form under which people may name the area, the full name included. */
  static Set<String> forms(String name) {
    var forms = new LinkedHashSet<String>();
    forms.add(name);
    forms.add(onScreen(name));
    var kind = AUTONOMOUS.matcher(name);
    forms.add(
        kind.find() ? place(name.substring(0, kind.start())) : withoutKind(name).orElse(name));
    return forms;
  }

  /** The name without 省, 市, 县 …, if at least two characters are left. */
  static Optional<String> withoutKind(String name) {
    var kind = KIND.matcher(name);
    return kind.find() ? Optional.of(name.substring(0, kind.start())) : Optional.empty();
  }

  /** Takes the peoples' names off, one after the other, as long as a place is left. */
  private static String place(String name) {
    var place = name;
    while (true) {
      var people = PEOPLE_AT_END.matcher(place);
      if (!people.find() || people.start() < 2) {
        return place.length() > 2 && place.endsWith("族")
            ? place.substring(0, place.length() - 1)
            : place;
      }
      place = place.substring(0, people.start());
    }
  }
}
