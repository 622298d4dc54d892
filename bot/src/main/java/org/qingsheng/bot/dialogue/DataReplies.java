package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.Purpose;

/** What asking for one's own data leads to (P05, P09): a person sees to it. Thread-safe. */
final class DataReplies {
  private final Outcomes outcomes;
  private final Wording wording;
  private final Function<Instant, Instant> due;

  DataReplies(Outcomes outcomes, Wording wording, Function<Instant, Instant> due) {
    this.outcomes = outcomes;
    this.wording = wording;
    this.due = due;
  }

  /** What the person chose about being disturbed serves only them: it is forgotten at once. */
  void delete(Reply reply, Talk talk, Instant now) {
    reply.effect(new Effect.QuietChosen(talk.key(), Optional.empty()));
    request(reply, talk, "申请删除个人数据", now);
  }

  void export(Reply reply, Talk talk, Instant now) {
    request(reply, talk, "申请导出个人数据", now);
  }

  private void request(Reply reply, Talk talk, String reason, Instant now) {
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    reply.happened(item, new ItemEvent.HandedOff(reason, 1, due.apply(now)));
    reply.say(
        Purpose.RECEIPT,
        Optional.of(item),
        wording.say(Phrase.DATA_REQUEST, "number", ItemNumber.TO_COME));
  }
}
