package org.qingsheng.bot.dialogue;

import java.util.Optional;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.people.QuietChoice;

/** A word to the bot itself rather than a question. */
public sealed interface Command {
  /** 转人工. */
  record HandOff() implements Command {}

  /** 进度, with or without a number. */
  record Progress(Optional<ItemNumber> number) implements Command {}

  /** 有用 / 没用. */
  record Feedback(boolean useful) implements Command {}

  /** A choice by its number, counted from 1. */
  record Pick(int number) implements Command {}

  /** 都不是. */
  record NoneOfThese() implements Command {}

  /** 我在南昌. */
  record IAmIn(String place) implements Command {}

  /** 我户口在清远. */
  record MyHome(String place) implements Command {}

  /**
   * When not to be disturbed.
   *
   * @param choice empty when the words are about it but say no hours that could be kept
   */
  record Quiet(Optional<QuietChoice> choice) implements Command {}

  /** A command of one fixed meaning. */
  record Plain(Kind kind) implements Command {}

  /** Something written like a command that is none. */
  record Unknown(String word) implements Command {}

  /** The commands without a parameter. */
  enum Kind {
    MENU,
    WHO,
    DETAILS,
    OFFICIAL,
    WITHDRAW,
    RESTART,
    DELETE_DATA,
    EXPORT_DATA,
    GREETING,
    THANKS
  }
}
