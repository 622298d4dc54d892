package org.qingsheng.bot.dialogue;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.qingsheng.knowledge.text.Masking;

/**
 * What is asked in a message that also tells who asks: the question without numbers and names.
 * Pure.
 */
final class Unnamed {
  /** What announces a number or an address stands right before it and goes with it. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?:我|本人)?(?:的|家|家里)*(?:身份证号码?|身份证|银行卡号?|卡号|账号|手机号码?|手机|联系电话|电话号码?|电话|联系方式|微信号?|邮箱|家庭住址|住址|地址|家住|住在|住)(?:号码?)?(?:是|为|在)?[：:\\s]*$");

  private static final Pattern NAME =
      Pattern.compile("(?:我叫|我的名字叫|我名字叫|本人姓名|姓名)[：:]?[^，,。；;\\s]{1,4}[，,。；;\\s]");
  private static final Pattern EDGES =
      Pattern.compile("^[\\s，,。；;、]+|(?<=[，,。；;、])[\\s，,。；;、]+|[\\s，,、]+$");

  /** Stands for what was taken out. */
  private static final String TAKEN = "\u0001";

  private static final Pattern CLAUSE =
      Pattern.compile("(?<=[，,。；;！!\\n])|(?<=[\\p{IsHan}\u0001])\\s+(?=\\p{IsHan})");

  /** A clause of which so few letters are left only told who asks. */
  private static final int LEFT_OVER = 6;

  private Unnamed() {}

  /** The text without personal data; the text itself if nothing else was said. */
  static String question(String raw) {
    var left = new StringBuilder(raw);
    for (var span : Masking.mask(raw).spans().reversed()) {
      left.replace(span.start(), span.end(), TAKEN);
      var label = LABEL.matcher(left.substring(0, span.start()));
      if (label.find()) {
        left.delete(label.start(), span.start());
      }
    }
    var text = plain(withoutTold(NAME.matcher(left).replaceAll("")));
    if (SpokenPattern.bare(text).isEmpty()) {
      text = plain(left.toString());
    }
    return SpokenPattern.bare(text).isEmpty() ? raw : text;
  }

  /** Without the clauses that say little else than who asks: 我叫阿明家在… . */
  private static String withoutTold(String text) {
    return CLAUSE
        .splitAsStream(text)
        .filter(
            clause -> !clause.contains(TAKEN) || SpokenPattern.bare(clause).length() > LEFT_OVER)
        .collect(Collectors.joining());
  }

  private static String plain(String text) {
    return EDGES.matcher(text.replace(TAKEN, "")).replaceAll("");
  }
}
