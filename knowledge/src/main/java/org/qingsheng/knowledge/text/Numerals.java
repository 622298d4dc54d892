package org.qingsheng.knowledge.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads Arabic and Chinese numerals with their units out of a normalised text. Handles 30万, 三十万,
 * 3万5, 2w, 5k, 10多万, 百分之三, 5个点, 三成, 半年, 一年半, 两个月, 3个工作日. A lone Chinese digit counts only before a
 * unit (三年), so that 一下, 一些, 统一 are no numbers.
 */
public final class Numerals {
  private static final String DIGITS = "零一二三四五六七八九";
  private static final String FORMAL = "〇壹贰叁肆伍陆柒捌玖拾佰仟";
  private static final String FORMAL_TO = "零一二三四五六七八九十百千";

  private Numerals() {}

  /**
   * Turns the accounting numerals 贰叁…仟 into 二三…千 where they stand next to another numeral; alone
   * they are words (队伍, 大陆, 收拾). 壹 was turned by script folding already.
   */
  static void repairScript(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      int at = FORMAL.indexOf(text.charAt(i));
      if (at >= 0 && (at == 0 || besideNumeral(text, i))) {
        text.setCharAt(i, FORMAL_TO.charAt(at));
      }
    }
  }

  private static boolean besideNumeral(StringBuilder text, int i) {
    return (i > 0 && isNumeral(text.charAt(i - 1)))
        || (i + 1 < text.length() && (isNumeral(text.charAt(i + 1)) || text.charAt(i + 1) == '元'));
  }

  private static boolean isNumeral(char c) {
    return digit(c) >= 0 || scale(c) > 0 || FORMAL.indexOf(c) >= 0 || (c >= '0' && c <= '9');
  }

  public static List<Quantity> in(String text) {
    List<Quantity> found = null;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!startsNumber(c)) {
        i++;
        continue;
      }
      var reader = new Reader(text, i);
      if (reader.read()) {
        if (found == null) {
          found = new ArrayList<>(2);
        }
        found.add(new Quantity(reader.value, reader.unit));
      }
      i = Math.max(reader.at, i + 1);
    }
    return found == null ? List.of() : found;
  }

  private static boolean startsNumber(char c) {
    return (c >= '0' && c <= '9') || digit(c) >= 0 || c == '十' || c == '百' || c == '半' || c == '千';
  }

  private static int digit(char c) {
    if (c < 0x4E00) {
      return c == '〇' ? 0 : -1;
    }
    return c == '两' || c == '俩' ? 2 : DIGITS.indexOf(c);
  }

  private static double scale(char c) {
    return switch (c) {
      case '十' -> 10;
      case '百' -> 100;
      case '千', 'k' -> 1_000;
      case '万', 'w' -> 10_000;
      case '亿' -> 100_000_000;
      default -> 0;
    };
  }

  /** Reads one number and its unit; {@code at} ends behind what was read. */
  private static final class Reader {
    private final String text;
    private final int start;
    private int at;
    private double value;
    private Quantity.Unit unit = Quantity.Unit.PLAIN;

    Reader(String text, int start) {
      this.text = text;
      this.start = start;
      this.at = start;
    }

    boolean read() {
      if (start > 0 && Characters.isRun(text.charAt(start - 1)) && isArabic(text.charAt(start))) {
        skipRun(); // the 15 of iphone15 is a name
        return false;
      }
      if (text.startsWith("百分之", start)) {
        return percentInWords();
      }
      boolean half = peek(0) == '半';
      if (half) {
        at++;
        value = 0.5;
      } else if (isArabic(peek(0))) {
        readArabic();
      } else {
        readChinese();
      }
      boolean counted = readUnit(half);
      boolean single = at - start <= 2 && !isArabic(text.charAt(start));
      return counted || (!half && !(single && value <= 10));
    }

    private void skipRun() {
      while (at < text.length() && Characters.isRun(text.charAt(at))) {
        at++;
      }
    }

    private boolean percentInWords() {
      at = start + 3;
      if (!(isArabic(peek(0)) || digit(peek(0)) >= 0 || scale(peek(0)) > 0)) {
        return false;
      }
      if (isArabic(peek(0))) {
        readArabic();
      } else {
        readChinese();
      }
      unit = Quantity.Unit.PERCENT;
      return true;
    }

    private char peek(int ahead) {
      return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private static boolean isArabic(char c) {
      return c >= '0' && c <= '9';
    }

    private void readArabic() {
      double whole = plainArabic();
      while (scaleAhead() > 0 && !isLetterAfterScale()) {
        at += isAbout(peek(0)) ? 1 : 0;
        double scale = scale(peek(0));
        whole *= scale;
        at++;
        if (isArabic(peek(0))) {
          whole += tail(plainArabic(), scale);
        } else if (digit(peek(0)) > 0 && scale < 100_000) {
          whole += digit(peek(0)) * scale / 10;
          at++;
        }
      }
      value = whole;
    }

    /** The scale that comes next, 多 and 来 passed over: 10多万 is about 100,000. */
    private double scaleAhead() {
      return scale(peek(isAbout(peek(0)) ? 1 : 0));
    }

    private static boolean isAbout(char c) {
      return c == '多' || c == '来' || c == '几';
    }

    private boolean isLetterAfterScale() {
      return (peek(0) == 'w' || peek(0) == 'k') && Characters.isRun(peek(1)) && !isArabic(peek(1));
    }

    /** 3万5 is 35,000 and 1千200 is 1,200. */
    private static double tail(double digits, double scale) {
      return digits < 10 ? digits * scale / 10 : digits;
    }

    private double plainArabic() {
      double whole = 0;
      while (isArabic(peek(0)) || (peek(0) == ',' && isArabic(peek(1)) && isThousand())) {
        if (peek(0) != ',') {
          whole = whole * 10 + (peek(0) - '0');
        }
        at++;
      }
      if (peek(0) == '.' && isArabic(peek(1))) {
        at++;
        double part = 0.1;
        while (isArabic(peek(0))) {
          whole += part * (peek(0) - '0');
          part /= 10;
          at++;
        }
      }
      return Math.rint(whole * 1_000_000) / 1_000_000;
    }

    private boolean isThousand() {
      return isArabic(peek(2)) && isArabic(peek(3)) && !isArabic(peek(4));
    }

    private void readChinese() {
      double total = 0;
      double section = 0;
      double last = -1;
      double lastScale = 1;
      boolean digitsOnly = true;
      double spoken = 0;
      while (at < text.length()) {
        char c = peek(0);
        int digit = digit(c);
        double scale = c == 'k' || c == 'w' ? 0 : scale(c);
        if (digit >= 0) {
          spoken = spoken * 10 + digit;
          last = last > 0 && digitsOnly ? last * 10 + digit : digit;
        } else if (scale > 0) {
          digitsOnly = false;
          double factor = last < 0 ? 1 : last;
          if (scale >= 10_000) {
            total = (total + section + (last < 0 ? 0 : last)) * scale;
            section = 0;
          } else {
            section += factor * scale;
          }
          last = -1;
          lastScale = scale;
        } else if (at > start && isAbout(c) && scale(peek(1)) > 0) {
          at++;
          continue;
        } else {
          break;
        }
        at++;
      }
      if (digitsOnly) {
        value = spoken;
      } else {
        double rest =
            last < 0 ? 0 : lastScale >= 100 && !endsWithZero() ? last * lastScale / 10 : last;
        value = total + section + rest;
      }
    }

    /** 一百零五 is 105 and 三万五 is 35,000. */
    private boolean endsWithZero() {
      return at - 2 >= start && digit(text.charAt(at - 2)) == 0;
    }

    private boolean readUnit(boolean half) {
      int from = at;
      while (peek(0) == ' ' || isAbout(peek(0))) {
        at++;
      }
      boolean measure = peek(0) == '个';
      if (measure) {
        at++;
      }
      if (peek(0) == '半' && peek(1) == '月') {
        value += 0.5;
        at++;
      }
      char c = peek(0);
      switch (c) {
        case '元', '块' -> unit = Quantity.Unit.MONEY;
        case '年' -> year();
        case '月' -> month(measure || half);
        case '周' -> span(Quantity.Unit.DAYS, 7);
        case '天' -> span(Quantity.Unit.DAYS, 1);
        case '工' -> workingDays();
        case '成' -> tenths();
        case '日', '号' -> unit = Quantity.Unit.DAY_OF_MONTH;
        case '岁' -> unit = Quantity.Unit.AGE;
        case '%', '点' -> percent(c, measure);
        case '小', '钟' -> hours();
        case '分' -> minutes();
        case '人', '名', '位' -> unit = Quantity.Unit.PEOPLE;
        case '条', '款' -> unit = Quantity.Unit.ARTICLE;
        case '亩', '平' -> unit = Quantity.Unit.AREA;
        case '次', '回' -> unit = Quantity.Unit.TIMES;
        default -> unit = Quantity.Unit.PLAIN;
      }
      if (unit == Quantity.Unit.PLAIN) {
        at = from;
        return false;
      }
      at++;
      halfMore();
      return true;
    }

    /** 一年半 is 18 months. */
    private void halfMore() {
      if (peek(0) == '半' && unit == Quantity.Unit.MONTHS && text.charAt(at - 1) == '年') {
        value += 6;
        at++;
      }
    }

    private void workingDays() {
      if (peek(1) == '作' && (peek(2) == '日' || peek(2) == '天')) {
        unit = Quantity.Unit.DAYS;
        at += 2;
      }
    }

    /** 三成 is 30 %; 三成立 and the like are something else. */
    private void tenths() {
      if (value <= 10 && "立为功员本年人果绩都交".indexOf(peek(1)) < 0) {
        span(Quantity.Unit.PERCENT, 10);
      }
    }

    private void year() {
      if (value >= 1900 && value < 2200) {
        unit = Quantity.Unit.YEAR;
      } else {
        span(Quantity.Unit.MONTHS, 12);
      }
    }

    private void month(boolean span) {
      unit = span ? Quantity.Unit.MONTHS : Quantity.Unit.MONTH_OF_YEAR;
    }

    private void span(Quantity.Unit of, double factor) {
      unit = of;
      value *= factor;
    }

    private void percent(char c, boolean measure) {
      if (c == '%' || measure) {
        unit = Quantity.Unit.PERCENT;
      }
    }

    private void hours() {
      if ((peek(0) == '钟' && peek(1) == '头') || (peek(0) == '小' && peek(1) == '时')) {
        unit = Quantity.Unit.HOURS;
        at++;
      }
    }

    private void minutes() {
      if (peek(1) == '钟') {
        unit = Quantity.Unit.MINUTES;
        at++;
      }
    }
  }
}
