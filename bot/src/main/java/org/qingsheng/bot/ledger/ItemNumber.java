package org.qingsheng.bot.ledger;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An item's number that can be said aloud (编号): {@code QS-261120-0042}, one sequence a day in
 * Asia/Shanghai. Knowing it opens nothing.
 */
public record ItemNumber(String value) {
  /**
   * Stands in a text for the number of the item that the same turn opens; the ledger puts the
   * number in when it commits. Not a form that people or entries would write.
   */
  public static final String TO_COME = "\uE000item-number\uE000";

  private static final Pattern FORM = Pattern.compile("QS-\\d{6}-\\d{4,6}");
  private static final Pattern LOOSE =
      Pattern.compile("(?i)(?:qs[-\\s]?)?(\\d{6})[-\\s]?(\\d{4,6})");

  /** Eleven digits in one go are somebody's phone number, not ours. */
  private static final Pattern MOBILE = Pattern.compile("1[3-9]\\d{9}");

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

  public ItemNumber {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "item number \"%s\": expected QS-yyMMdd-nnnn".formatted(value));
    }
  }

  /** The n-th number of a day. */
  public static ItemNumber of(LocalDate day, int sequence) {
    return new ItemNumber("QS-%s-%04d".formatted(DAY.format(day), sequence));
  }

  /** Reads a number as people type it, {@code qs 261120 0042} too. */
  public static Optional<ItemNumber> in(String text) {
    var found = LOOSE.matcher(text);
    return found.find() && !MOBILE.matcher(found.group()).matches()
        ? Optional.of(new ItemNumber("QS-" + found.group(1) + "-" + found.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
