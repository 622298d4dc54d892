package org.qingsheng.bot.cadres;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.bot.ledger.ItemNumber;

/**
 * What a cadre says on the staff channel, understood. A word of command counts only if a number, a
 * blank or nothing follows: 退回的材料请补交 is part of an answer.
 */
sealed interface CadreCommand {
  record Overview() implements CadreCommand {}

  record Mine() implements CadreCommand {}

  record Help() implements CadreCommand {}

  record Show(ItemNumber number) implements CadreCommand {}

  record Claim(Optional<ItemNumber> number) implements CadreCommand {}

  /** What is typed from now on is about that item. */
  record TakeUp(ItemNumber number) implements CadreCommand {}

  record Release(Optional<ItemNumber> number, String reason) implements CadreCommand {}

  /**
   * @param to a colleague's name or login, or a region
   */
  record Transfer(Optional<ItemNumber> number, String to, String reason) implements CadreCommand {}

  record Note(Optional<ItemNumber> number, String text) implements CadreCommand {}

  record Answer(ItemNumber number, String text) implements CadreCommand {}

  /**
   * @param draft the one whose card was tapped; empty for the latest
   * @param keep whether it becomes a draft entry, too
   */
  record Send(Optional<String> draft, boolean keep) implements CadreCommand {}

  record Change(Optional<String> draft) implements CadreCommand {}

  record Bind(String code) implements CadreCommand {}

  record Unbind() implements CadreCommand {}

  /** Anything else: the words of an answer. */
  record Words(String text) implements CadreCommand {}

  private static List<String> words(String... all) {
    return List.of(all);
  }

  Pattern BLANK = Pattern.compile("[\\s\\u3000:：,，]+");

  Pattern NUMBER = Pattern.compile("(?i)QS[-—－\\s]?(\\d{6})[-—－\\s]?(\\d{4,6})");

  Pattern CODE = Pattern.compile("\\d{8}");

  /** Understands what was said; never fails. */
  static CadreCommand of(String said) {
    var text = said.strip();
    var bare = BLANK.matcher(text).replaceAll("");
    switch (bare) {
      case "待办", "列表", "待认领" -> {
        return new Overview();
      }
      case "我的", "我的待办" -> {
        return new Mine();
      }
      case "帮助", "菜单", "?", "？", "help" -> {
        return new Help();
      }
      case "解绑", "解除绑定" -> {
        return new Unbind();
      }
      default -> {}
    }
    if (NUMBER.matcher(bare).matches()) {
      return new Show(number(bare).orElseThrow());
    }
    var parsed = afterWord(text, words("绑定"));
    if (parsed.isPresent() && CODE.matcher(BLANK.matcher(parsed.get()).replaceAll("")).matches()) {
      return new Bind(BLANK.matcher(parsed.get()).replaceAll(""));
    }
    return action(text).orElse(new Words(text));
  }

  private static Optional<CadreCommand> action(String text) {
    return afterWord(text, words("认领", "接单"))
        .flatMap(rest -> claim(rest))
        .or(() ->
            afterWord(text, words("办理", "详情", "查看"))
                .flatMap(rest -> number(rest).map(found -> takeUp(text, found))))
        .or(() ->
            afterWord(text, words("退回"))
                .map(rest -> new Release(number(rest), withoutNumber(rest))))
        .or(() -> afterWord(text, words("转办", "转交", "转给")).map(CadreCommand::transfer))
        .or(() ->
            afterWord(text, words("备注")).map(rest -> new Note(number(rest), withoutNumber(rest))))
        .or(() ->
            afterWord(text, words("答复", "回复"))
                .flatMap(rest ->
                    startsWithNumber(rest).map(found -> new Answer(found, withoutNumber(rest)))))
        .or(() -> afterWord(text, words("发送并入库")).flatMap(rest -> send(rest, true)))
        .or(() -> afterWord(text, words("发送")).flatMap(rest -> send(rest, false)))
        .or(() -> afterWord(text, words("修改")).flatMap(rest -> draft(rest).map(Change::new)));
  }

  private static Optional<CadreCommand> claim(String rest) {
    return rest.isEmpty()
        ? Optional.of(new Claim(Optional.empty()))
        : number(rest).map(found -> new Claim(Optional.of(found)));
  }

  private static CadreCommand takeUp(String text, ItemNumber number) {
    return text.startsWith("办理") ? new TakeUp(number) : new Show(number);
  }

  private static CadreCommand transfer(String rest) {
    var without = withoutNumber(rest);
    without = without.startsWith("给") ? withoutBlank(without.substring(1)) : without;
    var found = BLANK.matcher(without);
    return found.find()
        ? new Transfer(
            number(rest),
            plain(without.substring(0, found.start())),
            without.substring(found.end()))
        : new Transfer(number(rest), plain(without), "");
  }

  private static String plain(String name) {
    return name.startsWith("@") || name.startsWith("＠") ? name.substring(1) : name;
  }

  private static Optional<CadreCommand> send(String rest, boolean keep) {
    return draft(rest).map(draft -> new Send(draft, keep));
  }

  /** Nothing, or the name of a draft as its card has it; anything else is part of an answer. */
  private static Optional<Optional<String>> draft(String rest) {
    if (rest.isEmpty()) {
      return Optional.of(Optional.empty());
    }
    return rest.matches("[0-9a-f-]{36}") ? Optional.of(Optional.of(rest)) : Optional.empty();
  }

  /** What follows one of the words, if it is a command. */
  private static Optional<String> afterWord(String text, List<String> words) {
    for (var word : words) {
      if (text.startsWith(word)) {
        var rest = text.substring(word.length());
        var after = withoutBlank(rest);
        if (rest.isEmpty()
            || rest.length() != after.length()
            || startsWithNumber(rest).isPresent()) {
          return Optional.of(after);
        }
      }
    }
    return Optional.empty();
  }

  private static String withoutBlank(String text) {
    var found = BLANK.matcher(text);
    return found.lookingAt() ? text.substring(found.end()) : text;
  }

  private static Optional<ItemNumber> number(String text) {
    var found = NUMBER.matcher(text);
    return found.lookingAt()
        ? Optional.of(new ItemNumber("QS-" + found.group(1) + "-" + found.group(2)))
        : Optional.empty();
  }

  private static Optional<ItemNumber> startsWithNumber(String text) {
    return number(text);
  }

  private static String withoutNumber(String text) {
    var found = NUMBER.matcher(text);
    return withoutBlank(found.lookingAt() ? text.substring(found.end()) : text).strip();
  }
}
