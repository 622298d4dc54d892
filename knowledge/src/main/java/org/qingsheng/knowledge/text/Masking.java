package org.qingsheng.knowledge.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with personal data hidden, and where it was. Finds mobile numbers, identity numbers (GB
 * 11643, check digit verified), bank cards (Luhn), street addresses, e-mail addresses, QQ and
 * WeChat ids. Sums, document numbers, dates and public hotlines stay. Immutable.
 *
 * @param text with each find replaced by its {@link Kind#mask}
 * @param spans finds in the original, in order, never overlapping
 */
public record Masking(String text, List<Span> spans) {
  public Masking {
    spans = List.copyOf(spans);
  }

  /** What was hidden. */
  public enum Kind {
    ID_NUMBER("[身份证号]"),
    BANK_CARD("[银行卡号]"),
    PHONE("[手机号]"),
    EMAIL("[邮箱]"),
    QQ("[QQ号]"),
    WECHAT("[微信号]"),
    ADDRESS("[地址]");

    private final String mask;

    Kind(String mask) {
      this.mask = mask;
    }

    public String mask() {
      return mask;
    }
  }

  /** A find at {@code [start, end)} of the original text. */
  public record Span(int start, int end, Kind kind) {}

  private static final String SEPARATOR = "[ \\-·.]";
  private static final Pattern ID =
      Pattern.compile("(?<![0-9a-zA-Z])[1-8]\\d(?:[ \\-]?\\d){15}[ \\-]?[\\dxX](?![0-9a-zA-Z])");
  private static final Pattern OLD_ID =
      Pattern.compile("(?<![0-9a-zA-Z])[1-8]\\d{14}(?![0-9a-zA-Z])");
  private static final Pattern CARD =
      Pattern.compile("(?<![0-9a-zA-Z])[3-6]\\d{3}(?:[ \\-]?\\d){9,15}(?![0-9a-zA-Z])");
  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![0-9])(?:\\+?(?:00)?86"
              + SEPARATOR
              + "?)?(?:1[3-9]\\d"
              + SEPARATOR
              + "?\\d{4}"
              + SEPARATOR
              + "?\\d{4}|1[3-9]\\d{2}"
              + SEPARATOR
              + "?\\d{3}"
              + SEPARATOR
              + "?\\d{4}|1[3-9]\\d"
              + SEPARATOR
              + "\\d{3}"
              + SEPARATOR
              + "\\d{5}|1([ \\-])[3-9](?:\\1\\d){9})(?![0-9])");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9](?:[A-Za-z0-9._%+\\-]{0,62})@[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,62}\\.){1,4}[A-Za-z]{2,10}");
  private static final Pattern QQ =
      Pattern.compile("(?i)(?:qq|扣扣|企鹅号|q号)[^0-9a-zA-Z\\n]{0,6}([1-9]\\d{4,10})(?!\\d)");
  private static final Pattern WECHAT =
      Pattern.compile(
          "(?i)(?:微信|薇信|威信|v信|vx|wx|weixin|wechat)(?:号|id)?[^0-9a-zA-Z\\n]{0,6}([a-zA-Z][a-zA-Z0-9_\\-]{5,19}|(?<=[号是:： ])\\d{6,11})(?![0-9a-zA-Z])");
  private static final String NUMBER =
      "[0-9〇零一二三四五六七八九十百甲乙丙丁A-Za-z][0-9〇零一二三四五六七八九十百A-Za-z\\-]{0,5}";
  private static final Pattern HOUSE =
      Pattern.compile(
          "(?:大道|[路街道巷弄村屯里坊湾庄寨]|胡同|小区|花园|家园|公寓|新村|苑|府|城|社区|广场|宿舍|校区|工业区|生产队)[东西南北中]?(?:第)?(?:"
              + NUMBER
              + "(?:号楼|号院|号|组|队|社|栋|幢|座|单元|弄|巷|楼|室|房|户)[之,， ]?){1,5}(?:"
              + NUMBER
              + "(?:室|房|号)?)?");
  private static final Pattern OFFICE_AFTER =
      Pattern.compile("^.{0,8}?(?:政务|大厅|服务中心|人社|税务|窗口|银行|网点|派出所|医院|机关|政府|大楼|办公|法院|仲裁)");
  private static final String[] CUE_ADDRESS = {
    "住在", "家住", "地址是", "地址", "寄到", "送到", "我家在", "租在", "搬到", "位于", "在", "住", "是"
  };
  private static final String CUE_ID = "身份证";
  private static final String[] CUE_CARD = {"卡号", "银行卡", "储蓄卡", "账号", "帐号", "工资卡"};

  /** Region digits of an identity number begin with one of these (GB/T 2260 provinces). */
  private static final String PROVINCES =
      " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";

  private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

  public static Masking mask(String original) {
    String folded = fold(original);
    var finds = new Finds();
    find(ID, folded, finds, Kind.ID_NUMBER, Masking::isId);
    find(OLD_ID, folded, finds, Kind.ID_NUMBER, Masking::isOldId);
    find(PHONE, folded, finds, Kind.PHONE, (_, _, _) -> true);
    find(CARD, folded, finds, Kind.BANK_CARD, Masking::isCard);
    find(EMAIL, folded, finds, Kind.EMAIL, (_, _, _) -> true);
    findGroup(QQ, folded, finds, Kind.QQ);
    findGroup(WECHAT, folded, finds, Kind.WECHAT);
    findAddresses(folded, finds);
    List<Span> spans = finds.spans;
    spans.sort(Comparator.comparingInt(Span::start));
    return new Masking(masked(original, spans), spans);
  }

  /** Whether anything was found. */
  public boolean found() {
    return !spans.isEmpty();
  }

  private interface Check {
    boolean accepts(String text, int start, int end);
  }

  private static void find(Pattern pattern, String text, Finds finds, Kind kind, Check check) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (check.accepts(text, matcher.start(), matcher.end())) {
        finds.add(new Span(matcher.start(), matcher.end(), kind));
      }
    }
  }

  private static void findGroup(Pattern pattern, String text, Finds finds, Kind kind) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      int group = matcher.groupCount();
      finds.add(new Span(matcher.start(group), matcher.end(group), kind));
    }
  }

  private static void findAddresses(String text, Finds finds) {
    Matcher matcher = HOUSE.matcher(text);
    while (matcher.find()) {
      String after = text.substring(matcher.end(), Math.min(text.length(), matcher.end() + 14));
      if (!OFFICE_AFTER.matcher(after).find()) {
        finds.add(new Span(beginning(text, matcher.start()), matcher.end(), Kind.ADDRESS));
      }
    }
  }

  /** Reaches left over the names of province, city, district and street. */
  private static int beginning(String text, int from) {
    int start = from;
    while (start > 0 && from - start < 24 && isIdeograph(text.charAt(start - 1))) {
      start--;
    }
    String before = text.substring(start, from);
    for (String cue : CUE_ADDRESS) {
      int at = before.lastIndexOf(cue);
      if (at >= 0) {
        return start + at + cue.length();
      }
    }
    return start;
  }

  private static boolean isIdeograph(char c) {
    return c >= 0x4E00 && c <= 0x9FFF;
  }

  /** Finds in order of trust: what a stronger pattern took, a weaker one cannot take again. */
  private static final class Finds {
    private final List<Span> spans = new ArrayList<>();
    private final BitSet taken = new BitSet();

    void add(Span span) {
      int next = taken.nextSetBit(span.start());
      if (next < 0 || next >= span.end()) {
        taken.set(span.start(), span.end());
        spans.add(span);
      }
    }
  }

  private static String masked(String original, List<Span> spans) {
    if (spans.isEmpty()) {
      return original;
    }
    var result = new StringBuilder(original.length());
    int from = 0;
    for (Span span : spans) {
      result.append(original, from, span.start()).append(span.kind().mask());
      from = span.end();
    }
    return result.append(original, from, original.length()).toString();
  }

  private static boolean isId(String text, int start, int end) {
    String id = digits(text, start, end);
    if (!isProvince(id) || !isDate(id.substring(6, 14))) {
      return false;
    }
    return hasCheckDigit(id) || cueBefore(text, start, CUE_ID);
  }

  private static boolean hasCheckDigit(String id) {
    int sum = 0;
    for (int i = 0; i < ID_WEIGHTS.length; i++) {
      sum += (id.charAt(i) - '0') * ID_WEIGHTS[i];
    }
    return "10X98765432".charAt(sum % 11) == Character.toUpperCase(id.charAt(17));
  }

  private static boolean isOldId(String text, int start, int end) {
    String id = text.substring(start, end);
    return isProvince(id) && isDate("19" + id.substring(6, 12));
  }

  private static boolean isProvince(String id) {
    return PROVINCES.contains(" " + id.substring(0, 2) + " ");
  }

  private static boolean isDate(String yyyymmdd) {
    try {
      int year = Integer.parseInt(yyyymmdd.substring(0, 4));
      LocalDate.of(
          year,
          Integer.parseInt(yyyymmdd.substring(4, 6)),
          Integer.parseInt(yyyymmdd.substring(6, 8)));
      return year >= 1900 && year < 2100;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static boolean isCard(String text, int start, int end) {
    String card = digits(text, start, end);
    boolean cue = cueBefore(text, start, CUE_CARD);
    if (card.length() < 16 || card.length() > 19) {
      return cue;
    }
    return cue || luhn(card);
  }

  private static boolean luhn(String card) {
    int sum = 0;
    boolean twice = false;
    for (int i = card.length() - 1; i >= 0; i--) {
      int digit = card.charAt(i) - '0';
      if (twice) {
        digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      }
      sum += digit;
      twice = !twice;
    }
    return sum % 10 == 0;
  }

  private static boolean cueBefore(String text, int start, String... cues) {
    String before = text.substring(Math.max(0, start - 12), start);
    for (String cue : cues) {
      if (before.contains(cue)) {
        return true;
      }
    }
    return false;
  }

  private static String digits(String text, int start, int end) {
    var digits = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || c == 'x' || c == 'X') {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  private static final String SPOKEN = "〇零一二三四五六七八九幺";
  private static final String SPOKEN_TO = "001234567891";

  /** Same length: full-width forms become ASCII, long runs of Chinese digits become digits. */
  private static String fold(String text) {
    char[] folded = text.toCharArray();
    int run = 0;
    for (int i = 0; i <= folded.length; i++) {
      if (i < folded.length && folded[i] >= 0xFF01 && folded[i] <= 0xFF5E) {
        folded[i] = (char) (folded[i] - 0xFEE0);
      } else if (i < folded.length && (folded[i] == 0x3000 || folded[i] == 0xA0)) {
        folded[i] = ' ';
      }
      if (i < folded.length && SPOKEN.indexOf(folded[i]) >= 0) {
        run++;
      } else {
        if (run >= 11) {
          for (int k = i - run; k < i; k++) {
            folded[k] = SPOKEN_TO.charAt(SPOKEN.indexOf(folded[k]));
          }
        }
        run = 0;
      }
    }
    return new String(folded);
  }
}
