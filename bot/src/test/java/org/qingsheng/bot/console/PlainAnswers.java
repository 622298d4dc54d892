package org.qingsheng.bot.console;

import java.util.List;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Item;

/** Answers as they were typed, for pages under test. */
final class PlainAnswers implements Desk.AnswerWriter {
  @Override
  public List<String> write(Item item, String answer) {
    return List.of(answer);
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
