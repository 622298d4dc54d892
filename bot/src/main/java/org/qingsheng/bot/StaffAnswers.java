package org.qingsheng.bot;

import java.util.List;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.settings.Settings;

/** Words for what cadres answer: the dialogue's, signed by the organisation. */
record StaffAnswers(Answers answers, Settings.Organisation organisation)
    implements Desk.AnswerWriter {
  @Override
  public List<String> write(Item item, String answer) {
    return answers.staff(item.number().value(), organisation.signature(), answer);
  }

  @Override
  public String asQuestion(String said) {
    return Answers.withoutCallForPerson(said);
  }

  @Override
  public String unit() {
    return organisation.name();
  }
}
