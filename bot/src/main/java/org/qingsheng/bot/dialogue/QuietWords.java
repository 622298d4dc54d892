package org.qingsheng.bot.dialogue;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

/**
 * When people do not want to be disturbed, in the forms in which they write it (Y16): 免打扰, 免打扰
 * 22点到8点, 晚上11点到早上7点别打扰我, 取消免打扰, 上夜班. Works on normalised text; pure.
 */
final class QuietWords {
  /** Longer quiet would leave no time to be answered in; 12点到2点 is hardly meant to be 14 hours. */
  static final Duration LONGEST = Duration.ofHours(12);

  private static final int LONGEST_WORDS = 40;

  private static final String KEY = "(?:消息)?(?:免打扰|勿扰)(?:模式|时间|时段|设置)?";
  private static final String ASK = "(?:别|不要|请勿|勿)(?:再)?(?:打扰|吵|找|烦|给)(?:我|俺)?(?:发消息|发信息|了)?";
  private static final String TAIL = "(?:一下|吧|了|啦|呀|哦|谢谢)*";
  private static final String TIME =
      "(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|今晚|明早|早|晚|夜)?"
          + "([0-9]{1,2}|[零〇一二三四五六七八九十两]{1,3})"
          + "(?:(?:点钟|点|时)(半|整|[0-9]{1,2}分?|[一二三四五六七八九十]{1,3}分?)?|[:.]([0-9]{2}))?";
  private static final Pattern RANGE =
      Pattern.compile(TIME + "(?:到|至|[-~—–~]+)(?:第二天|次日|隔天)?" + TIME);

  private static final Pattern ON =
      Pattern.compile(
          "(?:开启|打开|开|设置|设)?(?:一下)?(?:夜间|晚上|夜里)?"
              + KEY
              + "(?:开启|打开|开)?"
              + TAIL
              + "|(?:夜间|晚上|夜里|半夜)"
              + ASK
              + TAIL);
  private static final Pattern OFF =
      Pattern.compile(
          "(?:取消|关闭|关掉|关|解除|退出|停用|不要|不用|不需要)(?:一下)?"
              + KEY
              + TAIL
              + "|"
              + KEY
              + "(?:取消|关闭|关掉|关)"
              + TAIL);
  private static final Pattern SHIFT =
      Pattern.compile(
          "(?:改成|换成|切换成?|设为|设成)?(?:上夜班|夜班)(?:作息|模式|" + KEY + ")" + TAIL + "|上夜班|白天" + KEY);
  private static final Pattern BEFORE =
      Pattern.compile("(?:设置|设|开启)?" + KEY + "(?:改成|改为|改到|设为|设成|为|从|是)?:?");
  private static final Pattern AFTER =
      Pattern.compile("(?:之间|期间|这段时间)?(?:请|都)?(?:" + KEY + "|" + ASK + ")" + TAIL);
  private static final Pattern HOW =
      Pattern.compile(
          "(?:怎么|如何|怎样)?(?:设置|设|开启|开|改|取消|关闭|关)?"
              + KEY
              + "(?:怎么|如何|怎样)?(?:设置|设|开启|开|改|取消|关闭|关|用)?"
              + TAIL);

  private static final Pattern GAPS = Pattern.compile("[\\s,。.!、;]+(?![0-9])|\\s+");

  private static final Map<Character, Integer> DIGITS =
      Map.ofEntries(
          Map.entry('零', 0),
          Map.entry('〇', 0),
          Map.entry('一', 1),
          Map.entry('二', 2),
          Map.entry('两', 2),
          Map.entry('三', 3),
          Map.entry('四', 4),
          Map.entry('五', 5),
          Map.entry('六', 6),
          Map.entry('七', 7),
          Map.entry('八', 8),
          Map.entry('九', 9));

  private QuietWords() {}

  /**
   * What is wished, if the words are about it: a command without a choice is about it but says no
   * hours that can be kept.
   *
   * @param normalized without punctuation at its ends
   */
  static Optional<Command.Quiet> in(String normalized) {
    if (normalized.length() > LONGEST_WORDS) {
      return Optional.empty();
    }
    var words = GAPS.matcher(normalized).replaceAll("");
    if (OFF.matcher(words).matches()) {
      return usual(QuietProfile.NEVER);
    }
    if (SHIFT.matcher(words).matches()) {
      return usual(QuietProfile.SHIFT);
    }
    if (ON.matcher(words).matches()) {
      return usual(QuietProfile.STANDARD);
    }
    var range = RANGE.matcher(words);
    if (range.find()) {
      var before = words.substring(0, range.start());
      var after = words.substring(range.end());
      boolean wished =
          (BEFORE.matcher(before).matches() && after.matches(TAIL))
              || (before.isEmpty() && AFTER.matcher(after).matches());
      return wished ? Optional.of(new Command.Quiet(hours(range))) : Optional.empty();
    }
    boolean unreadable = BEFORE.matcher(words).lookingAt() && words.matches(".*[0-9点].*");
    return unreadable || HOW.matcher(words).matches()
        ? Optional.of(new Command.Quiet(Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Command.Quiet> usual(QuietProfile profile) {
    return Optional.of(new Command.Quiet(Optional.of(new QuietChoice.Usual(profile))));
  }

  private static Optional<QuietChoice> hours(Matcher range) {
    var from = time(range.group(1), range.group(2), range.group(3), range.group(4));
    var until = time(range.group(5), range.group(6), range.group(7), range.group(8));
    if (from.isEmpty() || until.isEmpty()) {
      return Optional.empty();
    }
    var hours = new QuietHours(from.get(), until.get());
    boolean kept = hours.length().isPositive() && hours.length().compareTo(LONGEST) <= 0;
    return kept ? Optional.of(new QuietChoice.Own(hours)) : Optional.empty();
  }

  private static Optional<LocalTime> time(
      @Nullable String part, String hour, @Nullable String spoken, @Nullable String written) {
    int hours = onTheClock(part == null ? "" : part, number(hour));
    int minutes = minutes(spoken, written);
    return hours >= 0 && hours <= 24 && minutes >= 0 && minutes < 60 && hours * 60 + minutes <= 1440
        ? Optional.of(LocalTime.of(hours % 24, minutes))
        : Optional.empty();
  }

  /** 晚上11点 is 23; 晚上12点 is midnight, 夜里2点 stays 2. */
  private static int onTheClock(String part, int hour) {
    boolean afternoon =
        switch (part) {
          case "下午", "傍晚", "晚上", "今晚", "晚" -> hour < 12;
          case "中午" -> hour < 6;
          case "夜里", "夜间", "半夜", "夜" -> hour > 6 && hour < 12;
          default -> false;
        };
    boolean midnight =
        hour == 12
            && switch (part) {
              case "凌晨", "晚上", "今晚", "晚", "夜里", "夜间", "半夜", "夜" -> true;
              default -> false;
            };
    return midnight ? 24 : afternoon ? hour + 12 : hour;
  }

  private static int minutes(@Nullable String spoken, @Nullable String written) {
    if (written != null) {
      return Integer.parseInt(written);
    }
    if (spoken == null || spoken.equals("整")) {
      return 0;
    }
    return spoken.equals("半") ? 30 : number(spoken.replace("分", ""));
  }

  /** Of figures or of Chinese numerals below a hundred; -1 if it is none. */
  private static int number(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    int tens = text.indexOf('十');
    if (tens < 0) {
      return text.length() == 1 ? DIGITS.getOrDefault(text.charAt(0), -1) : -1;
    }
    int before = tens == 0 ? 1 : DIGITS.getOrDefault(text.charAt(tens - 1), -1);
    int after = tens == text.length() - 1 ? 0 : DIGITS.getOrDefault(text.charAt(tens + 1), -1);
    boolean wellFormed = tens <= 1 && text.length() - tens <= 2 && before > 0 && after >= 0;
    return wellFormed ? before * 10 + after : -1;
  }
}
