package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes apart a message that asks several things (一条多问). Pure. */
final class Several {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:^|(?<=[\\s，。；;：:,、！!？?]))\\s*(?:[1-9][、.．:：)）]|[1-9](?=\\p{IsHan})|[①-⑨]|第[一二三四五六][，、：:]?|[（(][1-9一二三四五][)）])\\s*");
  private static final Pattern SENTENCE = Pattern.compile("[？?！!。；;\\n]+");
  private static final Pattern CLAUSE =
      Pattern.compile("[？?！!。；;\\n，,]+|(?<=\\p{IsHan})\\s+(?=\\p{IsHan})");
  private static final Pattern ASKS =
      Pattern.compile(
          "(吗|么|不$|没$|多少|几|怎么|怎样|如何|什么|啥|哪|谁|咋|能不能|可不可以|可以|有没有|是不是|要不要|算不算|交不交|收不收|会不会|为什么|多久|何时|利息|额度|期限)");

  private static final Pattern EDGES = Pattern.compile("^[\\s\\p{P}]+|[\\s\\p{P}]+$");
  private static final Pattern THANKS = Pattern.compile("(谢谢|多谢|麻烦了|感谢)[^\\n]{0,3}$");

  /** Fewer letters say nothing by themselves. */
  private static final int LEAST = 2;

  /** More than these are not answered at once. */
  static final int MOST = 4;

  private Several() {}

  /** The questions in order, each as said; fewer than two when it is one question. */
  static List<String> in(String said) {
    var numbered = numbered(said);
    if (numbered.size() >= 2) {
      return first(numbered);
    }
    var sentences = asking(SENTENCE.split(said));
    if (sentences.size() >= 2) {
      return first(sentences);
    }
    var clauses = asking(CLAUSE.split(said));
    return clauses.size() >= 2 ? first(clauses) : List.of();
  }

  private static List<String> first(List<String> questions) {
    return List.copyOf(questions.subList(0, Math.min(MOST, questions.size())));
  }

  private static List<String> numbered(String said) {
    var parts = NUMBER.split(said, -1);
    if (parts.length < 3) {
      return List.of();
    }
    return Arrays.stream(parts, 1, parts.length)
        .map(Several::plain)
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<String> asking(String[] parts) {
    var questions = new ArrayList<String>();
    for (var part : parts) {
      plain(part).filter(text -> ASKS.matcher(text).find()).ifPresent(questions::add);
    }
    return questions;
  }

  private static Optional<String> plain(String part) {
    var text = THANKS.matcher(EDGES.matcher(part).replaceAll("")).replaceFirst("");
    text = EDGES.matcher(text).replaceAll("");
    return SpokenPattern.bare(text).length() >= LEAST ? Optional.of(text) : Optional.empty();
  }
}
