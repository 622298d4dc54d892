package org.qingsheng.bot.dialogue;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells what can only be understood from what went before (续问): 那利息呢, 南疆多点吗, 那如果是我家里人呢. Pure.
 *
 * @param asked what is asked, without the words that point back
 * @param pointsBack whether it plainly leans on what went before, rather than being merely short
 */
record FollowUp(String asked, boolean pointsBack) {
  private static final Pattern EDGES = Pattern.compile("^[\\s\\p{P}\\p{S}]+|[\\s\\p{P}\\p{S}]+$");
  private static final Pattern POINTS_BACK =
      Pattern.compile(
          "^(那么|那(?!个|些|里|边|种|天|年)|这个|那个|这种|那种|它|他们?的|上面|刚才|刚刚说|如果是|要是|假如|换成|还有呢|再问|顺便)");
  private static final Pattern THIS_ONE = Pattern.compile("(这个|那个|上面说的|刚才说的|它)");
  private static final Pattern ENDS = Pattern.compile("(呢|的话)$");
  private static final Pattern PARTICLES = Pattern.compile("(呢|呀|啊|的话|吗|嘛|咧|喔|哦|吧)+$");

  /** Longer than this, and a sentence speaks for itself. */
  private static final int LONGEST = 22;

  /** Up to this it may be no more than the part that changes. */
  private static final int SHORT = 10;

  /** Whether nothing can be made of it without what went before. */
  boolean dangles() {
    return pointsBack && SpokenPattern.bare(asked).length() <= SHORT;
  }

  /** The follow-up, if it may be one; {@code said} is normalised. */
  static Optional<FollowUp> in(String said) {
    var text = EDGES.matcher(said).replaceAll("");
    int length = SpokenPattern.bare(text).length();
    if (length == 0 || length > LONGEST) {
      return Optional.empty();
    }
    boolean back =
        POINTS_BACK.matcher(text).find()
            || (length <= SHORT && (ENDS.matcher(text).find() || THIS_ONE.matcher(text).find()));
    if (!back && length > SHORT) {
      return Optional.empty();
    }
    var core = POINTS_BACK.matcher(text).replaceFirst("");
    core = EDGES.matcher(PARTICLES.matcher(core).replaceFirst("")).replaceAll("");
    return Optional.of(new FollowUp(core, back));
  }
}
