package org.qingsheng.bot.console;

import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Item;

/** Answers as they were typed, for pages under test. */
final class PlainAnswers implements Desk.AnswerWriter {
  @Override
  public String write(Item item, String answer) {
    return answer;
  }

  @Override
  public String asQuestion(String said) {
    return said;
  }

  @Override
  public String unit() {
    return "团县委";
  }
}
