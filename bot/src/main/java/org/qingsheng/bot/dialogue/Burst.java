package org.qingsheng.bot.dialogue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qingsheng.knowledge.text.Normalization;

/**
 * One question typed in several messages (Y21): what says nothing by itself waits a moment for what
 * comes next, and both are answered as one. Pure.
 */
final class Burst {
  /**
   * How long words wait. What is due is looked for every second, so the person waits for two at
   * most, well within the five that WeChat gives.
   */
  static final Duration HOLD = Duration.ofSeconds(1);

  /** More pieces than that are answered as they are: somebody is playing. */
  private static final int MOST = 3;

  /** What people say before they ask. */
  private static final List<String> OPENERS =
      List.of(
          "我想咨询一下", "想咨询一下", "咨询一下", "我想咨询", "想咨询", "我想请问一下", "我想问一下", "我想请问", "想请问一下", "想问一下",
          "想请问", "我想问", "想问下", "麻烦请问一下", "麻烦问一下", "麻烦请问", "请问一下", "请问下", "请问", "请教一下", "请教下", "请教",
          "问一下", "问下", "想问", "我想问个问题", "想问个问题", "问个问题", "有个问题", "我有个问题", "有个事情", "有个事", "打扰一下",
          "打扰了", "是这样的", "是这样", "我的情况是", "那个", "就是");

  /** Greetings say nothing either, but get their own answer when nothing else comes with them. */
  private static final List<String> GREETINGS =
      List.of("你好", "您好", "老师好", "老师", "同志", "大家好", "哈喽", "在吗", "嗨", "hello", "hi");

  private static final int LONGEST_HANGING = 40;

  private Burst() {}

  /** Everything that waits and this, as if it had been said at once. */
  static Said joined(List<Talk.Held> held, Said said) {
    if (held.isEmpty()
        || said.raw().isBlank()
        || Commands.in(said.raw(), said.normalized()).isPresent()) {
      return said;
    }
    var before = held.stream().map(Talk.Held::text).toList();
    var raw = text(before, said.raw());
    return new Said(
        said.message(),
        raw,
        Normalization.of(raw).text(),
        text(before, said.masked()),
        said.sealed(),
        said.attachments(),
        said.files(),
        said.at());
  }

  /** All that waits, said by its last message; empty if nothing does. */
  static Optional<Said> alone(List<Talk.Held> held) {
    if (held.isEmpty()) {
      return Optional.empty();
    }
    var last = held.getLast();
    var raw = text(held.stream().map(Talk.Held::text).toList(), "");
    return Optional.of(
        new Said(
            last.message(),
            raw,
            Normalization.of(raw).text(),
            raw,
            Optional.empty(),
            List.of(),
            last.at()));
  }

  private static String text(List<String> before, String last) {
    return Stream.concat(before.stream(), Stream.of(last))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /**
   * Until when this waits for more; empty if it is to be answered now.
   *
   * @param joined with what waits already
   */
  static Optional<Instant> waits(Said joined, Said said, Talk talk, Instant now) {
    // Normalisation takes courtesies away, and brings 請問 to 请问: either form may tell.
    if (!(isUnfinished(joined.raw()) || isUnfinished(joined.normalized()))
        || said.sealed().isPresent()
        || !said.attachments().isEmpty()
        || talk.held().size() >= MOST
        || Commands.in(said.raw(), said.normalized()).isPresent()) {
      return Optional.empty();
    }
    var due = talk.held().isEmpty() ? now.plus(HOLD) : talk.held().getFirst().due();
    return Optional.of(due).filter(at -> at.isAfter(now));
  }

  /** Whether the words ask nothing yet: only an opening, or a sentence that goes on. */
  static boolean isUnfinished(String words) {
    var text = words.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return false;
    }
    char end = text.charAt(text.length() - 1);
    if (text.length() <= LONGEST_HANGING
        && (end == ',' || end == '，' || end == '、' || end == ':' || end == '：')) {
      return true;
    }
    return opensOnly(bare(text));
  }

  private static boolean opensOnly(String words) {
    var left = words;
    boolean opened = false;
    while (!left.isEmpty()) {
      int opener = longest(OPENERS, left);
      int length = Math.max(opener, longest(GREETINGS, left));
      if (length == 0) {
        return false;
      }
      opened |= opener > 0;
      left = left.substring(length);
    }
    return opened;
  }

  /** Characters of the longest of these with which the words begin. */
  private static int longest(List<String> beginnings, String words) {
    return beginnings.stream().filter(words::startsWith).mapToInt(String::length).max().orElse(0);
  }

  private static String bare(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
