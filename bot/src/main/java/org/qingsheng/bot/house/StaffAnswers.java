package org.qingsheng.bot.house;

import java.util.List;
import java.util.function.Supplier;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.ledger.Item;

/** Words for what cadres answer: the dialogue's, signed by the organisation. */
record StaffAnswers(Supplier<Rules> rules) implements Desk.AnswerWriter {
  @Override
  public List<String> write(Item item, String answer) {
    var now = rules.get();
    return now.answers()
        .staff(item.number().value(), now.settings().organisation().signature(), answer);
  }

  @Override
  public String asQuestion(String said) {
    return Answers.withoutCallForPerson(said);
  }

  @Override
  public String unit() {
    return rules.get().settings().organisation().name();
  }
}
